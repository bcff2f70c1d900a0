#include "intake/deduplicate/same_job.hpp"

#include <algorithm>
#include <cstdlib>

#include "base/hash.hpp"
#include "base/text.hpp"

namespace passerelle {
namespace {

constexpr std::int32_t kLongestRepostDays = 183;
/// Texts shorter than this share half of their triples by chance of wording.
constexpr std::uint32_t kShortText = 40;

std::uint64_t hash_of(std::string_view text) { return text.empty() ? 0 : fingerprint(text).low; }

bool share(const std::vector<std::uint64_t>& a, const std::vector<std::uint64_t>& b) noexcept {
  return std::any_of(a.begin(), a.end(), [&](std::uint64_t name) { return std::binary_search(b.begin(), b.end(), name); });
}
bool holds(const std::vector<std::uint64_t>& names, std::uint64_t name) noexcept { return std::binary_search(names.begin(), names.end(), name); }

enum class Nearness : std::uint8_t { kSame, kUnknown, kOther };

Nearness nearness(const OfferTraits& a, const OfferTraits& b) noexcept {
  const auto& in_a = a.places.as_workplace;
  const auto& in_b = b.places.as_workplace;
  if (a.commune != 0 && b.commune != 0) {
    if (a.commune == b.commune) return Nearness::kSame;
    // A partner misread a place: the texts name the other one, or one together.
    if (holds(in_a, b.commune_name) && !holds(in_b, a.commune_name)) return Nearness::kUnknown;
    if (holds(in_b, a.commune_name) && !holds(in_a, b.commune_name)) return Nearness::kUnknown;
    return a.commune_name == b.commune_name || share(in_a, in_b) ? Nearness::kUnknown : Nearness::kOther;
  }
  if (!in_a.empty() && !in_b.empty() && !share(in_a, in_b)) return Nearness::kOther;
  const auto contradicts = [](const OfferTraits& located, const OfferTraits& other) {
    return located.commune != 0 && other.commune == 0 && !other.places.as_workplace.empty() &&
           !holds(other.places.as_workplace, located.commune_name) && !share(located.places.as_workplace, other.places.as_workplace);
  };
  if (contradicts(a, b) || contradicts(b, a)) return Nearness::kOther;
  if (!a.places.named.empty() && !b.places.named.empty() && !share(a.places.named, b.places.named)) return Nearness::kOther;
  return Nearness::kUnknown;
}

bool contracts_differ(const OfferTraits& a, const OfferTraits& b) noexcept {
  // A partner's « profession libérale » stands for anything.
  const auto told = [](Contract c) { return c != Contract::kUnknown && c != Contract::kSelfEmployed; };
  if (!told(a.contract) || !told(b.contract)) return false;
  if (a.contract != b.contract) return true;
  return a.contract == Contract::kCdd && a.contract_days != 0 && b.contract_days != 0 && a.contract_days != b.contract_days;
}

/// Least shares of text, in thousandths.
struct Least { std::uint32_t contained, shared; };

// Chosen on tests/labels/same_job_pairs.csv, all of it in sight. By title: missing, none, some words, same head, same.
constexpr Least kSameBoard[] = {{950, 880}, {980, 880}, {980, 880}, {970, 700}, {900, 300}};
constexpr Least kOtherBoardHere[] = {{950, 500}, {970, 500}, {920, 300}, {780, 300}, {550, 150}};
constexpr Least kOtherBoardSomewhere[] = {{950, 500}, {980, 700}, {920, 600}, {780, 300}, {700, 300}};

}  // namespace

OfferTraits traits_of(const Offer& offer, const reference::Reference& reference) {
  OfferTraits traits;
  if (!offer.sources.empty()) traits.board = hash_of(fold(offer.sources.back().source));
  traits.employer = hash_of(fold(text_without_tags(offer.employer_name)));
  traits.siret = hash_of(offer.siret);
  if (const auto commune = reference.find_commune(offer.place.insee)) {
    traits.commune = hash_of(reference.communes[commune->value].code);
    traits.commune_name = place_name(reference.communes[commune->value].name);
  } else {
    traits.commune = hash_of(offer.place.insee);
    traits.commune_name = traits.commune == 0 ? 0 : place_name(offer.place.name);
  }
  traits.title = title_words(offer.title);
  traits.places = stated_places(offer.title, offer.description, reference);
  traits.text = sketch_of(offer.description);
  traits.contract = offer.contract;
  traits.contract_days = offer.contract_days;
  traits.published = offer.published;
  return traits;
}

JobDecision compare(const OfferTraits& a, const OfferTraits& b) noexcept {
  JobDecision decision;
  decision.title = compare(a.title, b.title);
  const bool employers_known = a.employer != 0 && b.employer != 0;
  decision.same_siret = a.siret != 0 && a.siret == b.siret;
  decision.same_employer = decision.same_siret || (employers_known && a.employer == b.employer);
  // Two employers on one board have no text in common but the job's.
  decision.same_board = a.board == b.board && !(employers_known && !decision.same_employer);
  const auto apart = [&](JobReason reason) {
    decision.same = SameJob::kApart;
    decision.reason = reason;
    return decision;
  };
  const Nearness place = nearness(a, b);
  decision.same_place = place == Nearness::kSame;
  if (place == Nearness::kOther) return apart(JobReason::kOtherPlace);
  if (a.published.set() && b.published.set() && std::abs(a.published.since_epoch - b.published.since_epoch) > kLongestRepostDays)
    return apart(JobReason::kLongApart);
  if (decision.same_board && contracts_differ(a, b)) return apart(JobReason::kOtherContract);
  decision.text = resemblance(a.text, b.text);
  const auto row = static_cast<std::size_t>(decision.title);
  Least least = decision.same_board ? kSameBoard[row] : decision.same_place ? kOtherBoardHere[row] : kOtherBoardSomewhere[row];
  if (!decision.same_board && std::min(a.text.triples, b.text.triples) < kShortText)
    least = {std::max(least.contained, 800U), std::max(least.shared, 500U)};
  if (decision.text.contained >= least.contained && decision.text.shared >= least.shared) {
    decision.same = SameJob::kSame;
    decision.reason = decision.title >= TitleMatch::kSameHead ? JobReason::kTextAndTitle : JobReason::kText;
  }
  return decision;
}

}  // namespace passerelle
