// The words of a job title that say which job it is, and of a text about a job, in one form for both genders and numbers.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace passerelle::occupation {

/// Of a vocabulary's title: « Vendeur / Vendeuse en prêt-à-porter » → vendeur, pret, porter. Folded, without function
/// words, endings of the other gender (« assistant(e) »), single letters and numbers, common abbreviations spelt out; each word
/// once, in order.
std::vector<std::string> vocabulary_title_words(std::string_view title);

/// Of an offer's title: the same, without what adverts add to a job: « (H/F) », the contract, hours, « urgent »,
/// and the workplace's name where the title holds it word for word. A title of nothing else keeps its words.
std::vector<std::string> offer_title_words(std::string_view title, std::string_view town = {});

/// Of a text, with repetitions, at most `most`: the beginning of an advert says more of the job than its end.
std::vector<std::string> prose_words(std::string_view text, std::size_t most);

/// Whether a folded word is but the ending of the other gender, as in « tourneur(euse) » or « agent·e ».
bool is_gender_ending(std::string_view word) noexcept;

}  // namespace passerelle::occupation
