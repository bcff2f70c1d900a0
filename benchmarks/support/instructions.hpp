// Instructions that this thread retires, as the processor counts them.
#pragma once

#include <cstdint>
#include <optional>

namespace passerelle::bench {

/// Counts from its construction. Where the machine or its settings do not let a program count (many virtual machines),
/// read() gives nothing.
class Instructions {
 public:
  Instructions();
  Instructions(const Instructions&) = delete;
  Instructions& operator=(const Instructions&) = delete;
  ~Instructions();
  std::optional<std::uint64_t> read() const;

 private:
  int counter_ = -1;
};

}  // namespace passerelle::bench
