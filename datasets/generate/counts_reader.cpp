#include "generate/counts_reader.hpp"

#include <charconv>
#include <utility>

#include <fmt/format.h>

#include "base/csv_table.hpp"
#include "base/text.hpp"

namespace passerelle::generate {

Result<CountsTable> read_counts(const std::string& path) {
  CountsTable table;
  const auto note = [&](const CsvRow& row, ProblemCode code, const char* field, std::string_view value) {
    table.notes.push_back(Problem(code, field, shorten(value, 40)).from(path).at(fmt::format("row {}", row.number())));
  };
  PASSERELLE_TRY(
      read_csv(path, {{"commune"}, {"dc_rome_id|rome"}, {"nb_offre|count"}}, [&](const CsvRow& row) -> Status {
        OfferCount line;
        line.commune = trim(row[0]);
        const std::string_view occupation = trim(row[1]);
        if (occupation.empty()) {
          note(row, ProblemCode::kFieldMissing, "dc_rome_id", "");
          return {};
        }
        line.occupation = occupation.find(':') == std::string_view::npos ? fmt::format("rome:{}", occupation)
                                                                         : std::string(occupation);
        const std::string_view count = trim(row[2]);
        const auto [end, error] = std::from_chars(count.data(), count.data() + count.size(), line.count);
        if (error != std::errc{} || end != count.data() + count.size()) {
          note(row, ProblemCode::kFieldValue, "nb_offre", count);
          return {};
        }
        if (line.count != 0) table.rows.push_back(std::move(line));
        return {};
      }));
  return table;
}

}  // namespace passerelle::generate
