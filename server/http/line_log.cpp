#include "http/line_log.hpp"

#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace passerelle::http {
namespace {

Result<int> open_file(const std::string& path) {
  if (path.empty() || path == "-") return STDERR_FILENO;
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (descriptor < 0) return Problem(ProblemCode::kFileUnreadable, std::strerror(errno)).from(path);
  return descriptor;
}

}  // namespace

Result<LineLog> LineLog::open(const std::string& path) {
  Result<int> descriptor = open_file(path);
  if (!descriptor) return std::move(descriptor).problem();
  return LineLog(path, *descriptor);
}

LineLog::LineLog(LineLog&& other) noexcept : path_(std::move(other.path_)), descriptor_(std::exchange(other.descriptor_, -1)) {}

LineLog::~LineLog() {
  if (descriptor_ > STDERR_FILENO) ::close(descriptor_);
}

bool LineLog::write(std::string line) {
  line += '\n';
  const std::lock_guard lock(mutex_);
  std::string_view rest = line;
  while (!rest.empty()) {
    const ssize_t written = ::write(descriptor_, rest.data(), rest.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

Status LineLog::reopen() {
  Result<int> descriptor = open_file(path_);
  if (!descriptor) return std::move(descriptor).problem();
  const std::lock_guard lock(mutex_);
  if (descriptor_ > STDERR_FILENO) ::close(descriptor_);
  descriptor_ = *descriptor;
  return {};
}

}  // namespace passerelle::http
