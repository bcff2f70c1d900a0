// Names of the reference's small enumerations in the tables, for people who read them with SQL.
#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "reference/tables.hpp"

namespace passerelle::store {

inline constexpr std::array<std::string_view, 5> kItemKindNames{"skill", "knowledge", "behaviour", "macro",
                                                                "certificate"};
inline constexpr std::array<std::string_view, 3> kCoreNames{"other", "emerging", "principal"};

/// The enumerator at the name's place in its table; nothing for a name that is not there.
template <class Enum, std::size_t N>
std::optional<Enum> from_name(const std::array<std::string_view, N>& names, std::string_view name) {
  for (std::size_t i = 0; i < N; ++i)
    if (names[i] == name) return static_cast<Enum>(i);
  return std::nullopt;
}

}  // namespace passerelle::store
