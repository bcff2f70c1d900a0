#include "generate/restricted_maker.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>

#include <fmt/format.h>

namespace passerelle::generate {
namespace {

// Constraint codes of France Travail's diagnosis and the situations that belong to each. Digital autonomy has none.
constexpr std::uint16_t kMobilitySituations[] = {6, 7, 8, 40};
constexpr std::uint16_t kFamilySituations[] = {9, 10, 11, 12, 13, 14};
constexpr std::uint16_t kHealthSituations[] = {15, 16, 17, 18, 19};
constexpr std::uint16_t kBasicSkillSituations[] = {20, 21, 22, 23};
constexpr std::uint16_t kHousingSituations[] = {24, 25, 26, 27, 28, 41};
constexpr std::uint16_t kMoneySituations[] = {29, 30, 31, 32, 33, 34};
constexpr std::uint16_t kPaperSituations[] = {35, 36, 37, 38, 39};

enum Kind : std::size_t { kDigital, kMobility, kFamily, kHealth, kBasicSkills, kHousing, kMoney, kPapers, kKinds };

struct Constraint {
  std::uint16_t code;
  std::uint32_t weight;  ///< chance to be among the barriers, relative; fitted so that the shares come out as published
  std::span<const std::uint16_t> situations;
  const char* lever;  ///< what is tried most often
};
constexpr std::array<Constraint, kKinds> kConstraints{{
    {22, 1000, {}, "atelier-numerique"},
    {23, 340, kMobilitySituations, "aide-mobilite"},
    {24, 222, kFamilySituations, "garde-enfants"},
    {25, 370, kHealthSituations, "accompagnement-global"},
    {26, 145, kBasicSkillSituations, "clea"},
    {27, 87, kHousingSituations, "accompagnement-global"},
    {28, 241, kMoneySituations, "accompagnement-global"},
    {29, 104, kPaperSituations, "france-services"},
}};

using Weights = std::array<std::uint32_t, kKinds>;

/// The published shares, bent towards the persons they are likely for.
Weights weights_for(const PersonFacts& facts) {
  Weights weights{};
  for (std::size_t kind = 0; kind < kKinds; ++kind) weights[kind] = kConstraints[kind].weight;
  const auto scale = [&](Kind kind, std::uint32_t percent) { weights[kind] = weights[kind] * percent / 100; };
  const bool rural = facts.habitat == Habitat::kRural;
  if (facts.means == Means::kCar) scale(kMobility, 30);
  else scale(kMobility, facts.holds_b ? 130 : rural ? 290 : 220);
  if (facts.age >= 50) scale(kDigital, 125), scale(kHealth, 150), scale(kFamily, 60);
  else if (facts.age < 26) scale(kDigital, 75), scale(kHealth, 60), scale(kFamily, 80), scale(kMoney, 125);
  if (facts.french <= 4) scale(kBasicSkills, 450);
  else scale(kBasicSkills, facts.education <= 3 ? 120 : 60);
  if (facts.attestations & bit(Reserved::kAdaptedCompany)) scale(kHealth, 300);
  if (facts.attestations & bit(Reserved::kIae)) scale(kMoney, 150), scale(kHousing, 150);
  return weights;
}

/// How many of 1,000 like this person declare at least one; 350 over all.
std::uint32_t declares_permille(const PersonFacts& facts) {
  std::uint32_t permille = 264;
  if (facts.means != Means::kCar) permille += 70;
  if (facts.age >= 50) permille += 40;
  if (facts.education <= 3) permille += 35;
  if (facts.french <= 4) permille += 150;
  if (facts.attestations & (bit(Reserved::kIae) | bit(Reserved::kAdaptedCompany))) permille += 120;
  return permille;
}

/// One constraint of those left, by weight; kKinds when none is left.
std::size_t draw_kind(const Weights& weights, Random& random) {
  std::uint64_t total = 0;
  for (const std::uint32_t weight : weights) total += weight;
  if (total == 0) return kKinds;
  std::uint64_t at = random.below(total);
  std::size_t kind = 0;
  while (at >= weights[kind]) at -= weights[kind++];
  return kind;
}

/// Whether a situation may be said of this person; the others are never declared.
bool fits(std::uint16_t situation, const PersonFacts& facts) {
  switch (situation) {
    case 6:
      return facts.means != Means::kCar && facts.means != Means::kMoped;  // no means of transport
    case 7:
      return facts.means == Means::kPublicTransport;  // depends on it
    case 8:
      return !facts.holds_b;  // licence not valid
    case 20:
    case 21:
      return facts.french <= 5 || facts.education <= 3;  // written French
    case 22:
      return facts.french <= 4;  // spoken French
    case 28:
      return facts.habitat == Habitat::kRural;  // remote countryside
    default:
      return true;
  }
}

void draw_situations(Barrier& barrier, std::span<const std::uint16_t> codes, const PersonFacts& facts, Random& random) {
  std::vector<std::uint16_t> fitting;
  for (const std::uint16_t code : codes)
    if (fits(code, facts)) fitting.push_back(code);
  static constexpr Weighted<std::size_t> kCounts[] = {{1, 62}, {2, 28}, {3, 10}};
  std::size_t wanted = std::min(fitting.empty() ? 0 : pick(random, kCounts), fitting.size());
  for (std::size_t i = 0; i < fitting.size(); ++i) {
    // Selection sampling: each of the fitting codes is as likely as the others, in code order.
    if (random.below(fitting.size() - i) < wanted) {
      barrier.situations.push_back({fitting[i], BarrierState::kYes});
      --wanted;
    } else if (random.chance(150)) {
      barrier.situations.push_back({fitting[i], BarrierState::kNo});
    }
  }
}

Day day_before(Day today, std::uint32_t days) { return Day{today.since_epoch - static_cast<std::int32_t>(days)}; }

void draw_barriers(RestrictedRecord& record, const PersonFacts& facts, Day today, Random& random) {
  std::array<BarrierState, kKinds> states{};
  states.fill(BarrierState::kNotExplored);
  if (random.chance(declares_permille(facts))) {
    // Almost half cumulate two or more; the mean, 1.67, is the sum of the published shares.
    static constexpr Weighted<std::size_t> kHowMany[] = {{1, 530}, {2, 310}, {3, 125}, {4, 35}};
    Weights weights = weights_for(facts);
    for (std::size_t n = pick(random, kHowMany); n > 0; --n) {
      const std::size_t kind = draw_kind(weights, random);
      if (kind == kKinds) break;
      states[kind] = BarrierState::kYes;
      weights[kind] = 0;
    }
  }
  const bool explored = random.chance(450);  // an adviser went through the rest of the list
  for (std::size_t kind = 0; kind < kKinds; ++kind) {
    if (states[kind] == BarrierState::kYes) continue;
    if (random.chance(12)) states[kind] = BarrierState::kClosed;
    else if (explored && random.chance(600)) states[kind] = BarrierState::kNo;
  }

  const Day seen = day_before(today, random.between(5, 700));  // beyond a year a barrier is to be confirmed
  const std::string agent = fmt::format("agent-{:03}", random.between(1, 400));
  bool first = true;
  for (std::size_t kind = 0; kind < kKinds; ++kind) {
    if (states[kind] == BarrierState::kNotExplored) continue;
    Barrier barrier;
    barrier.constraint = kConstraints[kind].code;
    barrier.state = states[kind];
    barrier.explored = random.chance(750) ? seen : day_before(seen, random.between(1, 300));
    barrier.agent = agent;
    if (barrier.state == BarrierState::kYes) {
      static constexpr Weighted<BarrierImpact> kImpacts[] = {{BarrierImpact::kUnknown, 8},
                                                             {BarrierImpact::kLow, 27},
                                                             {BarrierImpact::kMedium, 42},
                                                             {BarrierImpact::kHigh, 23}};
      barrier.impact = pick(random, kImpacts);
      barrier.priority = first && random.chance(600);
      draw_situations(barrier, kConstraints[kind].situations, facts, random);
      if (random.chance(160)) {
        barrier.lever = kConstraints[kind].lever;
        if (random.chance(700))
          barrier.lever_expected = Day{today.since_epoch + static_cast<std::int32_t>(random.between(7, 150))};
      }
      first = false;
    }
    record.barriers.push_back(std::move(barrier));
  }
}

void draw_publics(RestrictedRecord& record, const PersonFacts& facts, Random& random) {
  const auto add = [&](bool belongs, const char* code) {
    if (belongs) record.publics.emplace_back(code);
  };
  const bool iae = (facts.attestations & bit(Reserved::kIae)) != 0;
  const bool adapted = (facts.attestations & bit(Reserved::kAdaptedCompany)) != 0;
  const bool health = std::any_of(record.barriers.begin(), record.barriers.end(), [](const Barrier& b) {
    return b.constraint == kConstraints[kHealth].code && b.state == BarrierState::kYes;
  });
  add(facts.age < 26, "under-26");
  add(facts.age >= 50, "over-50");
  add(adapted || random.chance(health ? 260 : facts.age >= 45 ? 85 : 40), "rqth");
  add(random.chance(iae ? 520 : facts.education <= 3 ? 220 : 130), "rsa");
  // Priority districts lie in cities, the rural zones (FRR) where communes are small.
  add(facts.habitat == Habitat::kCity ? random.chance(290) : facts.habitat == Habitat::kTown && random.chance(210),
      "qpv");
  add(facts.habitat == Habitat::kRural ? random.chance(330) : facts.habitat == Habitat::kSmallTown && random.chance(90),
      "frr");
  add(random.chance(iae ? 700 : facts.age >= 50 ? 550 : facts.age < 26 ? 240 : 430), "long-term");
}

}  // namespace

RestrictedRecord make_restricted(const PersonFacts& facts, Day today, Random& random) {
  RestrictedRecord record;
  draw_barriers(record, facts, today, random);
  draw_publics(record, facts, random);
  return record;
}

}  // namespace passerelle::generate
