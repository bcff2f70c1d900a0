// Figures for steering, one row an indicator × territory × day; and what looks wrong against those of the last night.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "night/night_digest.hpp"
#include "night/night_lists.hpp"
#include "night/record_states.hpp"

namespace passerelle::night {

/// `territory`: « all », « basin:CODE » or « source:NAME ». Counts of 1 to 4 persons are left out.
struct Indicator {
  std::string territory, name;
  std::int64_t value = 0;
  friend bool operator==(const Indicator&, const Indicator&) = default;
};

std::vector<Indicator> indicators(const Corpus& corpus, const RecordStates& states, const OfferFacts& offers, const NightLists& lists, const ShareOut& shared, Day date);

/// Against the last night's indicators of sources (none at a first night).
std::vector<Anomaly> anomalies(const std::vector<Indicator>& now, const std::vector<Indicator>& last, unsigned source_loss_percent, const Corpus& corpus);

/// Fills in coverage, congestion and groups.
void count_coverage(const Corpus& corpus, const OfferFacts& offers, const NightLists& lists, const ShareOut& shared, std::size_t top, NightDigest& digest);

}  // namespace passerelle::night
