#include "night/night_lists.hpp"

#include <algorithm>

namespace passerelle::night {
namespace {

// Blocks as they come, each in its slot.
Result<std::vector<ListBlock>> read_blocks(Side side, std::size_t n, const std::vector<std::string>& folders, const Fingerprint& key, Threads threads) {
  std::vector<ListBlock> blocks(n);
  std::vector<std::uint8_t> there(n, 0);
  parallel_blocks(n, 1, threads, [&](std::size_t number, std::size_t, unsigned) {
    for (const std::string& folder : folders) {
      if (auto block = read_block(folder + "/" + block_name(side, number), key)) {
        blocks[number] = std::move(*block);
        there[number] = 1;
        return;
      }
    }
  });
  for (std::size_t number = 0; number < n; ++number)
    if (there[number] == 0) return Problem(ProblemCode::kFileMissing, block_name(side, number)).from(folders.empty() ? std::string() : folders.front());
  return blocks;
}

// Which points prices are taken off, and whether the verdict stands before them.
struct Priced { SortKey key = SortKey::kScore; bool any = false, by_tier = false; };
Priced priced_by(const Policy& policy) {
  Priced priced;
  for (const SortKey key : policy.order) {
    if (key == SortKey::kTier) priced.by_tier = true;
    else return {key, true, priced.by_tier};
  }
  return priced;
}

}  // namespace

Result<NightLists> gather_lists(const Corpus& corpus, const std::vector<std::string>& folders, const RunIdentity& identity, Threads threads) {
  const BlockPlan plan(corpus, identity.sizes);
  const Fingerprint& key = identity.block_key;
  NightLists lists;
  lists.person_ends.reserve(corpus.candidates.size());
  {
    auto blocks = read_blocks(Side::kPersons, plan.persons, folders, key, threads);
    if (!blocks) return std::move(blocks).problem();
    std::uint64_t all = 0, end = 0;
    for (const ListBlock& block : *blocks) all += block.lines.size();
    lists.person_lines.reserve(all);
    for (ListBlock& block : *blocks) {
      for (const std::uint16_t count : block.counts) lists.person_ends.push_back(end += count);
      lists.person_lines.insert(lists.person_lines.end(), block.lines.begin(), block.lines.end());
      block = {};
    }
  }
  auto blocks = read_blocks(Side::kOffers, plan.offers, folders, key, threads);
  if (!blocks) return std::move(blocks).problem();
  const std::vector<OfferId> order = offers_in_order(corpus);
  struct Where { std::uint32_t block = 0, begin = 0, count = 0; };
  std::vector<Where> where(corpus.offers.size());
  std::size_t at = 0;
  for (std::uint32_t number = 0; number < blocks->size(); ++number) {
    std::uint32_t begin = 0;
    for (const std::uint16_t count : (*blocks)[number].counts) {
      if (at < order.size()) where[order[at++].value] = {number, begin, count};
      begin += count;
    }
  }
  std::uint64_t end = 0;
  for (const Where& one : where) {
    if (!blocks->empty()) {
      const auto first = (*blocks)[one.block].lines.begin() + one.begin;
      lists.offer_lines.insert(lists.offer_lines.end(), first, first + one.count);
    }
    lists.offer_ends.push_back(end += one.count);
  }
  return lists;
}

Pools pools_of(const Corpus& corpus, const NightLists& lists, const Policy& policy, std::size_t top, std::size_t depth) {
  const Priced priced = priced_by(policy);
  Pools pools;
  pools.top = top, pools.depth = depth;
  pools.ends = lists.person_ends;
  pools.lines.reserve(lists.person_lines.size());
  for (const ListLine& line : lists.person_lines) {
    std::uint16_t value = 0;
    if (priced.any) value = priced.key == SortKey::kSuits ? line.suits : priced.key == SortKey::kWanted ? line.wanted : line.score;
    pools.lines.push_back({line.id, value, priced.by_tier ? std::uint16_t{line.tier} : std::uint16_t{0}});
  }
  pools.order.resize(corpus.candidates.size());
  for (std::size_t i = 0; i < pools.order.size(); ++i) pools.order[i] = corpus.candidates.order[i];
  return pools;
}

}  // namespace passerelle::night
