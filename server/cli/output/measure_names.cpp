#include "cli/output/measure_names.hpp"

#include <utility>

namespace passerelle::cli {
namespace {

using Words = std::pair<std::string_view, std::string_view>;

constexpr Words kWhole[] = {{"even", "sources paires"}, {"odd", "sources impaires"}, {"card", "fiche"}, {"title", "intitulé"},
                            {"title + card", "intitulé + fiche"}, {"title + card + text", "intitulé + fiche + texte"}, {"plain TF-IDF of items", "TF-IDF simple des compétences"}};
constexpr Words kBeginnings[] = {{"without ", "sans "}, {"with ", "avec "}, {"only ", "seulement "}};
// Longer names stand before those that they contain.
constexpr Words kParts[] = {{"definition words", "mots de la définition"}, {"title words", "mots des intitulés"}, {"item words", "mots des compétences"},
                            {"items", "compétences"}, {"groups", "macro-compétences"}, {"code letter", "lettre du code"}, {"code domain", "domaine du code"},
                            {"contexts", "contextes"}, {"sectors", "secteurs"}, {"traits", "traits"}, {" and ", " et "}, {" at 0.", " à 0,"}};

}  // namespace

std::string measure_name(std::string_view name, Language language) {
  std::string text(name);
  if (language != Language::kFrench) return text;
  for (const auto& [english, french] : kWhole)
    if (english == name) return std::string(french);
  for (const auto& [english, french] : kBeginnings)
    if (text.starts_with(english)) {
      text.replace(0, english.size(), french);
      break;
    }
  for (const auto& [english, french] : kParts)
    if (const std::size_t at = text.find(english); at != std::string::npos) text.replace(at, english.size(), french);
  return text;
}

}  // namespace passerelle::cli
