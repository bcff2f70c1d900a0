// The words of a label that say something: folded, without French function words, and brought to one form for
// gender and number.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace passerelle::reference {

/// folded_words() without words of one character and without French function words. Words of other languages stay:
/// their frequency takes their weight away.
std::vector<std::string> content_words(std::string_view text);

/// Whether the folded word is one of the French function words that content_words() leaves out.
bool is_function_word(std::string_view folded) noexcept;

/// A folded word without plural and feminine endings: « soudeuses » and « soudeur » → « soudeur », « électriciennes » →
/// « electricien ». Only what the two genders of French job titles need; not a stemmer for prose.
std::string common_form(std::string word);

}  // namespace passerelle::reference
