// A directory of a test's own, gone with all it holds when the object dies.
#pragma once

#include <stdlib.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>

namespace passerelle::testing {

/// Where files need no disk, for tests that make many small changes durable; else the usual place.
inline std::filesystem::path memory_directory() {
  std::error_code error;
  const std::filesystem::path shared = "/dev/shm";
  return std::filesystem::is_directory(shared, error) && ::access(shared.c_str(), W_OK) == 0 ? shared : std::filesystem::temp_directory_path();
}

class TemporaryDirectory {
 public:
  TemporaryDirectory() : TemporaryDirectory(std::filesystem::temp_directory_path()) {}
  /// Inside `where`, which must be there.
  explicit TemporaryDirectory(const std::filesystem::path& where) {
    std::string name = (where / "passerelle-test-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary directory: " + name);
    path_ = name;
  }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  ~TemporaryDirectory() {
    std::error_code error;
    std::filesystem::remove_all(path_, error);
  }

  std::string path() const { return path_.string(); }
  std::string file(std::string_view name) const { return (path_ / name).string(); }
  /// Writes the bytes as they are, with the folders the file lies in, and returns its path.
  std::string write(std::string_view name, std::string_view bytes) const {
    const std::string where = file(name);
    std::filesystem::create_directories(std::filesystem::path(where).parent_path());
    std::ofstream out(where, std::ios::binary);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (!out) throw std::runtime_error("cannot write " + where);
    return where;
  }
  std::string read(std::string_view name) const {
    std::ifstream in(file(name), std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }

 private:
  std::filesystem::path path_;
};

}  // namespace passerelle::testing
