#include "ranking/fact.hpp"

#include <array>

#include <fmt/args.h>
#include <fmt/format.h>

namespace passerelle {
namespace {

struct Pattern {
  FactCode code;
  std::string_view name, french, english;
};

// {a} {b}: labels; {n1} {n2}: figures; {km}: n1 metres in kilometres; {days}: n1 with its unit; {date}: the day in a as
// people write it; {level}: requirement level in words.
constexpr Pattern kPatterns[] = {
    {FactCode::kSameOccupation, "same-occupation", "{a} : le métier même", "{a}: the very occupation"},
    {FactCode::kSameParentOccupation, "same-parent-occupation", "{a} : même famille que « {b} »", "{a}: same family as “{b}”"},
    {FactCode::kListedOccupation, "listed-occupation", "{a} : métier proche de « {b} »", "{a}: close to “{b}”"},
    {FactCode::kComputedOccupation, "computed-occupation", "{a} : fiche semblable à « {b} »", "{a}: similar card to “{b}”"},
    {FactCode::kFarOccupation, "far-occupation", "aucun métier proche de « {b} »", "no occupation close to “{b}”"},
    {FactCode::kItemHeld, "item-held", "{a}", "{a}"},
    {FactCode::kItemClose, "item-close", "{a} — par « {b} » (proche à {n1} %)", "{a} — through “{b}” ({n1} % alike)"},
    {FactCode::kItemSameGroup, "item-same-group", "{a} — par « {b} » (même famille de compétences)", "{a} — through “{b}” (same family)"},
    {FactCode::kItemInferred, "item-inferred", "{a} — supposé par la pratique de « {b} »", "{a} — inferred from having practised “{b}”"},
    {FactCode::kItemMissing, "item-missing", "{a}", "{a}"},
    {FactCode::kItemUnknown, "item-unknown", "{a} (hors des vocabulaires importés, non compté)", "{a} (in no imported vocabulary, not counted)"},
    {FactCode::kCardStandsIn, "card-stands-in", "l'offre ne liste aucune compétence : la fiche « {a} » sert de référence, à moindre poids",
     "the offer lists no competence: the card of “{a}” stands in, at a lower weight"},
    {FactCode::kCardForUnknown, "card-for-unknown",
     "les compétences de l'offre ne sont dans aucun vocabulaire importé : la fiche « {a} » sert de référence, à moindre poids",
     "the offer's competences are in no imported vocabulary: the card of “{a}” stands in, at a lower weight"},
    {FactCode::kLicenceHeld, "licence-held", "{a} détenu", "{a} held"},
    {FactCode::kLicenceMissing, "licence-missing", "{a} {level}, non détenu", "{a} {level}, not held"},
    {FactCode::kLicenceUnknown, "licence-unknown", "{a} {level} : la personne le détient-elle ?", "{a} {level}: does the person hold it?"},
    {FactCode::kCertificateHeld, "certificate-held", "{a} détenu", "{a} held"},
    {FactCode::kCertificateMissing, "certificate-missing", "{a} {level}, non détenu", "{a} {level}, not held"},
    {FactCode::kCertificateUnknown, "certificate-unknown", "{a} {level} : la personne le détient-elle ?", "{a} {level}: does the person hold it?"},
    {FactCode::kMonthsCounted, "months-counted", "{n1} mois comptés pour {n2} demandés", "{n1} months counted, {n2} asked"},
    {FactCode::kMonthsShort, "months-short", "il manque {n1} mois d'expérience", "{n1} months of experience short"},
    {FactCode::kEducationMet, "education-met", "niveau {a} pour {b} demandé", "level {a}, {b} asked"},
    {FactCode::kEducationShort, "education-short", "niveau {b} demandé, {a} déclaré", "level {b} asked, {a} declared"},
    {FactCode::kEducationUnknown, "education-unknown", "niveau {b} demandé, niveau de la personne non renseigné", "level {b} asked, the person's is not stated"},
    {FactCode::kLanguageMet, "language-met", "{a} {b}", "{a} {b}"},
    {FactCode::kLanguageShort, "language-short", "{a} : niveau {b} demandé, niveau déclaré plus bas", "{a}: {b} asked, a lower level declared"},
    {FactCode::kLanguageMissing, "language-missing", "{a} {b} demandé, non déclaré", "{a} {b} asked, not declared"},
    {FactCode::kDistance, "distance", "à {km} km par la route, pour un rayon de {n2} km", "{km} km by road, radius {n2} km"},
    {FactCode::kMinutes, "minutes", "{n1} min de trajet, pour {n2} min acceptées", "{n1} min away, {n2} min accepted"},
    {FactCode::kPlaceUnknown, "place-unknown", "lieu de travail non localisé : où est-ce ?", "workplace not located: where is it?"},
    {FactCode::kHomeUnknown, "home-unknown", "domicile non localisé", "home not located"},
    {FactCode::kContractWanted, "contract-wanted", "{a}, choix n° {n1} de la personne", "{a}, the person's choice no. {n1}"},
    {FactCode::kContractRefused, "contract-refused", "{a} ne fait pas partie des contrats acceptés", "{a} is not among the accepted contracts"},
    {FactCode::kContractUnstated, "contract-unstated", "l'offre ne dit pas le contrat", "the offer does not state the contract"},
    {FactCode::kHoursWithin, "hours-within", "{hours} par semaine, dans le souhait", "{hours} a week, within the wish"},
    {FactCode::kHoursOutside, "hours-outside", "{hours} par semaine, hors du souhait", "{hours} a week, outside the wish"},
    {FactCode::kHoursUnstated, "hours-unstated", "l'offre ne dit pas la durée de travail", "the offer does not state the hours"},
    {FactCode::kScheduleWithin, "schedule-within", "{a} : accepté", "{a}: accepted"},
    {FactCode::kScheduleOutside, "schedule-outside", "{a} : non accepté", "{a}: not accepted"},
    {FactCode::kScheduleUnstated, "schedule-unstated", "l'offre ne dit pas les horaires", "the offer does not state the schedule"},
    {FactCode::kSalaryMet, "salary-met", "{n1} € brut par mois pour {n2} € souhaités", "€{n1} gross a month, €{n2} wanted"},
    {FactCode::kSalaryShort, "salary-short", "{n1} € brut par mois, sous les {n2} € souhaités", "€{n1} gross a month, below the €{n2} wanted"},
    {FactCode::kSalaryUnstated, "salary-unstated", "l'offre ne dit pas le salaire", "the offer does not state the salary"},
    {FactCode::kStartFits, "start-fits", "début le {date}, {days} après la disponibilité", "starts on {date}, {days} after availability"},
    {FactCode::kStartLate, "start-late", "début le {date}, disponibilité {days} plus tard", "starts on {date}, available {days} later"},
    {FactCode::kStartUnstated, "start-unstated", "l'offre ne dit pas la date de début", "the offer does not state the start"},
    {FactCode::kTensionClass, "tension-class", "tension {n1} sur 5 dans ce bassin", "tension {n1} of 5 in this basin"},
    {FactCode::kOfferClosed, "offer-closed", "offre close depuis le {date}", "the offer closed on {date}"},
    {FactCode::kRegulatedHeld, "regulated-held", "métier réglementé, diplôme détenu : {b}", "regulated occupation, diploma held: {b}"},
    {FactCode::kRegulatedMissing, "regulated-missing", "métier réglementé : il faut {b}", "regulated occupation: {b} is needed"},
    {FactCode::kRegulatedUnknown, "regulated-unknown", "« {a} » est un métier réglementé : le diplôme ou titre exigé est-il détenu ?",
     "“{a}” is a regulated occupation: is the required diploma held?"},
    {FactCode::kReservedMissing, "reserved-missing", "offre réservée : attestation d'éligibilité nécessaire ({a})", "reserved offer: an eligibility attestation is needed ({a})"},
    {FactCode::kOccupationUnknown, "occupation-unknown", "le métier de l'offre n'est pas connu", "the offer's occupation is not known"},
};
static_assert(std::size(kPatterns) == static_cast<std::size_t>(FactCode::kCount));

const Pattern& pattern_of(FactCode code) noexcept {
  // The table stands in the order of the enumeration; a test walks it.
  return kPatterns[static_cast<std::size_t>(code)];
}

std::string_view level_words(const std::string& level, Language language) {
  if (language == Language::kFrench) return level == "E" ? "exigé" : "souhaité";
  return level == "E" ? "required" : "desired";
}

std::string hours_text(std::int64_t minutes, Language language) {
  if (language == Language::kFrench) return minutes % 60 == 0 ? fmt::format("{} h", minutes / 60) : fmt::format("{} h {:02}", minutes / 60, minutes % 60);
  return minutes % 60 == 0 ? fmt::format("{} h", minutes / 60) : fmt::format("{} h {:02} min", minutes / 60, minutes % 60);
}

std::string kilometres(std::int64_t metres, Language language) {
  return fmt::format("{}{}{}", (metres + 50) / 1000, language == Language::kFrench ? ',' : '.', (metres + 50) % 1000 / 100);
}

std::string days_text(std::int64_t days, Language language) {
  if (language == Language::kFrench) return fmt::format("{} {}", days, days < 2 ? "jour" : "jours");
  return fmt::format("{} {}", days, days == 1 ? "day" : "days");
}

// "2025-03-17" as « 17/03/2025 » in French; English keeps the ISO form, which no reader takes for another day.
std::string date_text(const std::string& iso, Language language) {
  if (language != Language::kFrench || iso.size() != 10) return iso;
  return fmt::format("{}/{}/{}", iso.substr(8), iso.substr(5, 2), iso.substr(0, 4));
}

// A label that is not there (a level not stated) leaves no double blank behind.
std::string without_gaps(std::string sentence) {
  std::size_t kept = 0;
  for (const char c : sentence)
    if (c != ' ' || (kept > 0 && sentence[kept - 1] != ' ')) sentence[kept++] = c;
  while (kept > 0 && sentence[kept - 1] == ' ') --kept;
  sentence.resize(kept);
  return sentence;
}

}  // namespace

std::string_view code(FactCode code) noexcept { return pattern_of(code).name; }

std::string text(const Fact& fact, Language language) {
  const Pattern& pattern = pattern_of(fact.code);
  return without_gaps(fmt::format(
      fmt::runtime(language == Language::kFrench ? pattern.french : pattern.english), fmt::arg("a", fact.a), fmt::arg("b", fact.b),
      fmt::arg("n1", fact.n1), fmt::arg("n2", fact.n2), fmt::arg("km", kilometres(fact.n1, language)),
      fmt::arg("days", days_text(fact.n1, language)), fmt::arg("date", date_text(fact.a, language)),
      fmt::arg("hours", hours_text(fact.n1, language)), fmt::arg("level", level_words(fact.level, language))));
}

}  // namespace passerelle
