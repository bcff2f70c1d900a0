// French text, folded for comparison: case, accents, ligatures, apostrophes. Built on utf8proc.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace passerelle {

/// Whether the bytes are valid UTF-8 (no overlong forms, no surrogates). `bad_at` receives the first bad offset.
bool valid_utf8(std::string_view text, std::size_t* bad_at = nullptr) noexcept;

/// Lower case without accents; œ→oe, æ→ae, ß→ss; every run of anything but letters and digits becomes one
/// space, none at the ends. Total: invalid UTF-8 bytes count as separators.
/// fold("Préparateur / Préparatrice de commandes — H/F") == "preparateur preparatrice de commandes h f"
std::string fold(std::string_view text);

/// The words of fold(text).
std::vector<std::string> folded_words(std::string_view text);

/// One code point of a folded text: appends what fold() makes of the code point at `at` and says whether it belongs to a
/// word (false: it separates words; bytes that are not UTF-8 separate as well). Returns the bytes read, at least 1.
/// For readers that need to know where in the text each folded word stands.
std::size_t fold_point(std::string_view text, std::size_t at, std::string& out, bool& in_word);

/// Trims ASCII white space.
std::string_view trim(std::string_view text) noexcept;

/// ASCII lower case, byte by byte (codes, file extensions).
std::string ascii_lower(std::string_view text);

/// At most `max_bytes` bytes, cut at a code point, with "…" when cut: for messages.
std::string shorten(std::string_view text, std::size_t max_bytes);

}  // namespace passerelle
