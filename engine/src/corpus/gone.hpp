// Records of a corpus that were replaced or removed since it was made.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace passerelle {

/// Dense ids of one side, a bit each.
struct Gone {
  std::vector<std::uint64_t> bits;   ///< may be shorter than the corpus: those beyond are there
  std::size_t count = 0;
  bool has(std::uint32_t id) const noexcept { return id / 64 < bits.size() && (bits[id / 64] >> id % 64 & 1U) != 0; }
  void add(std::uint32_t id) {
    if (id / 64 >= bits.size()) bits.resize(id / 64 + 1, 0);
    if (!has(id)) ++count;
    bits[id / 64] |= std::uint64_t{1} << id % 64;
  }
};

}  // namespace passerelle
