// What a feed is written in and where its records lie, as a mapping file states it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace passerelle {

enum class FeedFormat : std::uint8_t { kJson, kXml, kCsv };

struct FeedShape {
  FeedFormat format = FeedFormat::kJson;
  /// Alternatives, each a path of names. XML: from the root to the record's element ("jobs/job"). JSON: from the
  /// document to the array ("ads"); "" = what JsonSplitter tells apart by itself (an array, one object a line, …).
  std::vector<std::string> records;
  /// XML: elements that may stand where records do and are none. They tell an empty feed from a wrong path.
  std::vector<std::string> beside;
  std::string encoding;              ///< "" = found out
  char delimiter = '\0';             ///< CSV; NUL = found out
  std::vector<std::string> columns;  ///< CSV without a header line: the names; else none
};

std::string_view format_name(FeedFormat format) noexcept;  // "json" | "xml" | "csv"

}  // namespace passerelle
