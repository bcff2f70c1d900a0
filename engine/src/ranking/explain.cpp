#include "ranking/explain.hpp"

#include <algorithm>
#include <bit>

#include <fmt/format.h>

#include "scoring/competences.hpp"
#include "scoring/suits.hpp"

namespace passerelle {
namespace {

// One explanation being written: what all the parts below read.
struct Writer {
  const ScoringContext& context;
  CandidateId candidate;
  OfferId offer;
  Language language;

  const Corpus& corpus() const { return context.corpus; }
  const OfferColumns& offers() const { return context.corpus.offers; }
  const CandidateColumns& candidates() const { return context.corpus.candidates; }
  const reference::Reference& ref() const { return *context.corpus.reference; }
  OccupationId occupation() const { return offers().occupation[offer.value]; }

  Fact fact(FactCode code) const {
    Fact f;
    f.code = code;
    return f;
  }
  Fact occupation_fact(FactCode code, OccupationId a, OccupationId b) const {
    Fact f = fact(code);
    if (a.set()) { f.a_key = ref().occupation_keys[a.value]; f.a = ref().occupation_labels[a.value]; }
    if (b.set()) { f.b_key = ref().occupation_keys[b.value]; f.b = ref().occupation_labels[b.value]; }
    return f;
  }
  std::string exact_label(ExactId id) const {
    const std::string_view key = corpus().exact_keys[id];
    const auto item = ref().find_item(key);
    return item ? ref().item_labels[item->value] : std::string(key);
  }

  // Numbers of keys depend on how the corpus came to be; what a person reads does not.
  std::vector<ExactId> by_key(std::span<const ExactId> ids) const {
    std::vector<ExactId> ordered(ids.begin(), ids.end());
    std::sort(ordered.begin(), ordered.end(), [&](ExactId a, ExactId b) { return corpus().exact_keys[a] < corpus().exact_keys[b]; });
    return ordered;
  }

  void relation(Contribution& out, std::span<const OccupationId> from) const {
    if (!occupation().set()) { out.missing.push_back(fact(FactCode::kOccupationUnknown)); return; }
    const reference::RelatedOccupation* best = nullptr;
    for (const OccupationId held : from)
      for (const reference::RelatedOccupation& related : ref().related[occupation().value])
        if (related.from == held && (best == nullptr || related.points > best->points)) best = &related;
    if (best == nullptr) { out.missing.push_back(occupation_fact(FactCode::kFarOccupation, {}, occupation())); return; }
    FactCode code = FactCode::kSameOccupation;
    if (best->how == reference::kSameParent) code = FactCode::kSameParentOccupation;
    if (best->how == reference::kListed) code = FactCode::kListedOccupation;
    if (best->how == reference::kComputed) code = FactCode::kComputedOccupation;
    Fact f = occupation_fact(code, best->from, occupation());
    f.points = best->points;
    out.evidence.push_back(std::move(f));
  }

  void practised(Contribution& out) const {
    std::vector<OccupationId> from;
    for (const PractisedOccupation& p : candidates().practised[candidate.value]) from.push_back(p.occupation());
    relation(out, from);
    if (!occupation().set() || !ref().occupation_regulated[occupation().value]) return;
    const auto held = candidates().certificates[candidate.value];
    for (const ExactId id : corpus().diplomas[occupation().value]) {
      if (!std::binary_search(held.begin(), held.end(), id)) continue;
      Fact f = occupation_fact(FactCode::kRegulatedHeld, occupation(), {});
      f.b_key = corpus().exact_keys[id];
      f.b = exact_label(id);
      out.evidence.push_back(std::move(f));
    }
  }
  void sought(Contribution& out) const {
    const auto row = candidates().sought[candidate.value];
    relation(out, {row.begin(), row.end()});
  }

  void competences(Contribution& out) const;
  void experience(Contribution& out) const;
  void education(Contribution& out) const;
  void languages(Contribution& out) const;
  void travel(Contribution& out) const;
  void contract(Contribution& out) const;
  void hours(Contribution& out) const;
  void schedule(Contribution& out) const;
  void salary(Contribution& out) const;
  void start(Contribution& out) const;
  void tension(Contribution& out) const;

  std::string schedule_names(ScheduleMask mask) const;
  Fact exact_fact(FactCode code, ExactId id, Level level) const;
  Fact licence_fact(FactCode code, Licence licence, Level level) const;
  void reasons(Constraint constraint, ConstraintState state, std::vector<VerdictReason>& out) const;
};

// Where the best match of an item comes from, in the same order of preference as item_match().
struct Source { ItemId through; bool inferred = false; OccupationId from; };

Source source_of(const Writer& w, ItemId item, std::uint8_t confidence) {
  Source source{item, true, {}};
  for (const HeldItem& held : w.candidates().items[w.candidate.value])
    if (held.item() == item) { source.inferred = false; return source; }
  (void)confidence;
  for (const PractisedOccupation& practised : w.candidates().practised[w.candidate.value])
    for (const reference::CardItem& line : w.ref().cards[practised.occupation().value])
      if (line.item == item) { source.from = practised.occupation(); return source; }
  return source;
}

void Writer::competences(Contribution& out) const {
  ProfileTables profile(corpus());
  profile.load(context.policy, candidate);
  const CompetenceRule& rule = context.policy.competences;
  const auto unknown = offers().unknown_items[offer.value];
  if (offers().from_card[offer.value] != 0)
    out.evidence.push_back(occupation_fact(unknown.empty() ? FactCode::kCardStandsIn : FactCode::kCardForUnknown, occupation(), {}));
  struct Line { Fact fact; std::uint64_t weight; bool met; };
  std::vector<Line> lines;
  for (const Requirement& requirement : offers().requirements[offer.value]) {
    const std::uint32_t match = item_match(rule, ref(), profile, requirement.item);
    Fact f;
    f.a_key = ref().item_keys[requirement.item.value];
    f.a = ref().item_labels[requirement.item.value];
    f.level = code(requirement.level);
    f.provenance = code(requirement.provenance);
    f.points = static_cast<std::uint16_t>(match * 10'000ULL / kFullMatch);
    const std::uint8_t own = profile.item(requirement.item);
    if (match == 0) {
      f.code = FactCode::kItemMissing;
    } else if (own * 255U == match) {
      const Source source = source_of(*this, requirement.item, own);
      f.code = source.inferred ? FactCode::kItemInferred : FactCode::kItemHeld;
      if (source.from.set()) { f.b_key = ref().occupation_keys[source.from.value]; f.b = ref().occupation_labels[source.from.value]; }
    } else {
      f.code = FactCode::kItemSameGroup;
      for (const reference::ItemNeighbour& neighbour : ref().item_neighbours[requirement.item.value]) {
        if (neighbour.sim8 < rule.min_neighbour || std::uint32_t{neighbour.sim8} * profile.item(neighbour.item) != match) continue;
        f.code = FactCode::kItemClose;
        f.n1 = neighbour.sim8 * 100 / 255;
        f.b_key = ref().item_keys[neighbour.item.value];
        f.b = ref().item_labels[neighbour.item.value];
        break;
      }
      if (f.code == FactCode::kItemSameGroup) {
        // Name the member of the group that gave the confidence: a declared one first, else one of a practised card.
        const std::uint32_t group = ref().item_groups[requirement.item.value];
        const auto take = [&](ItemId item) {
          if (!f.b.empty() || ref().item_groups[item.value] != group || profile.item(item) != profile.group(group)) return;
          f.b_key = ref().item_keys[item.value];
          f.b = ref().item_labels[item.value];
        };
        for (const HeldItem& held : candidates().items[candidate.value]) take(held.item());
        for (const PractisedOccupation& practised : candidates().practised[candidate.value])
          for (const reference::CardItem& line : ref().cards[practised.occupation().value]) take(line.item);
      }
    }
    lines.push_back({std::move(f), requirement_weight(rule, requirement), match != 0});
  }
  // What weighs most comes first: an adviser has ten minutes.
  std::stable_sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) { return a.weight * a.fact.points > b.weight * b.fact.points; });
  for (Line& line : lines)
    if (line.met) out.evidence.push_back(std::move(line.fact));
  std::stable_sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) { return a.weight > b.weight; });
  for (Line& line : lines)
    if (!line.met) out.missing.push_back(std::move(line.fact));
  for (const ExactId id : unknown) {
    Fact f = fact(FactCode::kItemUnknown);
    f.a = corpus().exact_keys[id];
    out.missing.push_back(std::move(f));
  }
  const LicenceMask desired = offers().licences_desired[offer.value];
  for (unsigned i = 0; i < static_cast<unsigned>(Licence::kCount); ++i) {
    const auto licence = static_cast<Licence>(i);
    if ((desired & bit(licence)) == 0) continue;
    const bool held = (candidates().facts[candidate.value].licences & bit(licence)) != 0;
    const bool known = candidates().facts[candidate.value].licences_known != 0;
    (held ? out.evidence : out.missing)
        .push_back(licence_fact(held ? FactCode::kLicenceHeld : known ? FactCode::kLicenceMissing : FactCode::kLicenceUnknown, licence, Level::kDesired));
  }
  const auto held = candidates().certificates[candidate.value];
  for (const ExactId id : by_key(offers().certificates_desired[offer.value])) {
    const bool has = std::binary_search(held.begin(), held.end(), id);
    const bool known = candidates().facts[candidate.value].certificates_known != 0;
    (has ? out.evidence : out.missing)
        .push_back(exact_fact(has ? FactCode::kCertificateHeld : known ? FactCode::kCertificateMissing : FactCode::kCertificateUnknown, id, Level::kDesired));
  }
}

Fact Writer::exact_fact(FactCode code, ExactId id, Level level) const {
  Fact f = fact(code);
  f.a_key = corpus().exact_keys[id];
  f.a = exact_label(id);
  f.level = passerelle::code(level);
  return f;
}

Fact Writer::licence_fact(FactCode code, Licence licence, Level level) const {
  Fact f = fact(code);
  f.a_key = fmt::format("licence:{}", passerelle::code(licence));
  f.a = label(licence, language);
  f.level = passerelle::code(level);
  return f;
}

void Writer::experience(Contribution& out) const {
  Fact f = fact(FactCode::kMonthsCounted);
  f.n1 = counted_months(context, candidate, offer);
  f.n2 = asked_months(context.policy, offers(), offer);
  const std::int64_t short_by = f.n2 - f.n1;
  if (f.n1 > 0) out.evidence.push_back(f);
  if (short_by > 0) {
    Fact missing = fact(FactCode::kMonthsShort);
    missing.n1 = short_by;
    out.missing.push_back(std::move(missing));
  }
}

void Writer::education(Contribution& out) const {
  const EducationLevel held = candidates().facts[candidate.value].education, asked = offers().education[offer.value];
  Fact f = fact(held == 0 ? FactCode::kEducationUnknown : held >= asked ? FactCode::kEducationMet : FactCode::kEducationShort);
  f.a = education_label(held, language);
  f.b = education_label(asked, language);
  (held >= asked ? out.evidence : out.missing).push_back(std::move(f));
}

void Writer::languages(Contribution& out) const {
  for (const WantedLanguage& want : offers().languages[offer.value]) {
    const HeldLanguage* found = nullptr;
    for (const HeldLanguage& held : candidates().languages[candidate.value])
      if (held.language() == want.language) found = &held;
    const bool met = found != nullptr && one_language_points(found->level(), want.minimum) == kFullPoints;
    Fact f = fact(met ? FactCode::kLanguageMet : found != nullptr ? FactCode::kLanguageShort : FactCode::kLanguageMissing);
    const std::string iso = language_of(want.language);
    f.a_key = iso;
    f.a = language_label(iso, language);
    f.b = cefr_code(met ? found->level() : want.minimum);
    f.level = code(want.level);
    (met ? out.evidence : out.missing).push_back(std::move(f));
  }
}

void Writer::travel(Contribution& out) const {
  const Trip trip = trip_of(corpus(), context.travel, candidate, offer);
  if (!trip.workplace_known) { out.missing.push_back(fact(FactCode::kPlaceUnknown)); return; }
  if (!trip.home_known) { out.missing.push_back(fact(FactCode::kHomeUnknown)); return; }
  const std::uint16_t km = candidates().facts[candidate.value].radius_km;
  Fact f = fact(km != 0 ? FactCode::kDistance : FactCode::kMinutes);
  f.n1 = km != 0 ? trip.metres : trip.minutes;
  f.n2 = km != 0 ? km : candidates().facts[candidate.value].radius_minutes;
  out.evidence.push_back(std::move(f));
}

void Writer::contract(Contribution& out) const {
  const Contract offered = offers().contract[offer.value];
  if (offered == Contract::kUnknown) { out.missing.push_back(fact(FactCode::kContractUnstated)); return; }
  const int rank = candidates().facts[candidate.value].contract_rank(offered);
  Fact f = fact(rank < 0 ? FactCode::kContractRefused : FactCode::kContractWanted);
  f.a = label(offered, language);
  f.n1 = rank + 1;
  (rank < 0 ? out.missing : out.evidence).push_back(std::move(f));
}

void Writer::hours(Contribution& out) const {
  const int offered = offers().weekly_minutes[offer.value];
  if (offered == 0) { out.missing.push_back(fact(FactCode::kHoursUnstated)); return; }
  const int least = candidates().facts[candidate.value].weekly_minutes_min, most = candidates().facts[candidate.value].weekly_minutes_max;
  const bool within = offered >= least && (most == 0 || offered <= most);
  Fact f = fact(within ? FactCode::kHoursWithin : FactCode::kHoursOutside);
  f.n1 = offered;
  (within ? out.evidence : out.missing).push_back(std::move(f));
}

std::string Writer::schedule_names(ScheduleMask mask) const {
  std::string names;
  for (unsigned i = 0; i < static_cast<unsigned>(Schedule::kCount); ++i) {
    const auto schedule = static_cast<Schedule>(i);
    if ((mask & bit(schedule)) == 0) continue;
    if (!names.empty()) names += ", ";
    names += label(schedule, language);
  }
  return names;
}

void Writer::schedule(Contribution& out) const {
  const ScheduleMask offered = offers().schedules[offer.value], accepted = candidates().facts[candidate.value].schedules_accepted;
  if (offered == 0) { out.missing.push_back(fact(FactCode::kScheduleUnstated)); return; }
  const auto outside = static_cast<ScheduleMask>(offered & ~accepted);
  Fact f = fact(outside == 0 ? FactCode::kScheduleWithin : FactCode::kScheduleOutside);
  f.a = schedule_names(outside == 0 ? offered : outside);
  (outside == 0 ? out.evidence : out.missing).push_back(std::move(f));
}

void Writer::salary(Contribution& out) const {
  const std::uint32_t offered = offers().salary_cents[offer.value], wanted = candidates().facts[candidate.value].salary_min_cents;
  if (offered == 0) { out.missing.push_back(fact(FactCode::kSalaryUnstated)); return; }
  Fact f = fact(offered >= wanted ? FactCode::kSalaryMet : FactCode::kSalaryShort);
  f.n1 = offered / 100;
  f.n2 = wanted / 100;
  (offered >= wanted ? out.evidence : out.missing).push_back(std::move(f));
}

void Writer::start(Contribution& out) const {
  const Day start = offers().start[offer.value];
  if (!start.set()) { out.missing.push_back(fact(FactCode::kStartUnstated)); return; }
  const int wait = std::max(start, context.date).since_epoch - std::max(candidates().facts[candidate.value].available, context.date).since_epoch;
  Fact f = fact(wait >= 0 ? FactCode::kStartFits : FactCode::kStartLate);
  f.a = to_string(start);
  f.n1 = std::abs(wait);
  (wait >= 0 ? out.evidence : out.missing).push_back(std::move(f));
}

void Writer::tension(Contribution& out) const {
  Fact f = fact(FactCode::kTensionClass);
  f.n1 = offers().tension[offer.value];
  out.evidence.push_back(std::move(f));
}

void Writer::reasons(Constraint constraint, ConstraintState state, std::vector<VerdictReason>& out) const {
  const auto add = [&](Fact f) { out.push_back({constraint, state, std::move(f)}); };
  const bool fails = state == ConstraintState::kFails;
  switch (constraint) {
    case Constraint::kOpen: {
      Fact f = fact(FactCode::kOfferClosed);
      f.a = to_string(offers().closing[offer.value]);
      return add(std::move(f));
    }
    case Constraint::kLicences: {
      const auto lacking = static_cast<LicenceMask>(offers().licences_required[offer.value] & ~candidates().facts[candidate.value].licences);
      for (unsigned i = 0; i < static_cast<unsigned>(Licence::kCount); ++i)
        if ((lacking & bit(static_cast<Licence>(i))) != 0)
          add(licence_fact(fails ? FactCode::kLicenceMissing : FactCode::kLicenceUnknown, static_cast<Licence>(i), Level::kRequired));
      return;
    }
    case Constraint::kCertificates: {
      const auto held = candidates().certificates[candidate.value];
      for (const ExactId id : by_key(offers().certificates_required[offer.value]))
        if (!std::binary_search(held.begin(), held.end(), id))
          add(exact_fact(fails ? FactCode::kCertificateMissing : FactCode::kCertificateUnknown, id, Level::kRequired));
      for (const ExactId id : offers().certificates_unnamed[offer.value]) add(exact_fact(FactCode::kCertificateUnknown, id, Level::kRequired));
      return;
    }
    case Constraint::kRegulated: {
      Fact f = occupation_fact(fails ? FactCode::kRegulatedMissing : FactCode::kRegulatedUnknown, occupation(), {});
      for (const ExactId id : corpus().diplomas[occupation().value]) {
        if (!f.b.empty()) f.b += language == Language::kFrench ? " ou " : " or ";
        f.b += exact_label(id);
      }
      return add(std::move(f));
    }
    case Constraint::kContract: {
      Fact f = fact(fails ? FactCode::kContractRefused : FactCode::kContractUnstated);
      f.a = label(offers().contract[offer.value], language);
      return add(std::move(f));
    }
    case Constraint::kSchedule: {
      Fact f = fact(FactCode::kScheduleOutside);
      f.a = schedule_names(static_cast<ScheduleMask>(offers().schedules[offer.value] & ~candidates().facts[candidate.value].schedules_accepted));
      return add(std::move(f));
    }
    case Constraint::kRadius: {
      Contribution trip;
      travel(trip);
      for (Fact& f : trip.missing) add(std::move(f));
      for (Fact& f : trip.evidence) add(std::move(f));
      return;
    }
    case Constraint::kAvailable: {
      Contribution when;
      start(when);
      for (Fact& f : when.missing) add(std::move(f));
      return;
    }
    case Constraint::kIdentified: return add(fact(FactCode::kOccupationUnknown));
    case Constraint::kReserved: {
      Fact f = fact(FactCode::kReservedMissing);
      const auto lacking = static_cast<ReservedMask>(offers().reserved[offer.value] & ~candidates().facts[candidate.value].attestations);
      for (unsigned i = 0; i < static_cast<unsigned>(Reserved::kCount); ++i) {
        if ((lacking & bit(static_cast<Reserved>(i))) == 0) continue;
        if (!f.a.empty()) f.a += ", ";
        f.a += label(static_cast<Reserved>(i), language);
      }
      return add(std::move(f));
    }
  }
}

}  // namespace

Explanation explain(const ScoringContext& context, CandidateId candidate, OfferId offer, const PairScore& score, const ConstraintStates& states,
                    Language language) {
  const Writer writer{context, candidate, offer, language};
  Explanation explanation;
  for (std::size_t i = 0; i < kCriteria; ++i) {
    if (!context.policy.criteria[i].shown()) continue;
    Contribution out;
    out.criterion = static_cast<Criterion>(i);
    out.applicable = score.points[i] != kNotApplicable;
    if (out.applicable) {
      out.points = static_cast<std::uint16_t>(score.points[i]);
      out.weight = score.weights[i];
      out.contribution = static_cast<std::uint16_t>(out.weight * out.points / kFullPoints);
      switch (out.criterion) {
        case Criterion::kOccupation: writer.practised(out); break;
        case Criterion::kCompetences: writer.competences(out); break;
        case Criterion::kExperience: writer.experience(out); break;
        case Criterion::kEducation: writer.education(out); break;
        case Criterion::kLanguages: writer.languages(out); break;
        case Criterion::kSought: writer.sought(out); break;
        case Criterion::kTravel: writer.travel(out); break;
        case Criterion::kContract: writer.contract(out); break;
        case Criterion::kHours: writer.hours(out); break;
        case Criterion::kSchedule: writer.schedule(out); break;
        case Criterion::kSalary: writer.salary(out); break;
        case Criterion::kStart: writer.start(out); break;
        case Criterion::kTension: writer.tension(out); break;
      }
    }
    explanation.contributions.push_back(std::move(out));
  }
  explanation.verdict.tier = tier_of(context.policy, states);
  explanation.verdict.works_from = context.date;
  for (const ConstraintState state : {ConstraintState::kFails, ConstraintState::kUnknown})
    for (std::size_t i = 0; i < kConstraints; ++i)
      if (states[i] == state && visible(context.policy, static_cast<Constraint>(i)))
        writer.reasons(static_cast<Constraint>(i), state, explanation.verdict.reasons);
  return explanation;
}

}  // namespace passerelle
