// Changing single records of an open store: what is asked, and what became of it. A change that was answered is durable, and
// every question asked after the answer sees it.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/problem.hpp"
#include "intake/json_splitter.hpp"
#include "store/store.hpp"

namespace passerelle {

/// What the stored record must be for a change to be made; else Problem kVersionMismatch (kNotFound when it is not there at
/// all). Tested in the transaction that makes the change.
struct WriteCondition {
  std::string version;         ///< the record's version (If-Match); "*" = any, but it must be there; "" = no condition
  bool must_be_new = false;    ///< no such record may be there (If-None-Match: *)
};

enum class WriteOutcome : std::uint8_t { kNew, kChanged, kUnchanged, kRemoved };
std::string_view code(WriteOutcome) noexcept;  ///< "new", "changed", "unchanged", "removed"

struct WriteAnswer {
  WriteOutcome outcome = WriteOutcome::kUnchanged;
  std::string id;
  /// Of the record as it is stored now, 32 hexadecimal digits; equal content, equal version. "" when it was removed. A person's
  /// depends on nothing restricted.
  std::string version;
  /// What was noticed about the record, which is kept and used all the same: code, field, detail.
  std::vector<Problem> notes;
};

/// A record as it is stored now.
struct StoredVersion {
  std::string version;
  bool closed = false;         ///< of an offer: matching does not see it
};

/// Of an erasure, which is logged: both are needed (kAccessRefused).
struct ErasureRequest {
  std::string candidate;
  std::string agent, purpose;
  WriteCondition condition;
};

/// One line of an import: written, or why not. A line that cannot be used is kept in the quarantine.
struct LineResult {
  std::string position;        ///< "line 12"
  std::string record_id;       ///< when it could be read
  std::optional<WriteAnswer> written;
  std::optional<Problem> problem;
};

/// A stream of records, one JSON object a line, in Passerelle's format.
struct StreamImport {
  RecordKind kind = RecordKind::kOffer;
  std::string source = "api";  ///< where it comes from, for the quarantine
  ByteSource read;             ///< gives the next bytes, 0 at the end; may wait
  /// Gets each line's result in order, once the line is durable. A Problem ends the import: what was delivered stays.
  std::function<Status(const LineResult&)> deliver;
};

}  // namespace passerelle
