// A sample read through a mapping, field by field: what becomes of it, and what nothing accounts for.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "intake/sources/map_offer.hpp"
#include "intake/sources/source_mapping.hpp"

namespace passerelle {

/// One record of the sample.
struct CheckedRecord {
  std::string position;
  std::string id;                    ///< of the offer; "" when it has none
  bool offer = true;                 ///< false: the mapping's filter leaves the record out
  std::optional<Problem> problem;    ///< why it cannot be an offer
  std::vector<FieldUse> uses;
  std::vector<Flag> flags;           ///< of the draft
};

/// What a field of all records comes to, by path (without numbers) and target.
struct CheckedField {
  std::string path;
  std::optional<MappingTarget> target;
  std::uint64_t read = 0, empty = 0, spare = 0, unread = 0, unused = 0, unknown = 0, filter = 0, defaults = 0;
  std::string text, value;           ///< the first that was read, else the first there is
  std::string unread_text;           ///< the first that could not be read
  std::string reason;
};

struct AbsentField {
  std::string path;
  std::string target;                ///< "" = listed as not used
  std::size_t line = 0;              ///< of the mapping file
};

struct SourceCheck {
  std::string source, sample, encoding;
  std::uint64_t records = 0, offers = 0, left_out = 0, refused = 0;
  std::uint64_t read = 0, empty = 0, spare = 0, unused = 0, unread = 0, unknown = 0;  ///< values
  std::vector<CheckedField> fields;  ///< in the order in which the sample shows them
  std::vector<AbsentField> absent;   ///< paths of the mapping that no record has: slips, or fields that may be missing

  /// Every value was read, or is knowingly not used, and every record is an offer or left out by the filter; there is
  /// at least one offer.
  bool complete() const noexcept { return offers > 0 && refused == 0 && unread == 0 && unknown == 0; }
};

/// Problems are about the sample as a whole, with its name. Memory is bounded by one record and the number of different
/// fields (kMaxFields).
Result<SourceCheck> check_source(const SourceMapping& mapping, const std::string& sample,
                                 const std::function<void(const CheckedRecord&)>& visit = {});

}  // namespace passerelle
