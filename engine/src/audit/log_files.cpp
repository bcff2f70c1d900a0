#include "audit/log_files.hpp"

#include <algorithm>
#include <charconv>
#include <filesystem>

#include <fmt/format.h>

#include "base/mapped_file.hpp"

namespace passerelle::audit {
namespace {

constexpr std::string_view kStem = "decisions-", kSuffix = ".ndjson";

bool number_in(std::string_view name, std::uint64_t& number) {
  if (!name.starts_with(kStem) || !name.ends_with(kSuffix) || name.size() <= kStem.size() + kSuffix.size()) return false;
  name = name.substr(kStem.size(), name.size() - kStem.size() - kSuffix.size());
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
  return error == std::errc() && end == name.data() + name.size();
}

}  // namespace

std::string log_file_name(std::uint64_t first) { return fmt::format("{}{:012}{}", kStem, first, kSuffix); }
std::string keys_path(const std::string& directory) { return directory + "/person-keys.db"; }

Result<std::vector<LogFile>> log_files(const std::string& directory) {
  std::error_code error;
  std::vector<LogFile> files;
  for (std::filesystem::directory_iterator each(directory, error), end; !error && each != end; each.increment(error)) {
    LogFile file{each->path().string(), 0};
    if (number_in(each->path().filename().string(), file.first)) files.push_back(std::move(file));
  }
  if (error) return Problem(error == std::errc::no_such_file_or_directory ? ProblemCode::kFileNotFound : ProblemCode::kFileUnreadable, error.message()).from(directory);
  std::sort(files.begin(), files.end(), [](const LogFile& a, const LogFile& b) { return a.first < b.first; });
  return files;
}

Result<std::uint64_t> for_each_line(const std::string& path, const std::function<Status(std::string_view, std::uint64_t)>& f) {
  const std::shared_ptr<const MappedFile> mapped = MappedFile::open(path);
  if (!mapped) {
    std::error_code error;
    if (std::filesystem::file_size(path, error) == 0 && !error) return std::uint64_t{0};
    return Problem(ProblemCode::kFileUnreadable, error ? error.message() : std::string("mmap")).from(path);
  }
  std::string_view rest = mapped->bytes();
  for (std::uint64_t number = 1;; ++number) {
    const std::size_t end = rest.find('\n');
    if (end == std::string_view::npos) return std::uint64_t{rest.size()};
    PASSERELLE_TRY(f(rest.substr(0, end), number));
    rest.remove_prefix(end + 1);
  }
}

}  // namespace passerelle::audit
