#include "night/finished_file.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace passerelle::night {

FinishedFile::FinishedFile(std::string path) : path_(std::move(path)), part_(path_ + ".part") {}

FinishedFile::FinishedFile(FinishedFile&& other) noexcept
    : path_(std::move(other.path_)), part_(std::move(other.part_)), file_(std::exchange(other.file_, -1)), there_(std::exchange(other.there_, false)), size_(other.size_) {}

FinishedFile::~FinishedFile() {
  if (file_ >= 0) ::close(file_);
  if (there_) ::unlink(part_.c_str());
}

Problem FinishedFile::failure() const { return unwritable(errno, path_); }

Problem unwritable(int error, const std::string& path) {
  const bool full = error == ENOSPC || error == EDQUOT || error == EFBIG;
  return (full ? Problem(ProblemCode::kStoreFull, std::strerror(error)) : Problem(ProblemCode::kRequestInvalid, "--out", std::strerror(error))).from(path);
}

Status FinishedFile::open() {
  file_ = ::open(part_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file_ < 0) return failure();
  there_ = true;
  return {};
}

Status FinishedFile::write(std::string_view bytes) {
  size_ += bytes.size();
  while (!bytes.empty()) {
    const ssize_t written = ::write(file_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return failure();
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

Status FinishedFile::close(bool durable) {
  if (durable && ::fsync(file_) != 0) return failure();
  if (::close(std::exchange(file_, -1)) != 0) return failure();
  return {};
}

Status FinishedFile::publish() {
  if (std::rename(part_.c_str(), path_.c_str()) != 0) return failure();
  there_ = false;
  return {};
}

}  // namespace passerelle::night
