// What an offer's text says, small enough to keep: the smallest hashes of its word triples.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace passerelle {

/// A text of at most kSketchSize different triples is kept whole, so that figures about it are exact.
inline constexpr std::size_t kSketchSize = 256;

struct TextSketch {
  std::uint32_t triples = 0;           ///< different word triples of the whole text
  std::vector<std::uint32_t> hashes;   ///< the smallest of them, ascending
  friend bool operator==(const TextSketch&, const TextSketch&) = default;
};

/// How much two texts share, in thousandths.
struct Resemblance {
  std::uint32_t shared = 0;     ///< of what either says (Jaccard)
  std::uint32_t contained = 0;  ///< of what the shorter one says: boards cut texts and add to them
  friend bool operator==(const Resemblance&, const Resemblance&) = default;
};

/// HTML, entities, figures, case, accents and glued words (« l'entrepriseNotre ») make no difference: boards change them.
TextSketch sketch_of(std::string_view text);
Resemblance resemblance(const TextSketch& a, const TextSketch& b) noexcept;

/// The text without tags and entities, and with a space where a capital follows a small letter.
std::string text_without_tags(std::string_view text);

}  // namespace passerelle
