// What tells occupations apart, as sparse counts: one space of features for each ingredient of their similarity.
// Proximity tables are not among them, so that a similarity can be measured against such a table.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "base/csr.hpp"
#include "reference/merged_vocabulary.hpp"

namespace passerelle::reference {

enum class Ingredient : std::uint8_t {
  kItems,       ///< the card
  kTitleWords,  ///< words of the titles
  kItemWords,   ///< words of the labels of the card's items
  kGroups,      ///< the groups (macro-competences) of the card's skills and behaviours
  // Only where the vocabulary gives a domain that the code begins with; elsewhere the letters of a code say nothing.
  kCodeLetter,  ///< same scheme and same first character of the code: in ROME, the same large domain
  kCodeDomain,  ///< same scheme and same first three characters: in ROME, the same professional domain
  // Measured, and found not to help; kept for the ablation table.
  kDefinitionWords,
  kContexts,  ///< work contexts
  kSectors,   ///< traits "naf:", "sector:", "subsector:", "sector-main:"
  kTraits,    ///< all other traits: themes, interests, RIASEC
  kCount,
};
constexpr std::size_t kIngredients = static_cast<std::size_t>(Ingredient::kCount);
/// Stable English name, for tables.
const char* ingredient_name(Ingredient ingredient) noexcept;

struct FeatureCount {
  std::uint32_t feature;
  std::uint32_t count;
};

struct OccupationFeatures {
  std::vector<std::string> keys;                       ///< of the occupations, ascending: row i is keys[i]
  std::vector<bool> coded;                             ///< the code begins with the domain, so its letters tell
  std::array<Csr<FeatureCount>, kIngredients> counts;  ///< rows ascending by feature; none for the code ingredients
  std::array<std::uint32_t, kIngredients> widths{};    ///< number of features
};

/// A principal item of a card counts `core_count` times, any other once; so do its group and the words of its label.
OccupationFeatures occupation_features(const MergedVocabulary& merged, std::uint32_t core_count);

}  // namespace passerelle::reference
