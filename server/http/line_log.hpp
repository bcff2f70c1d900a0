// Lines of text to a file or to standard error, each whole: one write(2) a line, appended.
#pragma once

#include <mutex>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace passerelle::http {

class LineLog {
 public:
  /// "" or "-": standard error. A file is created for its owner alone. Problem kFileUnreadable.
  static Result<LineLog> open(const std::string& path);
  LineLog(LineLog&&) noexcept;
  LineLog& operator=(LineLog&&) = delete;
  ~LineLog();

  /// Adds the line break. A log that cannot be written does not stop the service: false. Thread-safe.
  bool write(std::string line);
  /// Opens the file anew, for whoever moved the old one away.
  Status reopen();

 private:
  LineLog(std::string path, int descriptor) : path_(std::move(path)), descriptor_(descriptor) {}
  std::string path_;
  std::mutex mutex_;
  int descriptor_;
};

}  // namespace passerelle::http
