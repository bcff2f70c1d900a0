#include "records/vocabulary_codes.hpp"

#include <array>
#include <cstddef>
#include <iterator>

namespace passerelle {
namespace {

/// A line of a closed list: its position is the enumerator.
struct Entry {
  std::string_view code;
  std::string_view french;
  std::string_view english;
};

// Codes of typeContrat (France Travail, référentiel typesContrats); ALT and INT are ours, read from natureContrat.
constexpr Entry kContracts[] = {
    {"", "Contrat non précisé", "Contract not stated"},
    {"CDI", "Contrat à durée indéterminée", "Permanent contract"},
    {"CDD", "Contrat à durée déterminée", "Fixed-term contract"},
    {"MIS", "Mission d'intérim", "Temporary agency work"},
    {"SAI", "Contrat saisonnier", "Seasonal contract"},
    {"DDI", "CDD d'insertion", "Fixed-term integration contract"},
    {"DIN", "CDI intérimaire", "Permanent agency contract"},
    {"ALT", "Alternance", "Apprenticeship or work-study contract"},
    {"LIB", "Profession libérale", "Self-employed profession"},
    {"FRA", "Franchise", "Franchise"},
    {"CCE", "Profession commerciale", "Commercial agent"},
    {"REP", "Reprise d'entreprise", "Business takeover"},
    {"TTI", "Intérim d'insertion", "Temporary integration work"},
    {"INT", "Contrat intermittent", "Intermittent contract"},
};
static_assert(std::size(kContracts) == static_cast<std::size_t>(Contract::kCount));

constexpr Entry kSchedules[] = {
    {"day", "Journée", "Daytime"},
    {"shift", "Travail posté (2x8, 3x8…)", "Shift work"},
    {"night", "Nuit", "Nights"},
    {"weekend", "Week-end et jours fériés", "Weekends and holidays"},
    {"split", "Horaires fractionnés", "Split shifts"},
    {"irregular", "Horaires décalés", "Irregular hours"},
    {"early", "Tôt le matin (avant 7 h)", "Early mornings (before 7 am)"},
    {"late", "Tard le soir (après 21 h)", "Late evenings (after 9 pm)"},
    {"on-call", "Astreintes", "On-call duty"},
    {"remote", "Télétravail", "Remote work"},
};
static_assert(std::size(kSchedules) == static_cast<std::size_t>(Schedule::kCount));

constexpr Entry kLicences[] = {
    {"AM", "Permis AM (cyclomoteur)", "Licence AM (moped)"},
    {"A1", "Permis A1 (moto légère)", "Licence A1 (light motorcycle)"},
    {"A2", "Permis A2 (moto jusqu'à 35 kW)", "Licence A2 (motorcycle up to 35 kW)"},
    {"A", "Permis A (moto)", "Licence A (motorcycle)"},
    {"B1", "Permis B1 (quadricycle lourd)", "Licence B1 (heavy quadricycle)"},
    {"B", "Permis B (véhicule léger)", "Licence B (car)"},
    {"BE", "Permis BE (véhicule léger et remorque)", "Licence BE (car and trailer)"},
    {"C1", "Permis C1 (poids lourd jusqu'à 7,5 t)", "Licence C1 (lorry up to 7.5 t)"},
    {"C1E", "Permis C1E (poids lourd jusqu'à 7,5 t et remorque)", "Licence C1E (lorry up to 7.5 t and trailer)"},
    {"C", "Permis C (poids lourd)", "Licence C (lorry)"},
    {"CE", "Permis CE (poids lourd et remorque)", "Licence CE (lorry and trailer)"},
    {"D1", "Permis D1 (transport jusqu'à 16 personnes)", "Licence D1 (minibus)"},
    {"D1E", "Permis D1E (transport jusqu'à 16 personnes et remorque)", "Licence D1E (minibus and trailer)"},
    {"D", "Permis D (transport en commun)", "Licence D (bus)"},
    {"DE", "Permis DE (transport en commun et remorque)", "Licence DE (bus and trailer)"},
};
static_assert(std::size(kLicences) == static_cast<std::size_t>(Licence::kCount));

constexpr Entry kMeans[] = {
    {"", "Moyen de transport non précisé", "Means of transport not stated"},
    {"walk", "À pied", "On foot"},
    {"bike", "Vélo", "Bicycle"},
    {"public-transport", "Transports en commun", "Public transport"},
    {"moped", "Deux-roues motorisé", "Moped"},
    {"car", "Voiture", "Car"},
};
static_assert(std::size(kMeans) == static_cast<std::size_t>(Means::kCount));

constexpr Entry kReserved[] = {
    {"iae", "Insertion par l'activité économique", "Integration through economic activity"},
    {"adapted-company", "Entreprise adaptée", "Adapted company"},
    {"subsidised", "Contrat aidé (CUI-CAE, PEC)", "Subsidised contract (CUI-CAE, PEC)"},
    {"apprentice-age", "Âge de l'apprentissage", "Apprenticeship age"},
};
static_assert(std::size(kReserved) == static_cast<std::size_t>(Reserved::kCount));

constexpr Entry kLevels[] = {{"E", "Exigé", "Required"}, {"S", "Souhaité", "Desired"}};
constexpr Entry kProvenances[] = {{"field", "", ""}, {"text", "", ""}, {"card", "", ""}};
constexpr Entry kOrigins[] = {{"inferred", "", ""}, {"declared", "", ""}, {"certified", "", ""}};
constexpr Entry kCefr[] = {{"", "", ""},   {"A1", "", ""}, {"A2", "", ""}, {"B1", "", ""},
                           {"B2", "", ""}, {"C1", "", ""}, {"C2", "", ""}};

constexpr Entry kEducation[] = {
    {"0", "Niveau non précisé", "Level not stated"},
    {"1", "Niveau 1", "Level 1"},
    {"2", "Sans diplôme", "No diploma"},
    {"3", "CAP, BEP", "CAP, BEP (vocational certificate)"},
    {"4", "Baccalauréat", "Baccalauréat (upper secondary)"},
    {"5", "Bac+2", "Bac+2 (short cycle)"},
    {"6", "Bac+3 ou Bac+4", "Bac+3 or Bac+4 (bachelor)"},
    {"7", "Bac+5", "Bac+5 (master)"},
    {"8", "Doctorat", "Doctorate"},
};

constexpr char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_code(std::string_view a, std::string_view b) noexcept {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (lower(a[i]) != lower(b[i])) return false;
  return true;
}

template <class E, std::size_t N>
std::optional<E> from_code(const Entry (&table)[N], std::string_view wanted) noexcept {
  if (wanted.empty()) return std::nullopt;
  for (std::size_t i = 0; i < N; ++i)
    if (same_code(table[i].code, wanted)) return static_cast<E>(i);
  return std::nullopt;
}

/// Out-of-range values (never produced here, but an enum holds any byte) read as the first line.
template <std::size_t N>
const Entry& entry(const Entry (&table)[N], std::size_t index) noexcept {
  return table[index < N ? index : 0];
}
template <std::size_t N>
std::string_view text(const Entry (&table)[N], std::size_t index, Language language) noexcept {
  const Entry& line = entry(table, index);
  return language == Language::kFrench ? line.french : line.english;
}
template <class E>
constexpr std::size_t index_of(E value) noexcept {
  return static_cast<std::size_t>(value);
}

/// What each category directly entitles to or supposes. Directive 2006/126/EC article 6: (1) BE, C and D suppose B,
/// the E categories suppose their base; (2)(a) C1E, CE, D1E, DE cover BE, (c) CE covers C1E and DE covers D1E,
/// (d) every category covers AM, (e) A2 covers A1, (f) A, B, C, D cover A2, B1, C1, D1. (2)(b) is below.
constexpr LicenceMask kDirect[] = {
    0,                                                                              // AM
    bit(Licence::kAM),                                                              // A1
    bit(Licence::kA1),                                                              // A2
    bit(Licence::kA2),                                                              // A
    bit(Licence::kAM),                                                              // B1
    bit(Licence::kB1),                                                              // B
    bit(Licence::kB),                                                               // BE
    bit(Licence::kB),                                                               // C1
    static_cast<LicenceMask>(bit(Licence::kC1) | bit(Licence::kBE)),                // C1E
    bit(Licence::kC1),                                                              // C
    static_cast<LicenceMask>(bit(Licence::kC) | bit(Licence::kC1E)),                // CE
    bit(Licence::kB),                                                               // D1
    static_cast<LicenceMask>(bit(Licence::kD1) | bit(Licence::kBE)),                // D1E
    bit(Licence::kD1),                                                              // D
    static_cast<LicenceMask>(bit(Licence::kD) | bit(Licence::kD1E)),                // DE
};
static_assert(std::size(kDirect) == static_cast<std::size_t>(Licence::kCount));

}  // namespace

LicenceMask with_implied(LicenceMask held) noexcept {
  // Each category only leads to others, and the chain is at most the number of categories long.
  for (LicenceMask before = 0; before != held;) {
    before = held;
    for (std::size_t i = 0; i < std::size(kDirect); ++i)
      if (held & (1U << i)) held = static_cast<LicenceMask>(held | kDirect[i]);
    // Article 6 (2)(b): CE is valid for DE as long as its holder is entitled to D.
    if ((held & bit(Licence::kCE)) && (held & bit(Licence::kD)))
      held = static_cast<LicenceMask>(held | bit(Licence::kDE));
  }
  return held;
}

std::string_view code(Contract v) noexcept { return entry(kContracts, index_of(v)).code; }
std::string_view code(Schedule v) noexcept { return entry(kSchedules, index_of(v)).code; }
std::string_view code(Licence v) noexcept { return entry(kLicences, index_of(v)).code; }
std::string_view code(Means v) noexcept { return entry(kMeans, index_of(v)).code; }
std::string_view code(Reserved v) noexcept { return entry(kReserved, index_of(v)).code; }
std::string_view code(Level v) noexcept { return entry(kLevels, index_of(v)).code; }
std::string_view code(Provenance v) noexcept { return entry(kProvenances, index_of(v)).code; }
std::string_view code(ItemOrigin v) noexcept { return entry(kOrigins, index_of(v)).code; }
std::string_view cefr_code(LanguageLevel v) noexcept { return entry(kCefr, v).code; }

std::string_view label(Contract v, Language l) noexcept { return text(kContracts, index_of(v), l); }
std::string_view label(Schedule v, Language l) noexcept { return text(kSchedules, index_of(v), l); }
std::string_view label(Licence v, Language l) noexcept { return text(kLicences, index_of(v), l); }
std::string_view label(Means v, Language l) noexcept { return text(kMeans, index_of(v), l); }
std::string_view label(Reserved v, Language l) noexcept { return text(kReserved, index_of(v), l); }
std::string_view education_label(EducationLevel v, Language l) noexcept { return text(kEducation, v, l); }

std::optional<Contract> contract_from_code(std::string_view c) noexcept { return from_code<Contract>(kContracts, c); }
std::optional<Schedule> schedule_from_code(std::string_view c) noexcept { return from_code<Schedule>(kSchedules, c); }
std::optional<Licence> licence_from_code(std::string_view c) noexcept { return from_code<Licence>(kLicences, c); }
std::optional<Means> means_from_code(std::string_view c) noexcept { return from_code<Means>(kMeans, c); }
std::optional<Reserved> reserved_from_code(std::string_view c) noexcept { return from_code<Reserved>(kReserved, c); }
std::optional<Level> level_from_code(std::string_view c) noexcept { return from_code<Level>(kLevels, c); }
std::optional<Provenance> provenance_from_code(std::string_view c) noexcept {
  return from_code<Provenance>(kProvenances, c);
}
std::optional<ItemOrigin> origin_from_code(std::string_view c) noexcept { return from_code<ItemOrigin>(kOrigins, c); }
std::optional<LanguageLevel> cefr_from_code(std::string_view c) noexcept { return from_code<LanguageLevel>(kCefr, c); }

}  // namespace passerelle
