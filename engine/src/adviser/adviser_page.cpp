#include "adviser/adviser_page.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "adviser/resources_near.hpp"
#include "adviser/wording.hpp"

namespace passerelle::adviser {
namespace {

using Weight = Obstacle::Weight;

/// From this class on an occupation is hard to fill.
constexpr std::uint8_t kTense = 4;

bool better(const PairFinding& a, const PairFinding& b) { return a.score.score != b.score.score ? a.score.score > b.score.score : a.offer < b.offer; }

std::vector<PairFinding> findings_of(PairJudge& judge, const ScoringContext& context, CandidateId candidate, bool all_scored) {
  ProfileTables profile(context.corpus);
  profile.load(context.policy, candidate);
  std::vector<PairFinding> findings;
  for (const OfferId offer : eligible_offers(context, candidate)) {
    std::optional<PairFinding> finding = judge.judge(offer);
    if (!finding) continue;
    if (finding->tier == VerdictTier::kNow || (all_scored && finding->tier != VerdictTier::kNo)) judge.score(*finding, profile);
    findings.push_back(std::move(*finding));
  }
  return findings;
}

std::vector<const PairFinding*> best_now(const std::vector<PairFinding>& findings, std::size_t top) {
  std::vector<const PairFinding*> now;
  for (const PairFinding& finding : findings)
    if (finding.tier == VerdictTier::kNow) now.push_back(&finding);
  std::sort(now.begin(), now.end(), [](const PairFinding* a, const PairFinding* b) { return better(*a, *b); });
  if (now.size() > top) now.resize(top);
  return now;
}

std::vector<std::string> table_names(const Ground& ground) {
  std::vector<std::string> names;
  for (const levers::TableHead& head : ground.tables.heads) names.push_back(fmt::format("{} v{}", head.name, head.version));
  return names;
}

Result<OfferBrief> brief_of(const PairJudge& judge, const PairFinding& finding, const PageRequest& request, const OfferRecord& record_of) {
  Result<Offer> record = record_of(finding.offer);
  if (!record) return std::move(record).problem();
  OfferBrief brief;
  brief.id = record->id;
  brief.title = std::move(record->title);
  brief.employer = std::move(record->employer_name);
  brief.place = std::move(record->place.name);
  brief.score = finding.score.score;
  brief.metres = finding.metres;
  brief.tension = judge.ground().corpus->offers.tension[finding.offer.value];
  brief.tier = finding.tier;
  brief.sentence = sentence_of(judge, finding, request.language);
  return brief;
}

/// Pairs that belong together on the page: opened by the same levers, or waiting for the same answer.
struct Bundle {
  std::vector<const PairFinding*> pairs;
  const Obstacle* question = nullptr;  ///< of a question: what is asked, for its levers
  void add(const PairFinding& finding) { pairs.push_back(&finding); }
};

Result<std::vector<OfferBrief>> examples_of(const PairJudge& judge, Bundle& bundle, const PageRequest& request, const OfferRecord& record_of) {
  const std::size_t shown = std::min(request.examples, bundle.pairs.size());
  std::partial_sort(bundle.pairs.begin(), bundle.pairs.begin() + static_cast<std::ptrdiff_t>(shown), bundle.pairs.end(),
                    [](const PairFinding* a, const PairFinding* b) { return better(*a, *b); });
  std::vector<OfferBrief> briefs;
  for (std::size_t i = 0; i < shown; ++i) {
    Result<OfferBrief> brief = brief_of(judge, *bundle.pairs[i], request, record_of);
    if (!brief) return std::move(brief).problem();
    briefs.push_back(std::move(*brief));
  }
  return briefs;
}

Result<std::vector<LeverGroup>> groups_of(const PairJudge& judge, std::map<std::vector<LeverIndex>, Bundle>& bundles, const ScoringContext& context,
                                          const PageRequest& request, const OfferRecord& record_of) {
  struct Sized { const std::vector<LeverIndex>* levers; Bundle* bundle; std::uint64_t cost; std::uint32_t days; };
  std::vector<Sized> order;
  const PersonCase& person = judge.person();
  for (auto& [levers, bundle] : bundles) {
    std::uint64_t cost = 0;
    std::uint32_t days = 0;
    for (const LeverIndex lever : levers) cost += person.options[lever].cost_cents;
    (void)levers_work(person.options, levers, person.licences, days);
    order.push_back({&levers, &bundle, cost, days});
  }
  std::sort(order.begin(), order.end(), [](const Sized& a, const Sized& b) {
    if (a.bundle->pairs.size() != b.bundle->pairs.size()) return a.bundle->pairs.size() > b.bundle->pairs.size();
    if (a.cost != b.cost) return a.cost < b.cost;
    return a.days != b.days ? a.days < b.days : *a.levers < *b.levers;
  });
  if (order.size() > request.groups) order.resize(request.groups);
  std::vector<LeverGroup> groups;
  for (const Sized& one : order) {
    LeverGroup group;
    for (const LeverIndex lever : *one.levers) group.levers.push_back(lever_line(person.levers[lever], request.language));
    group.offers = one.bundle->pairs.size();
    group.cost_cents = one.cost;
    group.delay_days = one.days;
    group.works_from = Day{context.date.since_epoch + static_cast<std::int32_t>(one.days)};
    for (const PairFinding* pair : one.bundle->pairs) {
      if (context.corpus.offers.tension[pair->offer.value] >= kTense) ++group.in_tension;
      if (pair->metres != 0 && (group.nearest_metres == 0 || pair->metres < group.nearest_metres)) group.nearest_metres = pair->metres;
    }
    group.text = group_words(group, request.language);
    Result<std::vector<OfferBrief>> best = examples_of(judge, *one.bundle, request, record_of);
    if (!best) return std::move(best).problem();
    group.best = std::move(*best);
    std::vector<std::string> thematics;
    for (const LeverLine& lever : group.levers) thematics.push_back(lever.thematic);
    group.services = services_near(judge.ground(), context, person.candidate, thematics, request.examples);
    groups.push_back(std::move(group));
  }
  return groups;
}

std::vector<std::string> notes_of(const PersonCase& person, const Ground& ground, Language language) {
  std::vector<std::string> notes;
  const bool french = language == Language::kFrench;
  if (!person.diagnosed.set())
    notes.push_back(french ? "Aucun diagnostic daté n'est enregistré : les freins sont inconnus, pas absents." : "No dated diagnosis is recorded: barriers are unknown, not absent.");
  std::vector<std::uint16_t> seen;
  for (const RowStanding& standing : person.standings) {
    const std::uint16_t situation = ground.tables.conflicts.rows[standing.row].situation;
    if (standing.standing != Standing::kToConfirm || situation == 0 || std::find(seen.begin(), seen.end(), situation) != seen.end()) continue;
    seen.push_back(situation);
    const levers::SituationEntry* entry = ground.tables.barriers.find_situation(situation);
    if (entry != nullptr)
      notes.push_back(fmt::format(fmt::runtime(french ? "À confirmer : « {} »{}." : "To be confirmed: “{}”{}."), entry->label.in(language),
                                  standing.noted.set() ? fmt::format(fmt::runtime(french ? ", noté le {}" : ", noted on {}"), date_words(standing.noted, language)) : ""));
  }
  for (const UnderWay& lever : person.under_way)
    notes.push_back(fmt::format(fmt::runtime(french ? "Levier en cours : {}{}." : "Lever under way: {}{}."), lever.lever,
                                lever.expected.set() ? fmt::format(fmt::runtime(french ? ", attendu le {}" : ", expected on {}"), date_words(lever.expected, language)) : ""));
  // What is worth a word whatever the job is said once.
  for (const RowStanding& standing : person.standings) {
    const levers::Conflict& row = ground.tables.conflicts.rows[standing.row];
    if (standing.standing != Standing::kActive || row.severity != levers::Severity::kCare) continue;
    for (levers::DemandId id = 0; id < ground.tables.demands.demands.size(); ++id)
      if ((standing.demands & levers::bit(id)) != 0 && ground.tables.demands.demands[id].computed == levers::Computed::kAlways) notes.push_back(row.say.in(language));
  }
  return notes;
}

}  // namespace

std::vector<OfferId> eligible_offers(const ScoringContext& context, CandidateId candidate) {
  std::vector<OfferId> offers;
  const auto& rows = context.corpus.offers_of_occupation;
  for (std::size_t row = 0; row < rows.rows(); ++row) {
    // Eligibility looks at the offer's occupation alone.
    const auto list = rows[row];
    if (!list.empty() && eligible(context, candidate, list.front())) offers.insert(offers.end(), list.begin(), list.end());
  }
  return offers;
}

Result<AdviserPage> adviser_page(const Ground& ground, const ScoringContext& context, const PersonCase& person, const PageRequest& request, const OfferRecord& record_of) {
  AdviserPage page;
  page.candidate = context.corpus.candidates.ids[person.candidate.value];
  page.tables = table_names(ground);
  page.diagnosed = person.diagnosed;
  page.notes = notes_of(person, ground, request.language);
  PairJudge judge(ground, context, person);
  const std::vector<PairFinding> findings = findings_of(judge, context, person.candidate, true);

  std::map<std::vector<LeverIndex>, Bundle> single, training, several;
  std::map<std::string, Bundle> questions;
  std::map<std::pair<std::string, std::string>, std::uint64_t> refusals;
  std::map<OccupationId, std::uint64_t> closed_by_diploma;
  std::vector<OfferId> judged;
  for (const PairFinding& finding : findings) {
    judged.push_back(finding.offer);
    switch (finding.tier) {
      case VerdictTier::kNow: ++page.now_count; break;
      case VerdictTier::kWith: {
        ++page.with_count;
        const std::vector<LeverIndex> alone = judge.alone(finding);
        for (const LeverIndex lever : alone) (person.levers[lever].lever->training ? training : single)[{lever}].add(finding);
        if (alone.empty()) several[finding.choice->levers].add(finding);
        break;
      }
      case VerdictTier::kAsk: {
        ++page.ask_count;
        for (const Obstacle& obstacle : finding.obstacles)
          if (obstacle.weight == Weight::kQuestion) {
            Bundle& bundle = questions[obstacle_words(judge, finding, obstacle, request.language)];
            bundle.question = &obstacle;
            bundle.add(finding);
          }
        break;
      }
      case VerdictTier::kNo: {
        ++page.no_count;
        for (const Obstacle& obstacle : finding.obstacles)
          if (obstacle.weight == Weight::kNever) {
            ++refusals[{std::string(code(obstacle.constraint)), std::string(label(obstacle.constraint, request.language))}];
            if (obstacle.constraint == Constraint::kRegulated || obstacle.constraint == Constraint::kCertificates)
              ++closed_by_diploma[context.corpus.offers.occupation[finding.offer.value]];
            break;
          }
        break;
      }
    }
  }
  std::map<std::uint32_t, std::uint64_t> leads;
  for (const auto& [occupation, count] : closed_by_diploma)
    for (const std::uint32_t certification : certifications_for(ground, occupation)) leads[certification] += count;
  for (const auto& [certification, count] : leads) {
    const Certification& one = ground.certifications[certification];
    page.leads.push_back({one.code, one.label, one.rncp, one.formacode, one.level, count});
  }
  std::stable_sort(page.leads.begin(), page.leads.end(), [](const TrainingLead& a, const TrainingLead& b) { return a.offers > b.offers; });
  if (page.leads.size() > request.groups) page.leads.resize(request.groups);
  std::sort(judged.begin(), judged.end());
  for (const OfferId offer : judged) page.offers.emplace_back(context.corpus.offers.ids[offer.value]);

  for (const PairFinding* finding : best_now(findings, request.top)) {
    Result<Offer> offer = record_of(finding->offer);
    if (!offer) return std::move(offer).problem();
    AdviserLine line;
    line.rank = page.now.size() + 1;
    line.score = finding->score;
    line.explanation = explain(context, person.candidate, finding->offer, finding->score, finding->states, request.language);
    line.verdict = verdict_of(judge, *finding, *offer, line.explanation, context.date, request.language);
    line.offer = std::move(*offer);
    page.now.push_back(std::move(line));
  }
  for (auto [bundles, into] : {std::pair(&single, &page.with_lever), std::pair(&training, &page.with_training), std::pair(&several, &page.with_several)}) {
    Result<std::vector<LeverGroup>> groups = groups_of(judge, *bundles, context, request, record_of);
    if (!groups) return std::move(groups).problem();
    *into = std::move(*groups);
  }
  for (auto& [text, bundle] : questions) {
    Question question{text, bundle.pairs.size(), {}, {}};
    const std::vector<std::vector<LeverIndex>> need = {judge.levers_of(*bundle.question)};
    for (const LeverIndex lever : cheapest_levers(person.options, need, person.licences).levers)
      question.if_so.push_back(lever_line(person.levers[lever], request.language));
    Result<std::vector<OfferBrief>> best = examples_of(judge, bundle, request, record_of);
    if (!best) return std::move(best).problem();
    question.best = std::move(*best);
    page.questions.push_back(std::move(question));
  }
  std::stable_sort(page.questions.begin(), page.questions.end(), [](const Question& a, const Question& b) { return a.offers > b.offers; });
  if (page.questions.size() > request.groups) page.questions.resize(request.groups);
  for (const auto& [name, count] : refusals) page.refusals.push_back({name.first, name.second, count});
  return page;
}

Result<AdviserPair> adviser_pair(const Ground& ground, const ScoringContext& context, const PersonCase& person, OfferId offer, Language language, const OfferRecord& record_of) {
  AdviserPair pair;
  pair.candidate = context.corpus.candidates.ids[person.candidate.value];
  pair.tables = table_names(ground);
  Result<Offer> record = record_of(offer);
  if (!record) return std::move(record).problem();
  PairJudge judge(ground, context, person);
  ProfileTables profile(context.corpus);
  profile.load(context.policy, person.candidate);
  AdviserLine& line = pair.line;
  std::optional<PairFinding> finding = eligible(context, person.candidate, offer) ? judge.judge(offer) : std::nullopt;
  pair.shown = finding.has_value();
  if (finding) {
    judge.score(*finding, profile);
    line.score = finding->score;
    line.explanation = explain(context, person.candidate, offer, line.score, finding->states, language);
    line.verdict = verdict_of(judge, *finding, *record, line.explanation, context.date, language);
  } else {
    line.score = score_pair(context, profile, person.candidate, offer);
    line.explanation = explain(context, person.candidate, offer, line.score, constraint_states(context, person.candidate, offer), language);
    line.verdict.tier = VerdictTier::kNo;
    line.verdict.sentence = language == Language::kFrench ? "Pas montrée dans les listes" : "Not shown in lists";
    for (const VerdictReason& reason : line.explanation.verdict.reasons)
      if (reason.state == ConstraintState::kFails) line.verdict.sentence += (language == Language::kFrench ? " : " : ": ") + text(reason.fact, language);
    line.verdict.sentence += '.';
  }
  line.offer = std::move(*record);
  return pair;
}

Result<WhatIf> what_if(const Ground& ground, const ScoringContext& context, const PersonCase& person, const std::vector<std::string>& grant,
                       const PageRequest& request, const OfferRecord& record_of) {
  WhatIf answer;
  answer.candidate = context.corpus.candidates.ids[person.candidate.value];
  answer.tables = table_names(ground);
  std::vector<LeverIndex> granted;
  for (const std::string& id : grant) {
    const auto at = std::find_if(person.levers.begin(), person.levers.end(), [&](const UsableLever& lever) { return lever.lever->id == id; });
    if (at == person.levers.end()) return Problem(ProblemCode::kNotFound, "--grant", id);
    granted.push_back(static_cast<LeverIndex>(at - person.levers.begin()));
    answer.granted.push_back(lever_line(*at, request.language));
  }
  LicenceMask held = person.licences;
  for (const LeverIndex lever : granted) held = static_cast<LicenceMask>(held | person.options[lever].gives);
  for (const LeverIndex lever : granted)
    for (unsigned i = 0; i < static_cast<unsigned>(Licence::kCount); ++i)
      if (((person.options[lever].requires_licence & ~held) >> i & 1) != 0)
        answer.notes.push_back(fmt::format(fmt::runtime(request.language == Language::kFrench ? "« {} » suppose d'abord : {}." : "“{}” needs first: {}."),
                                           person.levers[lever].lever->label.in(request.language), label(static_cast<Licence>(i), request.language)));
  PairJudge before_judge(ground, context, person), after_judge(ground, context, person, granted);
  const std::vector<PairFinding> before = findings_of(before_judge, context, person.candidate, false);
  const std::vector<PairFinding> after = findings_of(after_judge, context, person.candidate, false);
  const std::vector<const PairFinding*> list_before = best_now(before, request.top), list_after = best_now(after, request.top);

  // Both lists of findings hold the same offers in the same order.
  std::map<OfferId, const PairFinding*> known;
  for (std::size_t i = 0; i < before.size(); ++i) {
    if (before[i].tier == VerdictTier::kNow) ++answer.now_before;
    if (after[i].tier == VerdictTier::kNow) ++answer.now_after;
    if (after[i].tier == VerdictTier::kNow && before[i].tier != VerdictTier::kNow) ++answer.opened;
    known[before[i].offer] = &before[i];
  }
  const bool french = request.language == Language::kFrench;
  const auto in = [](const std::vector<const PairFinding*>& list, OfferId offer) {
    return std::any_of(list.begin(), list.end(), [&](const PairFinding* one) { return one->offer == offer; });
  };
  for (std::size_t rank = 0; rank < list_after.size(); ++rank) {
    const PairFinding& now = *list_after[rank];
    if (in(list_before, now.offer)) continue;
    const PairFinding& was = *known[now.offer];
    Result<OfferBrief> brief = brief_of(after_judge, now, request, record_of);
    if (!brief) return std::move(brief).problem();
    ListChange change{std::move(*brief), rank + 1, was.tier, ""};
    std::vector<std::string> lifted;
    for (const Obstacle& obstacle : was.obstacles) {
      if (obstacle.weight == Weight::kCare) continue;
      for (std::size_t g = 0; g < granted.size(); ++g)
        if (const auto& levers = before_judge.levers_of(obstacle); std::binary_search(levers.begin(), levers.end(), granted[g])) {
          lifted.push_back(fmt::format(fmt::runtime(french ? "{} → {}" : "{} → {}"), obstacle_words(before_judge, was, obstacle, request.language), answer.granted[g].label));
          break;
        }
    }
    for (const std::string& one : lifted) change.cause += (change.cause.empty() ? "" : " ; ") + one;
    if (change.cause.empty()) change.cause = french ? "plus près par le nouveau moyen de transport" : "nearer by the new means of transport";
    answer.enters.push_back(std::move(change));
  }
  for (std::size_t rank = 0; rank < list_before.size(); ++rank) {
    const PairFinding& was = *list_before[rank];
    if (in(list_after, was.offer)) continue;
    Result<OfferBrief> brief = brief_of(before_judge, was, request, record_of);
    if (!brief) return std::move(brief).problem();
    const std::int32_t bar = list_after.empty() ? 0 : list_after.back()->score.score;
    answer.leaves.push_back({std::move(*brief), rank + 1, was.tier,
                             fmt::format(fmt::runtime(french ? "dépassée par les offres qui entrent (à partir de {})" : "overtaken by offers that enter (from {} on)"), (bar + 50) / 100)});
  }
  return answer;
}

}  // namespace passerelle::adviser
