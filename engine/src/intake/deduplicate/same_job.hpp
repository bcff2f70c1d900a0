// Whether two offers are one job: what is compared, the rule, and why.
//
// Text alone misleads: chains and agencies use one text for many jobs, and an employer's other posts share its
// presentation. So the share of text asked for depends on how well the titles agree, on whether the workplaces are known
// to be the same, and on whether both come from the same board: there, one job stands in one text, while another board
// cuts it and adds to it.
#pragma once

#include <cstdint>
#include <vector>

#include "base/date.hpp"
#include "intake/deduplicate/stated_places.hpp"
#include "intake/deduplicate/text_sketch.hpp"
#include "intake/deduplicate/title_words.hpp"
#include "records/offer.hpp"
#include "reference/reference.hpp"

namespace passerelle {

/// What is compared of one offer. 0 and unset = not known; names are hashes of their folded words.
struct OfferTraits {
  std::uint64_t board = 0;     ///< the partner that the source had it from, else the source
  std::uint64_t employer = 0, siret = 0;
  std::uint64_t commune = 0, commune_name = 0;
  TitleWords title;
  StatedPlaces places;
  TextSketch text;
  Contract contract = Contract::kUnknown;
  std::uint16_t contract_days = 0;
  Day published;
  friend bool operator==(const OfferTraits&, const OfferTraits&) = default;
};

OfferTraits traits_of(const Offer& offer, const reference::Reference& reference);

enum class SameJob : std::uint8_t { kApart /* something speaks against it */, kNotShown, kSame };

/// What decided.
enum class JobReason : std::uint8_t {
  kOtherPlace, kLongApart /* published more than 26 weeks apart */, kOtherContract /* on one board */, kTextTooDifferent, kTextAndTitle, kText,
};

struct JobDecision {
  SameJob same = SameJob::kNotShown;
  JobReason reason = JobReason::kTextTooDifferent;
  bool same_place = false, same_board = false;
  bool same_employer = false;  ///< by SIRET or by name
  bool same_siret = false;
  TitleMatch title = TitleMatch::kMissing;
  Resemblance text;
  friend bool operator==(const JobDecision&, const JobDecision&) = default;
};

/// Symmetric, in integers, and about these two alone.
JobDecision compare(const OfferTraits& a, const OfferTraits& b) noexcept;

}  // namespace passerelle
