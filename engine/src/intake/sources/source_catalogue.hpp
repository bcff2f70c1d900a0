// The mapping files of a folder, by the names of their sources.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "intake/sources/source_mapping.hpp"

namespace passerelle {

struct ListedSource {
  std::string name;       ///< of the file, without ".toml"
  std::string path;
  Result<SourceMapping> mapping;   ///< or why it cannot be used
};

/// Every *.toml of the folder, by name. Problems: kFileNotFound, kFileUnreadable.
Result<std::vector<ListedSource>> list_sources(const std::string& directory);

/// `name`: a source's ("hellowork", found in `directory`), or a path (it has a slash or a point). Problems: kNotFound,
/// those of read_source_mapping().
Result<SourceMapping> find_source(std::string_view name, const std::string& directory);

}  // namespace passerelle
