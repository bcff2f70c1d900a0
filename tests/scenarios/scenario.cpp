#include "scenarios/scenario.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include <fmt/format.h>

#include "base/text.hpp"
#include "scenarios/cells.hpp"

namespace passerelle::scenarios {
namespace {

using reference::Reference;

template <class Record>
using Columns = std::map<std::string, std::function<void(Record&, const std::string&)>>;

// Fills one record per row; the columns that may stand are those of `known`, each at most once.
template <class Record>
void read_rows(const Section& section, const Table& table, const Columns<Record>& known, std::vector<Record>& into) {
  std::set<std::string> seen;
  for (const std::string& column : table.columns) {
    if (!known.contains(fold(column)))
      throw Malformed(section.file, table.line, fmt::format("unknown column « {} »", column));
    if (!seen.insert(fold(column)).second)
      throw Malformed(section.file, table.line, fmt::format("column « {} » stands twice", column));
  }
  for (const Row& row : table.rows) {
    Record record;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      if (silent(row.cells[i])) continue;
      try {
        known.at(fold(table.columns[i]))(record, row.cells[i]);
      } catch (const std::invalid_argument& error) {
        throw Malformed(section.file, row.line, fmt::format("{}: {}", table.columns[i], error.what()));
      }
    }
    into.push_back(std::move(record));
  }
}

void check_id(const std::string& id) {
  if (id.find_first_of(",;=:") != std::string::npos)
    throw std::invalid_argument(fmt::format("an id without , ; = : « {} »", id));
}

Columns<Candidate> person_columns(const Reference& ref) {
  return {
      {"personne",
       [](Candidate& p, const std::string& c) {
         check_id(c);
         p.id = c;
       }},
      {"habite", [&](Candidate& p, const std::string& c) { p.home = place(ref, c); }},
      {"rayon",
       [](Candidate& p, const std::string& c) {
         const Means kept = p.mobility.means;
         p.mobility = mobility(c);
         p.mobility.means = kept;
       }},
      {"transport", [](Candidate& p, const std::string& c) { p.mobility.means = means(c); }},
      {"cherche",
       [&](Candidate& p, const std::string& c) {
         for (const auto& one : parts(c)) p.sought.push_back(occupation_key(ref, one));
       }},
      {"a pratique",
       [&](Candidate& p, const std::string& c) {
         for (const auto& one : parts(c)) {
           // "Soudeur 2 ans": the figure starts the duration.
           const std::size_t figure = one.find_first_of("0123456789");
           if (figure == std::string::npos || figure == 0)
             throw std::invalid_argument(fmt::format("no duration in « {} »", one));
           p.practised.push_back({occupation_key(ref, trim(std::string_view(one).substr(0, figure))),
                                  months(std::string_view(one).substr(figure))});
         }
       }},
      {"competences",
       [&](Candidate& p, const std::string& c) {
         for (const auto& one : parts(c)) p.items.push_back({item_key(ref, one), "", ItemOrigin::kDeclared});
       }},
      {"competences certifiees",
       [&](Candidate& p, const std::string& c) {
         for (const auto& one : parts(c)) p.items.push_back({item_key(ref, one), "", ItemOrigin::kCertified});
       }},
      {"permis",
       [](Candidate& p, const std::string& c) {
         if (c == "?") return;
         p.licences = LicenceMask{0};
         if (fold(c) == "aucun") return;
         for (const auto& one : parts(c)) *p.licences = static_cast<LicenceMask>(*p.licences | bit(licence(one)));
       }},
      {"certificats",
       [&](Candidate& p, const std::string& c) {
         if (c == "?") return;
         p.certificates.emplace();
         if (fold(c) == "aucun") return;
         for (const auto& one : parts(c)) p.certificates->push_back(certificate_key(ref, one));
       }},
      {"langues",
       [](Candidate& p, const std::string& c) {
         for (const auto& one : parts(c)) p.languages.push_back(spoken(one));
       }},
      {"formation", [](Candidate& p, const std::string& c) { p.education = education(c); }},
      {"attestations",
       [](Candidate& p, const std::string& c) {
         for (const auto& one : parts(c))
           p.attestations = static_cast<ReservedMask>(p.attestations | bit(reserved(one)));
       }},
      {"contrats",
       [](Candidate& p, const std::string& c) {
         for (const auto& one : parts(c)) p.contracts.push_back(contract(one));
       }},
      {"duree au moins", [](Candidate& p, const std::string& c) { p.weekly_minutes_min = weekly_minutes(c); }},
      {"duree au plus", [](Candidate& p, const std::string& c) { p.weekly_minutes_max = weekly_minutes(c); }},
      {"horaires acceptes", [](Candidate& p, const std::string& c) { p.schedules_accepted = schedules(c); }},
      {"salaire au moins", [](Candidate& p, const std::string& c) { p.salary_min_cents = euro_cents(c); }},
      {"disponible le", [](Candidate& p, const std::string& c) { p.available = day(c); }},
  };
}

Columns<Offer> offer_columns(const Reference& ref) {
  return {
      {"offre",
       [](Offer& o, const std::string& c) {
         check_id(c);
         o.id = c;
         o.title = c;
         o.sources = {{"passerelle", c, ""}};
       }},
      {"metier",
       [&](Offer& o, const std::string& c) {
         if (fold(c) != "non precise") o.occupation = occupation_key(ref, c);
       }},
      {"lieu", [&](Offer& o, const std::string& c) { o.place = place(ref, c); }},
      {"contrat", [](Offer& o, const std::string& c) { o.contract = contract(c); }},
      {"duree", [](Offer& o, const std::string& c) { o.weekly_minutes = weekly_minutes(c); }},
      {"horaires", [](Offer& o, const std::string& c) { o.schedules = schedules(c); }},
      {"salaire", [](Offer& o, const std::string& c) { o.salary.monthly_min_cents = euro_cents(c); }},
      {"debut", [](Offer& o, const std::string& c) { o.start = day(c); }},
      {"cloture", [](Offer& o, const std::string& c) { o.closing = day(c); }},
      {"competences",
       [&](Offer& o, const std::string& c) {
         for (const auto& one : parts(c)) {
           const Demanded asked = demanded(one);
           ItemRequirement requirement;
           // « hors vocabulaire »: a code that the source uses and no vocabulary knows.
           requirement.item =
               fold(asked.what) == "hors vocabulaire" ? Key("source:inconnu") : item_key(ref, asked.what);
           requirement.level = asked.level;
           o.items.push_back(requirement);
         }
       }},
      {"permis",
       [](Offer& o, const std::string& c) {
         for (const auto& one : parts(c)) {
           const Demanded asked = demanded(one);
           o.licences.push_back({licence(asked.what), asked.level, Provenance::kField});
         }
       }},
      {"certificats",
       [&](Offer& o, const std::string& c) {
         for (const auto& one : parts(c)) {
           const Demanded asked = demanded(one);
           o.certificates.push_back(
               {certificate_key(ref, asked.what), "", asked.level, std::nullopt, Provenance::kField, ""});
         }
       }},
      {"langues",
       [](Offer& o, const std::string& c) {
         for (const auto& one : parts(c)) {
           const Demanded asked = demanded(one);
           const SpokenLanguage language = spoken(asked.what);
           o.languages.push_back({language.language, language.level, asked.level});
         }
       }},
      {"formation",
       [](Offer& o, const std::string& c) {
         const Demanded asked = demanded(c);
         o.education = EducationRequirement{education(asked.what), asked.level, ""};
       }},
      {"experience",
       [](Offer& o, const std::string& c) {
         ExperienceRequirement asked;
         if (fold(c) == "debutant accepte") asked.beginner_accepted = true;
         else if (fold(c) != "exigee") asked.months = months(c);
         o.experience = asked;
       }},
      {"reservee",
       [](Offer& o, const std::string& c) {
         for (const auto& one : parts(c)) o.reserved = static_cast<ReservedMask>(o.reserved | bit(reserved(one)));
       }},
  };
}

// "id: words", or words about any line.
Words words_of(const std::string& part, const std::set<std::string>& ids) {
  const std::size_t colon = part.find(':');
  if (colon == std::string::npos) return {"", part};
  const std::string id(trim(std::string_view(part).substr(0, colon)));
  if (!ids.contains(id)) throw std::invalid_argument(fmt::format("unknown id « {} »", id));
  return {id, std::string(trim(std::string_view(part).substr(colon + 1)))};
}

Words about_a_line(const std::string& part, const std::set<std::string>& ids) {
  Words found = words_of(part, ids);
  if (found.id.empty()) throw std::invalid_argument(fmt::format("« id: … » is expected, not « {} »", part));
  return found;
}

Columns<Expectation> expectation_columns(const std::set<std::string>& persons, const std::set<std::string>& offers,
                                         const std::set<std::string>& all) {
  return {
      {"qui demande",
       [](Expectation& e, const std::string& c) {
         if (fold(c) == "conseiller") e.policy = "adviser";
         else if (fold(c) == "recruteur") e.policy = "recruiter";
         else if (fold(c) == "operation") e.policy = "operations";
         else throw std::invalid_argument(fmt::format("unknown role « {} »", c));
       }},
      {"pour",
       [&](Expectation& e, const std::string& c) {
         e.about = c;
         e.about_person = persons.contains(c);
         if (!e.about_person && !offers.contains(c)) throw std::invalid_argument(fmt::format("unknown id « {} »", c));
       }},
      {"liste dans l ordre",
       [&](Expectation& e, const std::string& c) {
         if (fold(c) == "vide") return;
         for (const auto& group : parts(c)) {
           e.list.push_back(parts(group, '='));
           for (const std::string& id : e.list.back())
             if (!all.contains(id)) throw std::invalid_argument(fmt::format("unknown id « {} »", id));
         }
       }},
      {"verdicts",
       [&](Expectation& e, const std::string& c) {
         for (const auto& part : parts(c, ';')) {
           const Words said = about_a_line(part, all);
           constexpr std::string_view kBecause = " parce que ";
           const std::size_t at = said.words.find(kBecause);
           const std::string because = at == std::string::npos ? "" : said.words.substr(at + kBecause.size());
           e.verdicts.push_back({said.id, tier(std::string_view(said.words).substr(0, at)), because});
         }
       }},
      {"points",
       [&](Expectation& e, const std::string& c) {
         for (const auto& part : parts(c, ';')) {
           const Words said = about_a_line(part, all);
           const std::string_view words = said.words;
           if (words.ends_with(" sans objet")) {
             e.points.push_back({said.id, criterion(words.substr(0, words.size() - 11)), std::nullopt});
             continue;
           }
           const std::size_t blank = words.rfind(' ');
           if (blank == std::string_view::npos) throw std::invalid_argument(fmt::format("no figure in « {} »", words));
           const std::string figure(words.substr(blank + 1));
           if (figure.empty() || figure.size() > 5 || figure.find_first_not_of("0123456789") != std::string::npos)
             throw std::invalid_argument(fmt::format("not a figure: « {} »", figure));
           e.points.push_back({said.id, criterion(words.substr(0, blank)), std::stoi(figure)});
         }
       }},
      {"on y lit",
       [&](Expectation& e, const std::string& c) {
         for (const auto& part : parts(c, ';')) e.says.push_back(words_of(part, all));
       }},
      {"on n y lit pas",
       [&](Expectation& e, const std::string& c) {
         for (const auto& part : parts(c, ';')) e.never_says.push_back(words_of(part, all));
       }},
  };
}

template <class Record>
std::set<std::string> sort_by_id(const Section& section, std::vector<Record>& records) {
  std::set<std::string> ids;
  for (const Record& record : records) {
    if (record.id.empty()) throw Malformed(section.file, section.line, "a person or an offer without id");
    if (!ids.insert(record.id).second)
      throw Malformed(section.file, section.line, fmt::format("id « {} » stands twice", record.id));
  }
  std::sort(records.begin(), records.end(), [](const Record& a, const Record& b) { return a.id < b.id; });
  return ids;
}

}  // namespace

Scenario read_scenario(const Section& section, const Reference& ref) {
  Scenario scenario;
  const Table* questions = nullptr;
  for (const Table& table : section.tables) {
    const std::string first = fold(table.columns.front());
    if (first == "personne") read_rows(section, table, person_columns(ref), scenario.persons);
    else if (first == "offre") read_rows(section, table, offer_columns(ref), scenario.offers);
    else if (first == "qui demande" && questions == nullptr) questions = &table;
    else
      throw Malformed(
          section.file, table.line,
          fmt::format("a table starts with personne, offre or (once) qui demande, not « {} »", table.columns.front()));
  }
  const std::set<std::string> persons = sort_by_id(section, scenario.persons),
                              offers = sort_by_id(section, scenario.offers);
  std::set<std::string> all = persons;
  all.insert(offers.begin(), offers.end());
  if (all.size() != persons.size() + offers.size())
    throw Malformed(section.file, section.line, "a person and an offer of one id");
  if (questions == nullptr) throw Malformed(section.file, section.line, "no table « qui demande »");
  read_rows(section, *questions, expectation_columns(persons, offers, all), scenario.expectations);
  const auto is_list = [](const std::string& name) { return fold(name) == "liste dans l ordre"; };
  const auto column = static_cast<std::size_t>(
      std::find_if(questions->columns.begin(), questions->columns.end(), is_list) - questions->columns.begin());
  for (std::size_t i = 0; i < scenario.expectations.size(); ++i) {
    Expectation& expected = scenario.expectations[i];
    expected.line = questions->rows[i].line;
    if (expected.policy.empty() || expected.about.empty())
      throw Malformed(section.file, expected.line, "who asks, and for whom?");
    if (column == questions->columns.size())
      throw Malformed(section.file, questions->line, "no column « liste dans l'ordre »");
    if (silent(questions->rows[i].cells[column]))
      throw Malformed(section.file, expected.line, "an empty list is written « vide »");
  }
  return scenario;
}

}  // namespace passerelle::scenarios
