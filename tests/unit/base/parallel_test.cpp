#include "base/parallel.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <numeric>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace passerelle {
namespace {

TEST(ParallelBlocks, every_index_once_for_any_number_of_threads_and_any_block) {
  for (unsigned threads = 1; threads <= 4; ++threads)
    for (const std::size_t n : {1U, 2U, 7U, 64U, 1000U})
      for (const std::size_t block : {0U, 1U, 3U, 64U, 5000U}) {
        std::vector<std::atomic<int>> visits(n);
        std::atomic<bool> in_range{true};
        parallel_blocks(n, block, {threads}, [&](std::size_t begin, std::size_t end, unsigned worker) {
          if (begin >= end || end > n || end - begin > std::max<std::size_t>(1, block) || worker >= threads)
            in_range = false;
          for (std::size_t i = begin; i < end; ++i) ++visits[i];
        });
        EXPECT_TRUE(in_range);
        EXPECT_TRUE(std::all_of(visits.begin(), visits.end(), [](const auto& v) { return v == 1; }))
            << threads << " threads, n " << n << ", block " << block;
      }
}

TEST(ParallelBlocks, nothing_to_do) {
  for (unsigned threads = 0; threads <= 4; ++threads) {
    int calls = 0;
    parallel_blocks(0, 8, {threads}, [&](std::size_t, std::size_t, unsigned) { ++calls; });
    EXPECT_EQ(calls, 0);
  }
}

TEST(ParallelBlocks, a_worker_slot_is_never_shared_by_two_running_calls) {
  for (unsigned threads = 2; threads <= 4; ++threads) {
    std::vector<std::atomic<int>> inside(threads);
    std::vector<long> sums(threads, 0);  // written without a lock: the slot is the lock
    std::atomic<bool> shared{false};
    parallel_blocks(400, 1, {threads}, [&](std::size_t begin, std::size_t, unsigned worker) {
      if (inside[worker].fetch_add(1) != 0) shared = true;
      sums[worker] += static_cast<long>(begin);
      std::this_thread::sleep_for(std::chrono::microseconds(20));
      inside[worker].fetch_sub(1);
    });
    EXPECT_FALSE(shared) << threads;
    EXPECT_EQ(std::accumulate(sums.begin(), sums.end(), 0L), 400L * 399 / 2);
  }
}

TEST(ParallelBlocks, several_threads_do_work_at_the_same_time) {
  // Each of two calls waits for the other one: both get there only when they run at once. A machine with one core may
  // run them one after the other; the deadline is for a backend that does so where it should not.
  std::atomic<int> arrived{0}, met{0};
  const auto deadline =
      std::chrono::steady_clock::now() + std::chrono::seconds(std::thread::hardware_concurrency() > 1 ? 20 : 0);
  parallel_blocks(2, 1, {2}, [&](std::size_t, std::size_t, unsigned) {
    ++arrived;
    while (arrived < 2 && std::chrono::steady_clock::now() < deadline) std::this_thread::yield();
    met += arrived == 2 ? 1 : 0;
  });
  EXPECT_EQ(arrived, 2);
  if (std::thread::hardware_concurrency() > 1) {
    EXPECT_EQ(met, 2);
  }
}

TEST(ParallelBlocks, an_exception_comes_back_to_the_caller) {
  for (unsigned threads = 1; threads <= 4; ++threads) {
    std::atomic<int> running{0};
    std::string caught;
    try {
      parallel_blocks(200, 1, {threads}, [&](std::size_t begin, std::size_t, unsigned) {
        ++running;
        struct Leave {
          std::atomic<int>& count;
          ~Leave() { --count; }
        } leave{running};
        if (begin == 37) throw std::runtime_error("block 37");
      });
    } catch (const std::runtime_error& error) {
      caught = error.what();
    }
    EXPECT_EQ(caught, "block 37") << threads;
    EXPECT_EQ(running, 0) << "the others had not stopped";
    // and the next call finds everything in order
    std::atomic<int> calls{0};
    parallel_blocks(10, 1, {threads}, [&](std::size_t, std::size_t, unsigned) { ++calls; });
    EXPECT_EQ(calls, 10);
  }
}

TEST(ParallelBlocks, calls_may_be_nested) {
  std::atomic<int> calls{0};
  parallel_blocks(4, 1, {2}, [&](std::size_t, std::size_t, unsigned) {
    parallel_blocks(4, 1, {2}, [&](std::size_t, std::size_t, unsigned) { ++calls; });
  });
  EXPECT_EQ(calls, 16);
}

TEST(Threads, zero_means_what_the_machine_has) {
  EXPECT_GE(Threads{}.resolved(), 1U);
  EXPECT_EQ(Threads{3}.resolved(), 3U);
}

}  // namespace
}  // namespace passerelle
