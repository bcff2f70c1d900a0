#include "records/languages.hpp"

#include <algorithm>
#include <iterator>

#include "records/vocabulary_codes.hpp"

namespace passerelle {
namespace {

constexpr LanguageName kLanguages[] = {
    {"af", "Afrikaans", "Afrikaans"},
    {"am", "Amharique", "Amharic"},
    {"ar", "Arabe", "Arabic"},
    {"az", "Azéri", "Azerbaijani"},
    {"be", "Biélorusse", "Belarusian"},
    {"ber", "Berbère", "Berber"},
    {"bg", "Bulgare", "Bulgarian"},
    {"bm", "Bambara", "Bambara"},
    {"bn", "Bengali", "Bengali"},
    {"br", "Breton", "Breton"},
    {"bs", "Bosniaque|Bosnien", "Bosnian"},
    {"ca", "Catalan", "Catalan"},
    {"co", "Corse", "Corsican"},
    {"cs", "Tchèque", "Czech"},
    {"cy", "Gallois", "Welsh"},
    {"da", "Danois", "Danish"},
    {"de", "Allemand", "German"},
    {"el", "Grec", "Greek"},
    {"en", "Anglais", "English"},
    {"eo", "Espéranto", "Esperanto"},
    {"es", "Espagnol|Castillan", "Spanish|Castilian"},
    {"et", "Estonien", "Estonian"},
    {"eu", "Basque", "Basque"},
    {"fa", "Persan|Farsi|Perse", "Persian|Farsi"},
    {"ff", "Peul", "Fulah|Fula"},
    {"fi", "Finnois|Finlandais", "Finnish"},
    {"fr", "Français", "French"},
    {"fsl", "Langue des signes française|Langue des signes|LSF", "French Sign Language|Sign language"},
    {"ga", "Irlandais|Gaélique", "Irish|Gaelic"},
    {"gsw", "Alsacien", "Alsatian"},
    {"ha", "Haoussa", "Hausa"},
    {"he", "Hébreu", "Hebrew"},
    {"hi", "Hindi", "Hindi"},
    {"hr", "Croate", "Croatian"},
    {"ht", "Créole haïtien|Créole", "Haitian Creole|Creole"},
    {"hu", "Hongrois", "Hungarian"},
    {"hy", "Arménien", "Armenian"},
    {"id", "Indonésien", "Indonesian"},
    {"is", "Islandais", "Icelandic"},
    {"it", "Italien", "Italian"},
    {"ja", "Japonais", "Japanese"},
    {"ka", "Géorgien", "Georgian"},
    {"kab", "Kabyle", "Kabyle"},
    {"kk", "Kazakh", "Kazakh"},
    {"km", "Khmer|Cambodgien", "Khmer"},
    {"ko", "Coréen", "Korean"},
    {"ku", "Kurde", "Kurdish"},
    {"la", "Latin", "Latin"},
    {"lb", "Luxembourgeois", "Luxembourgish"},
    {"ln", "Lingala", "Lingala"},
    {"lo", "Laotien|Lao", "Lao"},
    {"lt", "Lituanien", "Lithuanian"},
    {"lv", "Letton", "Latvian"},
    {"mg", "Malgache", "Malagasy"},
    {"mk", "Macédonien", "Macedonian"},
    {"mn", "Mongol", "Mongolian"},
    {"ms", "Malais", "Malay"},
    {"mt", "Maltais", "Maltese"},
    {"my", "Birman", "Burmese"},
    {"ne", "Népalais", "Nepali"},
    {"nl", "Néerlandais|Hollandais|Flamand", "Dutch|Flemish"},
    {"no", "Norvégien", "Norwegian"},
    {"oc", "Occitan|Provençal", "Occitan"},
    {"pa", "Pendjabi", "Punjabi"},
    {"pcd", "Picard|Ch'ti", "Picard"},
    {"pl", "Polonais", "Polish"},
    {"ps", "Pachto|Pachtou", "Pashto"},
    {"pt", "Portugais|Brésilien", "Portuguese"},
    {"rmy", "Romani", "Romani"},
    {"ro", "Roumain|Moldave", "Romanian"},
    {"ru", "Russe", "Russian"},
    {"sk", "Slovaque", "Slovak"},
    {"sl", "Slovène", "Slovenian|Slovene"},
    {"so", "Somali", "Somali"},
    {"sq", "Albanais", "Albanian"},
    {"sr", "Serbe|Serbo-croate", "Serbian"},
    {"sv", "Suédois", "Swedish"},
    {"sw", "Swahili", "Swahili"},
    {"ta", "Tamoul", "Tamil"},
    {"th", "Thaï|Thaïlandais", "Thai"},
    {"ti", "Tigrigna", "Tigrinya"},
    {"tl", "Tagalog|Philippin", "Tagalog|Filipino"},
    {"tr", "Turc", "Turkish"},
    {"ty", "Tahitien", "Tahitian"},
    {"uk", "Ukrainien", "Ukrainian"},
    {"ur", "Ourdou", "Urdu"},
    {"uz", "Ouzbek", "Uzbek"},
    {"vi", "Vietnamien", "Vietnamese"},
    {"wo", "Wolof", "Wolof"},
    {"yo", "Yoruba", "Yoruba"},
    {"zh", "Chinois|Mandarin|Cantonais", "Chinese|Mandarin|Cantonese"},
};

constexpr bool ascending() {
  for (std::size_t i = 1; i < std::size(kLanguages); ++i)
    if (!(kLanguages[i - 1].code < kLanguages[i].code)) return false;
  return true;
}
static_assert(ascending());

}  // namespace

std::span<const LanguageName> known_languages() noexcept { return kLanguages; }

std::string_view language_label(std::string_view iso639, Language language) noexcept {
  const auto* found = std::lower_bound(std::begin(kLanguages), std::end(kLanguages), iso639,
                                       [](const LanguageName& l, std::string_view code) { return l.code < code; });
  if (found == std::end(kLanguages) || found->code != iso639) return iso639;
  const std::string_view names = language == Language::kFrench ? found->french : found->english;
  return names.substr(0, names.find('|'));
}

}  // namespace passerelle
