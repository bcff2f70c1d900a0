// For readers that open files by name: the fuzzer's bytes as a file.
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include <unistd.h>

namespace passerelle::fuzz {

inline std::string as_file(const std::uint8_t* data, std::size_t size, const char* ending) {
  static const std::string stem = std::string(std::getenv("TMPDIR") != nullptr ? std::getenv("TMPDIR") : "/tmp") + "/passerelle-fuzz-" + std::to_string(getpid());
  const std::string path = stem + ending;
  std::FILE* file = std::fopen(path.c_str(), "wb");
  if (file == nullptr) std::abort();
  std::fwrite(data, 1, size, file);
  std::fclose(file);
  return path;
}

}  // namespace passerelle::fuzz
