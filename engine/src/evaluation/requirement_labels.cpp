#include "evaluation/requirement_labels.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>

#include <fmt/format.h>

#include "base/input_file.hpp"

namespace passerelle::evaluation {
namespace {

constexpr std::array<std::string_view, 10> kKinds = {"licence", "certificate", "language", "education", "experience", "schedule", "vehicle", "beginner", "competence", "none"};

bool number(std::string_view text, std::uint32_t& into) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), into);
  return error == std::errc{} && end == text.data() + text.size();
}

}  // namespace

Result<std::vector<RequirementLabel>> read_requirement_labels(const std::string& path) {
  Result<std::string> text = read_all(path);
  if (!text) return std::move(text).problem();
  std::vector<RequirementLabel> out;
  std::size_t line_number = 0;
  for (std::string_view rest = *text; !rest.empty();) {
    const std::size_t stop = std::min(rest.find('\n'), rest.size());
    std::string_view line = rest.substr(0, stop);
    rest.remove_prefix(std::min(rest.size(), stop + 1));
    ++line_number;
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty() || line.front() == '#' || line.starts_with("offer_id\t")) continue;
    const auto refuse = [&](ProblemCode code, std::string field, std::string_view detail) {
      return Problem(code, std::move(field), std::string(detail)).at(fmt::format("line {}", line_number)).from(path);
    };
    std::array<std::string_view, 7> cells;
    std::size_t count = 0;
    for (std::string_view cell = line; count < cells.size(); ++count) {
      const std::size_t tab = std::min(cell.find('\t'), cell.size());
      cells[count] = cell.substr(0, tab);
      if (tab == cell.size()) {
        ++count;
        break;
      }
      cell.remove_prefix(tab + 1);
    }
    if (count != cells.size()) return refuse(ProblemCode::kRecordMalformed, "", "seven columns");
    RequirementLabel label;
    label.offer = cells[0];
    label.kind = cells[1];
    label.code = cells[2] == "-" ? std::string_view{} : cells[2];
    label.level = cells[3] == "-" ? std::string_view{} : cells[3];
    if (label.offer.empty()) return refuse(ProblemCode::kFieldValue, "offer_id", "");
    if (std::find(kKinds.begin(), kKinds.end(), label.kind) == kKinds.end()) return refuse(ProblemCode::kFieldValue, "kind", cells[1]);
    if (!label.level.empty() && !level_from_code(label.level)) return refuse(ProblemCode::kFieldValue, "level", cells[3]);
    if (!number(cells[4], label.begin)) return refuse(ProblemCode::kFieldValue, "begin", cells[4]);
    if (!number(cells[5], label.end) || label.end < label.begin) return refuse(ProblemCode::kFieldValue, "end", cells[5]);
    if (cells[6] != "0" && cells[6] != "1") return refuse(ProblemCode::kFieldValue, "negated", cells[6]);
    label.negated = cells[6] == "1";
    out.push_back(std::move(label));
  }
  return out;
}

}  // namespace passerelle::evaluation
