#include "generate/trades.hpp"

#include <algorithm>
#include <iterator>

#include "base/text.hpp"

namespace passerelle::generate {
namespace {

struct TradeLine {
  std::string_view prefix;
  Trade trade;
};

// Education: 2 none … 8 doctorate. Pay in thousandths above the minimum wage. Orders of magnitude, not statistics.
constexpr TradeLine kTrades[] = {
    {"A", {Sector::kFarming, 3, 0, 200}},
    {"A13", {Sector::kFarming, 5, 150, 600}},
    {"B", {Sector::kOther, 3, 0, 250}},
    {"C", {Sector::kOffice, 5, 100, 700}},
    {"D", {Sector::kTrade, 3, 0, 200}},
    {"D13", {Sector::kTrade, 5, 150, 700}},
    {"D14", {Sector::kTrade, 5, 100, 700}},
    {"D15", {Sector::kTrade, 3, 0, 120}},
    {"E", {Sector::kOffice, 5, 80, 600}},
    {"F", {Sector::kConstruction, 3, 30, 350}},
    {"F11", {Sector::kConstruction, 6, 300, 1000}},
    {"F12", {Sector::kConstruction, 5, 300, 900}},
    {"F1704", {Sector::kConstruction, 2, 0, 120}},
    {"G", {Sector::kHospitality, 3, 0, 250}},
    {"G11", {Sector::kOffice, 5, 50, 300}},
    {"G14", {Sector::kHospitality, 5, 250, 900}},
    {"H", {Sector::kIndustry, 4, 30, 350}},
    {"H11", {Sector::kIndustry, 7, 500, 1500}},
    {"H12", {Sector::kIndustry, 6, 400, 1400}},
    {"H13", {Sector::kIndustry, 6, 300, 900}},
    {"H14", {Sector::kIndustry, 5, 250, 800}},
    {"H15", {Sector::kIndustry, 5, 200, 700}},
    {"H21", {Sector::kIndustry, 3, 10, 250}},
    {"H25", {Sector::kIndustry, 5, 350, 1200}},
    {"H33", {Sector::kIndustry, 2, 0, 100}},
    {"I", {Sector::kIndustry, 4, 50, 450}},
    {"I11", {Sector::kIndustry, 5, 300, 900}},
    {"I12", {Sector::kConstruction, 3, 20, 200}},
    {"I13", {Sector::kIndustry, 5, 150, 600}},
    {"I16", {Sector::kIndustry, 4, 50, 400}},
    {"J", {Sector::kHealth, 6, 150, 500}},
    {"J11", {Sector::kHealth, 8, 1200, 3000}},
    {"J12", {Sector::kHealth, 8, 700, 1800}},
    {"J13", {Sector::kHealth, 4, 50, 350}},
    {"J15", {Sector::kHealth, 5, 100, 500}},
    {"J1501", {Sector::kHealth, 3, 50, 250}},
    {"J1506", {Sector::kHealth, 6, 200, 600}},
    {"K", {Sector::kOffice, 5, 50, 450}},
    {"K11", {Sector::kHealth, 6, 150, 500}},
    {"K12", {Sector::kHealth, 5, 80, 350}},
    {"K13", {Sector::kCare, 3, 0, 130}},
    {"K17", {Sector::kSecurity, 4, 50, 400}},
    {"K19", {Sector::kOffice, 7, 300, 1400}},
    {"K21", {Sector::kEducation, 6, 100, 600}},
    {"K22", {Sector::kCleaning, 2, 0, 80}},
    {"K23", {Sector::kCleaning, 3, 0, 150}},
    {"K24", {Sector::kEducation, 8, 500, 1400}},
    {"K25", {Sector::kSecurity, 3, 10, 150}},
    {"L", {Sector::kOther, 5, 0, 500}},
    {"M", {Sector::kOffice, 5, 100, 600}},
    {"M11", {Sector::kOffice, 6, 250, 1000}},
    {"M13", {Sector::kOffice, 7, 800, 2500}},
    {"M14", {Sector::kOffice, 6, 300, 1200}},
    {"M16", {Sector::kOffice, 4, 20, 250}},
    {"M17", {Sector::kOffice, 6, 300, 1300}},
    {"M18", {Sector::kOffice, 6, 350, 1300}},
    {"N", {Sector::kTransport, 4, 30, 350}},
    {"N11", {Sector::kLogistics, 3, 0, 150}},
    {"N1105", {Sector::kLogistics, 2, 0, 90}},
    {"N12", {Sector::kLogistics, 5, 100, 400}},
    {"N13", {Sector::kLogistics, 5, 200, 800}},
    {"N41", {Sector::kTransport, 3, 20, 250}},
    {"N42", {Sector::kTransport, 5, 150, 600}},
};

struct LicenceLine {
  std::string_view prefix;
  LicenceHabit habits[2];
  std::size_t count;
};

constexpr LicenceLine kLicenceHabits[] = {
    {"", {{Licence::kB, 35, 30, 0}, {}}, 1},
    {"A1", {{Licence::kB, 120, 120, 0}, {}}, 1},
    {"D14", {{Licence::kB, 250, 150, 850}, {}}, 1},
    {"F1", {{Licence::kB, 130, 150, 0}, {}}, 1},
    {"F12", {{Licence::kB, 350, 150, 850}, {}}, 1},
    {"I1", {{Licence::kB, 200, 120, 0}, {}}, 1},
    {"I1603", {{Licence::kB, 300, 150, 0}, {Licence::kC, 60, 120, 120}}, 2},
    {"J1305", {{Licence::kB, 950, 30, 980}, {}}, 1},
    {"K13", {{Licence::kB, 200, 250, 0}, {}}, 1},
    {"K23", {{Licence::kB, 180, 120, 0}, {Licence::kC, 120, 60, 150}}, 2},
    {"N11", {{Licence::kB, 25, 50, 0}, {}}, 1},
    {"N4101", {{Licence::kC, 380, 0, 970}, {Licence::kCE, 600, 50, 680}}, 2},
    {"N4102", {{Licence::kB, 950, 30, 980}, {}}, 1},
    {"N4103", {{Licence::kD, 930, 30, 960}, {}}, 1},
    {"N4104", {{Licence::kB, 500, 200, 700}, {Licence::kAM, 150, 100, 300}}, 2},
    {"N4105", {{Licence::kB, 900, 60, 980}, {}}, 1},
};

struct CertificateLine {
  std::string_view prefix;
  CertificateHabit habits[2];
  std::size_t count;
};

// Each certificate may be named by a vocabulary of certificates, or by the occupation's own card. The CACES
// recommendations were renumbered in 2020 (R489 was R389, R482 was R372m …): cards may still say the old number.
constexpr CertificateLine kCertificateHabits[] = {
    {"F12", {{"sauveteur secouriste", "sauveteur secouriste", 20, 80, 200}, {"aipr encadrant", "", 60, 120, 300}}, 2},
    {"F1301", {{"caces r487", "caces r 377", 600, 150, 800}, {}}, 1},
    {"F13", {{"caces r482", "caces r 372", 500, 200, 750}, {"aipr operateur", "", 100, 150, 350}}, 2},
    {"F1501", {{"echafaudage r408", "", 250, 250, 600}, {"travail en hauteur", "", 100, 150, 400}}, 2},
    {"F1602",
     {{"habilitation electrique b2", "habilitations electriques", 250, 250, 650},
      {"habilitation electrique br", "", 120, 200, 500}},
     2},
    {"F16", {{"travail en hauteur", "", 15, 60, 120}, {}}, 1},
    {"F17", {{"caces r482", "caces r 372", 20, 90, 130}, {"sauveteur secouriste", "", 5, 40, 120}}, 2},
    {"G16", {{"hygiene alimentaire haccp", "", 60, 150, 350}, {}}, 1},
    {"H21", {{"hygiene alimentaire haccp", "", 30, 90, 200}, {}}, 1},
    {"H2913", {{"en iso 9606 1", "qualification soudage", 100, 200, 500}, {}}, 1},
    {"H", {{"caces r484 categorie 1", "", 10, 40, 80}, {"sauveteur secouriste", "", 5, 30, 120}}, 2},
    {"I13", {{"habilitation electrique br", "habilitations electriques", 150, 300, 650}, {}}, 1},
    {"J1305", {{"afgsu niveau 2", "", 350, 200, 850}, {}}, 1},
    {"J15", {{"afgsu niveau 2", "", 60, 120, 700}, {}}, 1},
    {"K13", {{"assistant de vie aux familles", "", 40, 160, 250}, {"premiers secours citoyen", "", 10, 60, 150}}, 2},
    {"K2503",
     {{"carte professionnelle de securite", "carte professionnelle", 600, 100, 900},
      {"ssiap 1", "ssiap", 150, 200, 350}},
     2},
    {"N1101", {{"caces r489", "caces r 389", 700, 200, 850}, {}}, 1},
    {"N1103", {{"caces r489 categorie 1a", "caces r 389", 120, 220, 380}, {}}, 1},
    {"N1105", {{"caces r489 categorie 1a", "caces r 389", 50, 130, 250}, {}}, 1},
    {"N4101", {{"fimo marchandises", "fimo", 450, 200, 850}, {"adr formation de base", "adr", 40, 80, 150}}, 2},
    {"N4103", {{"fimo voyageurs", "fimo", 450, 200, 850}, {}}, 1},
};

// ROME 3 codes found at the head of public counts of seekers and of posts, most frequent first; the order of
// magnitude only matters where no counts are given.
constexpr std::string_view kFrequent[] = {
    "K2204", "N1103", "K1303", "D1507", "K1304", "A1203", "D1214", "N1105", "K1302", "M1607", "N1101", "H3302", "N4105",
    "D1505", "I1203", "G1603", "N4101", "M1601", "H2909", "F1704", "K2503", "G1602", "F1606", "D1106", "G1203", "M1602",
    "H2102", "F1703", "K2104", "D1401", "M1203", "J1301", "I1604", "J1501", "G1803", "F1602", "J1506", "I1304", "F1603",
    "H2913", "K1207", "M1805", "F1604", "N4103", "D1402", "H2903", "F1302", "H2206", "N1303", "J1305", "F1201", "H1502",
};

struct NafLine {
  Sector sector;
  std::string_view naf;
};
constexpr NafLine kNaf[] = {
    {Sector::kIndustry, "25.62B"},  {Sector::kTransport, "49.41A"},   {Sector::kLogistics, "52.10B"},
    {Sector::kHealth, "86.10Z"},    {Sector::kCare, "88.10A"},        {Sector::kConstruction, "43.99C"},
    {Sector::kTrade, "47.11F"},     {Sector::kHospitality, "56.10A"}, {Sector::kOffice, "70.22Z"},
    {Sector::kCleaning, "81.21Z"},  {Sector::kSecurity, "80.10Z"},    {Sector::kFarming, "01.50Z"},
    {Sector::kEducation, "85.59A"}, {Sector::kOther, "96.09Z"},
};
static_assert(std::size(kNaf) == static_cast<std::size_t>(Sector::kCount));

/// The line whose prefix is the longest that `code` starts with; null when none fits.
template <class Line, std::size_t N>
const Line* longest_prefix(const Line (&table)[N], std::string_view code) {
  const Line* best = nullptr;
  for (const Line& line : table)
    if (code.starts_with(line.prefix) && (best == nullptr || line.prefix.size() > best->prefix.size())) best = &line;
  return best;
}

/// Whether the code is shaped as ROME's: a letter and four digits.
bool rome_shaped(std::string_view code) {
  return code.size() == 5 && code[0] >= 'A' && code[0] <= 'N' &&
         std::all_of(code.begin() + 1, code.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

Trade trade_of(std::string_view code, std::string_view sector_name) {
  if (rome_shaped(code))
    if (const TradeLine* line = longest_prefix(kTrades, code)) return line->trade;
  const std::string name = fold(sector_name);
  Trade trade{Sector::kOther, 4, 50, 400};
  if (name == "industrie") trade.sector = Sector::kIndustry;
  else if (name == "transport") trade.sector = Sector::kTransport;
  else if (name == "logistique") trade.sector = Sector::kLogistics;
  else if (name == "sante") trade.sector = Sector::kHealth;
  else if (name == "btp") trade.sector = Sector::kConstruction;
  return trade;
}

std::span<const LicenceHabit> licences_of(std::string_view code) {
  const LicenceLine* line = longest_prefix(kLicenceHabits, rome_shaped(code) ? code : std::string_view());
  return {line->habits, line->count};
}

std::span<const CertificateHabit> certificates_of(std::string_view code) {
  const CertificateLine* line = rome_shaped(code) ? longest_prefix(kCertificateHabits, code) : nullptr;
  if (line == nullptr) return {};
  return {line->habits, line->count};
}

std::uint32_t frequency_rank(std::string_view code) {
  const auto found = std::find(std::begin(kFrequent), std::end(kFrequent), code);
  return found == std::end(kFrequent) ? kNotFrequent : static_cast<std::uint32_t>(found - std::begin(kFrequent));
}

std::string_view naf_of(Sector sector) { return kNaf[static_cast<std::size_t>(sector)].naf; }

}  // namespace passerelle::generate
