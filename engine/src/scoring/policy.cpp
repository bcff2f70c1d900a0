#include "scoring/policy.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "corpus/corpus.hpp"

namespace passerelle {
namespace {

constexpr std::uint32_t kWhole = 10'000;

// Largest-remainder shares of `kWhole`, ties to the earlier criterion.
SharedWeights share_out(const std::array<std::uint32_t, kCriteria>& parts) {
  SharedWeights shares{};
  std::uint64_t sum = 0;
  for (const std::uint32_t part : parts) sum += part;
  if (sum == 0) return shares;
  std::array<std::uint64_t, kCriteria> rest{};
  std::uint32_t given = 0;
  for (std::size_t i = 0; i < kCriteria; ++i) {
    const std::uint64_t exact = std::uint64_t{parts[i]} * kWhole;
    shares[i] = static_cast<std::uint16_t>(exact / sum);
    rest[i] = exact % sum;
    given += shares[i];
  }
  for (; given < kWhole; ++given) {
    std::size_t best = 0;
    for (std::size_t i = 1; i < kCriteria; ++i)
      if (rest[i] > rest[best]) best = i;
    ++shares[best];
    rest[best] = 0;
  }
  return shares;
}

std::uint32_t scaled(const Policy& policy, std::size_t i, std::uint32_t weight, bool from_card) {
  // In hundredths, so that the percentage of a stand-in card does not round away.
  const bool stand_in = from_card && static_cast<Criterion>(i) == Criterion::kCompetences;
  return weight * (stand_in ? policy.competences.card_percent : 100U);
}

}  // namespace

SharedWeights shared_weights(const Policy& policy, const CriterionPoints& points, bool from_card) {
  std::array<std::uint32_t, kCriteria> parts{};
  for (std::size_t i = 0; i < kCriteria; ++i)
    if (points[i] != kNotApplicable) parts[i] = scaled(policy, i, policy.criteria[i].weight, from_card);
  return share_out(parts);
}

SharedWeights shared_sub_weights(const Policy& policy, Group group, const CriterionPoints& points, bool from_card) {
  std::array<std::uint32_t, kCriteria> parts{};
  for (std::size_t i = 0; i < kCriteria; ++i)
    if (points[i] != kNotApplicable && group_of(static_cast<Criterion>(i)) == group) parts[i] = scaled(policy, i, policy.criteria[i].sub_weight, from_card);
  return share_out(parts);
}

Status Policy::validate() const {
  const auto refuse = [&](std::string field, std::string why) { return Problem(ProblemCode::kRequestInvalid, std::move(field), std::move(why)); };
  if (name.empty()) return refuse("name", "a policy has a name");
  if (version == 0) return refuse("version", "1 or more");
  if (order.empty()) return refuse("order", "at least one of tier, suits, score, wanted");
  for (std::size_t i = 0; i < order.size(); ++i)
    if (std::find(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(i), order[i]) != order.begin() + static_cast<std::ptrdiff_t>(i))
      return refuse("order", "each key once");
  bool any = false;
  for (std::size_t i = 0; i < kCriteria; ++i) {
    const CriterionUse& use = criteria[i];
    const std::string field = fmt::format("criteria.{}", code(static_cast<Criterion>(i)));
    if (use.weight > 1'000 || use.sub_weight > 1'000) return refuse(field, "0 to 1000");
    any = any || use.weight > 0;
  }
  if (!any) return refuse("criteria", "at least one weight above 0");
  if (eligibility.min_relation > 10'000) return refuse("eligibility.min_relation", "0 to 10000");
  if (eligibility.min_card_cover != 0 && (eligibility.min_card_cover < kCardCoverFloor || eligibility.min_card_cover > 10'000))
    return refuse("eligibility.min_card_cover", fmt::format("0, or {} to 10000", kCardCoverFloor));
  const CompetenceRule& c = competences;
  if (c.required_percent < 100 || c.required_percent > 1'000) return refuse("competences.required_percent", "100 to 1000");
  if (c.core_percent < 100 || c.core_percent > 1'000) return refuse("competences.core_percent", "100 to 1000");
  if (c.card_percent > 100) return refuse("competences.card_percent", "0 to 100");
  if (c.licence_weight > 1'000) return refuse("competences.licence_weight", "0 to 1000");
  // Law 5 needs it: declaring what was inferred may not lower anything.
  if (c.certified < c.declared || c.declared < c.inferred_core || c.inferred_core < c.inferred_other)
    return refuse("competences", "certified ≥ declared ≥ inferred_core ≥ inferred_other");
  if (wishes.when_silent < 0 || wishes.when_silent > kFullPoints) return refuse("wishes.when_silent", "0 to 10000");
  if (wishes.per_rank < 0 || wishes.contract_floor < 0 || wishes.contract_floor > kFullPoints) return refuse("wishes", "contract points 0 to 10000");
  if (wishes.hours_zero_minutes == 0 || wishes.salary_zero_percent == 0 || wishes.wait_zero_days == 0)
    return refuse("wishes", "hours_zero_minutes, salary_zero_percent and wait_zero_days are 1 or more");
  if (travel.decay_metres == 0 || travel.decay_shape_percent == 0 || travel.metres_per_minute == 0) return refuse("travel", "decay and metres_per_minute are 1 or more");
  for (std::size_t i = 1; i < travel.means.size(); ++i)
    if (travel.means[i].urban_kmh10 == 0 || travel.means[i].rural_kmh10 == 0)
      return refuse(fmt::format("travel.{}", code(static_cast<Means>(i))), "a speed above 0");
  return {};
}

}  // namespace passerelle
