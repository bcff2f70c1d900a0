// A source's own codes and what they mean here.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace passerelle {

struct CodeList {
  /// The source's value, folded (case and accents do not matter) → ours; "" = known, and says nothing that an offer holds.
  std::map<std::string, std::string, std::less<>> entries;

  /// Nothing when the list does not have the value.
  std::optional<std::string> find(std::string_view written) const;
  /// What find() compares.
  static std::string key(std::string_view written);
};

}  // namespace passerelle
