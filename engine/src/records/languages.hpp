// The languages that offers and profiles name, by code. A code outside this table is legal in a record (any ISO 639
// code is); it only has no name here.
#pragma once

#include <span>
#include <string_view>

namespace passerelle {

struct LanguageName {
  std::string_view code;     ///< ISO 639-1; 639-3 where the language has no two-letter code
  std::string_view french;   ///< several names separated by '|', the usual one first
  std::string_view english;
};

/// Ascending by code.
std::span<const LanguageName> known_languages() noexcept;

}  // namespace passerelle
