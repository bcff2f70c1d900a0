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
// `held`: the person's publics that levers ask for; `any_said`: whether any public is said of the person.
Eligible eligible_for(const CaseRules::LeverRule& lever, const std::vector<std::uint32_t>& held, bool any_said) {
  if (lever.for_everybody) return Eligible::kYes;
  for (const std::uint32_t one : held)
    if (std::binary_search(lever.publics.begin(), lever.publics.end(), one)) return Eligible::kYes;
  return any_said ? Eligible::kNo : Eligible::kUnknown;
}

/// What the record says, each situation and constraint of the vocabulary looked at once.
struct Standings {
  std::vector<SituationStanding> of_situation, of_constraint;   // by place
  std::vector<bool> any_noted;                                  // by constraint: one of its situations is there, or was

  void read(const RestrictedRecord& record, const Ground& ground, Day date) {
    const levers::BarrierVocabulary& vocabulary = ground.tables.barriers;
    of_situation.assign(vocabulary.situations.size(), {});
    of_constraint.assign(vocabulary.constraints.size(), {});
    any_noted.assign(vocabulary.constraints.size(), false);
    for (std::size_t c = 0; c < of_constraint.size(); ++c) of_constraint[c] = standing_of(record, vocabulary.constraints[c].code, date, vocabulary.validity_months);
    for (std::size_t s = 0; s < of_situation.size(); ++s) {
      const levers::SituationEntry& entry = vocabulary.situations[s];
      // Most constraints are not in most records.
      if (std::none_of(record.barriers.begin(), record.barriers.end(), [&](const Barrier& barrier) { return barrier.constraint == entry.constraint; })) continue;
      of_situation[s] = standing_of(record, entry.constraint, entry.code, date, vocabulary.validity_months);
      const Standing its = of_situation[s].standing;
      const std::uint16_t constraint = ground.case_rules.situations[s].constraint;
      if (constraint != CaseRules::kNone && (its == Standing::kActive || its == Standing::kToConfirm)) any_noted[constraint] = true;
    }
  }
};

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
  PersonCase person;
  person_case(ground, context, candidate, record, person);
  return person;
}

void person_case(const Ground& ground, const ScoringContext& context, CandidateId candidate, const RestrictedRecord& record, PersonCase& person) {
  const levers::LeverTables& tables = ground.tables;
  const CandidateFacts& facts = context.corpus.candidates.facts[candidate.value];
  person.candidate = candidate;
  person.standings.clear();
  person.levers.clear();
  person.options.clear();
  person.means.clear();
  person.active.clear();
  person.under_way.clear();
  person.minutes_budget = 0;
  person.diagnosed = {};
  for (const Barrier& barrier : record.barriers)
    if (barrier.explored.set() && (!person.diagnosed.set() || barrier.explored > person.diagnosed)) person.diagnosed = barrier.explored;

  for (const Barrier& barrier : record.barriers)
    if (!barrier.lever.empty() && barrier.state != BarrierState::kClosed && barrier.state != BarrierState::kNo) person.under_way.push_back({barrier.lever, barrier.lever_expected});

  thread_local Standings standings;
  standings.read(record, ground, context.date);
  for (std::size_t s = 0; s < tables.barriers.situations.size(); ++s)
    if (standings.of_situation[s].standing == Standing::kActive) person.active.push_back(tables.barriers.situations[s].code);
  // A constraint that is there without any of its situations: one of them is, and which is a question.
  const auto vague = [&](std::uint16_t constraint) {
    return constraint != CaseRules::kNone && standings.of_constraint[constraint].standing == Standing::kActive && !standings.any_noted[constraint];
  };
  levers::DemandMask answered_by_facts = 0;  // worked out where it is asked for
  bool answers_known = false;
  for (std::size_t i = 0; i < tables.conflicts.rows.size(); ++i) {
    const levers::Conflict& row = tables.conflicts.rows[i];
    const CaseRules::RowRule& rule = ground.case_rules.rows[i];
    const SituationStanding found = !rule.known ? SituationStanding{} : row.situation != 0 ? standings.of_situation[rule.situation] : standings.of_constraint[rule.constraint];
    if (found.standing == Standing::kAbsent) continue;
    RowStanding one;
    one.row = static_cast<std::uint16_t>(i);
    one.standing = found.standing;
    one.noted = found.noted;
    one.demands = rule.demands;
    if (found.standing == Standing::kUnknown) {
      const bool situation = row.situation != 0 && rule.known;
      one.vague = situation && row.severity >= levers::Severity::kAsk && vague(rule.situation_constraint);
      // Where the subject was talked about and something else was noted, this was not.
      const bool talked_about = situation && rule.situation_constraint != CaseRules::kNone && standings.any_noted[rule.situation_constraint];
      if (!one.vague && (!row.ask_when_unknown || talked_about)) continue;
      if (!answers_known) {
        for (levers::DemandId id = 0; id < tables.demands.demands.size(); ++id)
          if (answered(tables.demands.demands[id], context.corpus, candidate)) answered_by_facts |= levers::bit(id);
        answers_known = true;
      }
      one.demands &= ~(rule.computed | answered_by_facts);
    }
    if (one.demands != 0) person.standings.push_back(one);
  }

  const auto has = [&](std::uint16_t situation) { return std::binary_search(person.active.begin(), person.active.end(), situation); };
  // A suspended licence is held on paper only.
  const bool suspended = std::any_of(tables.barriers.situations.begin(), tables.barriers.situations.end(),
                                     [&](const levers::SituationEntry& s) { return s.suspends_licences && has(s.code); });
  person.licences = suspended ? LicenceMask{0} : facts.licences;
  static const std::string kNowhere;
  const std::string& insee = facts.commune.set() ? context.corpus.reference->communes[facts.commune.value].code : kNowhere;
  std::vector<std::uint32_t> publics;
  for (const std::string& code : record.publics)
    if (const std::uint32_t one = ground.case_rules.public_of(code); one != CaseRules::kNoPublic) publics.push_back(one);
  for (std::size_t l = 0; l < tables.levers.size(); ++l) {
    const Lever& lever = tables.levers[l];
    if (!in_force(lever, context.date) || !serves(lever, insee)) continue;
    if (lever.means != Means::kUnknown && lever.means != facts.means) person.means.push_back(&lever);
    const Eligible eligible = eligible_for(ground.case_rules.levers[l], publics, !record.publics.empty());
    if (eligible == Eligible::kNo) continue;
    if (!lever.only_for.empty() && std::none_of(lever.only_for.begin(), lever.only_for.end(), has)) continue;
    if (std::any_of(lever.unsuitable_for.begin(), lever.unsuitable_for.end(), has)) continue;
    person.levers.push_back({&lever, eligible == Eligible::kYes});
    person.options.push_back({lever.cost_cents, lever.delay_days, lever.gives_licences, lever.requires_licence});
  }

  if (facts.radius_minutes != 0) person.minutes_budget = facts.radius_minutes;
  else if (facts.radius_km != 0) person.minutes_budget = context.travel.minutes(std::uint32_t{facts.radius_km} * 1'000, facts.means, false, false);
}

}  // namespace passerelle::adviser
