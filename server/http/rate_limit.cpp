#include "http/rate_limit.hpp"

#include <algorithm>
#include <cmath>

namespace passerelle::http {
namespace {

constexpr std::size_t kMostBuckets = 100'000;

}  // namespace

std::uint32_t RateLimit::take(std::string_view subject, Clock::time_point now) {
  if (per_minute_ == 0) return 0;
  const double rate = per_minute_ / 60.0;  // a second
  const auto filled = [&](const Bucket& bucket) {
    return std::min<double>(burst_, bucket.tokens + std::chrono::duration<double>(now - bucket.since).count() * rate);
  };
  const std::lock_guard lock(mutex_);
  // A full bucket says nothing that an absent one does not.
  if (buckets_.size() >= kMostBuckets) std::erase_if(buckets_, [&](const auto& each) { return filled(each.second) >= burst_; });
  Bucket& bucket = buckets_.try_emplace(std::string(subject), Bucket{static_cast<double>(burst_), now}).first->second;
  bucket = {filled(bucket), now};
  if (bucket.tokens >= 1) {
    bucket.tokens -= 1;
    return 0;
  }
  return static_cast<std::uint32_t>(std::max(1.0, std::ceil((1 - bucket.tokens) / rate)));
}

}  // namespace passerelle::http
