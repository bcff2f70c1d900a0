#include "intake/normalise/flags.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace passerelle {

void add_flag(std::vector<Flag>& flags, ProblemCode code, std::string_view field, std::string_view detail) {
  Flag flag{code, std::string(field), shorten(trim(detail), 80)};
  if (std::find(flags.begin(), flags.end(), flag) == flags.end()) flags.push_back(std::move(flag));
}

bool depends_on_reference(ProblemCode code) noexcept {
  switch (code) {
    case ProblemCode::kPlaceMissing:
    case ProblemCode::kPlaceUnknown:
    case ProblemCode::kOccupationMissing:
    case ProblemCode::kOccupationUnknown:
    case ProblemCode::kOccupationGuessed:
    case ProblemCode::kOccupationUncertain:
    case ProblemCode::kItemUnknown:
    case ProblemCode::kItemWithoutCode: return true;
    default: return false;
  }
}

}  // namespace passerelle
