// Names of criteria, constraints and verdicts: codes for machines, labels for people.
#include <array>

#include "scoring/constraint.hpp"
#include "scoring/criterion.hpp"

namespace passerelle {
namespace {

struct Name { std::string_view code, french, english; };

constexpr std::array<Name, kCriteria> kCriterionNames = {{
    {"occupation", "métier pratiqué", "occupation practised"},
    {"competences", "compétences", "competences"},
    {"experience", "expérience", "experience"},
    {"education", "niveau de formation", "education level"},
    {"languages", "langues", "languages"},
    {"sought", "métier recherché", "occupation sought"},
    {"travel", "trajet", "travel"},
    {"contract", "contrat", "contract"},
    {"hours", "durée de travail", "working hours"},
    {"schedule", "horaires", "schedule"},
    {"salary", "salaire", "salary"},
    {"start", "date de début", "start date"},
    {"tension", "tension du métier", "labour-market tension"},
}};

constexpr std::array<Name, kConstraints> kConstraintNames = {{
    {"open", "offre ouverte", "offer open"},
    {"licences", "permis exigés", "required licences"},
    {"certificates", "certificats exigés", "required certificates"},
    {"regulated", "métier réglementé", "regulated occupation"},
    {"contract", "type de contrat accepté", "contract accepted"},
    {"schedule", "horaires acceptés", "schedule accepted"},
    {"radius", "rayon de mobilité", "mobility radius"},
    {"available", "disponibilité", "availability"},
    {"reserved", "offre réservée", "reserved offer"},
    {"identified", "métier de l'offre connu", "offer's occupation known"},
}};

constexpr std::array<Name, 4> kTierNames = {{
    {"now", "possible maintenant", "possible now"},
    {"with", "possible avec un levier", "possible with a lever"},
    {"ask", "à vérifier", "to be asked"},
    {"no", "pas possible en l'état", "not possible as it stands"},
}};

constexpr std::array<std::string_view, 3> kStateCodes = {"holds", "fails", "unknown"};
constexpr std::array<std::string_view, 3> kUseCodes = {"exclude", "verdict", "ignore"};

template <class Enum, class Table>
std::optional<Enum> from_code(const Table& table, std::string_view text) noexcept {
  for (std::size_t i = 0; i < table.size(); ++i)
    if (table[i].code == text) return static_cast<Enum>(i);
  return std::nullopt;
}

std::string_view in(const Name& name, Language language) noexcept { return language == Language::kFrench ? name.french : name.english; }

}  // namespace

std::string_view code(Criterion c) noexcept { return kCriterionNames[static_cast<std::size_t>(c)].code; }
std::string_view label(Criterion c, Language language) noexcept { return in(kCriterionNames[static_cast<std::size_t>(c)], language); }
std::optional<Criterion> criterion_from_code(std::string_view text) noexcept { return from_code<Criterion>(kCriterionNames, text); }

std::string_view code(Constraint c) noexcept { return kConstraintNames[static_cast<std::size_t>(c)].code; }
std::string_view label(Constraint c, Language language) noexcept { return in(kConstraintNames[static_cast<std::size_t>(c)], language); }
std::optional<Constraint> constraint_from_code(std::string_view text) noexcept { return from_code<Constraint>(kConstraintNames, text); }

std::string_view code(ConstraintState s) noexcept { return kStateCodes[static_cast<std::size_t>(s)]; }
std::string_view code(ConstraintUse u) noexcept { return kUseCodes[static_cast<std::size_t>(u)]; }
std::optional<ConstraintUse> constraint_use_from_code(std::string_view text) noexcept {
  for (std::size_t i = 0; i < kUseCodes.size(); ++i)
    if (kUseCodes[i] == text) return static_cast<ConstraintUse>(i);
  return std::nullopt;
}

std::string_view code(VerdictTier t) noexcept { return kTierNames[static_cast<std::size_t>(t)].code; }
std::string_view label(VerdictTier t, Language language) noexcept { return in(kTierNames[static_cast<std::size_t>(t)], language); }

}  // namespace passerelle
