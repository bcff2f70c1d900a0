#include "territory/lever_kits.hpp"

#include <algorithm>

namespace passerelle::territory {

using adviser::LeverIndex;
using levers::Lever;

LeverKit::LeverKit(const adviser::Ground& ground, const adviser::PersonCase& person)
    : ground_(ground), levers_(person.levers), options_(person.options), classes_(1), of_row_(ground.tables.conflicts.rows.size(), kUnknown),
      of_licence_(static_cast<std::size_t>(Licence::kCount), kUnknown),
      of_certificate_(ground.corpus->exact_keys.size(), kUnknown), outcomes_(1) {
  for (std::size_t i = 0; i < levers_.size(); ++i)
    if (levers_[i].lever->means != Means::kUnknown) means_.push_back(static_cast<LeverIndex>(i));
}

LeverKit::ClassId LeverKit::intern(const LeverSet& set) {
  const auto at = std::find(classes_.begin(), classes_.end(), set);
  if (at != classes_.end()) return static_cast<ClassId>(at - classes_.begin());
  classes_.push_back(set);
  return static_cast<ClassId>(classes_.size() - 1);
}

LeverKit::ClassId LeverKit::lifting(std::uint16_t row) {
  ClassId& known = of_row_[row];
  if (known != kUnknown) return known;
  const auto& kinds = ground_.tables.conflicts.rows[row].lifted_by;
  return known = those_that([&](const Lever& lever) { return std::find(kinds.begin(), kinds.end(), lever.kind) != kinds.end(); });
}

LeverKit::ClassId LeverKit::giving_licence(unsigned licence) {
  ClassId& known = of_licence_[licence];
  if (known != kUnknown) return known;
  return known = those_that([&](const Lever& lever) { return (lever.gives_licences >> licence & 1U) != 0; });
}

LeverKit::ClassId LeverKit::giving_certificate(ExactId certificate) {
  ClassId& known = of_certificate_[certificate];
  if (known != kUnknown) return known;
  const std::string_view key = ground_.corpus->exact_keys[certificate];
  return known = those_that([&](const Lever& lever) {
    return std::find(lever.gives_certificates.begin(), lever.gives_certificates.end(), key) != lever.gives_certificates.end();
  });
}

LeverKit::ClassId LeverKit::giving_a_diploma(OccupationId occupation) {
  const auto [at, added] = of_diploma_.try_emplace(occupation.value, 0);
  if (!added) return at->second;
  const auto any_of = ground_.corpus->diplomas[occupation.value];
  return at->second = those_that([&](const Lever& lever) {
    return std::any_of(any_of.begin(), any_of.end(), [&](ExactId id) {
      const std::string_view key = ground_.corpus->exact_keys[id];
      return std::find(lever.gives_certificates.begin(), lever.gives_certificates.end(), key) != lever.gives_certificates.end();
    });
  });
}

LeverKit::ClassId LeverKit::giving_attestations(ReservedMask missing) {
  const auto [at, added] = of_attestations_.try_emplace(missing, 0);
  if (!added) return at->second;
  return at->second = those_that([&](const Lever& lever) { return (missing & ~lever.gives_attestations) == 0; });
}

LeverKit::ClassId LeverKit::reaching(std::uint64_t reaching) {
  const auto [at, added] = of_reach_.try_emplace(reaching, 0);
  if (!added) return at->second;
  LeverSet set;
  for (std::size_t i = 0; i < means_.size(); ++i)
    if ((reaching >> i & 1U) != 0) set.add(means_[i]);
  return at->second = intern(set);
}

OpenedBy LeverKit::opened_by(LeverIndex lever) const {
  OpenedBy one;
  one.by.levers[0] = static_cast<std::uint32_t>(levers_[lever].lever - ground_.tables.levers.data());
  one.levers[0] = lever;
  one.count = 1;
  one.travels = levers_[lever].lever->means != Means::kUnknown;
  return one;
}

Outcome LeverKit::work_out(const std::vector<ClassId>& needs, LicenceMask held, bool sole, ExactId certificate) const {
  Outcome outcome;
  const auto by_certificate = [&] {
    if (sole) outcome.push_back({{{kNoLever, kNoLever}, certificate}, {}, 0, false});
  };
  if (needs.empty()) {
    by_certificate();
    return outcome;
  }
  LeverSet common = classes_[needs.front()];
  for (const ClassId need : needs) common &= classes_[need];
  common.for_each([&](LeverIndex lever) {
    if ((options_[lever].requires_licence & ~held) == 0) outcome.push_back(opened_by(lever));
  });
  // A lever that meets everything by itself is a set that works: « with » for sure.
  if (!outcome.empty()) return outcome;
  std::vector<std::vector<LeverIndex>> sets;
  for (const ClassId need : needs) classes_[need].for_each([&, &set = sets.emplace_back()](LeverIndex lever) { set.push_back(lever); });
  const adviser::LeverChoice choice = adviser::cheapest_levers(options_, sets, held);
  if (!choice.found) {
    by_certificate();
  } else if (choice.levers.size() == 2) {
    OpenedBy both = opened_by(choice.levers[0]);
    const OpenedBy second = opened_by(choice.levers[1]);
    both.by.levers[1] = second.by.levers[0];
    both.levers[1] = choice.levers[1];
    both.count = 2;
    both.travels = both.travels || second.travels;
    outcome.push_back(both);
  }
  return outcome;
}

std::uint32_t LeverKit::outcome(const std::vector<ClassId>& needs, LicenceMask held, bool sole, ExactId certificate) {
  key_.assign({held, sole ? 1U : 0U, sole ? certificate : 0U});
  key_.insert(key_.end(), needs.begin(), needs.end());
  const auto [at, added] = known_.try_emplace(key_, 0);
  if (!added) return at->second;
  Outcome outcome = work_out(needs, held, sole, certificate);
  if (outcome.empty()) return 0;
  outcomes_.push_back(std::move(outcome));
  return at->second = static_cast<std::uint32_t>(outcomes_.size() - 1);
}

LeverKit* LeverKits::of(const adviser::PersonCase& person) {
  if (person.levers.size() > LeverSet::kMost) return nullptr;
  key_.clear();
  for (const adviser::UsableLever& lever : person.levers) key_.push_back(lever.lever);
  const auto [at, added] = kits_.try_emplace(key_);
  if (added) at->second = std::make_unique<LeverKit>(ground_, person);
  return at->second.get();
}

}  // namespace passerelle::territory
