// How the night run shares suggestions out: versioned data (datasets/policies/night.toml, whose comments say what each figure
// means). Points are those of scores, 0…10,000.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace passerelle::night {

struct CongestionRule {
  /// λmax: no line of a person's list is worth so many points less than the plain list's line of the same rank. 0 gives the
  /// plain lists.
  std::uint16_t most_price = 1'500;
  std::uint16_t rounds = 16;             ///< of price adjustment, 1…64
  std::uint16_t first_step = 400;        ///< points by which a price moves at most in the first round
  std::uint16_t deferred_acceptance = 1; ///< 1: offers still over their cap then turn the weakest away, 0: they do not
  friend bool operator==(const CongestionRule&, const CongestionRule&) = default;
};

struct CapRule {
  std::uint32_t per_post = 20;           ///< suggestions that one post is good for
  /// Where persons are many: at least so many per cent of what the offer would get if everybody spread their list evenly over their pool.
  std::uint16_t even_percent = 105;
  std::array<std::uint16_t, 6> tension_percent{100, 100, 100, 100, 125, 150};  ///< by class 0 (not known) … 5
  friend bool operator==(const CapRule&, const CapRule&) = default;
};

struct NightPolicy {
  std::string name;
  std::uint32_t version = 0;
  /// A person's pool holds the best top × pool_depth offers: what prices may choose from.
  std::uint16_t pool_depth = 3;
  CongestionRule congestion;
  CapRule caps;
  std::uint16_t source_loss_percent = 20;  ///< a source that lost more offers since the last night is told
  /// kRequestInvalid with the field and what is allowed.
  Status validate() const;
  friend bool operator==(const NightPolicy&, const NightPolicy&) = default;
};

/// Reads and validates a policy file; unknown keys and wrong types are refused with line and key.
Result<NightPolicy> read_night_policy(const std::string& path);
Result<NightPolicy> parse_night_policy(std::string_view toml, std::string_view source);

}  // namespace passerelle::night
