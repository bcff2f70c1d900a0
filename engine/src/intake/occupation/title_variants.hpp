// The ways in which one title of a vocabulary is said.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace passerelle::occupation {

/// Words (vocabulary_title_words) of the title without what stands in brackets; of each part between dashes; and of an
/// abbreviation in brackets or between dashes: « Auxiliaire de Vie Sociale (AVS) » → {auxiliair, vi, social}, {avs}.
/// None twice, none empty.
std::vector<std::vector<std::string>> title_variants(std::string_view title);

}  // namespace passerelle::occupation
