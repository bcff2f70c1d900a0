#include "intake/sources/code_list.hpp"

#include "base/text.hpp"

namespace passerelle {

std::string CodeList::key(std::string_view written) {
  std::string folded = fold(written);
  // Of a value that is nothing but signs ("+", "-") the signs are all there is.
  return folded.empty() ? std::string(trim(written)) : folded;
}

std::optional<std::string> CodeList::find(std::string_view written) const {
  const auto found = entries.find(key(written));
  if (found == entries.end()) return std::nullopt;
  return found->second;
}

}  // namespace passerelle
