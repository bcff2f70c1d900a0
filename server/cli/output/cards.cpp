#include "cli/output/cards.hpp"

#include <fmt/format.h>

#include "cli/output/table.hpp"

namespace passerelle::cli {
namespace {

// A key without its scheme; one that is an address (ESCO's) stays whole.
std::string bare(std::string_view key) {
  const std::size_t colon = key.find(':');
  const bool whole = colon == std::string_view::npos || key.substr(colon + 1, 2) == "//";
  return std::string(whole ? key : key.substr(colon + 1));
}

void add(std::string& line, const std::string& part, std::string_view separator = " · ") {
  if (part.empty()) return;
  if (!line.empty()) line += separator;
  line += part;
}

std::string hours(std::uint16_t minutes) {
  if (minutes == 0) return {};
  return minutes % 60 == 0 ? fmt::format("{} h", minutes / 60) : fmt::format("{} h {:02}", minutes / 60, minutes % 60);
}

std::string schedules(ScheduleMask mask, Language language) {
  std::string text;
  for (unsigned i = 0; i < static_cast<unsigned>(Schedule::kCount); ++i)
    if ((mask & bit(static_cast<Schedule>(i))) != 0) add(text, std::string(label(static_cast<Schedule>(i), language)), ", ");
  return text;
}

std::string salary(const Salary& salary, const Context& context) {
  if (salary.monthly_min_cents == 0 && salary.monthly_max_cents == 0) return {};
  const auto euros = [](std::uint32_t cents) { return cents / 100; };
  if (salary.monthly_max_cents == 0 || salary.monthly_min_cents == salary.monthly_max_cents || salary.monthly_min_cents == 0)
    return fmt::format(fmt::runtime(context.say("{} € brut/mois", "€{} gross/month")), euros(std::max(salary.monthly_min_cents, salary.monthly_max_cents)));
  return fmt::format(fmt::runtime(context.say("{} à {} € brut/mois", "€{} to {} gross/month")), euros(salary.monthly_min_cents), euros(salary.monthly_max_cents));
}

std::string place(const Place& place) {
  std::string text = place.name;
  if (!place.insee.empty()) text += text.empty() ? place.insee : fmt::format(" ({})", place.insee);
  return text;
}

// Which facts of a criterion people are shown first.
bool is_strength(const Contribution& c) { return c.applicable && c.points >= 4'000 && c.weight > 0; }

}  // namespace

std::string percent(std::int32_t points) { return std::to_string((points + 50) / 100); }

std::string offer_card(const Offer& offer, const Engine& engine, const Context& context) {
  std::string first = offer.title;
  std::string second;
  add(second, offer.occupation.empty() ? std::string(context.say("métier non indiqué", "occupation not given"))
                                       : fmt::format("{} ({})", engine.label(offer.occupation), bare(offer.occupation)));
  add(second, offer.employer_name);
  add(second, place(offer.place));
  std::string third;
  add(third, offer.contract == Contract::kUnknown ? std::string{} : std::string(label(offer.contract, context.language)));
  add(third, hours(offer.weekly_minutes));
  add(third, schedules(offer.schedules, context.language));
  add(third, salary(offer.salary, context));
  if (offer.posts > 1) add(third, fmt::format(fmt::runtime(context.say("{} postes", "{} posts")), offer.posts));
  std::string text = clip(first, 96);
  for (const std::string& line : {second, third})
    if (!line.empty()) text += "\n    " + clip(line, 140);
  return text;
}

std::string person_card(const Candidate& person, const Engine& engine, bool shows_wishes, const Context& context) {
  std::string practised, sought, third;
  for (const Practised& p : person.practised)
    add(practised, fmt::format(fmt::runtime(context.say("{} ({} mois)", "{} ({} months)")), engine.label(p.occupation), p.months), ", ");
  for (const Key& key : person.sought) add(sought, engine.label(key), ", ");
  std::string text;
  if (!sought.empty()) text += fmt::format(fmt::runtime(context.say("recherche : {}", "seeks: {}")), sought);
  if (!practised.empty()) text += (text.empty() ? "" : "\n    ") + fmt::format(fmt::runtime(context.say("a pratiqué : {}", "has practised: {}")), practised);
  if (person.licences) {
    std::string licences;
    for (unsigned i = 0; i < static_cast<unsigned>(Licence::kCount); ++i)
      if ((*person.licences & bit(static_cast<Licence>(i))) != 0) add(licences, std::string(code(static_cast<Licence>(i))), ", ");
    add(third, licences.empty() ? std::string(context.say("sans permis", "no licence")) : fmt::format(fmt::runtime(context.say("permis {}", "licence {}")), licences));
  }
  if (person.certificates)
    for (const Key& key : *person.certificates) add(third, engine.label(key));
  if (person.education != 0) add(third, fmt::format(fmt::runtime(context.say("niveau {}", "level {}")), education_label(person.education, context.language)));
  if (shows_wishes) {
    add(third, place(person.home));
    if (person.mobility.radius_km != 0) add(third, fmt::format(fmt::runtime(context.say("rayon {} km", "radius {} km")), person.mobility.radius_km));
    if (person.mobility.radius_minutes != 0) add(third, fmt::format("{} min", person.mobility.radius_minutes));
    if (person.mobility.means != Means::kUnknown) add(third, std::string(label(person.mobility.means, context.language)));
  }
  if (!third.empty()) text += (text.empty() ? "" : "\n    ") + third;
  return text;
}

std::string reasons(const Explanation& explanation, std::size_t each, std::size_t indent, const Context& context) {
  std::string out;
  const std::string margin(indent, ' ');
  const std::size_t width = terminal_width();
  const auto line = [&](std::string_view mark, const std::string& text) {
    out += margin + wrap(std::string(mark) + " " + text, width - indent, 2 + indent) + "\n";
  };
  const Verdict& verdict = explanation.verdict;
  for (const VerdictReason& reason : verdict.reasons) line(reason.state == ConstraintState::kFails ? "✗" : "?", text(reason.fact, context.language));
  for (const Contribution& c : explanation.contributions) {
    if (!is_strength(c) || c.evidence.empty() || c.criterion == Criterion::kTravel) continue;  // the score line has the distance
    std::string joined;
    std::size_t shown = 0;
    for (const Fact& f : c.evidence) {
      if (f.code == FactCode::kCardStandsIn || f.code == FactCode::kCardForUnknown) continue;
      if (++shown > each) break;
      add(joined, text(f, context.language), " ; ");
    }
    if (shown > each) joined += " …";
    if (!joined.empty()) line("+", fmt::format(fmt::runtime(context.say("{} {} : {}", "{} {}: {}")), label(c.criterion, context.language), percent(c.points), joined));
  }
  for (const Contribution& c : explanation.contributions) {
    if (!c.applicable || c.missing.empty() || c.points >= kFullPoints) continue;
    std::string joined;
    for (std::size_t i = 0; i < c.missing.size() && i < each; ++i) add(joined, text(c.missing[i], context.language), " ; ");
    if (c.missing.size() > each) joined += fmt::format(fmt::runtime(context.say(" … et {} de plus", " … and {} more")), c.missing.size() - each);
    // What the occupation's card asks is not what this employer wrote.
    const bool card = !c.evidence.empty() && (c.evidence.front().code == FactCode::kCardStandsIn || c.evidence.front().code == FactCode::kCardForUnknown);
    const std::string what = std::string(label(c.criterion, context.language)) + (card ? context.say(" (d'après la fiche du métier)", " (from the occupation's card)") : "");
    line("−", fmt::format(fmt::runtime(context.say("{} : {}", "{}: {}")), what, joined));
  }
  return out;
}

std::string score_line(const PairScore& score, const Explanation& explanation, const Context& context) {
  std::string line = fmt::format("{} {} · {} {} · {} {}", context.say("score", "score"), percent(score.score), context.say("convient", "suits"), percent(score.suits),
                                 context.say("souhaité", "wanted"), percent(score.wanted));
  // How far it is matters to everybody, near or not.
  for (const Contribution& c : explanation.contributions)
    if (c.criterion == Criterion::kTravel)
      for (const Fact& f : c.evidence) add(line, text(f, context.language));
  return fmt::format("{} — {}", line, label(explanation.verdict.tier, context.language));
}

std::string contributions_table(const PairScore& score, const Explanation& explanation, const Context& context) {
  Table table;
  table.column(context.say("critère", "criterion"));
  table.column(context.say("points", "points"), Table::Align::kRight);
  table.column(context.say("poids", "weight"), Table::Align::kRight);
  table.column(context.say("apport", "contribution"), Table::Align::kRight);
  table.column(context.say("pourquoi", "why"), Table::Align::kLeft, 70);
  for (const Contribution& c : explanation.contributions) {
    std::string why;
    for (const Fact& f : c.evidence) add(why, text(f, context.language), " ; ");
    if (c.applicable && !c.missing.empty()) {
      std::string missing;
      for (const Fact& f : c.missing) add(missing, text(f, context.language), " ; ");
      add(why, fmt::format(fmt::runtime(context.say("manque : {}", "missing: {}")), missing), " | ");
    }
    if (!c.applicable) why = context.say("sans objet", "not applicable");
    table.row({std::string(label(c.criterion, context.language)), c.applicable ? std::to_string(c.points) : "–", c.applicable ? std::to_string(c.weight) : "–",
               c.applicable ? std::to_string(c.contribution) : "–", why});
  }
  table.row({context.say("total", "total"), "", "", std::to_string(score.score), ""});
  return table.text();
}

std::string provenance_line(const Provenances& provenance, const Context& context) {
  return fmt::format(fmt::runtime(context.say("politique {} v{} · au {} · instantané {} · version {}", "policy {} v{} · on {} · snapshot {} · build {}")),
                     provenance.policy, provenance.policy_version, to_string(provenance.date), provenance.snapshot.substr(0, 12), provenance.build);
}

}  // namespace passerelle::cli
