#include "reference/vocabulary_reader.hpp"

#include <algorithm>
#include <filesystem>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>

#include "base/csv_table.hpp"
#include "base/input_file.hpp"
#include "base/text.hpp"
#include "reference/decimal.hpp"
#include "reference/vocabulary_json.hpp"

namespace passerelle::reference {
namespace {

constexpr std::int64_t kHeaviest = 1000;

/// "metiers.csv.gz" → "metiers".
std::string name_of_file(const std::string& path) {
  const std::string file = std::filesystem::path(path).filename().string();
  return slug_of(file.substr(0, file.find('.')));
}

Result<VocabularyData> read_item_list(const std::string& path) {
  VocabularyData data;
  data.name = name_of_file(path);
  if (data.name.empty())
    return Problem(ProblemCode::kFieldValue, "vocabulary", "the file's name gives no name").from(path);
  data.version = std::string("1");
  data.title = data.name;
  std::unordered_set<std::string> keys;
  PASSERELLE_TRY(read_csv(
      path, {{"code", false}, {"label"}, {"kind", false}, {"group", false}, {"weight", false}},
      [&](const CsvRow& row) -> Status {
        const auto refuse = [&](ProblemCode code, const char* field, std::string_view detail) {
          return Problem(code, field, std::string(detail)).from(path).at(fmt::format("row {}", row.number()));
        };
        ItemRow item;
        item.label = trim(row[1]);
        if (item.label.empty()) return refuse(ProblemCode::kFieldMissing, "label", "");
        std::string code(trim(row[0]));
        if (code.empty()) code = slug_of(item.label);
        if (code.empty()) return refuse(ProblemCode::kFieldValue, "label", item.label);
        item.key = key_in(data.name, code);
        if (const std::string_view kind = trim(row[2]); !kind.empty()) {
          const auto known = item_kind_from(kind);
          if (!known) return refuse(ProblemCode::kFieldValue, "kind", kind);
          item.kind = *known;
        }
        if (const std::string_view group = trim(row[3]); !group.empty())
          item.group = group.find(':') != std::string_view::npos ? std::string(group)
                                                                 : fmt::format("{}:group/{}", data.name, group);
        if (const std::string_view weight = trim(row[4]); !weight.empty()) {
          const bool whole = weight.find_first_not_of("0123456789") == std::string_view::npos;
          const auto value = parse_decimal(weight, 0);
          if (!whole || !value || *value < 1 || *value > kHeaviest)
            return refuse(ProblemCode::kFieldValue, "weight", weight);
          item.weight = static_cast<std::uint16_t>(*value);
        }
        if (!keys.insert(item.key).second) return refuse(ProblemCode::kDuplicateId, "code", code);
        data.items.push_back(std::move(item));
        return {};
      }));
  return data;
}

bool named_csv(const std::string& path) {
  const std::string file = ascii_lower(std::filesystem::path(path).filename().string());
  return file.ends_with(".csv") || file.find(".csv.") != std::string::npos;
}

}  // namespace

Result<VocabularyData> read_vocabulary(const std::string& path) {
  Result<std::string> text = read_all(path);
  if (!text) return std::move(text).problem();
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  std::string_view start = *text;
  if (start.starts_with(kByteOrderMark)) start.remove_prefix(kByteOrderMark.size());
  start = trim(start);
  const bool json = !start.empty() && (start.front() == '{' || start.front() == '[');
  if (!json && named_csv(path)) return read_item_list(path);
  Result<VocabularyData> data = parse_vocabulary_json(*std::move(text));
  if (data) return data;
  return std::move(data).problem().from(path);
}

}  // namespace passerelle::reference
