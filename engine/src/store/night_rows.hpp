// Rows of the night's tables: what a night reads of the records, and what it leaves for reports and for the next one.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/date.hpp"
#include "base/hash.hpp"
#include "base/result.hpp"
#include "records/vocabulary_codes.hpp"

namespace passerelle {

/// An open offer as a night needs it beside the corpus.
struct OfferState {
  std::string_view id, source;
  Fingerprint content;
  std::uint32_t posts = 1;
};

struct NightRun {
  Day date;
  std::string snapshot, build, suggest_policy, shortlist_policy, night_policy;
  std::uint32_t top = 0;
  std::string digest;                 ///< JSON
};

/// `list`: JSON, a line a candidate: [id, score, suits, tier].
struct NightOfferRow {
  std::uint32_t number = 0;           ///< what persons' lists name the offer by
  std::string_view id, source;
  Fingerprint content;
  std::uint32_t cap = 0, suggested = 0;
  std::string_view list;
};

/// `list`: JSON, a line an offer: [number, score, suits, wanted, tier]; `displaced`: [number, score] of those that the plain list
/// has and this one does not.
struct NightPersonRow {
  std::string_view id;
  Fingerprint content;
  LicenceMask licences = 0;
  std::string_view list, displaced;
};

/// Where put_night() writes to; the transaction is its.
class NightWriter {
 public:
  virtual Status offer(const NightOfferRow& row) = 0;
  virtual Status person(const NightPersonRow& row) = 0;
  virtual Status indicator(std::string_view territory, std::string_view name, std::int64_t value) = 0;

 protected:
  ~NightWriter() = default;
};

}  // namespace passerelle
