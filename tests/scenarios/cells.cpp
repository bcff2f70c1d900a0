#include "scenarios/cells.hpp"

#include <charconv>
#include <map>
#include <stdexcept>

#include <fmt/format.h>

#include "base/text.hpp"
#include "records/languages.hpp"

namespace passerelle::scenarios {
namespace {

[[noreturn]] void refuse(std::string_view what, std::string_view text) {
  throw std::invalid_argument(fmt::format("{} « {} »", what, text));
}

template <class T>
T one_of(const std::map<std::string_view, T>& words, std::string_view text, std::string_view what) {
  const auto at = words.find(fold(text));
  if (at == words.end()) refuse(what, text);
  return at->second;
}

// The number at the start of `text`, followed by one of the units.
unsigned number(std::string_view text, std::initializer_list<std::string_view> units) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc{}) {
    const std::string_view unit = trim(text.substr(static_cast<std::size_t>(end - text.data())));
    for (const std::string_view known : units)
      if (unit == known) return value;
  }
  refuse("not a figure with its unit:", text);
}

}  // namespace

bool silent(std::string_view cell) { return cell.empty() || cell == "—"; }

std::vector<std::string> parts(std::string_view cell, char separator) {
  std::vector<std::string> found;
  if (silent(cell)) return found;
  for (std::size_t at = 0; at <= cell.size();) {
    const std::size_t end = std::min(cell.find(separator, at), cell.size());
    found.emplace_back(trim(cell.substr(at, end - at)));
    if (found.back().empty()) refuse("an empty part in", cell);
    at = end + 1;
  }
  return found;
}

Key occupation_key(const reference::Reference& reference, std::string_view name) {
  if (reference.find_occupation(fmt::format("rome:{}", name))) return fmt::format("rome:{}", name);
  const std::string wanted = fold(name);
  std::vector<Key> found;
  for (std::size_t o = 0; o < reference.occupation_keys.size(); ++o) {
    bool named = fold(reference.occupation_labels[o]) == wanted;
    for (const std::string& title : reference.titles[o]) named = named || fold(title) == wanted;
    if (named) found.push_back(reference.occupation_keys[o]);
  }
  if (found.empty()) refuse("unknown occupation", name);
  if (found.size() > 1) refuse(fmt::format("an occupation of several codes ({}, {})", found[0], found[1]), name);
  return found.front();
}

Place place(const reference::Reference& reference, std::string_view name) {
  Place result;
  if (fold(name) == "non localise") return result;
  const auto communes = reference.communes_named(fold(name));
  if (communes.size() != 1) refuse(communes.empty() ? "unknown commune" : "a commune of several departments", name);
  result.insee = reference.communes[communes.front().value].code;
  result.name = std::string(name);
  return result;
}

Key item_key(const reference::Reference& reference, std::string_view code) {
  Key key = fmt::format("demo:{}", code);
  if (!reference.find_item(key)) refuse("unknown competence", code);
  return key;
}

Key certificate_key(const reference::Reference& reference, std::string_view code) {
  Key key = fmt::format("cert:{}", code);
  if (!reference.find_item(key)) refuse("unknown certificate", code);
  return key;
}

Demanded demanded(std::string_view text) {
  const std::size_t blank = text.rfind(' ');
  if (blank == std::string_view::npos) refuse("exigé or souhaité is missing after", text);
  return {std::string(trim(text.substr(0, blank))),
          one_of<Level>({{"exige", Level::kRequired}, {"souhaite", Level::kDesired}}, text.substr(blank),
                        "neither exigé nor souhaité:")};
}

Licence licence(std::string_view text) {
  const auto found = licence_from_code(text);
  if (!found) refuse("unknown licence", text);
  return *found;
}

Contract contract(std::string_view text) {
  return one_of<Contract>({{"cdi", Contract::kCdi},
                           {"cdd", Contract::kCdd},
                           {"interim", Contract::kTemp},
                           {"saisonnier", Contract::kSeasonal},
                           {"alternance", Contract::kApprenticeship},
                           {"cdi interimaire", Contract::kOpenTemp},
                           {"cdd d insertion", Contract::kInsertionCdd}},
                          text, "unknown contract");
}

ScheduleMask schedules(std::string_view cell) {
  ScheduleMask mask = 0;
  for (const std::string& word : parts(cell))
    mask = static_cast<ScheduleMask>(mask | bit(one_of<Schedule>({{"journee", Schedule::kDay},
                                                                  {"poste", Schedule::kShift},
                                                                  {"nuit", Schedule::kNight},
                                                                  {"week end", Schedule::kWeekend},
                                                                  {"coupes", Schedule::kSplit},
                                                                  {"decales", Schedule::kIrregular},
                                                                  {"tot le matin", Schedule::kEarly},
                                                                  {"tard le soir", Schedule::kLate}},
                                                                 word, "unknown schedule")));
  return mask;
}

Means means(std::string_view text) {
  return one_of<Means>({{"voiture", Means::kCar},
                        {"velo", Means::kBike},
                        {"a pied", Means::kWalk},
                        {"deux roues", Means::kMoped},
                        {"transports en commun", Means::kPublicTransport}},
                       text, "unknown means of transport");
}

Reserved reserved(std::string_view text) {
  return one_of<Reserved>({{"iae", Reserved::kIae},
                           {"entreprise adaptee", Reserved::kAdaptedCompany},
                           {"contrat aide", Reserved::kSubsidised},
                           {"age de l apprentissage", Reserved::kApprenticeAge}},
                          text, "unknown reservation");
}

SpokenLanguage spoken(std::string_view text) {
  const std::size_t blank = text.rfind(' ');
  SpokenLanguage result;
  std::string_view name = text;
  if (blank != std::string_view::npos) {
    const auto level = cefr_from_code(text.substr(blank + 1));
    if (!level) refuse("unknown language level in", text);
    result.level = *level;
    name = text.substr(0, blank);
  }
  for (const LanguageName& known : known_languages())
    if (fold(known.french.substr(0, known.french.find('|'))) == fold(name)) result.language = known.code;
  if (result.language.empty()) refuse("unknown language", name);
  return result;
}

EducationLevel education(std::string_view text) {
  return one_of<EducationLevel>(
      {{"sans diplome", 2}, {"cap", 3}, {"bac", 4}, {"bac 2", 5}, {"bac 3", 6}, {"bac 5", 7}, {"doctorat", 8}}, text,
      "unknown education level");
}

Mobility mobility(std::string_view text) {
  Mobility result;
  if (text.ends_with("km")) result.radius_km = static_cast<std::uint16_t>(number(text, {"km"}));
  else result.radius_minutes = static_cast<std::uint16_t>(number(text, {"min"}));
  return result;
}

std::uint16_t months(std::string_view text) {
  return static_cast<std::uint16_t>(text.ends_with("mois") ? number(text, {"mois"}) : 12 * number(text, {"an", "ans"}));
}

std::uint16_t weekly_minutes(std::string_view text) { return static_cast<std::uint16_t>(60 * number(text, {"h"})); }

std::uint32_t euro_cents(std::string_view text) { return 100 * number(text, {"€"}); }

Day day(std::string_view text) {
  if (text.size() != 10 || text[2] != '/' || text[5] != '/') refuse("not a date jj/mm/aaaa:", text);
  const auto found = parse_day(fmt::format("{}-{}-{}", text.substr(6), text.substr(3, 2), text.substr(0, 2)));
  if (!found) refuse("not a date jj/mm/aaaa:", text);
  return *found;
}

VerdictTier tier(std::string_view text) {
  return one_of<VerdictTier>({{"maintenant", VerdictTier::kNow},
                              {"avec un levier", VerdictTier::kWith},
                              {"a verifier", VerdictTier::kAsk},
                              {"non", VerdictTier::kNo}},
                             text, "unknown verdict");
}

Criterion criterion(std::string_view text) {
  for (std::size_t i = 0; i < kCriteria; ++i)
    if (fold(label(static_cast<Criterion>(i), Language::kFrench)) == fold(text)) return static_cast<Criterion>(i);
  refuse("unknown criterion", text);
}

}  // namespace passerelle::scenarios
