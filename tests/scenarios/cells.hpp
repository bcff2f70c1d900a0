// What the words in a cell mean. Every function throws std::invalid_argument on a word it does not know.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "records/candidate.hpp"
#include "records/offer.hpp"
#include "reference/reference.hpp"
#include "scoring/constraint.hpp"
#include "scoring/criterion.hpp"

namespace passerelle::scenarios {

/// The parts of a cell between separators, trimmed; none for an empty cell or « — ».
std::vector<std::string> parts(std::string_view cell, char separator = ',');
/// Whether the cell says nothing: empty or « — ».
bool silent(std::string_view cell);

/// An occupation by its ROME code, name or usual title (whatever the case and accents), which only one may bear.
Key occupation_key(const reference::Reference& reference, std::string_view name);
/// A commune of the region by its name, which only one may bear; « non localisé » gives an empty place.
Place place(const reference::Reference& reference, std::string_view name);
/// A competence by its code in the demonstration vocabularies; a certificate by its code.
Key item_key(const reference::Reference& reference, std::string_view code);
Key certificate_key(const reference::Reference& reference, std::string_view code);

/// "B exigé" → ("B", required).
struct Demanded {
  std::string what;
  Level level = Level::kRequired;
};
Demanded demanded(std::string_view text);

Licence licence(std::string_view text);
Contract contract(std::string_view text);       // CDI, CDD, intérim, saisonnier …
ScheduleMask schedules(std::string_view cell);  // journée, nuit, posté, week-end …
Means means(std::string_view text);
Reserved reserved(std::string_view text);         // IAE, entreprise adaptée, contrat aidé, âge de l'apprentissage
SpokenLanguage spoken(std::string_view text);     // "anglais B2", "anglais"
EducationLevel education(std::string_view text);  // "CAP", "Bac+2" …
Mobility mobility(std::string_view text);         // "20 km", "45 min"
std::uint16_t months(std::string_view text);      // "18 mois", "2 ans"
std::uint16_t weekly_minutes(std::string_view text);  // "35 h"
std::uint32_t euro_cents(std::string_view text);      // "2000 €"
Day day(std::string_view text);                       // "17/03/2025"
VerdictTier tier(std::string_view text);              // maintenant, avec un levier, à vérifier, non
Criterion criterion(std::string_view text);           // by its French label

}  // namespace passerelle::scenarios
