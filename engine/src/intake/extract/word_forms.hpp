// One word, many forms: « soudeuses » and « soudeur », « nettoyage » and « nettoyer ».
#pragma once

#include <string>
#include <string_view>

namespace passerelle::extract {

/// What verbs and nouns of one action share: « préparez », « préparation », « préparer » and « préparateur » → « prepar ».
/// Takes a folded word in its common form (reference::common_form) or not; words of five letters or less, and those with
/// digits, stay. A light rule of endings, not a stemmer of Snowball's kind: those read accents, and offers are written in
/// capitals too. Irregular families stand in a table.
std::string word_family(std::string_view folded);

}  // namespace passerelle::extract
