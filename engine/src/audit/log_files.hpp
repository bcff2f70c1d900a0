// The files of a log directory: decisions-<number of the first entry, 12 digits>.ndjson, in their order.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace passerelle::audit {

struct LogFile {
  std::string path;
  std::uint64_t first = 0;
};

std::string log_file_name(std::uint64_t first);
std::string keys_path(const std::string& directory);
/// Ascending. Problem kFileNotFound when there is no such directory.
Result<std::vector<LogFile>> log_files(const std::string& directory);
/// f(line, number from 1) for each complete line; stops at its first Problem. Returns the bytes after the last newline.
Result<std::uint64_t> for_each_line(const std::string& path, const std::function<Status(std::string_view line, std::uint64_t number)>& f);

}  // namespace passerelle::audit
