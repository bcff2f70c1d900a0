#include "intake/extract/word_forms.hpp"

#include <array>
#include <unordered_map>
#include <utility>

#include "reference/content_words.hpp"

namespace passerelle::extract {
namespace {

using Pair = std::pair<std::string_view, std::string_view>;

// Families that no rule of endings finds.
constexpr std::array kIrregular = std::to_array<Pair>({
    {"accueil", "accueil"},      {"accueillez", "accueil"},  {"accueillir", "accueil"}, {"acheter", "achat"},       {"achats", "achat"},
    {"choisir", "choix"},        {"clientele", "client"},    {"conception", "concev"},  {"concevez", "concev"},     {"concevoir", "concev"},
    {"conduire", "conduit"},     {"conduisez", "conduit"},   {"conduite", "conduit"},   {"conseiller", "conseil"},  {"conseillez", "conseil"},
    {"conseils", "conseil"},     {"construction", "constru"}, {"construire", "constru"}, {"cuisinier", "cuisin"},   {"decoupe", "decoup"},
    {"distribuer", "distribu"},  {"distribution", "distribu"}, {"entretenez", "entretien"}, {"entretenir", "entretien"}, {"entretiens", "entretien"},
    {"gerer", "gest"},           {"gerez", "gest"},          {"gestion", "gest"},       {"gestionnaire", "gest"},   {"lecture", "lir"},
    {"lire", "lir"},             {"livraison", "livr"},      {"livraisons", "livr"},    {"livrer", "livr"},         {"livrez", "livr"},
    {"maintenance", "mainten"},  {"maintenir", "mainten"},   {"maintenez", "mainten"},  {"maintien", "mainten"},    {"menage", "menager"},
    {"mettre", "mise"},          {"paie", "pay"},            {"peindre", "peintur"},    {"peinture", "peintur"},    {"plonge", "plonge"},
    {"pose", "pos"},             {"poser", "pos"},           {"produire", "product"},   {"production", "product"},  {"produisez", "product"},
    {"reception", "reception"},  {"receptionner", "reception"}, {"receptionnez", "reception"}, {"recevoir", "reception"}, {"redaction", "redig"},
    {"rediger", "redig"},        {"redigez", "redig"},       {"saisie", "saisi"},       {"saisir", "saisi"},        {"soigner", "soin"},
    {"soins", "soin"},           {"suivi", "suiv"},          {"suivis", "suiv"},        {"suivre", "suiv"},         {"suivez", "suiv"},
    {"tenir", "tenu"},           {"tenue", "tenu"},          {"tri", "trier"},          {"trier", "trier"},         {"triez", "trier"},
    {"vendez", "vent"},          {"vendeur", "vent"},        {"vendeuse", "vent"},      {"vendre", "vent"},         {"vente", "vent"},
    {"ventes", "vent"},          {"verification", "verif"},  {"verifier", "verif"},     {"verifiez", "verif"}});

struct Ending {
  std::string_view text;
  std::size_t least;  ///< letters that must stay
};

// Longest first: the first that fits goes.
constexpr std::array kEndings = std::to_array<Ending>({
    {"issement", 4}, {"isation", 4}, {"ication", 4}, {"atrice", 4}, {"ement", 4}, {"ateur", 4}, {"ation", 4}, {"ition", 4}, {"itude", 4},
    {"euse", 4},     {"trice", 4},   {"eront", 4},   {"erons", 4},  {"aient", 4}, {"ivite", 4}, {"erez", 4},  {"ance", 4},  {"ence", 4},
    {"iser", 4},     {"ifier", 4},   {"ique", 4},    {"isme", 4},   {"iste", 4},  {"able", 4},  {"ible", 4},  {"elle", 4},  {"ment", 4},
    {"ions", 4},     {"ion", 4},     {"eur", 4},     {"age", 4},    {"ant", 4},   {"ent", 4},   {"ons", 4},   {"iez", 4},   {"ien", 4},
    {"ier", 4},      {"ive", 4},     {"ite", 4},     {"ure", 4},    {"ee", 4},    {"ez", 4},    {"er", 4},    {"ir", 4},    {"re", 4},
    {"if", 4},       {"al", 4},      {"el", 4},      {"ie", 4},     {"e", 4},     {"i", 4}});

bool has_digit(std::string_view word) noexcept { return word.find_first_of("0123456789") != std::string_view::npos; }

}  // namespace

std::string word_family(std::string_view folded) {
  // Under both forms that callers bring: as written, and without plural and feminine endings.
  static const std::unordered_map<std::string, std::string_view> irregular = [] {
    std::unordered_map<std::string, std::string_view> map;
    for (const auto& [word, family] : kIrregular) map.try_emplace(std::string(word), family);
    for (const auto& [word, family] : kIrregular) map.try_emplace(reference::common_form(std::string(word)), family);
    return map;
  }();
  if (const auto found = irregular.find(std::string(folded)); found != irregular.end()) return std::string(found->second);
  std::string word(folded);
  if (word.size() <= 4 || has_digit(word)) return word;
  if (word.back() == 's' || word.back() == 'x') word.pop_back();
  for (const Ending& ending : kEndings)
    if (word.size() >= ending.text.size() + ending.least && std::string_view(word).ends_with(ending.text)) {
      word.resize(word.size() - ending.text.size());
      break;
    }
  return word;
}

}  // namespace passerelle::extract
