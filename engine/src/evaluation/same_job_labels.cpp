#include "evaluation/same_job_labels.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "base/csv_table.hpp"

namespace passerelle::evaluation {

Result<std::vector<SameJobLabel>> read_same_job_labels(const std::string& path) {
  std::vector<SameJobLabel> labels;
  std::set<std::pair<std::string, std::string>> seen;
  PASSERELLE_TRY(read_csv(path, {{"a"}, {"b"}, {"same"}, {"reason", false}, {"half", false}}, [&](const CsvRow& row) -> Status {
    const auto refuse = [&](ProblemCode code, const char* field, std::string detail) {
      return Problem(code, field, std::move(detail)).from(path).at(fmt::format("row {}", row.number()));
    };
    SameJobLabel label;
    label.a = row[0];
    label.b = row[1];
    label.reason = row[3];
    if (label.a.empty()) return refuse(ProblemCode::kFieldMissing, "a", "");
    if (label.b.empty() || label.a == label.b) return refuse(ProblemCode::kFieldValue, "b", label.b);
    if (row[2] == "yes") label.same = SameJobLabel::Same::kYes;
    else if (row[2] == "no") label.same = SameJobLabel::Same::kNo;
    else if (row[2] != "unclear") return refuse(ProblemCode::kFieldValue, "same", std::string(row[2]));
    if (row[4] == "reported") label.reported = true;
    else if (!row[4].empty() && row[4] != "tuning") return refuse(ProblemCode::kFieldValue, "half", std::string(row[4]));
    if (!seen.insert(std::minmax(label.a, label.b)).second) return refuse(ProblemCode::kDuplicateId, "a, b", label.a + ", " + label.b);
    labels.push_back(std::move(label));
    return {};
  }));
  return labels;
}

}  // namespace passerelle::evaluation
