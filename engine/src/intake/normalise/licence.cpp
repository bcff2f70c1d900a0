#include "intake/normalise/licence.hpp"

#include <string>
#include <vector>

#include "base/text.hpp"

namespace passerelle {
namespace {

std::optional<Licence> by_code(std::string_view word) {
  if (word == "eb") return Licence::kBE;
  if (word == "ec") return Licence::kCE;
  if (word == "ed") return Licence::kDE;
  if (word == "ec1") return Licence::kC1E;
  if (word == "ed1") return Licence::kD1E;
  if (word == "b96") return Licence::kB;
  return licence_from_code(word);
}

}  // namespace

std::optional<Licence> read_licence(std::string_view label) {
  const std::vector<std::string> words = folded_words(label);
  if (words.empty()) return std::nullopt;
  std::size_t first = 0;
  while (first < words.size() && (words[first] == "permis" || words[first] == "de" || words[first] == "categorie" ||
                                  words[first] == "conduire"))
    ++first;
  if (first < words.size()) {
    // « B mention 79.06 (= EB) » is a licence BE; plain « B » is not.
    if (words[first] == "b" && words.size() > first + 1 && words[first + 1] == "mention") {
      for (const std::string& word : words)
        if (word == "eb" || word == "be" || word == "79") return Licence::kBE;
    }
    // A label that begins with a code is believed; a word of a sentence (« a », « d ») is not one.
    if (auto licence = by_code(words[first]);
        licence && (words.size() == first + 1 || first > 0 || words[first].size() > 1 ||
                    label.find('-') != std::string_view::npos || label.find('(') != std::string_view::npos))
      return licence;
  }
  const std::string folded = fold(label);
  const auto says = [&](std::string_view text) { return folded.find(text) != std::string::npos; };
  const bool trailer = says("remorque");
  if (says("caces") || says("fimo") || says("fco")) return std::nullopt;
  if (says("cyclomoteur")) return Licence::kAM;
  if (says("transport en commun") || says("transport de personnes")) return trailer ? Licence::kDE : Licence::kD;
  if (says("poids lourd") || says("super lourd")) return trailer || says("super lourd") ? Licence::kCE : Licence::kC;
  if (says("vehicule leger") || says("voiture")) return trailer ? Licence::kBE : Licence::kB;
  if (says("moto")) return Licence::kA;
  return std::nullopt;
}

}  // namespace passerelle
