// Law 5: a person who gains something never fits less; a larger radius never removes an offer; an offer that drops a
// requirement never loses a candidate.
#include <set>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "property/world.hpp"

namespace passerelle::testing {
namespace {

// What a person may gain, by number.
void gain(Dice& dice, Candidate& person) {
  switch (dice.below(7)) {
    case 0: person.items.push_back({"t:item" + std::string(dice.chance(50) ? "05" : "17"), "", ItemOrigin::kDeclared}); break;
    case 1: person.items.push_back({"t:item20", "", ItemOrigin::kCertified}); break;
    case 2: person.licences = static_cast<LicenceMask>(person.licences.value_or(0) | bit(Licence::kB)); break;
    case 3: person.languages.push_back({dice.chance(50) ? "en" : "fr", static_cast<LanguageLevel>(1 + dice.below(6))}); break;
    case 4:
      if (person.practised.empty()) person.practised.push_back({"t:job03", 6});
      else person.practised.front().months = static_cast<std::uint16_t>(person.practised.front().months + 1 + dice.below(24));
      break;
    case 5:
      if (!person.certificates) person.certificates.emplace();
      person.certificates->push_back("t:item39");
      break;
    default: person.practised.push_back({"t:job07", static_cast<std::uint16_t>(1 + dice.below(40))}); break;
  }
}

// What an offer may drop; false when it has nothing of the kind drawn.
bool drop(Dice& dice, Offer& offer) {
  switch (dice.below(7)) {
    case 0: if (offer.items.empty()) return false; offer.items.erase(offer.items.begin() + dice.below(static_cast<std::uint32_t>(offer.items.size()))); return true;
    case 1: if (offer.licences.empty()) return false; offer.licences.pop_back(); return true;
    case 2: if (offer.certificates.empty()) return false; offer.certificates.clear(); return true;
    case 3: if (offer.languages.empty()) return false; offer.languages.clear(); return true;
    case 4: if (!offer.experience) return false; offer.experience.reset(); return true;
    case 5: if (!offer.education) return false; offer.education.reset(); return true;
    default: if (offer.reserved == 0) return false; offer.reserved = 0; return true;
  }
}

std::set<std::string> shown_offers(const oracle::World& world, const Candidate& person, const std::vector<Offer>& offers) {
  std::set<std::string> ids;
  for (const oracle::Line& line : oracle::suggest(world, person, offers, offers.size())) ids.insert(line.id);
  return ids;
}

std::set<std::string> shown_candidates(const oracle::World& world, const std::vector<Candidate>& people, const Offer& offer) {
  std::set<std::string> ids;
  for (const oracle::Line& line : oracle::shortlist(world, people, offer, people.size())) ids.insert(line.id);
  return ids;
}

bool includes(const std::set<std::string>& all, const std::set<std::string>& some) { return std::includes(all.begin(), all.end(), some.begin(), some.end()); }

// The oracle is the fast path's twin (Law 2), so what holds for it holds for both.
RC_GTEST_PROP(Law5Monotone, GainingNeverLowersSuits, (std::uint64_t seed)) {
  const World w = random_world(seed, 40, 12);
  Dice dice(seed + 1);
  for (const Policy& policy : policies()) {
    const TravelModel travel(policy.travel);
    const oracle::World world{*w.reference, policy, travel, w.date};
    for (const Candidate& person : w.candidates) {
      Candidate richer = person;
      gain(dice, richer);
      for (const Offer& offer : w.offers)
        RC_ASSERT(oracle::judge(world, richer, offer).score.suits >= oracle::judge(world, person, offer).score.suits);
    }
  }
}

RC_GTEST_PROP(Law5Monotone, ALargerRadiusRemovesNoOffer, (std::uint64_t seed)) {
  const World w = random_world(seed, 60, 12);
  Dice dice(seed + 1);
  for (const Policy& policy : policies()) {
    const TravelModel travel(policy.travel);
    const oracle::World world{*w.reference, policy, travel, w.date};
    for (const Candidate& person : w.candidates) {
      Candidate wider = person;
      const auto more = static_cast<std::uint16_t>(1 + dice.below(40));
      if (wider.mobility.radius_km != 0) wider.mobility.radius_km = static_cast<std::uint16_t>(wider.mobility.radius_km + more);
      else if (wider.mobility.radius_minutes != 0) wider.mobility.radius_minutes = static_cast<std::uint16_t>(wider.mobility.radius_minutes + more);
      RC_ASSERT(includes(shown_offers(world, wider, w.offers), shown_offers(world, person, w.offers)));
    }
  }
}

RC_GTEST_PROP(Law5Monotone, DroppingARequirementLosesNoCandidate, (std::uint64_t seed)) {
  const World w = random_world(seed, 30, 50);
  Dice dice(seed + 1);
  for (const Policy& policy : policies()) {
    const TravelModel travel(policy.travel);
    const oracle::World world{*w.reference, policy, travel, w.date};
    for (const Offer& offer : w.offers) {
      Offer easier = offer;
      if (!drop(dice, easier)) continue;
      RC_ASSERT(includes(shown_candidates(world, w.candidates, easier), shown_candidates(world, w.candidates, offer)));
    }
  }
}

// Whether a criterion applies depends on one side alone: « suits » and tension on the offer, « wanted » on the person.
RC_GTEST_PROP(Law5Monotone, ApplicabilityDependsOnOneSide, (std::uint64_t seed)) {
  const World w = random_world(seed, 25, 25);
  const Policy policy = policies().front();
  const TravelModel travel(policy.travel);
  const oracle::World world{*w.reference, policy, travel, w.date};
  for (std::size_t i = 0; i < kCriteria; ++i) {
    const bool by_person = group_of(static_cast<Criterion>(i)) == Group::kWanted;
    for (std::size_t a = 0; a < 25; ++a) {
      const auto applies = [&](std::size_t b) {
        const auto& person = by_person ? w.candidates[a] : w.candidates[b];
        const auto& offer = by_person ? w.offers[b] : w.offers[a];
        return oracle::judge(world, person, offer).score.points[i] != kNotApplicable;
      };
      for (std::size_t b = 1; b < 25; ++b) RC_ASSERT(applies(b) == applies(0));
    }
  }
}

}  // namespace
}  // namespace passerelle::testing
