// A file as a stream of bytes: plain, .gz or .zst (told by its first bytes, not its name). Memory does not grow
// with the file. "-" is standard input.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace passerelle {

class InputFile {
 public:
  /// Problems: kFileNotFound, kFileIsDirectory, kFileUnreadable, kFileEmpty (also after decompression).
  static Result<InputFile> open(const std::string& path);
  InputFile(InputFile&&) noexcept;
  InputFile& operator=(InputFile&&) noexcept;
  ~InputFile();

  /// Up to `capacity` bytes into `buffer`; 0 at the end. Problem: kCompressionDamaged, kFileUnreadable.
  Result<std::size_t> read(char* buffer, std::size_t capacity);

  /// Bytes of the file on disk consumed so far and in all (0 when unknown), for progress bars.
  std::size_t consumed() const noexcept;
  std::size_t total() const noexcept;
  const std::string& name() const noexcept;

 private:
  struct Impl;
  explicit InputFile(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// The whole file as text; Problem as above.
Result<std::string> read_all(const std::string& path);

}  // namespace passerelle
