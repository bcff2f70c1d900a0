// Feeds in memory, fed in pieces of any size, and mapping files written in tests.
#pragma once

#include <algorithm>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "intake/feeds/feed_reader.hpp"
#include "intake/sources/source_mapping.hpp"

namespace passerelle::testing {

/// `text` in pieces of at most `piece` bytes. The text must outlive the source.
inline ByteSource bytes_of(std::string_view text, std::size_t piece = 1 << 16) {
  auto at = std::make_shared<std::size_t>(0);
  return [text, piece, at](char* buffer, std::size_t capacity) -> Result<std::size_t> {
    const std::size_t count = std::min({piece, capacity, text.size() - *at});
    std::memcpy(buffer, text.data() + *at, count);
    *at += count;
    return count;
  };
}

struct ReadFeed {
  std::vector<std::string> records;   ///< "position: path=text path=text", or "position! code"
  std::optional<Problem> problem;
  std::string encoding;
};

inline ReadFeed read_feed(std::string_view text, const FeedShape& shape, std::size_t piece = 1 << 16,
                          std::size_t limit = JsonSplitter::kDefaultLimit) {
  FeedReader reader(bytes_of(text, piece), shape, limit);
  ReadFeed result;
  for (RawRecord record;;) {
    auto next = reader.next(record);
    if (!next.ok()) {
      result.problem = std::move(next).problem();
      break;
    }
    if (!*next) break;
    if (record.problem) {
      result.records.push_back(record.position + "! " + std::string(code_name(record.problem->code)));
      continue;
    }
    const auto tree = reader.parse(record.bytes);
    if (!tree.ok()) {
      result.records.push_back(record.position + "! " + std::string(code_name(tree.problem().code)));
      continue;
    }
    std::string said = record.position + ":";
    each_value(*tree, [&](const FieldNode& field, const std::string&, const std::string& path) { said += " " + path + "=" + field.text; });
    result.records.push_back(std::move(said));
  }
  result.encoding = reader.encoding();
  return result;
}

inline FeedShape shape_of(FeedFormat format, std::vector<std::string> records = {}) {
  FeedShape shape;
  shape.format = format;
  shape.records = std::move(records);
  return shape;
}

/// "code @ position" of a Problem, "" without one.
inline std::string said(const std::optional<Problem>& problem) {
  return problem ? std::string(code_name(problem->code)) + " @ " + problem->position : std::string();
}

}  // namespace passerelle::testing
