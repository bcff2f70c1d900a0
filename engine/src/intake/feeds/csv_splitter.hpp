// A table (CSV) as a stream of records. Built on libcsv; the row's bytes are kept for whoever decodes them.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "intake/feeds/feed_shape.hpp"
#include "intake/feeds/field_tree.hpp"
#include "intake/json_splitter.hpp"

namespace passerelle {

/// How the cells of a table's rows are told apart and called.
struct CsvHeader {
  char delimiter = ',';
  std::vector<std::string> columns;  ///< a column without a name is called "column-3" by its place
};

/// Memory is bounded by one row of at most the limit. Quotes as RFC 4180 has them, strictly: one that is never closed,
/// or stands within a cell that has none, makes all that follows doubtful, so the file as a whole is refused.
class CsvSplitter {
 public:
  /// `source` gives UTF-8 (ByteDecoder).
  CsvSplitter(ByteSource source, const FeedShape& shape, std::size_t limit = JsonSplitter::kDefaultLimit);
  CsvSplitter(CsvSplitter&&) noexcept;
  CsvSplitter& operator=(CsvSplitter&&) noexcept;
  ~CsvSplitter();

  /// The next row into `record`, its position the line on which it begins; false at the end. Blank lines are skipped.
  /// Problems, all about the file as a whole and with the line: kFileEmpty, kDocumentMalformed (quotes),
  /// kRecordTooLarge (a row beyond the limit: most likely a quote that is not closed), and those of the source.
  Result<bool> next(RawRecord& record);
  /// Known as soon as next() was called once.
  const CsvHeader& header() const noexcept;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// One row as a tree of its columns. Problems: kRecordMalformed (not as many cells as columns), kNulByte,
/// kRecordTooLarge. Thread-safe, total.
Result<FieldNode> parse_csv_record(std::string_view bytes, const CsvHeader& header);

}  // namespace passerelle
