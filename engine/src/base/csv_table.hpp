// Rows of a delimited text file with a header line, by column name. RFC 4180 quoting, line breaks inside quotes,
// a byte-order mark allowed; built on libcsv. Streaming: one row at a time.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace passerelle {

class CsvRow {
 public:
  /// Value of the i-th *requested* column; empty when an optional column is absent or the row is short.
  std::string_view operator[](std::size_t i) const noexcept { return values_[i]; }
  /// 1-based number of the record, the header being 1.
  std::size_t number() const noexcept { return number_; }

 private:
  friend struct CsvReader;
  std::vector<std::string_view> values_;
  std::size_t number_ = 0;
};

struct CsvColumn {
  std::string name;        ///< as in the header; alternatives separated by '|'
  bool required = true;
};

/// Whether a quote inside a field that does not begin with one is a mistake, or a character like any other.
enum class CsvQuotes : std::uint8_t { kStrict, kLoose };

/// Calls `on_row` for each data row. The separator (',' ';' tab '|') is taken from the header line.
/// Problems: those of InputFile, kColumnMissing (field = name), kDocumentMalformed, kNotUtf8, or what on_row returns.
Status read_csv(const std::string& path, const std::vector<CsvColumn>& columns,
                const std::function<Status(const CsvRow&)>& on_row, CsvQuotes quotes = CsvQuotes::kStrict);

}  // namespace passerelle
