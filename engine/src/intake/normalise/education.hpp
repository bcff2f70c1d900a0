// Levels of education from labels such as « Bac+2 ou équivalents », « CAP, BEP et équivalents » or « Master ».
#pragma once

#include <string_view>

#include "records/vocabulary_codes.hpp"

namespace passerelle {

/// French framework of qualifications, 2…8; 0 when the label says none. « 2nd ou 1ère achevée » counts as 3, like a
/// CAP that was not finished.
EducationLevel read_education(std::string_view label);

}  // namespace passerelle
