// An XML feed as a stream of records. Built on expat; the record's bytes are kept for whoever decodes them.
#pragma once

#include <cstddef>
#include <memory>

#include "intake/feeds/feed_shape.hpp"
#include "intake/feeds/field_tree.hpp"
#include "intake/json_splitter.hpp"

namespace passerelle {

/// Memory is bounded by one record of at most the limit, whatever the size of the file. Documents with a DOCTYPE are
/// refused whole: entities are a way to write bombs and to read other files, and no feed needs them.
class XmlSplitter {
 public:
  /// `source` gives UTF-8 (ByteDecoder). `limit`: bytes that one record, or one tag, may have.
  XmlSplitter(ByteSource source, const FeedShape& shape, std::size_t limit = JsonSplitter::kDefaultLimit);
  XmlSplitter(XmlSplitter&&) noexcept;
  XmlSplitter& operator=(XmlSplitter&&) noexcept;
  ~XmlSplitter();

  /// The next record into `record`, its position the line of its tag ("line 12"); false at the end.
  /// Problems, all about the file as a whole and with the line: kFileEmpty, kDocumentMalformed (not XML, a DOCTYPE,
  /// nested too deep, a tag that is too large), kDocumentTruncated, kDocumentUnexpected (no element where the shape says that
  /// records are, but others), and those of the source. A record that is too large has that problem, and its beginning.
  Result<bool> next(RawRecord& record);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// One record of an XmlSplitter as a tree; names are kept with their prefix. Problems: kRecordMalformed,
/// kRecordTooLarge (more than kMaxFields), kNulByte never (XML has none). Thread-safe, total.
Result<FieldNode> parse_xml_record(std::string_view bytes);

}  // namespace passerelle
