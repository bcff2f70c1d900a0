#include "night/run_identity.hpp"

#include <fmt/format.h>

namespace passerelle::night {
namespace {

// Every field that decides a list: two files with the same name and version may differ.
std::string all_of(const Policy& p) {
  std::string out = fmt::format("{} v{} {};", p.name, p.version, p.shows_wishes);
  const auto add = [&out](auto... values) { ((out += std::to_string(static_cast<std::uint64_t>(values)) + ","), ...); };
  for (const CriterionUse& use : p.criteria) add(use.weight, use.sub_weight);
  for (const SortKey key : p.order) add(key);
  const EligibilityRule& e = p.eligibility;
  add(e.min_relation, e.by_sought, e.by_practised, e.min_card_cover);
  for (const ConstraintUse use : p.constraints) add(use);
  const CompetenceRule& c = p.competences;
  add(c.required_percent, c.core_percent, c.licence_weight, c.card_percent, c.certified, c.declared, c.inferred_core, c.inferred_other, c.inferred_min_months,
      c.same_group, c.group_asked, c.small_group, c.min_neighbour);
  const TravelRule& t = p.travel;
  for (const MeansSpeed& speed : t.means) add(speed.access_minutes, speed.urban_kmh10, speed.rural_kmh10);
  add(t.urban_population, t.urban_metres, t.same_commune_metres, t.decay_metres, t.decay_shape_percent, t.metres_per_minute);
  const WishRule& w = p.wishes;
  add(w.when_silent, w.per_rank, w.contract_floor, w.hours_zero_minutes, w.salary_zero_percent, w.wait_zero_days, w.late_tolerance_days, w.unstated_experience_months,
      w.experience_min_relation);
  return out;
}

std::string all_of(const NightPolicy& p) {
  const CongestionRule& c = p.congestion;
  std::string out = fmt::format("{} v{} {} {};{} {} {} {};{} {}", p.name, p.version, p.pool_depth, p.source_loss_percent, c.most_price, c.rounds, c.first_step,
                                c.deferred_acceptance, p.caps.per_post, p.caps.even_percent);
  for (const std::uint16_t percent : p.caps.tension_percent) out += fmt::format(" {}", percent);
  return out;
}

}  // namespace

RunIdentity run_identity(std::string snapshot, std::string build, const Fingerprint& reference, Day date, const Policy& suggest, const Policy& shortlist,
                         const NightPolicy& night, std::uint32_t top, BlockSizes sizes) {
  RunIdentity id;
  id.snapshot = std::move(snapshot), id.build = std::move(build), id.date = date, id.reference = reference;
  id.suggest_policy = fmt::format("{} v{}", suggest.name, suggest.version);
  id.shortlist_policy = fmt::format("{} v{}", shortlist.name, shortlist.version);
  id.night_policy = fmt::format("{} v{}", night.name, night.version);
  id.top = top, id.depth = top * night.pool_depth;
  id.rules = fingerprint(fmt::format("{}\n{}\n{}\n{}\n{} {}", all_of(suggest), all_of(shortlist), id.build, to_hex(reference), id.top, id.depth));
  id.key = fingerprint(fmt::format("{}\n{}\n{}\n{}", to_hex(id.rules), all_of(night), id.snapshot, to_string(date)));
  id.sizes = sizes;
  id.block_key = fingerprint(fmt::format("{}\n{}\n{}\n{}", to_hex(id.rules), id.snapshot, to_string(date), sizes.persons));
  return id;
}

}  // namespace passerelle::night
