// What the fuzz targets of the three formats share: any bytes are records and fields, or refused with a position; handing
// them over in other pieces changes nothing.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "base/text.hpp"
#include "intake/feeds/feed_reader.hpp"

namespace passerelle::fuzz {

inline std::vector<std::string> read_feed(const std::uint8_t* data, std::size_t size, const FeedShape& shape, std::size_t piece) {
  std::size_t at = 0;
  FeedReader reader(
      [&](char* buffer, std::size_t capacity) -> Result<std::size_t> {
        const std::size_t count = std::min({piece, capacity, size - at});
        if (count > 0) std::memcpy(buffer, data + at, count);
        at += count;
        return count;
      },
      shape, 4096);
  std::vector<std::string> seen;
  while (true) {
    RawRecord record;
    const Result<bool> more = reader.next(record);
    if (!more) {
      seen.push_back("! " + std::string(code_name(more.problem().code)) + more.problem().position);
      return seen;
    }
    if (!*more) return seen;
    if (record.problem) {
      seen.push_back(record.position + "!");
      continue;
    }
    std::string said = record.position;
    const Result<FieldNode> tree = reader.parse(record.bytes);
    if (!tree) said += "! " + std::string(code_name(tree.problem().code));
    else
      each_value(*tree, [&](const FieldNode& field, const std::string& path, const std::string&) {
        if (!valid_utf8(field.text) || field.text.find('\0') != std::string::npos) std::abort();
        said += "\n" + path + "=" + field.text;
      });
    seen.push_back(std::move(said));
  }
}

inline int check_feed(const std::uint8_t* data, std::size_t size, const FeedShape& shape) {
  if (read_feed(data, size, shape, 1U << 16) != read_feed(data, size, shape, 7)) std::abort();
  return 0;
}

}  // namespace passerelle::fuzz
