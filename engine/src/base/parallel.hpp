// The one seam to threads. Parallelism is an argument; the backend (oneTBB, or plain std::thread for
// ThreadSanitizer, which reports false races inside oneTBB) is chosen when the library is built
// (PASSERELLE_PLAIN_THREADS). Nothing else in the project includes oneTBB or starts a thread for work.
#pragma once

#include <cstddef>
#include <functional>

namespace passerelle {

/// How many threads a call may use; 0 = as many as the machine has.
struct Threads {
  unsigned count = 0;
  unsigned resolved() const noexcept;
};

/// Calls body(begin, end, worker) for consecutive blocks of at most `block` indices covering [0, n).
/// `worker` < threads.resolved() names a slot that no two running calls share: bodies write only to their own
/// slot or to their own indices, so that results never depend on the schedule. An exception thrown by a body
/// is rethrown here after the others have stopped.
void parallel_blocks(std::size_t n, std::size_t block, Threads threads,
                     const std::function<void(std::size_t begin, std::size_t end, unsigned worker)>& body);

}  // namespace passerelle
