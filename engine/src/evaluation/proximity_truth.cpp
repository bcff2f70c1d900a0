#include "evaluation/proximity_truth.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "base/csv_table.hpp"
#include "base/text.hpp"

namespace passerelle::evaluation {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPrefix = "unix_rubrique_mobilite_v";
constexpr std::string_view kSuffix = "_utf8.csv";

/// "unix_rubrique_mobilite_v347_utf8.csv" → "347"; empty when it is not such a name.
std::string version_of(std::string_view name) {
  if (!name.starts_with(kPrefix) || !name.ends_with(kSuffix) || name.size() <= kPrefix.size() + kSuffix.size())
    return {};
  const std::string_view version = name.substr(kPrefix.size(), name.size() - kPrefix.size() - kSuffix.size());
  return version.find_first_not_of("0123456789") == std::string_view::npos ? std::string(version) : std::string();
}

}  // namespace

Result<ProximityTruth> read_proximity_types(const std::string& directory) {
  std::error_code error;
  if (!fs::exists(directory, error)) return Problem(ProblemCode::kFileNotFound).from(directory);
  if (!fs::is_directory(directory, error))
    return Problem(ProblemCode::kDocumentUnexpected, "a directory is expected").from(directory);
  std::map<std::string, std::string> path_of;  // by version
  fs::directory_iterator entries(directory, error);
  if (error) return Problem(ProblemCode::kFileUnreadable, error.message()).from(directory);
  for (const fs::directory_entry& entry : entries)
    if (std::string version = version_of(entry.path().filename().string()); !version.empty())
      path_of.emplace(std::move(version), entry.path().string());
  if (path_of.empty())
    return Problem(ProblemCode::kFileMissing, fmt::format("{}*{}", kPrefix, kSuffix), "").from(directory);
  if (path_of.size() > 1)
    return Problem(ProblemCode::kDocumentUnexpected,
                   fmt::format("several versions: {}, {} …", path_of.begin()->first, std::next(path_of.begin())->first))
        .from(directory);

  const auto& [version, path] = *path_of.begin();
  ProximityTruth truth;
  truth.version = version;
  truth.file = fs::path(path).filename().string();
  PASSERELLE_TRY(
      read_csv(path, {{"code_rome"}, {"code_rome_cible"}, {"libelle_type_mobilite"}}, [&](const CsvRow& row) -> Status {
        const std::string_view from = trim(row[0]), to = trim(row[1]);
        if (fold(row[2]) != "proche" || from.empty() || to.empty() || from == to) return {};
        truth.pairs.push_back({fmt::format("rome:{}", from), fmt::format("rome:{}", to)});
        return {};
      }));
  if (truth.pairs.empty())
    return Problem(ProblemCode::kDocumentUnexpected, "libelle_type_mobilite", "no row of the type « Proche »")
        .from(path);
  std::sort(truth.pairs.begin(), truth.pairs.end());
  truth.pairs.erase(std::unique(truth.pairs.begin(), truth.pairs.end()), truth.pairs.end());
  return truth;
}

}  // namespace passerelle::evaluation
