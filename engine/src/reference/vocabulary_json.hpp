// The JSON form of a vocabulary file, strictly read. The format: datasets/schema/vocabulary.schema.json.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "reference/tables.hpp"

namespace passerelle::reference {

/// Problems as those of read_vocabulary(), without source.
Result<VocabularyData> parse_vocabulary_json(std::string text);

/// "Gâcher un mortier" → "gacher-un-mortier"; empty when the text has neither letter nor digit.
std::string slug_of(std::string_view label);

/// `reference` itself when it has a colon, else "scheme:reference".
std::string key_in(std::string_view scheme, std::string_view reference);

/// "skill", "knowledge", "behaviour", "macro", "certificate"; nothing when it is none of them.
std::optional<ItemKind> item_kind_from(std::string_view text);

}  // namespace passerelle::reference
