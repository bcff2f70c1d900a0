// Where the real data of the tests lies: ../shared/data from the project's root, or what PASSERELLE_SHARED names.
// It is never part of the project, so a checkout may do without it; a build that must not be fooled sets CI=true.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <optional>
#include <string_view>

#include <gtest/gtest.h>

namespace passerelle::testing {

/// The folder of the real data; nothing when this machine does not have it.
inline std::optional<std::filesystem::path> shared_data() {
  namespace fs = std::filesystem;
  const char* named = std::getenv("PASSERELLE_SHARED");
  const fs::path folder =
      named != nullptr && *named != '\0' ? fs::path(named) : fs::path(PASSERELLE_SOURCE_DIR) / ".." / "shared" / "data";
  std::error_code error;
  if (!fs::is_directory(folder, error)) return {};
  return folder;
}

inline bool on_ci() {
  const char* ci = std::getenv("CI");
  return ci != nullptr && std::string_view(ci) == "true";
}

}  // namespace passerelle::testing

// Declares `path_var` as the folder of the real data, or leaves the test: failed on CI, with a printed notice
// elsewhere.
#define PASSERELLE_NEED_SHARED(path_var)                                                             \
  const auto path_var##_found = ::passerelle::testing::shared_data();                                \
  if (!path_var##_found) {                                                                           \
    if (::passerelle::testing::on_ci()) FAIL() << "the real data is missing: set PASSERELLE_SHARED"; \
    std::cout << "[  NOTICE  ] real data not found, nothing checked (set PASSERELLE_SHARED)\n";      \
    return;                                                                                          \
  }                                                                                                  \
  const std::filesystem::path& path_var = *path_var##_found
