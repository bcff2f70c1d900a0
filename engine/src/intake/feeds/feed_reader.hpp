// A feed in any of the three formats as a stream of records, and its records as trees of fields.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "intake/feeds/feed_shape.hpp"
#include "intake/feeds/field_tree.hpp"
#include "intake/json_splitter.hpp"

namespace passerelle {

/// Encoding (ByteDecoder), records (JsonSplitter, XmlSplitter, CsvSplitter), fields (parse_*_record). Memory is bounded
/// by one record, whatever the size of the file.
class FeedReader {
 public:
  /// `source` gives the file's bytes as they are.
  FeedReader(ByteSource source, const FeedShape& shape, std::size_t limit = JsonSplitter::kDefaultLimit);
  FeedReader(FeedReader&&) noexcept;
  FeedReader& operator=(FeedReader&&) noexcept;
  ~FeedReader();

  /// The next record; false at the end. Problems are about the file as a whole: see the splitter of the format.
  Result<bool> next(RawRecord& record);
  /// The fields of a record that next() gave. Thread-safe.
  Result<FieldNode> parse(std::string_view bytes) const;
  /// "UTF-8", "WINDOWS-1252" …: as far as known by now.
  const std::string& encoding() const noexcept;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace passerelle
