#include "night/offer_caps.hpp"

#include <algorithm>

namespace passerelle::night {

std::vector<std::uint32_t> offer_caps(const CapRule& rule, std::span<const std::uint32_t> posts, std::span<const std::uint8_t> tension,
                                      std::span<const std::uint32_t> invited, std::span<const std::uint8_t> counted, std::uint64_t lines) {
  std::uint64_t all_posts = 0;
  for (std::size_t o = 0; o < posts.size(); ++o) all_posts += counted[o] != 0 ? posts[o] : 0;
  const std::uint64_t of_mean = all_posts == 0 ? 0 : lines * rule.mean_percent / (all_posts * 100);
  const std::uint64_t per_post = std::max<std::uint64_t>(rule.per_post, of_mean);
  std::vector<std::uint32_t> caps(posts.size());
  for (std::size_t o = 0; o < posts.size(); ++o) {
    const std::uint64_t cap = std::min<std::uint64_t>(UINT32_MAX, per_post * posts[o] * rule.tension_percent[std::min<std::size_t>(tension[o], 5)] / 100);
    caps[o] = static_cast<std::uint32_t>(cap > invited[o] ? cap - invited[o] : 0);
  }
  return caps;
}

}  // namespace passerelle::night
