// Everybody's lists block by block: a worker finds a whole block's lists and writes it before it takes the next, so that a run
// that was killed repeats no more than a block a worker.
#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <vector>

#include "base/parallel.hpp"
#include "night/list_block.hpp"
#include "ranking/matcher.hpp"

namespace passerelle::night {

/// Offers in the order in which shortlists are found: posting list after posting list.
std::vector<OfferId> offers_in_order(const Corpus& corpus);

struct BlockPlan {
  std::size_t persons = 0, offers = 0;   ///< how many blocks
  BlockSizes sizes;
  BlockPlan(const Corpus& corpus, BlockSizes sizes);
  std::size_t all() const noexcept { return persons + offers; }
};

/// Which part of the blocks a process finds: those whose number leaves `index` when divided by `of`.
struct Shard {
  std::uint32_t index = 0, of = 1;
  bool has(std::size_t block) const noexcept { return block % of == index; }
};

struct BlockPass {
  const Matcher& suggest;
  const Matcher& shortlist;
  std::size_t top, depth;
  std::string folder;                    ///< receives the blocks
  Fingerprint key;                       ///< that blocks carry
  BlockSizes sizes;
  Threads threads;
  /// Called with how many blocks are done, from any worker, one at a time.
  std::function<void(std::size_t done)> progress;
};

struct BlocksDone { std::uint64_t found = 0, kept = 0; };   ///< blocks found now, and there already

/// Finds the shard's blocks that are not there yet. Problems: those of unwritable().
Result<BlocksDone> find_blocks(const BlockPass& pass, const BlockPlan& plan, const Shard& shard);

}  // namespace passerelle::night
