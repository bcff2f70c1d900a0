// How well offers that are one job are found, against labelled pairs: the rule on each pair by itself, and the groups that
// imports make of all the offers given.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/parallel.hpp"
#include "evaluation/same_job_labels.hpp"
#include "intake/deduplicate/same_job.hpp"
#include "records/offer.hpp"
#include "reference/reference.hpp"

namespace passerelle::evaluation {

struct JoinFigures {
  std::uint64_t found = 0, right = 0;  ///< of the labelled pairs, settled ones
};

struct MergingFigures {
  std::uint64_t same = 0, other = 0, unclear = 0, absent = 0;  ///< labelled pairs; absent: an offer is not in the files
  JoinFigures pairs;   ///< by the rule on the two alone
  JoinFigures groups;  ///< in one group of all offers
  double precision(const JoinFigures& f) const { return f.found == 0 ? 0 : static_cast<double>(f.right) / static_cast<double>(f.found); }
  double recall(const JoinFigures& f) const { return same == 0 ? 0 : static_cast<double>(f.right) / static_cast<double>(same); }
};

/// A settled pair that the groups have otherwise than its label.
struct MergingDifference { SameJobLabel label; };

struct MergingReport {
  std::uint64_t offers = 0, groups = 0, grouped_offers = 0;
  std::array<MergingFigures, 2> halves;  ///< tuning, reported
  std::vector<MergingDifference> differences;
};

class MergingEvaluation {
 public:
  MergingEvaluation(const reference::Reference& reference, std::vector<SameJobLabel> labels) : reference_(reference), labels_(std::move(labels)) {}
  /// An id that comes again replaces the first.
  void add(const Offer& offer);
  MergingReport report(Threads threads) const;

 private:
  const reference::Reference& reference_;
  std::vector<SameJobLabel> labels_;
  std::map<std::string, OfferTraits> offers_;
};

}  // namespace passerelle::evaluation
