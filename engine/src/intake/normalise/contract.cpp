#include "intake/normalise/contract.hpp"

#include <algorithm>
#include <string>

#include "base/text.hpp"
#include "intake/normalise/tokens.hpp"

namespace passerelle {
namespace {

// Words of a label → kind; the first line that is found counts.
constexpr struct { std::string_view words; Contract contract; } kLabels[] = {
    {"cdi interimaire", Contract::kOpenTemp},
    {"travail temporaire insertion", Contract::kInsertionTemp},
    {"duree determinee insertion", Contract::kInsertionCdd},
    {"duree determinee d insertion", Contract::kInsertionCdd},
    {"cdd insertion", Contract::kInsertionCdd},
    {"cdd d insertion", Contract::kInsertionCdd},
    {"cddi", Contract::kInsertionCdd},
    {"saisonnier", Contract::kSeasonal},
    {"duree indeterminee", Contract::kCdi},
    {"cdi", Contract::kCdi},
    {"duree determinee", Contract::kCdd},
    {"cdd", Contract::kCdd},
    {"interim", Contract::kTemp},
    {"interimaire", Contract::kTemp},
    {"profession liberale", Contract::kSelfEmployed},
    {"franchise", Contract::kFranchise},
    {"profession commerciale", Contract::kCommercial},
    {"reprise d entreprise", Contract::kTakeover},
    {"alternance", Contract::kApprenticeship},
};

bool has_words(std::string_view folded, std::string_view words) {
  const std::size_t at = folded.find(words);
  if (at == std::string_view::npos) return false;
  const std::size_t end = at + words.size();
  return (at == 0 || folded[at - 1] == ' ') && (end == folded.size() || folded[end] == ' ');
}

/// Days in the unit, times 12; 0 when the word is not a unit of time.
std::int64_t twelfths_of_days(const Token& unit) {
  if (unit.is("jour") || unit.is("jours")) return 12;
  if (unit.is("semaine") || unit.is("semaines")) return 7 * 12;
  if (unit.is("mois")) return 365;
  if (unit.is("an") || unit.is("ans") || unit.is("annee") || unit.is("annees")) return 365 * 12;
  return 0;
}

std::uint16_t bounded(std::int64_t days) noexcept {
  return static_cast<std::uint16_t>(std::clamp<std::int64_t>(days, 0, 65535));
}

}  // namespace

std::uint16_t days_of_months(std::int64_t months) noexcept {
  return bounded((std::clamp<std::int64_t>(months, 0, 100000) * 365 + 6) / 12);
}

ReadContract read_contract(std::string_view code, std::string_view text) {
  ReadContract result;
  const std::string folded = fold(text);
  if (ascii_lower(code) == "ddt") {
    // CDD tremplin: fixed term in an adapted company.
    result.contract = Contract::kCdd;
    result.reserved = bit(Reserved::kAdaptedCompany);
  } else if (auto known = contract_from_code(trim(code))) {
    result.contract = *known;
  } else {
    for (const auto& line : kLabels)
      if (has_words(folded, line.words)) {
        result.contract = line.contract;
        break;
      }
  }
  const auto reserve = [&](Reserved r) { result.reserved = static_cast<ReservedMask>(result.reserved | bit(r)); };
  if (has_words(folded, "insertion par l activ eco") || has_words(folded, "insertion par l activite economique")) {
    reserve(Reserved::kIae);
    if (result.contract == Contract::kCdd) result.contract = Contract::kInsertionCdd;
    if (result.contract == Contract::kTemp) result.contract = Contract::kInsertionTemp;
  }
  if (result.contract == Contract::kInsertionCdd || result.contract == Contract::kInsertionTemp)
    reserve(Reserved::kIae);
  if (has_words(folded, "contrat apprentissage") || has_words(folded, "contrat d apprentissage")) {
    reserve(Reserved::kApprenticeAge);
    result.contract = Contract::kApprenticeship;
  }
  if (has_words(folded, "cont professionnalisation") || has_words(folded, "contrat professionnalisation") ||
      has_words(folded, "contrat de professionnalisation"))
    result.contract = Contract::kApprenticeship;
  if (has_words(folded, "contrat intermittent")) result.contract = Contract::kIntermittent;
  for (const std::string_view subsidised :
       {"cui cae", "cui cie", "emploi avenir non marchand", "emploi avenir marchand", "emploi avenir professeur",
        "parcours emploi competences"})
    if (has_words(folded, subsidised)) reserve(Reserved::kSubsidised);

  const std::vector<Token> tokens = tokens_of(text);
  for (std::size_t i = 0; i + 1 < tokens.size(); ++i)
    if (tokens[i].number())
      if (const std::int64_t unit = twelfths_of_days(tokens[i + 1]); unit > 0 && tokens[i].whole() > 0) {
        result.days = bounded((tokens[i].whole() * unit + 6) / 12);
        break;
      }
  return result;
}

}  // namespace passerelle
