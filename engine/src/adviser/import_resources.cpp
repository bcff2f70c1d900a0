// Services and certifications into the store: all files are read before anything is written.
#include <filesystem>

#include "adviser/desk.hpp"
#include "levers/resource_readers.hpp"

namespace passerelle::adviser {
namespace {

template <class Row, class Read, class Put>
Result<ResourceImport> import_rows(const std::vector<std::string>& paths, const Read& read, const Put& put) {
  if (paths.empty()) return Problem(ProblemCode::kRequestInvalid, "paths", "at least one file");
  ResourceImport report;
  std::vector<Row> rows;
  for (const std::string& path : paths) {
    const std::string source = path == "-" ? "stdin" : std::filesystem::path(path).filename().string();
    Result<levers::ReadRows<Row>> file = read(path);
    if (!file) return std::move(file).problem().from(source);
    for (Problem& problem : file->left_out) report.left_out.push_back(std::move(problem).from(source));
    report.read += file->rows.size() + file->left_out.size();
    rows.insert(rows.end(), std::make_move_iterator(file->rows.begin()), std::make_move_iterator(file->rows.end()));
  }
  report.kept = rows.size();
  PASSERELLE_TRY(put(rows));
  return report;
}

}  // namespace

Result<ResourceImport> import_services(Store& store, const std::vector<std::string>& paths) {
  return import_rows<Service>(paths, levers::read_services, [&](const std::vector<Service>& rows) { return store.put_services(rows); });
}

Result<ResourceImport> import_certifications(Store& store, const std::vector<std::string>& paths) {
  return import_rows<Certification>(paths, levers::read_certifications, [&](const std::vector<Certification>& rows) { return store.put_certifications(rows); });
}

}  // namespace passerelle::adviser
