// A progress bar on standard error, redrawn at most ten times a second.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

namespace passerelle::cli {

class ProgressBar {
 public:
  void operator()(std::string_view phase, std::size_t done, std::size_t total);

 private:
  std::string phase_;
  std::chrono::steady_clock::time_point started_, drawn_;
};

}  // namespace passerelle::cli
