// The kernels of each instruction set, 64 pairs a call. Before it is timed, each is compared with the plain one on every block,
// bit for bit. Beside the time: instructions a pair, where the machine counts them, and bytes read a second as a share of what
// memory gives one thread (blocks come from the cache here, so more than 1 means that memory would be the limit).
#include <benchmark/benchmark.h>

#include <cstring>
#include <memory>
#include <vector>

#include "instructions.hpp"
#include "machine.hpp"
#include "support/kernel_inputs.hpp"

namespace {

using namespace passerelle;
using namespace passerelle::kernel;

constexpr std::size_t kBlocks = 256, kQueries = 16;

double bandwidth() {
  static const double bytes = bench::read_bandwidth();
  return bytes;
}

// Blocks that most pairs survive: a kernel that leaves early would look better than it is.
template <class Block>
struct Inputs {
  BoundRules rules;
  std::vector<Block> blocks;
  Inputs() : blocks(kBlocks) {
    Anything any(11);
    rules = rules_of(any);
    for (Effect& effect : rules.effects) effect.excludes = 0;
    rules.first = Key::kTier;
    rules.second = Key::kScore;
    for (Block& block : blocks) {
      fill(any, block);
      block.groups = kLanes / kGroup;
    }
  }
};

template <class Block, class Query, class Call>
void run(benchmark::State& state, const Inputs<Block>& inputs, const std::vector<Query>& queries, const Kernels& kernels, const Call& call) {
  alignas(64) std::int32_t bounds[kLanes], plain[kLanes];
  for (const Query& query : queries)
    for (const Block& block : inputs.blocks) {
      const bool same = call(available_kernels().front(), query, block, plain) == call(kernels, query, block, bounds) && std::memcmp(plain, bounds, sizeof plain) == 0;
      if (!same) return state.SkipWithError("differs from the plain kernel");
    }
  std::uint64_t pairs = 0;
  const bench::Instructions instructions;
  std::size_t q = 0;
  for (auto _ : state) {
    for (const Block& block : inputs.blocks) benchmark::DoNotOptimize(call(kernels, queries[q % kQueries], block, bounds));
    pairs += kBlocks * kLanes;
    ++q;
  }
  const auto all = static_cast<double>(pairs);
  state.counters["pairs/s"] = benchmark::Counter(all, benchmark::Counter::kIsRate);
  state.counters["bytes/pair"] = static_cast<double>(sizeof(Block)) / kLanes;
  if (const auto counted = instructions.read()) state.counters["instructions/pair"] = static_cast<double>(*counted) / all;
  state.counters["of_memory_bandwidth"] = benchmark::Counter(all * sizeof(Block) / kLanes / bandwidth(), benchmark::Counter::kIsRate);
}

void offers(benchmark::State& state, const Kernels& kernels) {
  static const Inputs<OfferBlock> inputs;
  Anything any(12);
  std::vector<PersonQuery> queries;
  for (std::size_t i = 0; i < kQueries; ++i) queries.push_back(person_of(any, inputs.rules));
  run(state, inputs, queries, kernels,
      [&](const Kernels& k, const PersonQuery& query, const OfferBlock& block, std::int32_t* bounds) { return k.offers(inputs.rules, query, block, used_groups(block.groups), 0, bounds); });
}

void people(benchmark::State& state, const Kernels& kernels) {
  static const Inputs<PeopleBlock> inputs;
  Anything any(13);
  std::vector<OfferQuery> queries;
  for (std::size_t i = 0; i < kQueries; ++i) queries.push_back(offer_of(any));
  run(state, inputs, queries, kernels,
      [&](const Kernels& k, const OfferQuery& query, const PeopleBlock& block, std::int32_t* bounds) { return k.people(inputs.rules, query, block, used_groups(block.groups), 0, bounds); });
}

}  // namespace

int main(int argc, char** argv) {
  for (const Kernels& kernels : available_kernels()) {
    benchmark::RegisterBenchmark(("offers/" + std::string(kernels.name)).c_str(), offers, kernels);
    benchmark::RegisterBenchmark(("people/" + std::string(kernels.name)).c_str(), people, kernels);
  }
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
}
