#include "base/parallel.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

#ifndef PASSERELLE_PLAIN_THREADS
#include <oneapi/tbb/blocked_range.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/task_arena.h>
#endif

namespace passerelle {

unsigned Threads::resolved() const noexcept {
  if (count != 0) return count;
  return std::max(1U, std::thread::hardware_concurrency());
}

namespace {

using Body = std::function<void(std::size_t, std::size_t, unsigned)>;

void serial(std::size_t n, std::size_t block, const Body& body) {
  for (std::size_t begin = 0; begin < n; begin += block) body(begin, std::min(n, begin + block), 0);
}

#ifdef PASSERELLE_PLAIN_THREADS

void threaded(std::size_t n, std::size_t block, unsigned threads, const Body& body) {
  std::atomic<std::size_t> next{0};
  std::atomic<bool> failed{false};
  std::exception_ptr failure;
  std::mutex failure_mutex;
  const auto work = [&](unsigned worker) {
    while (!failed.load(std::memory_order_relaxed)) {
      const std::size_t begin = next.fetch_add(block);
      if (begin >= n) return;
      try {
        body(begin, std::min(n, begin + block), worker);
      } catch (...) {
        const std::lock_guard lock(failure_mutex);
        if (!failure) failure = std::current_exception();
        failed = true;
      }
    }
  };
  std::vector<std::thread> pool;
  for (unsigned worker = 1; worker < threads; ++worker) pool.emplace_back(work, worker);
  work(0);
  for (std::thread& thread : pool) thread.join();
  if (failure) std::rethrow_exception(failure);
}

#else

void threaded(std::size_t n, std::size_t block, unsigned threads, const Body& body) {
  // More than the machine has would only make oneTBB complain; results do not depend on it.
  tbb::task_arena arena(static_cast<int>(std::min(threads, std::max(1U, std::thread::hardware_concurrency()))));
  arena.execute([&] {
    const std::size_t blocks = (n + block - 1) / block;
    tbb::parallel_for(
        tbb::blocked_range<std::size_t>(0, blocks, 1),
        [&](const tbb::blocked_range<std::size_t>& range) {
          const int slot = tbb::this_task_arena::current_thread_index();
          for (std::size_t i = range.begin(); i != range.end(); ++i)
            body(i * block, std::min(n, (i + 1) * block), static_cast<unsigned>(slot));
        },
        tbb::simple_partitioner());
  });
}

#endif

}  // namespace

void parallel_blocks(std::size_t n, std::size_t block, Threads threads, const Body& body) {
  block = std::max<std::size_t>(1, block);
  const unsigned count = threads.resolved();
  if (count <= 1 || n <= block) return serial(n, block, body);
  threaded(n, block, count, body);
}

}  // namespace passerelle
