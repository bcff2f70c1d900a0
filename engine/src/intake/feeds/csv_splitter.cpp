#include "intake/feeds/csv_splitter.hpp"

#include <csv.h>
#include <fmt/format.h>

#include <algorithm>
#include <new>
#include <utility>

#include "base/csv_separator.hpp"
#include "base/text.hpp"

namespace passerelle {
namespace {

constexpr std::size_t kChunk = std::size_t{1} << 16;

/// libcsv's parser, strict, with cells as they are: blanks belong to them.
class RowParser {
 public:
  explicit RowParser(char delimiter) {
    if (csv_init(&parser_, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL) != 0) throw std::bad_alloc();
    csv_set_space_func(&parser_, [](unsigned char) { return 0; });
    csv_set_delim(&parser_, static_cast<unsigned char>(delimiter));
  }
  RowParser(const RowParser&) = delete;
  RowParser& operator=(const RowParser&) = delete;
  ~RowParser() { csv_free(&parser_); }

  bool feed(std::string_view bytes) {
    if (csv_parse(&parser_, bytes.data(), bytes.size(), on_cell, on_row, this) == bytes.size()) return true;
    if (csv_error(&parser_) == CSV_ENOMEM) throw std::bad_alloc();
    return false;
  }
  bool finish() { return csv_fini(&parser_, on_cell, on_row, this) == 0; }

  /// Of the rows that ended since the last clear().
  std::size_t rows = 0;
  std::vector<std::string> cells;
  void clear() {
    rows = 0;
    cells.clear();
  }

 private:
  static void on_cell(void* data, std::size_t size, void* self) {
    static_cast<RowParser*>(self)->cells.emplace_back(data == nullptr ? "" : static_cast<const char*>(data), size);
  }
  static void on_row(int, void* self) { ++static_cast<RowParser*>(self)->rows; }

  csv_parser parser_{};
};

}  // namespace

struct CsvSplitter::Impl {
  ByteSource source;
  std::size_t limit;
  CsvHeader header;
  bool delimiter_known = false, columns_known = false;
  std::unique_ptr<RowParser> parser;
  std::string buffer;
  std::size_t pos = 0;
  std::size_t line = 1;         // of pos
  bool at_end = false, any_row = false, done = false;

  Impl(ByteSource s, const FeedShape& shape, std::size_t most) : source(std::move(s)), limit(most) {
    header.columns = shape.columns;
    columns_known = !shape.columns.empty();
    if (shape.delimiter != '\0') {
      header.delimiter = shape.delimiter;
      delimiter_known = true;
    }
  }

  Result<bool> more() {
    if (at_end) return false;
    buffer.erase(0, pos);
    pos = 0;
    const std::size_t before = buffer.size();
    buffer.resize(before + kChunk);
    auto read = source(buffer.data() + before, kChunk);
    buffer.resize(before + (read.ok() ? *read : 0));
    if (!read.ok()) return std::move(read).problem();
    at_end = *read == 0;
    return !at_end;
  }

  /// Length of the physical line at pos with its end, or of all that is left.
  Result<std::size_t> line_length() {
    for (std::size_t searched = 0;;) {
      std::size_t end = buffer.find_first_of("\r\n", pos + searched);
      if (end != std::string::npos && buffer[end] == '\r' && end + 1 == buffer.size() && !at_end) {
        // Whether a line feed follows is still to be read.
        const std::size_t length = end - pos;
        auto got = more();
        if (!got.ok()) return std::move(got).problem();
        end = pos + length;
      }
      if (end != std::string::npos) {
        const bool both = buffer[end] == '\r' && end + 1 < buffer.size() && buffer[end + 1] == '\n';
        return end - pos + (both ? 2 : 1);
      }
      searched = buffer.size() - pos;
      if (searched > limit) return searched;
      auto got = more();
      if (!got.ok()) return std::move(got).problem();
      if (!*got) return buffer.size() - pos;
    }
  }

  Problem quotes(std::size_t at_line) const {
    return Problem(ProblemCode::kDocumentMalformed, "a quote that is not closed, or stands within a cell").at(fmt::format("line {}", at_line));
  }

  /// One row of the table, the header included.
  Result<bool> row(RawRecord& record) {
    record.bytes.clear();
    record.problem.reset();
    std::size_t begin = line;
    for (;;) {
      auto length = line_length();
      if (!length.ok()) return std::move(length).problem();
      if (*length == 0) break;
      const std::string_view bytes = std::string_view(buffer).substr(pos, *length);
      if (!delimiter_known) {
        if (trim(bytes).empty()) {
          pos += *length;
          begin = ++line;
          continue;
        }
        header.delimiter = separator_of(bytes);
        delimiter_known = true;
      }
      if (parser == nullptr) parser = std::make_unique<RowParser>(header.delimiter);
      record.bytes.append(bytes);
      if (!parser->feed(bytes)) return quotes(begin);
      pos += *length;
      if (bytes.back() == '\n' || bytes.back() == '\r') ++line;
      if (parser->rows > 0) {
        record.position = fmt::format("line {}", begin);
        return true;
      }
      if (trim(record.bytes).empty()) {
        record.bytes.clear();
        parser->clear();
        begin = line;
        continue;
      }
      if (record.bytes.size() > limit)
        return Problem(ProblemCode::kRecordTooLarge, fmt::format("> {} MiB, \"", limit >> 20)).at(fmt::format("line {}", begin));
    }
    if (parser == nullptr) return false;
    if (!parser->finish()) return quotes(begin);
    if (parser->rows == 0) return false;
    record.position = fmt::format("line {}", begin);
    return true;
  }

  Status read_header() {
    columns_known = true;
    RawRecord first;
    auto found = row(first);
    if (!found.ok()) return std::move(found).problem();
    if (!*found) return Problem(ProblemCode::kFileEmpty);
    any_row = true;
    for (std::string& cell : parser->cells) {
      const std::string_view name = trim(cell);
      header.columns.push_back(name.empty() ? fmt::format("column-{}", header.columns.size() + 1) : std::string(name));
    }
    parser->clear();
    if (header.columns.size() > kMaxFields) return Problem(ProblemCode::kRecordTooLarge, fmt::format("> {} fields", kMaxFields)).at("line 1");
    return {};
  }

  Result<bool> next(RawRecord& record) {
    if (done) return false;
    if (!columns_known) PASSERELLE_TRY(read_header());
    auto found = row(record);
    if (!found.ok()) return found;
    if (*found) {
      any_row = true;
      parser->clear();
      return true;
    }
    if (!any_row) return Problem(ProblemCode::kFileEmpty);
    return false;
  }
};

CsvSplitter::CsvSplitter(ByteSource source, const FeedShape& shape, std::size_t limit)
    : impl_(std::make_unique<Impl>(std::move(source), shape, limit)) {}
CsvSplitter::CsvSplitter(CsvSplitter&&) noexcept = default;
CsvSplitter& CsvSplitter::operator=(CsvSplitter&&) noexcept = default;
CsvSplitter::~CsvSplitter() = default;
const CsvHeader& CsvSplitter::header() const noexcept { return impl_->header; }

Result<bool> CsvSplitter::next(RawRecord& record) {
  auto result = impl_->next(record);
  if (!result.ok() || !*result) impl_->done = true;
  return result;
}

Result<FieldNode> parse_csv_record(std::string_view bytes, const CsvHeader& header) {
  if (bytes.find('\0') != std::string_view::npos) return Problem(ProblemCode::kNulByte);
  RowParser parser(header.delimiter);
  if (!parser.feed(bytes) || !parser.finish() || parser.rows > 1) return Problem(ProblemCode::kRecordMalformed, "\"");
  if (parser.cells.size() != header.columns.size())
    return Problem(ProblemCode::kRecordMalformed, fmt::format("{} ≠ {} columns", parser.cells.size(), header.columns.size()));
  FieldNode row;
  row.children.reserve(header.columns.size());
  for (std::size_t i = 0; i < header.columns.size(); ++i) {
    FieldNode& cell = row.children.emplace_back();
    cell.name = header.columns[i];
    cell.text = std::move(parser.cells[i]);
  }
  return row;
}

}  // namespace passerelle
