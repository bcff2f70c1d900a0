// How many requests a subject may make: a bucket of tokens each, filled at a steady rate.
#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace passerelle::http {

class RateLimit {
 public:
  using Clock = std::chrono::steady_clock;

  /// `per_minute` 0 = no limit; `burst`: requests that may come at once, at least 1.
  RateLimit(std::uint32_t per_minute, std::uint32_t burst) : per_minute_(per_minute), burst_(burst == 0 ? 1 : burst) {}

  /// Takes one; 0 when there was one, else after how many seconds to try again (at least 1). Thread-safe.
  std::uint32_t take(std::string_view subject, Clock::time_point now);

 private:
  struct Bucket { double tokens; Clock::time_point since; };
  std::uint32_t per_minute_, burst_;
  std::mutex mutex_;
  std::unordered_map<std::string, Bucket> buckets_;
};

}  // namespace passerelle::http
