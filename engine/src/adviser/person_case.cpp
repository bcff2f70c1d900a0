#include "adviser/person_case.hpp"

#include <algorithm>

namespace passerelle::adviser {
namespace {

using levers::Lever;

bool in_force(const Lever& lever, Day date) { return lever.valid_from <= date && (!lever.valid_to.set() || date <= lever.valid_to); }

bool serves(const Lever& lever, const std::string& insee) {
  // Where the person lives is not known: the lever is not ruled out.
  if (lever.territories.empty() || insee.empty()) return true;
  return std::any_of(lever.territories.begin(), lever.territories.end(), [&](const std::string& begin) { return insee.starts_with(begin); });
}

enum class Eligible { kYes, kNo, kUnknown };
Eligible eligible_for(const Lever& lever, const std::vector<std::string>& publics) {
  if (lever.publics.empty() || std::find(lever.publics.begin(), lever.publics.end(), "tous-publics") != lever.publics.end()) return Eligible::kYes;
  for (const std::string& one : publics)
    if (std::find(lever.publics.begin(), lever.publics.end(), one) != lever.publics.end()) return Eligible::kYes;
  return publics.empty() ? Eligible::kUnknown : Eligible::kNo;
}

}  // namespace

bool answered(const levers::Demand& demand, const Corpus& corpus, CandidateId candidate) {
  const CandidateFacts& facts = corpus.candidates.facts[candidate.value];
  switch (demand.answered_by) {
    case levers::AnsweredBy::kCar: return facts.means == Means::kCar;
    case levers::AnsweredBy::kLicenceB: return (facts.licences & bit(Licence::kB)) != 0;
    case levers::AnsweredBy::kSchedule: return (facts.schedules_accepted & demand.schedules) != 0;
    case levers::AnsweredBy::kFrench:
      for (const HeldLanguage& language : corpus.candidates.languages[candidate.value])
        if (language.language() == language_code("fr") && counted_level(language.level()) >= 3) return true;
      return false;
    case levers::AnsweredBy::kNothing: break;
  }
  return false;
}

PersonCase person_case(const Ground& ground, const ScoringContext& context, CandidateId candidate, const RestrictedRecord& record) {
  const levers::LeverTables& tables = ground.tables;
  const CandidateFacts& facts = context.corpus.candidates.facts[candidate.value];
  const unsigned months = tables.barriers.validity_months;
  PersonCase person;
  person.candidate = candidate;
  for (const Barrier& barrier : record.barriers)
    if (barrier.explored.set() && (!person.diagnosed.set() || barrier.explored > person.diagnosed)) person.diagnosed = barrier.explored;

  for (const Barrier& barrier : record.barriers)
    if (!barrier.lever.empty() && barrier.state != BarrierState::kClosed && barrier.state != BarrierState::kNo) person.under_way.push_back({barrier.lever, barrier.lever_expected});

  const auto standing = [&](std::uint16_t situation) {
    const levers::SituationEntry* entry = tables.barriers.find_situation(situation);
    return entry == nullptr ? SituationStanding{} : standing_of(record, entry->constraint, situation, context.date, months);
  };
  for (const levers::SituationEntry& situation : tables.barriers.situations)
    if (standing(situation.code).standing == Standing::kActive) person.active.push_back(situation.code);
  const auto any_noted = [&](std::uint16_t constraint) {
    return std::any_of(tables.barriers.situations.begin(), tables.barriers.situations.end(), [&](const levers::SituationEntry& s) {
      if (s.constraint != constraint) return false;
      const Standing its = standing(s.code).standing;
      return its == Standing::kActive || its == Standing::kToConfirm;
    });
  };
  const auto active = [&](std::uint16_t constraint) { return standing_of(record, constraint, context.date, months).standing == Standing::kActive; };
  // A constraint that is there without any of its situations: one of them is, and which is a question.
  const auto vague = [&](std::uint16_t constraint) { return active(constraint) && !any_noted(constraint); };
  for (std::size_t i = 0; i < tables.conflicts.rows.size(); ++i) {
    const levers::Conflict& row = tables.conflicts.rows[i];
    RowStanding one;
    one.row = static_cast<std::uint16_t>(i);
    const SituationStanding found =
        row.situation != 0 ? standing(row.situation) : standing_of(record, row.constraint, context.date, months);
    one.standing = found.standing;
    one.noted = found.noted;
    if (found.standing == Standing::kAbsent) continue;
    if (found.standing == Standing::kUnknown) {
      const levers::SituationEntry* entry = row.situation != 0 ? tables.barriers.find_situation(row.situation) : nullptr;
      one.vague = entry != nullptr && row.severity >= levers::Severity::kAsk && vague(entry->constraint);
      // Where the subject was talked about and something else was noted, this was not.
      const bool talked_about = entry != nullptr && any_noted(entry->constraint);
      if (!one.vague && (!row.ask_when_unknown || talked_about)) continue;
    }
    for (const std::string& code : row.demands) {
      const levers::Demand* demand = tables.demands.find(code);
      if (demand == nullptr) continue;
      if (found.standing == Standing::kUnknown && (demand->computed != levers::Computed::kNo || answered(*demand, context.corpus, candidate))) continue;
      one.demands |= levers::bit(static_cast<levers::DemandId>(demand - tables.demands.demands.data()));
    }
    if (one.demands != 0) person.standings.push_back(one);
  }

  const auto has = [&](std::uint16_t situation) { return std::binary_search(person.active.begin(), person.active.end(), situation); };
  // A suspended licence is held on paper only.
  const bool suspended = std::any_of(tables.barriers.situations.begin(), tables.barriers.situations.end(),
                                     [&](const levers::SituationEntry& s) { return s.suspends_licences && has(s.code); });
  person.licences = suspended ? LicenceMask{0} : facts.licences;
  const std::string insee = facts.commune.set() ? context.corpus.reference->communes[facts.commune.value].code : std::string();
  for (const Lever& lever : tables.levers) {
    if (!in_force(lever, context.date) || !serves(lever, insee)) continue;
    if (lever.means != Means::kUnknown && lever.means != facts.means) person.means.push_back(&lever);
    const Eligible eligible = eligible_for(lever, record.publics);
    if (eligible == Eligible::kNo) continue;
    if (!lever.only_for.empty() && std::none_of(lever.only_for.begin(), lever.only_for.end(), has)) continue;
    if (std::any_of(lever.unsuitable_for.begin(), lever.unsuitable_for.end(), has)) continue;
    person.levers.push_back({&lever, eligible == Eligible::kYes});
    person.options.push_back({lever.cost_cents, lever.delay_days, lever.gives_licences, lever.requires_licence});
  }

  if (facts.radius_minutes != 0) person.minutes_budget = facts.radius_minutes;
  else if (facts.radius_km != 0) person.minutes_budget = context.travel.minutes(std::uint32_t{facts.radius_km} * 1'000, facts.means, false, false);
  return person;
}

}  // namespace passerelle::adviser
