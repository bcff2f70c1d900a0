// What must agree for parts of a night to belong together.
#pragma once

#include <cstdint>
#include <string>

#include "base/date.hpp"
#include "base/hash.hpp"
#include "night/list_block.hpp"
#include "night/night_policy.hpp"
#include "scoring/policy.hpp"

namespace passerelle::night {

struct RunIdentity {
  std::string snapshot, build;
  Day date;
  std::string suggest_policy, shortlist_policy, night_policy;  ///< « adviser v1 »
  std::uint32_t top = 20, depth = 60;                          ///< lines of a list, of a pool
  Fingerprint reference;                                       ///< of the vocabularies and geography
  Fingerprint rules;   ///< all that decides matching beside records and day: its policies in full, build, reference, top, depth
  Fingerprint key;     ///< of everything, how suggestions are shared out included
  BlockSizes sizes;
  Fingerprint block_key;  ///< of what decides a block: rules, snapshot, day and the blocks' sizes
};

/// `snapshot`, `build`, `reference` and `date` as given; the rest from the policies.
RunIdentity run_identity(std::string snapshot, std::string build, const Fingerprint& reference, Day date, const Policy& suggest, const Policy& shortlist,
                         const NightPolicy& night, std::uint32_t top, BlockSizes sizes = {});

}  // namespace passerelle::night
