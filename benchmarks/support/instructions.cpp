#include "instructions.hpp"

#include <linux/perf_event.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace passerelle::bench {

Instructions::Instructions() {
  perf_event_attr attributes{};
  attributes.size = sizeof attributes;
  attributes.type = PERF_TYPE_HARDWARE;
  attributes.config = PERF_COUNT_HW_INSTRUCTIONS;
  attributes.exclude_kernel = 1;
  attributes.exclude_hv = 1;
  counter_ = static_cast<int>(::syscall(SYS_perf_event_open, &attributes, 0, -1, -1, 0));
}

Instructions::~Instructions() {
  if (counter_ >= 0) ::close(counter_);
}

std::optional<std::uint64_t> Instructions::read() const {
  std::uint64_t count = 0;
  if (counter_ < 0 || ::read(counter_, &count, sizeof count) != sizeof count || count == 0) return std::nullopt;
  return count;
}

}  // namespace passerelle::bench
