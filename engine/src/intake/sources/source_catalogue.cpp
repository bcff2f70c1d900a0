#include "intake/sources/source_catalogue.hpp"

#include <algorithm>
#include <filesystem>

#include "base/text.hpp"

namespace passerelle {

namespace fs = std::filesystem;

Result<std::vector<ListedSource>> list_sources(const std::string& directory) {
  std::error_code error;
  if (!fs::is_directory(directory, error)) return Problem(ProblemCode::kFileNotFound).from(directory);
  std::vector<ListedSource> sources;
  for (fs::directory_iterator entry(directory, error), end; !error && entry != end; entry.increment(error)) {
    if (entry->path().extension() != ".toml") continue;
    const std::string path = entry->path().string();
    sources.push_back({entry->path().stem().string(), path, read_source_mapping(path)});
  }
  if (error) return Problem(ProblemCode::kFileUnreadable, error.message()).from(directory);
  std::sort(sources.begin(), sources.end(), [](const ListedSource& a, const ListedSource& b) { return a.name < b.name; });
  return sources;
}

Result<SourceMapping> find_source(std::string_view name, const std::string& directory) {
  if (name.find('/') != std::string_view::npos || name.find('.') != std::string_view::npos) return read_source_mapping(std::string(name));
  const fs::path path = fs::path(directory) / (std::string(name) + ".toml");
  std::error_code error;
  if (name.empty() || !fs::is_regular_file(path, error)) return Problem(ProblemCode::kNotFound, shorten(name, 60));
  return read_source_mapping(path.string());
}

}  // namespace passerelle
