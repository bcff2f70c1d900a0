#include "base/detail_words.hpp"

#include <algorithm>
#include <utility>

namespace passerelle {
namespace {

using Words = std::pair<std::string_view, std::string_view>;

/// Names of types, as details of kFieldType only: a refused value may be any of these words.
constexpr Words kTypes[] = {
    {"string", "un texte"},          {"text", "un texte"},          {"a text", "un texte"},
    {"object", "un objet"},          {"an object", "un objet"},     {"array", "une liste"},
    {"an array", "une liste"},       {"a list", "une liste"},       {"a table", "une table"},
    {"integer", "un nombre entier"}, {"number", "un nombre"},       {"an integer", "un nombre entier"},
    {"a whole number", "un nombre entier"},
    {"true | false", "true ou false"}, {"true / false", "true ou false"}, {"true or false", "true ou false"},
    {"true, false or \"emerging\"", "true, false ou \"emerging\""},
    {"\"vocabulary:code\"", "\"vocabulaire:code\""},
};

/// Whole sentences: no value reads like them.
constexpr Words kSentences[] = {
    {"a directory is expected", "un dossier est attendu"},
    {"an object with \"vocabulary\" is expected", "un objet qui a « vocabulary » est attendu"},
    {"a directory", "un dossier"},
    {"the name says gzip, the bytes do not", "le nom annonce du gzip, le contenu n'en est pas"},
    {"the name says zstd, the bytes do not", "le nom annonce du zstd, le contenu n'en est pas"},
    {"given twice", "donné deux fois"},
    {"without colon, slash or blank", "sans deux-points, barre oblique ni espace"},
    {"without letter or digit", "sans lettre ni chiffre"},
    {"the file's name gives no name", "le nom du fichier n'en donne pas"},
    {"unknown key", "clé inconnue"},
    {"tier, suits, score or wanted", "tier, suits, score ou wanted"},
    {"exclude, verdict or ignore", "exclude, verdict ou ignore"},
    {"at least one file", "au moins un fichier"},
    {"for offers only", "pour les offres seulement"},
    {"an id is needed", "il faut un identifiant"},
    {"a date is needed", "il faut une date"},
    {"no proximity between occupations that the store knows", "aucune proximité entre métiers que la base connaît"},
    {"no row of the type « Proche »", "aucune ligne du type « Proche »"},
    {"no offer lists a competence that a vocabulary of the store knows",
     "aucune offre ne liste de compétence qu'un vocabulaire de la base connaît"},
    // Of mapping files.
    {"a path is needed", "il faut un chemin"},
    {"a path or a default is needed", "il faut un chemin ou une valeur par défaut"},
    {"a path, a list of paths or a table is expected", "un chemin, une liste de chemins ou une table est attendu"},
    {"a text is expected", "un texte est attendu"},
    {"a text or a list of texts is expected", "un texte ou une liste de textes est attendu"},
    {"a table is expected", "une table est attendue"},
    {"true or false is expected", "true ou false est attendu"},
    {"an integer is expected", "un nombre entier est attendu"},
    {"a reason is needed", "il faut une raison"},
    {"lower-case letters, digits and -", "des minuscules, des chiffres et -"},
    {"not for this field", "pas pour ce champ"},
    {"first or all", "first ou all"},
    {"first, least or most", "first, least ou most"},
    {"must or wish", "must ou wish"},
    {"json, xml or csv", "json, xml ou csv"},
    {"format: json, xml or csv", "format : json, xml ou csv"},
    {"for csv only", "pour csv seulement"},
    {"for xml only", "pour xml seulement"},
    {"for xml, json only", "pour xml et json seulement"},
    {"one character", "un seul caractère"},
    {"records: the path of the records' element", "records : le chemin de l'élément des enregistrements"},
    {"YYYY, MM and DD, once each, or unix", "YYYY, MM et DD, une fois chacun, ou unix"},
    {"more than one group", "plus d'un groupe"},
    // Of feeds.
    {"a quote that is not closed, or stands within a cell", "un guillemet qui n'est pas fermé, ou au milieu d'une cellule"},
    {"not well-formed (invalid token)", "XML mal formé"},
    {"mismatched tag", "balise fermante qui ne correspond pas"},
    {"undefined entity", "entité non définie"},
    {"unclosed token", "balise inachevée"},
    {"junk after document element", "du contenu suit la racine"},
    {"duplicate attribute", "attribut en double"},
    // Of the system.
    {"No such file or directory", "aucun fichier ni dossier de ce nom"},
    {"Permission denied", "accès refusé"},
    {"No space left on device", "plus de place sur le disque"},
    {"Read-only file system", "système de fichiers en lecture seule"},
    {"Input/output error", "erreur d'entrée-sortie"},
    {"Too many open files", "trop de fichiers ouverts"},
    // Of the JSON parser.
    {"The document is empty.", "le document est vide"},
    {"The document root must not be followed by other values.", "le document est suivi d'autre chose"},
    {"Invalid value.", "valeur invalide"},
    {"Missing a name for object member.", "il manque le nom d'un membre"},
    {"Missing a colon after a name of object member.", "il manque « : » après le nom d'un membre"},
    {"Missing a comma or } after an object member.", "il manque « , » ou « } » après un membre"},
    {"Missing a comma or ] after an array element.", "il manque « , » ou « ] » après un élément"},
    {"Incorrect hex digit after \\u escape in string.", "chiffre hexadécimal incorrect après \\u"},
    {"The surrogate pair in string is invalid.", "paire de substitution invalide dans un texte"},
    {"Invalid escape character in string.", "échappement invalide dans un texte"},
    {"Missing a closing quotation mark in string.", "guillemet fermant manquant"},
    {"Invalid encoding in string.", "codage invalide dans un texte"},
    {"Number too big to be stored in double.", "nombre trop grand"},
    {"Miss fraction part in number.", "décimales manquantes"},
    {"Miss exponent in number.", "exposant manquant"},
};

/// « 7549 (24 rows) » → « 7549 (24 lignes) »; also behind a figure that ends the detail.
constexpr Words kCounted[] = {{" rows)", " lignes)"},     {" occupations)", " métiers)"}, {" items)", " compétences)"},
                              {" more items", " autres compétences"}, {" bytes", " octets"},
                              {" fields", " champs"},      {" columns", " colonnes"}};
constexpr Words kBeginnings[] = {{"several ROME versions: ", "plusieurs versions du ROME : "},
                                 {"not a path: ", "n'est pas un chemin : "},
                                 {"no such code: ", "code inconnu : "},
                                 {"no such value: ", "valeur inconnue : "},
                                 {"no such field: ", "aucun champ de ce nom : "},
                                 {"no code list of this name: ", "aucune liste de codes de ce nom : "},
                                 {"given twice: ", "donné deux fois : "},
                                 {"also read by ", "lu aussi par "}};

template <std::size_t N>
std::string_view found(const Words (&table)[N], std::string_view text) {
  for (const auto& [english, french] : table)
    if (english == text) return french;
  return {};
}

bool digit(char c) { return c >= '0' && c <= '9'; }

/// "byte 12…" → "octet 12…".
bool numbered(std::string& text, std::string_view word, std::string_view other) {
  if (!text.starts_with(word) || text.size() <= word.size() || !digit(text[word.size()])) return false;
  text.replace(0, word.size(), other);
  return true;
}

/// "1 to 65535 is expected" → "de 1 à 65535 attendu"; "0 to 10000", where a request is at fault, → "de 0 à 10000".
std::string range_in_french(ProblemCode code, std::string_view text) {
  constexpr std::string_view kTo = " to ", kExpected = " is expected";
  const bool expected = text.ends_with(kExpected);
  if (!expected && code != ProblemCode::kRequestInvalid) return {};
  if (expected) text.remove_suffix(kExpected.size());
  const std::size_t to = text.find(kTo);
  if (to == std::string_view::npos) return {};
  const std::string_view least = text.substr(0, to), most = text.substr(to + kTo.size());
  for (const std::string_view figure : {least, most})
    if (figure.empty() || !std::all_of(figure.begin(), figure.end(), digit)) return {};
  return "de " + std::string(least) + " à " + std::string(most) + (expected ? " attendu" : "");
}

std::string in_french(ProblemCode code, std::string_view detail) {
  if (code == ProblemCode::kFieldType)
    if (const auto french = found(kTypes, detail); !french.empty()) return std::string(french);
  if (const auto french = found(kSentences, detail); !french.empty()) return std::string(french);
  if (std::string range = range_in_french(code, detail); !range.empty()) return range;
  std::string text(detail);
  if (numbered(text, "byte ", "octet ")) {
    // "byte 7: what the parser says"
    if (const std::size_t colon = text.find(": "); colon != std::string::npos)
      return text.substr(0, colon) + " : " + in_french(code, std::string_view(text).substr(colon + 2));
    return text;
  }
  for (const auto& [english, french] : kBeginnings)
    if (text.starts_with(english)) return std::string(french) + text.substr(english.size());
  for (const auto& [english, french] : kCounted)
    if (text.size() > english.size() && text.ends_with(english) && digit(text[text.size() - english.size() - 1])) {
      text.replace(text.size() - english.size(), english.size(), french);
      return text;
    }
  return text;
}

}  // namespace

std::string detail_text(ProblemCode code, std::string_view detail, Language language) {
  // The sentence around a type says that it is expected.
  constexpr std::string_view kExpected = " is expected";
  if (code == ProblemCode::kFieldType && detail.ends_with(kExpected)) detail.remove_suffix(kExpected.size());
  return language == Language::kFrench ? in_french(code, detail) : std::string(detail);
}

std::string position_text(std::string_view position, Language language) {
  std::string text(position);
  if (language == Language::kFrench && !numbered(text, "line ", "ligne ")) numbered(text, "row ", "ligne ");
  return text;
}

}  // namespace passerelle
