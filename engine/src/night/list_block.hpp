// The lists of some persons, or of some offers, as one finished file: what a night resumes from, what shards hand over, and
// what the next night starts from. A block appears under its name only when it is whole, and proves itself by a checksum.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/hash.hpp"
#include "base/result.hpp"
#include "ranking/list_request.hpp"

namespace passerelle::night {

enum class Side : std::uint8_t { kPersons, kOffers };

/// A line of a list in eleven bytes as written; `id` is dense, of the snapshot that the run's key names.
struct ListLine {
  std::uint32_t id = 0;
  std::uint16_t score = 0, suits = 0, wanted = 0;
  std::uint8_t tier = 0;
  friend bool operator==(const ListLine&, const ListLine&) = default;
};

struct ListBlock {
  std::vector<std::uint16_t> counts;   ///< lines by list
  std::vector<ListLine> lines;
  friend bool operator==(const ListBlock&, const ListBlock&) = default;
};

/// How many lists a block holds: what a kill can cost a worker. It changes no list, but blocks of other sizes do not fit together.
struct BlockSizes {
  std::uint32_t persons = 8'192;
  std::uint32_t offers() const noexcept { return std::max(1U, persons / 4); }
};

/// « persons-00012.block »
std::string block_name(Side side, std::size_t number);

/// Problems: those of unwritable(); nothing is left behind then.
Status write_block(const std::string& path, const Fingerprint& key, const ListBlock& block);
/// Nothing when there is no such file, when it is of another run, or when it is not whole.
std::optional<ListBlock> read_block(const std::string& path, const Fingerprint& key);

}  // namespace passerelle::night
