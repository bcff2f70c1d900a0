#include "adviser/wording.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace passerelle::adviser {
namespace {

using Weight = Obstacle::Weight;

const char* say(Language language, const char* french, const char* english) { return language == Language::kFrench ? french : english; }

std::string grouped(std::uint64_t number, Language language) {
  std::string digits = std::to_string(number);
  const char* separator = language == Language::kFrench ? "\u202f" : ",";
  for (std::size_t at = digits.size(); at > 3;) digits.insert(at -= 3, separator);
  return digits;
}

std::string joined(const std::vector<std::string>& parts, Language language) {
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) text += i + 1 == parts.size() ? say(language, " et ", " and ") : ", ";
    text += parts[i];
  }
  return text;
}

std::string replaced(std::string text, std::string_view what, const std::string& by) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size())) text.replace(at, what.size(), by);
  return text;
}

// « de {demand} » before a vowel is « d' »: the table writes the plain form.
std::string elided(std::string text) {
  return replaced(std::move(text), "d'conduire", "de conduire");
}

std::string demand_words(const levers::DemandTable& table, levers::DemandMask mask, Language language) {
  std::vector<std::string> names;
  for (levers::DemandId id = 0; id < table.demands.size(); ++id)
    if ((mask & levers::bit(id)) != 0) names.push_back(table.demands[id].label.in(language));
  return joined(names, language);
}

std::string subject_label(const levers::LeverTables& tables, const levers::Conflict& row, Language language) {
  if (row.situation != 0) {
    const levers::SituationEntry* entry = tables.barriers.find_situation(row.situation);
    return entry == nullptr ? std::string() : entry->label.in(language);
  }
  const levers::ConstraintEntry* entry = tables.barriers.find_constraint(row.constraint);
  return entry == nullptr ? std::string() : entry->label.in(language);
}

std::string conflict_words(const PairJudge& judge, const Obstacle& obstacle, Language language) {
  const levers::LeverTables& tables = judge.ground().tables;
  const RowStanding& standing = judge.person().standings[obstacle.row];
  const levers::Conflict& row = tables.conflicts.rows[standing.row];
  const std::string demand = demand_words(tables.demands, obstacle.demands, language);
  if (standing.standing == Standing::kUnknown) {
    if (standing.vague) {
      const levers::SituationEntry* entry = tables.barriers.find_situation(row.situation);
      const levers::ConstraintEntry* constraint = entry == nullptr ? nullptr : tables.barriers.find_constraint(entry->constraint);
      return fmt::format(fmt::runtime(say(language, "il faut {} : une difficulté est notée sans précision (« {} »), laquelle ?", "one has to {}: a difficulty is noted without detail (“{}”), which one?")),
                         demand, constraint == nullptr ? std::string() : constraint->label.in(language));
    }
    return fmt::format(fmt::runtime(say(language, "il faut {} : « {} » n'a jamais été abordé, à demander à la personne", "one has to {}: “{}” was never talked about, ask the person")),
                       demand, subject_label(tables, row, language));
  }
  const std::string said = elided(replaced(row.say.in(language), "{demand}", demand));
  if (standing.standing == Standing::kToConfirm) {
    const std::string noted = standing.noted.set() ? fmt::format(fmt::runtime(say(language, "noté le {}", "noted on {}")), date_words(standing.noted, language))
                                                   : std::string(say(language, "noté sans date", "noted without a date"));
    return fmt::format(fmt::runtime(say(language, "« {} » ({}) : est-ce toujours le cas ? {}", "“{}” ({}): is it still so? {}")),
                       subject_label(tables, row, language), noted, said);
  }
  return said;
}

std::string_view weight_name(Weight weight) {
  switch (weight) {
    case Weight::kNeed: return "need";
    case Weight::kQuestion: return "question";
    case Weight::kNever: return "never";
    case Weight::kCare: break;
  }
  return "care";
}

const Obstacle* first_of(const PairFinding& finding, Weight weight) {
  const auto at = std::find_if(finding.obstacles.begin(), finding.obstacles.end(), [&](const Obstacle& o) { return o.weight == weight; });
  return at == finding.obstacles.end() ? nullptr : &*at;
}

std::string set_words(const PairJudge& judge, const LeverChoice& choice, Language language) {
  std::vector<std::string> labels;
  bool eligibility = false, employer = false;
  for (const LeverIndex lever : choice.levers) {
    const UsableLever& one = judge.person().levers[lever];
    labels.push_back(one.lever->label.in(language));
    eligibility = eligibility || !one.eligibility_known;
    employer = employer || one.lever->needs_employer;
  }
  std::string text = fmt::format("{} ({}, {})", joined(labels, language), delay_words(choice.delay_days, language), cost_words(choice.cost_cents, language));
  if (employer) text += say(language, ", si l'employeur l'accepte", ", if the employer agrees");
  if (eligibility) text += say(language, ", droit à vérifier", ", eligibility to be checked");
  return text;
}

}  // namespace

std::string delay_words(std::uint32_t days, Language language) {
  if (days == 0) return say(language, "tout de suite", "at once");
  if (days < 14) return fmt::format(fmt::runtime(days == 1 ? say(language, "sous {} jour", "within {} day") : say(language, "sous {} jours", "within {} days")), days);
  if (days < 60) return fmt::format(fmt::runtime(say(language, "sous {} semaines", "within {} weeks")), (days + 6) / 7);
  return fmt::format(fmt::runtime(say(language, "sous {} mois", "within {} months")), (days + 29) / 30);
}

std::string cost_words(std::uint64_t cents, Language language) {
  if (cents == 0) return say(language, "sans frais", "free of charge");
  const std::string euros = grouped((cents + 50) / 100, language);
  return language == Language::kFrench ? euros + " €" : "€" + euros;
}

std::string date_words(Day day, Language language) {
  const std::string iso = to_string(day);
  return language == Language::kFrench && iso.size() == 10 ? fmt::format("{}/{}/{}", iso.substr(8), iso.substr(5, 2), iso.substr(0, 4)) : iso;
}

std::string kilometre_words(std::uint32_t metres, Language language) {
  return fmt::format(fmt::runtime(say(language, "à {} km", "{} km away")), (metres + 500) / 1'000);
}

LeverLine lever_line(const UsableLever& usable, Language language) {
  const levers::Lever& lever = *usable.lever;
  LeverLine line;
  line.id = lever.id;
  line.label = lever.label.in(language);
  line.kind = lever.kind;
  line.conditions = lever.conditions.in(language);
  line.payer = lever.payer;
  line.thematic = lever.thematic;
  line.source = lever.source;
  line.source_date = lever.source_date;
  line.cost_cents = lever.cost_cents;
  line.delay_days = lever.delay_days;
  line.places = lever.places;
  line.training = lever.training;
  line.eligibility_known = usable.eligibility_known;
  line.needs_employer = lever.needs_employer;
  line.verified = lever.verified;
  return line;
}

std::string obstacle_words(const PairJudge& judge, const PairFinding& finding, const Obstacle& obstacle, Language language) {
  if (obstacle.kind == Obstacle::Kind::kConflict) return conflict_words(judge, obstacle, language);
  const Corpus& corpus = *judge.ground().corpus;
  if (obstacle.kind == Obstacle::Kind::kReach && obstacle.weight != Weight::kQuestion)
    return fmt::format(fmt::runtime(say(language, "le lieu de travail est {} par la route, au-delà du rayon", "the workplace is {} by road, beyond the radius")),
                       kilometre_words(finding.metres, language));
  std::string what;
  for (unsigned i = 0; i < static_cast<unsigned>(Licence::kCount); ++i)
    if ((obstacle.licence >> i & 1U) != 0) what = label(static_cast<Licence>(i), language);
  if (obstacle.constraint == Constraint::kCertificates) {
    const std::string key(corpus.exact_keys[obstacle.certificate]);
    const auto item = corpus.reference->find_item(key);
    what = item ? corpus.reference->item_labels[item->value] : key;
  }
  if (obstacle.constraint == Constraint::kRegulated) {
    const OccupationId occupation = corpus.offers.occupation[finding.offer.value];
    if (occupation.set()) what = corpus.reference->occupation_labels[occupation.value];
  }
  const std::string name(label(obstacle.constraint, language));
  return what.empty() ? name : fmt::format(fmt::runtime(say(language, "{} : {}", "{}: {}")), name, what);
}

std::string sentence_of(const PairJudge& judge, const PairFinding& finding, Language language) {
  const auto reason = [&](Weight weight) {
    const Obstacle* obstacle = first_of(finding, weight);
    return obstacle == nullptr ? std::string() : obstacle_words(judge, finding, *obstacle, language);
  };
  const std::string with = finding.choice != nullptr ? set_words(judge, *finding.choice, language) : std::string();
  switch (finding.tier) {
    case VerdictTier::kNow: return say(language, "Possible maintenant.", "Possible now.");
    case VerdictTier::kWith: return fmt::format(fmt::runtime(say(language, "Possible avec {}.", "Possible with {}.")), with);
    case VerdictTier::kAsk: {
      std::string text = fmt::format(fmt::runtime(say(language, "À vérifier : {}", "To be asked: {}")), reason(Weight::kQuestion));
      if (text.back() != '?') text += '.';
      if (!with.empty()) text += fmt::format(fmt::runtime(say(language, " Il faudra aussi : {}.", " Also needed: {}.")), with);
      return text;
    }
    case VerdictTier::kNo: break;
  }
  return fmt::format(fmt::runtime(say(language, "Pas possible : {}.", "Not possible: {}.")), reason(Weight::kNever));
}

AdviserVerdict verdict_of(const PairJudge& judge, const PairFinding& finding, const Offer& offer, Explanation& explanation, Day date, Language language) {
  const levers::LeverTables& tables = judge.ground().tables;
  const PersonCase& person = judge.person();
  AdviserVerdict verdict;
  verdict.tier = finding.tier;
  const std::vector<demands::FoundDemand> found = judge.ground().finder->find(offer);
  // Of a constraint the words of the explanation name what is missing; each obstacle of it says which levers meet it.
  std::vector<VerdictReason> said = explanation.verdict.reasons;
  for (const Obstacle& obstacle : finding.obstacles) {
    AdviserReason reason;
    reason.weight = weight_name(obstacle.weight);
    for (const LeverIndex lever : judge.levers_of(obstacle)) reason.lifted_by.push_back(person.levers[lever].lever->id);
    reason.text = obstacle_words(judge, finding, obstacle, language);
    if (obstacle.kind == Obstacle::Kind::kConflict) {
      const levers::Conflict& row = tables.conflicts.rows[person.standings[obstacle.row].row];
      reason.code = "conflict";
      reason.subject = row.situation != 0 ? fmt::format("situation {}", row.situation) : fmt::format("constraint {}", row.constraint);
      for (levers::DemandId id = 0; id < tables.demands.demands.size(); ++id) {
        if ((obstacle.demands & levers::bit(id)) == 0) continue;
        reason.demands.push_back(tables.demands.demands[id].code);
        if (!reason.source.empty()) continue;
        reason.source = demands::code(demands::Source::kComputed);
        for (const demands::FoundDemand& one : found)
          if (one.demand == id) {
            reason.source = demands::code(one.source);
            reason.evidence = one.evidence;
          }
      }
    } else {
      reason.code = code(obstacle.constraint);
      const auto words = std::find_if(said.begin(), said.end(), [&](const VerdictReason& r) { return r.constraint == obstacle.constraint; });
      if (words != said.end()) {
        if (obstacle.kind != Obstacle::Kind::kReach) reason.text = text(words->fact, language);
        said.erase(words);
      }
    }
    verdict.reasons.push_back(std::move(reason));
  }
  explanation.verdict.tier = finding.tier;
  explanation.verdict.levers.clear();
  if (finding.choice != nullptr) {
    verdict.cost_cents = finding.choice->cost_cents;
    verdict.delay_days = finding.choice->delay_days;
    verdict.works_from = Day{date.since_epoch + static_cast<std::int32_t>(finding.choice->delay_days)};
    explanation.verdict.works_from = verdict.works_from;
    for (const LeverIndex lever : finding.choice->levers) {
      verdict.levers.push_back(lever_line(person.levers[lever], language));
      const LeverLine& line = verdict.levers.back();
      explanation.verdict.levers.push_back({line.id, line.label, line.cost_cents, line.delay_days});
    }
  }
  verdict.sentence = sentence_of(judge, finding, language);
  // What the person lacks of an employer's wishes stands in no one's way by itself; some ways of recruiting do without.
  const auto lacks = [&](std::string_view wish) {
    for (const Contribution& part : explanation.contributions)
      for (const Fact& fact : part.missing)
        if ((wish == "experience" && fact.code == FactCode::kMonthsShort) || (wish == "education" && fact.code == FactCode::kEducationShort)) return true;
    return false;
  };
  for (const UsableLever& lever : person.levers)
    if (std::any_of(lever.lever->wishes.begin(), lever.lever->wishes.end(), lacks)) verdict.may_help.push_back(lever_line(lever, language));
  return verdict;
}

std::string group_words(const LeverGroup& group, Language language) {
  std::vector<std::string> labels;
  bool eligibility = false, employer = false;
  for (const LeverLine& lever : group.levers) {
    labels.push_back(lever.label);
    eligibility = eligibility || !lever.eligibility_known;
    employer = employer || lever.needs_employer;
  }
  const bool french = language == Language::kFrench;
  std::string text = joined(labels, language);
  text += fmt::format(fmt::runtime(french ? (labels.size() > 1 ? " ouvriraient {} {}" : " ouvrirait {} {}") : " would bring {} {} within reach"), group.offers,
                      french ? (group.offers > 1 ? "offres" : "offre") : (group.offers > 1 ? "offers" : "offer"));
  if (group.in_tension > 0) text += fmt::format(fmt::runtime(french ? ", dont {} en tension" : ", {} of them hard to fill"), group.in_tension);
  if (group.nearest_metres > 0)
    text += fmt::format(fmt::runtime(french ? ", à {} km et plus" : ", {} km away or more"), (group.nearest_metres + 500) / 1'000);
  text += fmt::format(", {}, {}", delay_words(group.delay_days, language), cost_words(group.cost_cents, language));
  if (employer) text += say(language, ", si l'employeur l'accepte", ", if the employer agrees");
  if (eligibility) text += say(language, ", droit à vérifier", ", eligibility to be checked");
  return text;
}

}  // namespace passerelle::adviser
