// The time that goes into the log columns (imported_at, started, closed_at); nothing that matching reads.
#pragma once

#include <ctime>
#include <string>

namespace passerelle::store {

/// "2025-02-27T17:24:39Z".
inline std::string utc_now() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&now, &parts);
  char text[32];
  return {text, std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts)};
}

}  // namespace passerelle::store
