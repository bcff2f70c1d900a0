#include "cli/output/progress.hpp"

#include <algorithm>
#include <cstdio>

#include <fmt/format.h>

namespace passerelle::cli {

void ProgressBar::operator()(std::string_view phase, std::size_t done, std::size_t total) {
  using namespace std::chrono;
  const auto now = steady_clock::now();
  const bool fresh = phase != phase_;
  const bool finished = total > 0 && done >= total;
  if (fresh) {
    phase_ = phase;
    started_ = now;
  } else if (!finished && now - drawn_ < milliseconds(100)) {
    return;
  }
  drawn_ = now;
  const double seconds = duration<double>(now - started_).count();
  if (total == 0) {
    fmt::print(stderr, "\r{:<28} {:>12}  {:5.1f} s\033[K", phase, done, seconds);
  } else {
    constexpr std::size_t kWidth = 30;
    const std::size_t filled = std::min(kWidth, done * kWidth / total);
    std::string bar;
    for (std::size_t i = 0; i < kWidth; ++i) bar += i < filled ? "█" : "░";
    fmt::print(stderr, "\r{:<28} {} {:3} %  {:5.1f} s\033[K", phase, bar, done * 100 / total, seconds);
  }
  if (finished) fmt::print(stderr, "\n");
  std::fflush(stderr);
}

}  // namespace passerelle::cli
