// Blocks and queries of anything, for what feeds the kernels without a corpus: their test and their benchmark.
#pragma once

#include <array>
#include <cstdint>
#include <random>

#include "ranking/kernel/bounds.hpp"

namespace passerelle::kernel {

class Anything {
 public:
  explicit Anything(std::uint64_t seed) : engine_(seed) {}
  std::uint32_t bits() { return static_cast<std::uint32_t>(engine_()); }
  std::uint32_t below(std::uint32_t n) { return bits() % n; }
  std::uint32_t all_or_none() { return below(2) == 0 ? 0U : ~0U; }
  std::int32_t near(std::int32_t middle, std::uint32_t spread) { return middle + static_cast<std::int32_t>(below(spread)); }
  float points() { return static_cast<float>(below(10'001)); }
  template <class Array>
  void fill_points(Array& array) { for (auto& value : array) value = points(); }

 private:
  std::mt19937_64 engine_;
};

inline constexpr std::array<Key, 4> kKeys{Key::kTier, Key::kSuits, Key::kScore, Key::kWanted};

inline BoundRules rules_of(Anything& any) {
  BoundRules rules;
  for (Effect& effect : rules.effects) effect = {any.all_or_none() & any.all_or_none(), any.all_or_none(), any.all_or_none()};
  for (float& weight : rules.weight) weight = static_cast<float>(any.below(400));
  for (float& weight : rules.sub_weight) weight = static_cast<float>(any.below(400));
  rules.card_share = 0.6F;
  rules.silent = 5'000;
  for (auto* table : {&rules.total_of_class, &rules.suits_of_class})
    for (float& value : *table) value = static_cast<float>(any.below(900));
  for (auto* table : {&rules.total_of_wanted, &rules.wanted_of_wanted})
    for (float& value : *table) value = static_cast<float>(any.below(900));
  any.fill_points(rules.tension);
  any.fill_points(rules.contract_points);
  rules.hours_slope = 16.6F;
  rules.salary_slope = 50'000;
  rules.wait_slope = 55.5F;
  rules.late_slope = 322.6F;
  rules.late_days = 30;
  rules.today = 20'000;
  rules.travel.resize(3 * kBuckets);
  any.fill_points(rules.travel);
  rules.first = kKeys[any.below(4)];
  rules.second = any.below(3) == 0 ? Key::kNone : kKeys[any.below(4)];
  return rules;
}

inline PersonQuery person_of(Anything& any, const BoundRules& rules) {
  PersonQuery q;
  q.x = any.near(600'000'000, 20'000'000);
  q.y = any.near(30'000'000, 20'000'000);
  q.z = any.near(800'000'000, 20'000'000);
  q.reach = static_cast<float>(any.below(1000)) * 1e12F;
  for (auto* mask : {&q.has_radius, &q.home_known, &q.licences_known, &q.certificates_known, &q.any_contract, &q.regulated_fails, &q.regulated_unknown})
    *mask = any.all_or_none();
  q.travel = rules.travel.data() + kBuckets;
  q.licences = any.bits() & 0xFFFFU;
  q.schedules = any.bits() & 0xFFFFU;
  q.certificates = any.bits();
  q.attestations = any.bits() & 0xFFU;
  for (auto& accepts : q.accepts) accepts = any.all_or_none();
  any.fill_points(q.contract_points);
  any.fill_points(q.education_points);
  q.available = any.near(19'950, 100);
  q.least_minutes = static_cast<float>(any.below(2'000));
  q.most_minutes = static_cast<float>(any.below(3'000));
  q.salary = static_cast<float>(any.below(300'000));
  for (float& on : q.wanted_on) on = static_cast<float>(any.below(2));
  q.total = static_cast<float>(any.below(500));
  q.wanted_total = static_cast<float>(any.below(500));
  q.occupation_on = static_cast<float>(any.below(2));
  q.occupation = any.points();
  q.sought = any.points();
  q.card = any.points();
  q.months = static_cast<float>(any.below(400));
  return q;
}

inline void fill(Anything& any, OfferBlock& block) {
  for (std::size_t j = 0; j < kLanes; ++j) {
    block.x[j] = any.near(600'000'000, 20'000'000);
    block.y[j] = any.near(30'000'000, 20'000'000);
    block.z[j] = any.near(800'000'000, 20'000'000);
    block.masks[j] = any.bits() & any.bits() & any.bits();
    block.kinds[j] = any.bits();
    block.certificates[j] = any.bits() & any.bits() & any.bits() & any.bits();
    block.months_minutes[j] = any.below(60) | any.below(2'400) << 16U;
    block.salary[j] = any.below(3) == 0 ? 0.0F : static_cast<float>(any.below(300'000));
    block.start[j] = any.below(3) == 0 ? kNoDay : any.near(20'000, 200);
  }
  block.groups = 1 + any.below(4);
}

inline void fill(Anything& any, PeopleBlock& block) {
  for (std::size_t j = 0; j < kLanes; ++j) {
    block.x[j] = any.near(600'000'000, 20'000'000);
    block.y[j] = any.near(30'000'000, 20'000'000);
    block.z[j] = any.near(800'000'000, 20'000'000);
    block.reach[j] = static_cast<float>(any.below(1000)) * 1e12F;
    block.masks[j] = any.bits() | any.bits();
    block.kinds[j] = any.bits();
    block.contracts_low[j] = any.bits();
    block.contracts_high[j] = any.below(4) == 0 ? 0 : any.bits() & 0xFFFFFFU;
    block.certificates[j] = any.bits() | any.bits();
    block.minutes[j] = any.below(2'000) | any.below(3'000) << 16U;
    block.salary[j] = static_cast<float>(any.below(300'000));
    block.available[j] = any.near(19'950, 100);
    block.near[j] = any.below(10'001) | any.below(10'001) << 16U;
    block.months[j] = static_cast<float>(any.below(400));
    block.card[j] = any.points();
    block.travel[j] = any.below(3) * kBuckets;
  }
  block.groups = 1 + any.below(4);
}

inline OfferQuery offer_of(Anything& any) {
  OfferQuery q;
  q.x = any.near(600'000'000, 20'000'000);
  q.y = any.near(30'000'000, 20'000'000);
  q.z = any.near(800'000'000, 20'000'000);
  q.kinds = any.bits();
  q.licences = any.bits() & any.bits() & any.bits() & 0xFFFFU;
  q.schedules = any.bits() & any.bits() & 0xFFFFU;
  q.certificates = any.bits() & any.bits() & any.bits();
  any.fill_points(q.education_points);
  q.minutes = static_cast<float>(any.below(2'400));
  q.salary = static_cast<float>(any.below(300'000));
  q.months = static_cast<float>(any.below(60));
  q.start = any.below(3) == 0 ? kNoDay : any.near(20'000, 200);
  q.occupation_on = static_cast<float>(any.below(2));
  return q;
}

}  // namespace passerelle::kernel
