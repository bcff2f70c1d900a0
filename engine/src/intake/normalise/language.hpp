// Languages and how well they are spoken, from French and English words.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "records/vocabulary_codes.hpp"

namespace passerelle {

struct ReadLanguage {
  std::string code;          ///< ISO 639-1, 639-3 where there is none
  LanguageLevel level = 0;   ///< 0 = not said
};

/// « Anglais », « Anglais (courant) », « English », « en », « Allemand B2 »; nothing for an unknown name.
std::optional<ReadLanguage> read_language(std::string_view text);

/// « Courant », « B2 », « Native speaker », « Professional working proficiency »; 0 when not understood.
LanguageLevel read_fluency(std::string_view text);

}  // namespace passerelle
