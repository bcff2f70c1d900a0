#include "base/csv_table.hpp"

#include <csv.h>

#include <cstring>
#include <deque>
#include <memory>
#include <optional>

#include <fmt/format.h>

#include "base/csv_separator.hpp"
#include "base/input_file.hpp"
#include "base/text.hpp"

namespace passerelle {

// Friend of CsvRow: turns libcsv's field and record callbacks into rows by column name.
struct CsvReader {
  const std::vector<CsvColumn>* columns = nullptr;
  const std::function<Status(const CsvRow&)>* on_row = nullptr;
  std::string source;
  std::deque<std::string> fields;  // of the current record; strings are reused between records
  std::size_t used = 0;
  std::vector<std::optional<std::size_t>> where;  // requested column → position in the file
  bool header_read = false;
  std::size_t number = 0;
  CsvRow row;
  std::optional<Problem> failure;

  void field(const void* data, std::size_t size) {
    if (used == fields.size()) fields.emplace_back();
    fields[used++].assign(static_cast<const char*>(data), size);
  }

  void record() {
    ++number;
    if (failure) { used = 0; return; }
    if (header_read) emit();
    else header();
    used = 0;
  }

  void header() {
    header_read = true;
    for (const CsvColumn& column : *columns) {
      std::optional<std::size_t> found;
      std::string_view names = column.name;
      while (!names.empty() && !found) {
        const std::size_t bar = names.find('|');
        const std::string_view name = names.substr(0, bar);
        for (std::size_t i = 0; i < used && !found; ++i)
          if (trim(fields[i]) == name) found = i;
        names = bar == std::string_view::npos ? std::string_view{} : names.substr(bar + 1);
      }
      if (!found && column.required) {
        failure = Problem(ProblemCode::kColumnMissing, column.name, "").from(source).at("row 1");
        return;
      }
      where.push_back(found);
    }
  }

  void emit() {
    // A line with a single empty field is a blank line, not a record.
    if (used == 0 || (used == 1 && fields[0].empty())) return;
    row.number_ = number;
    row.values_.assign(columns->size(), {});
    for (std::size_t i = 0; i < where.size(); ++i) {
      if (!where[i] || *where[i] >= used) continue;
      const std::string& value = fields[*where[i]];
      std::size_t bad = 0;
      if (!valid_utf8(value, &bad)) {
        failure = Problem(ProblemCode::kNotUtf8, (*columns)[i].name, fmt::format("0x{:02X}", static_cast<unsigned char>(value[bad])))
                      .from(source).at(fmt::format("row {}", number));
        return;
      }
      row.values_[i] = value;
    }
    if (Status status = (*on_row)(row); !status) failure = std::move(status).problem();
  }
};

namespace {

void on_field(void* data, std::size_t size, void* reader) { static_cast<CsvReader*>(reader)->field(data, size); }
void on_record(int, void* reader) { static_cast<CsvReader*>(reader)->record(); }

}  // namespace

Status read_csv(const std::string& path, const std::vector<CsvColumn>& columns, const std::function<Status(const CsvRow&)>& on_row, CsvQuotes quotes) {
  Result<InputFile> file = InputFile::open(path);
  if (!file) return std::move(file).problem();
  CsvReader reader;
  reader.columns = &columns;
  reader.on_row = &on_row;
  reader.source = path;
  csv_parser parser{};
  if (csv_init(&parser, static_cast<unsigned char>((quotes == CsvQuotes::kStrict ? CSV_STRICT : 0) | CSV_STRICT_FINI)) != 0) throw std::bad_alloc();
  const auto release = [](csv_parser* p) { csv_free(p); };
  const std::unique_ptr<csv_parser, decltype(release)> guard(&parser, release);
  // Leading and trailing blanks belong to the value: only the quotes go.
  csv_set_space_func(&parser, [](unsigned char) { return 0; });

  std::vector<char> buffer(1U << 16);
  bool first = true;
  const auto malformed = [&] {
    return Problem(ProblemCode::kDocumentMalformed, csv_strerror(csv_error(&parser))).from(path).at(fmt::format("row {}", reader.number + 1));
  };
  while (true) {
    Result<std::size_t> got = file->read(buffer.data(), buffer.size());
    if (!got) return std::move(got).problem();
    if (*got == 0) break;
    std::string_view chunk(buffer.data(), *got);
    if (first) {
      // Read on until the header line is whole (the first read of a compressed file is one byte).
      std::string head(chunk);
      while (head.find('\n') == std::string::npos && head.size() < buffer.size()) {
        got = file->read(buffer.data(), buffer.size() - head.size());
        if (!got) return std::move(got).problem();
        if (*got == 0) break;
        head.append(buffer.data(), *got);
      }
      if (head.rfind("\xEF\xBB\xBF", 0) == 0) head.erase(0, 3);
      first = false;
      csv_set_delim(&parser, static_cast<unsigned char>(separator_of(head)));
      if (csv_parse(&parser, head.data(), head.size(), on_field, on_record, &reader) != head.size()) return malformed();
    } else if (csv_parse(&parser, chunk.data(), chunk.size(), on_field, on_record, &reader) != chunk.size()) {
      return malformed();
    }
    if (reader.failure) return *std::move(reader.failure);
  }
  if (csv_fini(&parser, on_field, on_record, &reader) != 0) return malformed();
  if (reader.failure) return *std::move(reader.failure);
  if (!reader.header_read) return Problem(ProblemCode::kFileEmpty).from(path);
  return {};
}

}  // namespace passerelle
