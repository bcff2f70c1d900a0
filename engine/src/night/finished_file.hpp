// A file that appears under its name only when it is whole: written beside under a temporary name, then renamed.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace passerelle::night {

/// The Problem of a file or folder that cannot be written, `error` being errno: kStoreFull (no room), else kRequestInvalid (--out).
Problem unwritable(int error, const std::string& path);

/// Its owner alone may read it (mode 0600): lists name persons. Problems: those of unwritable().
class FinishedFile {
 public:
  explicit FinishedFile(std::string path);
  /// Removes what was not published.
  ~FinishedFile();
  FinishedFile(FinishedFile&& other) noexcept;
  FinishedFile& operator=(FinishedFile&&) = delete;

  Status open();
  Status write(std::string_view bytes);
  /// All bytes are with the system; with `durable`, on the disk. Still under the temporary name.
  Status close(bool durable);
  Status publish();
  Status finish() {
    PASSERELLE_TRY(close(false));
    return publish();
  }
  const std::string& path() const noexcept { return path_; }
  const std::string& part() const noexcept { return part_; }
  std::uint64_t size() const noexcept { return size_; }

 private:
  Problem failure() const;
  std::string path_, part_;
  int file_ = -1;
  bool there_ = false;
  std::uint64_t size_ = 0;
};

}  // namespace passerelle::night
