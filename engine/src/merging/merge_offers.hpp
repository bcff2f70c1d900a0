// Brings the merged offers of a store up to date with its postings, inside the transaction that changed them.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "base/parallel.hpp"
#include "base/result.hpp"
#include "reference/reference.hpp"
#include "store/merge_tables.hpp"

namespace passerelle::merging {

struct MergeOutcome {
  std::uint64_t merged = 0;  ///< of the postings written: how many share an offer with others now
  bool changed = false;      ///< whether any merged offer came, went or changed
};

/// `written`: ids of postings written or reopened, `closed`: of those closed. What is in the store afterwards depends on its postings, on the
/// pairs kept apart and on the communes alone, not on the order in which they came: the same as after everything() below.
/// Looks only at postings that share a key with one whose text, title or place changed (intake/deduplicate/regroup_offers.hpp);
/// at everything when the communes or the rule are not those the store was merged with.
///
/// Problems: of the store; kStoreDamaged for traits or records that cannot be read.
Result<MergeOutcome> merge_offers(MergeTables& tables, std::span<const std::string> written, std::span<const std::string> closed,
                                  const reference::Reference& reference, Threads threads);

/// After single changes: offers that hold one of these postings say what their postings say now. Which postings are one job is left to the
/// next merge_offers(), which takes these in.
Result<MergeOutcome> refresh_offers(MergeTables& tables, std::span<const std::string> written, std::span<const std::string> closed, Threads threads);

/// The same from nothing: the slow twin.
Result<MergeOutcome> merge_everything(MergeTables& tables, const reference::Reference& reference, Threads threads);

/// After pairs were parted or let together: their postings' groups anew.
Result<MergeOutcome> merge_again(MergeTables& tables, std::span<const std::string> postings, const reference::Reference& reference, Threads threads);

}  // namespace passerelle::merging
