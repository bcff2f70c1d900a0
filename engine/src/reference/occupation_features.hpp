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
  kItems,            ///< the card
  kGroups,           ///< the groups (macro-competences) of the card's items
  kTitleWords,       ///< folded words of label and titles
  kDefinitionWords,  ///< folded words of the definition
  kContexts,         ///< work contexts
  kSectors,          ///< traits "naf:", "sector:", "subsector:", "sector-main:"
  kTraits,           ///< all other traits
  kCodePrefix,       ///< the beginnings of the code; says something only where codes are hierarchical
  kCount,
};
constexpr std::size_t kIngredients = static_cast<std::size_t>(Ingredient::kCount);
/// Stable English name, for tables.
const char* ingredient_name(Ingredient ingredient) noexcept;

struct FeatureCount {
  std::uint32_t feature;
  std::uint16_t count;   ///< how often
  Core core;             ///< strongest mark of the card items behind it; kOther for other ingredients
};

struct OccupationFeatures {
  std::vector<std::string> keys;                          ///< of the occupations, ascending: row i is keys[i]
  std::array<Csr<FeatureCount>, kIngredients> counts;     ///< rows ascending by feature
  std::array<std::uint32_t, kIngredients> widths{};       ///< number of features
};

/// Words of up to two letters are left out; longer ones are cut to `word_prefix` bytes (0 = whole), which joins
/// « conducteur » and « conductrice ».
OccupationFeatures occupation_features(const MergedVocabulary& merged, std::size_t word_prefix);

}  // namespace passerelle::reference
