// The parts that threads share, without a store: writers that share commits, a corpus that changes and is merged while it is
// asked. For ThreadSanitizer above all.
#include <atomic>
#include <map>
#include <thread>

#include <gtest/gtest.h>

#include "base/background.hpp"
#include "corpus/build_corpus.hpp"
#include "facade/group_commit.hpp"
#include "live/live_corpus.hpp"
#include "live/live_matcher.hpp"
#include "property/world.hpp"

namespace passerelle::testing {
namespace {

TEST(GroupCommit, EveryItemIsCommittedOnceAndItsWriterWaitsForThat) {
  struct Item { unsigned writer, number; bool done = false; };
  std::vector<std::pair<unsigned, unsigned>> committed;   // guarded by the group commit itself
  std::size_t groups = 0;
  GroupCommit<Item> commits([&](const std::vector<Item*>& group) {
    ++groups;
    for (Item* item : group) {
      committed.emplace_back(item->writer, item->number);
      item->done = true;
    }
    std::this_thread::yield();
  }, 5);
  constexpr unsigned kWriters = 6, kEach = 200;
  std::atomic<unsigned> early{0};
  std::vector<std::thread> writers;
  for (unsigned w = 0; w < kWriters; ++w)
    writers.emplace_back([&, w] {
      for (unsigned n = 0; n < kEach; n += 2) {
        Item one{w, n}, other{w, n + 1};
        if (n % 4 == 0) {
          commits.submit_all({&one, &other});
        } else {
          commits.submit(one);
          commits.submit(other);
        }
        if (!one.done || !other.done) ++early;
      }
    });
  for (std::thread& writer : writers) writer.join();
  EXPECT_EQ(early, 0U);
  ASSERT_EQ(committed.size(), kWriters * kEach);
  // Of one writer in the order it wrote.
  std::map<unsigned, unsigned> next;
  for (const auto& [writer, number] : committed) EXPECT_EQ(next[writer]++, number);
  EXPECT_LE(groups, committed.size());
}

TEST(Background, WorksNowAndThenAndWhenItIsWoken) {
  std::atomic<unsigned> calls{0};
  {
    Background idle(std::chrono::hours(1), [&] { ++calls; });
    idle.wake();
    while (calls == 0) std::this_thread::yield();
  }
  EXPECT_EQ(calls, 1U);
  {
    const Background busy(std::chrono::milliseconds(1), [&] { ++calls; });
    while (calls < 5) std::this_thread::yield();
  }
}

TEST(LiveCorpus, IsAskedWhileItChangesAndIsMerged) {
  const World world = random_world(5, 60, 60);
  const auto rules = std::make_shared<const PolicyOfDay>(policies().front(), world.date);
  LiveCorpus live(world.corpus(), 0);
  std::atomic<bool> done{false};
  std::atomic<std::uint64_t> lines{0}, torn{0};
  std::mutex shared;
  std::shared_ptr<const LiveMatcher> last;
  std::vector<std::thread> threads;
  for (unsigned r = 0; r < 3; ++r)
    threads.emplace_back([&, r] {
      for (std::uint32_t i = r; !done; ++i) {
        const auto state = live.state();
        std::shared_ptr<const LiveMatcher> matcher;
        {
          const std::lock_guard lock(shared);
          if (last == nullptr || last->state() != state) last = std::make_shared<const LiveMatcher>(state, rules, last == nullptr ? LiveMatcher::Before{} : LiveMatcher::Before{last});
          matcher = last;
        }
        // What is found in a state stays there as long as somebody holds it.
        const auto person = state->find_candidate(world.candidates[i % 60].id);
        const auto offer = state->find_offer(world.offers[i % 60].id);
        if (person) lines += matcher->suggest(*person, {10, 0, true}).lines.size();
        if (offer) lines += matcher->shortlist(*offer, {10, 0, true}).lines.size();
        if (state->find_candidate(world.candidates[i % 60].id).has_value() != person.has_value()) ++torn;
      }
    });
  threads.emplace_back([&] {
    while (!done) live.merge();
  });
  Dice dice(9);
  for (int step = 1; step <= 150; ++step) {
    RecordChange change{step % 2 == 0, {}, {}, {}};
    if (change.of_offer) {
      Offer offer = random_offer(dice, *world.reference, dice.below(70));
      change.id = offer.id;
      if (dice.chance(80)) change.offer = std::move(offer);
    } else {
      Candidate person = random_candidate(dice, *world.reference, dice.below(70));
      change.id = person.id;
      if (dice.chance(80)) change.person = std::move(person);
    }
    std::vector<RecordChange> changes;
    changes.push_back(std::move(change));
    live.apply(std::move(changes), std::to_string(step), step);
  }
  done = true;
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(torn, 0U);
  EXPECT_GT(lines, 0U);
  EXPECT_EQ(live.state()->sequence(), 150);
}

}  // namespace
}  // namespace passerelle::testing
