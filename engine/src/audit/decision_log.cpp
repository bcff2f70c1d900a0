#include "audit/decision_log.hpp"

#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <mutex>
#include <vector>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

#include "audit/entry_text.hpp"
#include "audit/log_files.hpp"
#include "audit/person_keys.hpp"

namespace passerelle::audit {
namespace {

std::string now_in_milliseconds() {
  const auto now = std::chrono::system_clock::now();
  const std::time_t seconds = std::chrono::system_clock::to_time_t(now);
  const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count() % 1'000;
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char text[32];
  const std::size_t size = std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &parts);
  return fmt::format("{}.{:03}Z", std::string_view(text, size), milliseconds);
}

Problem problem_of_errno(const std::string& path, const char* what) {
  const int error = errno;
  return Problem(error == ENOSPC || error == EDQUOT || error == EFBIG ? ProblemCode::kStoreFull : ProblemCode::kFileUnreadable,
                 fmt::format("{}: {}", what, std::strerror(error)))
      .from(path);
}

class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int file) : file_(file) {}
  Descriptor(Descriptor&& other) noexcept : file_(std::exchange(other.file_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    if (file_ >= 0) ::close(file_);
    file_ = std::exchange(other.file_, -1);
    return *this;
  }
  ~Descriptor() { if (file_ >= 0) ::close(file_); }
  int get() const noexcept { return file_; }

 private:
  int file_ = -1;
};

bool write_whole(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ::ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

// A new name in a directory is only there for good once the directory is on the disk too.
void sync_directory(const std::string& directory) {
  const Descriptor opened(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (opened.get() >= 0) ::fsync(opened.get());
}

/// One who appends and waits: its result is there when `done`.
struct Waiting {
  Decision decision;
  bool done = false;
  Result<std::uint64_t> result = std::uint64_t{0};
};

Decision erasure_of(std::string_view actor, std::string_view purpose) {
  Decision decision;
  decision.kind = EntryKind::kErasure;
  decision.actor = actor;
  decision.purpose = purpose;
  return decision;
}

}  // namespace

struct DecisionLog::Impl {
  std::string directory;
  LogOptions options;
  Descriptor lock, file;
  std::string path;                    // of `file`
  std::uint64_t size = 0, next = 1;
  Digest head{};
  PersonKeys keys;
  std::mutex keys_mutex;               // the writer's, and an erasure's

  std::mutex mutex;
  std::condition_variable written;
  std::vector<Waiting*> waiting;
  bool writing = false;                // somebody writes what had gathered; who comes now waits for the next turn

  Impl(std::string d, const LogOptions& o, PersonKeys k) : directory(std::move(d)), options(o), keys(std::move(k)) {}

  Status find_end();
  Status open_file(std::uint64_t first);
  void write_batch(const std::vector<Waiting*>& batch);
  Status write(const std::vector<Waiting*>& batch);
};

// The last file's chain is checked whole: what is appended must hang on something sound.
Status DecisionLog::Impl::find_end() {
  const auto files = log_files(directory);
  if (!files) return files.problem();
  // A file without a line is one that a kill left just begun.
  for (auto last = files->rbegin(); last != files->rend(); ++last) {
    std::uint64_t lines = 0, bytes = 0;
    Digest previous{};
    const auto torn = for_each_line(last->path, [&](std::string_view line, std::uint64_t number) -> Status {
      const auto link = check_line(line);
      const std::string where = fmt::format("line {}", number);
      if (!link) return Problem(link.problem()).from(last->path).at(where);
      if (number > 1 && link->previous != previous) return Problem(ProblemCode::kStoreDamaged, "chain").from(last->path).at(where);
      previous = link->hash;
      lines = number;
      bytes += line.size() + 1;
      return {};
    });
    if (!torn) return torn.problem();
    if (*torn != 0 && ::truncate(last->path.c_str(), static_cast<::off_t>(bytes)) != 0) return problem_of_errno(last->path, "truncate");
    if (lines == 0) continue;
    head = previous;
    next = last->first + lines;
    return open_file(last->first);
  }
  return open_file(next);
}

Status DecisionLog::Impl::open_file(std::uint64_t first) {
  path = directory + "/" + log_file_name(first);
  Descriptor opened(::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
  struct ::stat status {};
  if (opened.get() < 0 || ::fstat(opened.get(), &status) != 0) return problem_of_errno(path, "open");
  file = std::move(opened);
  size = static_cast<std::uint64_t>(status.st_size);
  sync_directory(directory);
  return {};
}

Status DecisionLog::Impl::write(const std::vector<Waiting*>& batch) {
  if (size >= options.rotate_at) PASSERELLE_TRY(open_file(next));
  std::vector<std::string_view> people;
  for (const Waiting* each : batch)
    for (const AboutPerson& about : each->decision.about) people.push_back(about.person);
  std::vector<PersonKey> all;
  {
    const std::lock_guard guard(keys_mutex);
    auto found = keys.of(people);
    if (!found) return std::move(found).problem();
    all = std::move(*found);
  }
  std::string text;
  Digest chained = head;
  std::uint64_t sequence = next;
  auto key = all.begin();
  const std::string at = now_in_milliseconds();
  for (const Waiting* each : batch) {
    const auto end = key + static_cast<std::ptrdiff_t>(each->decision.about.size());
    Digest hash{};
    text += entry_line(sequence++, at, each->decision, {key, end}, chained, hash);
    text += '\n';
    key = end;
    chained = hash;
  }
  if (!write_whole(file.get(), text) || ::fdatasync(file.get()) != 0) {
    Problem problem = problem_of_errno(path, "write");
    // Nothing of the batch may stay: it was not acknowledged, and the next one would hang on it.
    if (::ftruncate(file.get(), static_cast<::off_t>(size)) != 0) problem.detail += fmt::format("; truncate: {}", std::strerror(errno));
    return problem;
  }
  size += text.size();
  next = sequence;
  head = chained;
  return {};
}

void DecisionLog::Impl::write_batch(const std::vector<Waiting*>& batch) {
  const std::uint64_t first = next;
  Status status;
  try {
    status = write(batch);
  } catch (const std::exception& error) {
    status = Problem(ProblemCode::kInternal, error.what()).from(path);
  }
  for (std::size_t i = 0; i < batch.size(); ++i) batch[i]->result = status ? Result<std::uint64_t>(first + i) : Result<std::uint64_t>(status.problem());
}

DecisionLog::DecisionLog(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
DecisionLog::DecisionLog(DecisionLog&&) noexcept = default;
DecisionLog& DecisionLog::operator=(DecisionLog&&) noexcept = default;
DecisionLog::~DecisionLog() = default;

Result<DecisionLog> DecisionLog::open(const std::string& directory, const LogOptions& options) {
  std::error_code error;
  if (!std::filesystem::exists(directory, error)) {
    if (!std::filesystem::create_directories(directory, error) && error) return Problem(ProblemCode::kFileUnreadable, error.message()).from(directory);
    std::filesystem::permissions(directory, std::filesystem::perms::owner_all, error);
  }
  const std::string lock_path = directory + "/lock";
  Descriptor lock(::open(lock_path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (lock.get() < 0) return problem_of_errno(lock_path, "open");
  if (::flock(lock.get(), LOCK_EX | LOCK_NB) != 0) return Problem(ProblemCode::kStoreBusy).from(directory);
  auto keys = PersonKeys::open(keys_path(directory), true);
  if (!keys) return std::move(keys).problem();
  auto impl = std::make_unique<Impl>(directory, options, std::move(*keys));
  impl->lock = std::move(lock);
  PASSERELLE_TRY(impl->find_end());
  return DecisionLog(std::move(impl));
}

// The first to come writes for all who came meanwhile, its own turn being among the first: no thread of its own, and under load
// one flush of the disk serves many.
Result<std::uint64_t> DecisionLog::append(Decision decision) {
  Waiting own{std::move(decision)};
  std::unique_lock guard(impl_->mutex);
  impl_->waiting.push_back(&own);
  impl_->written.wait(guard, [&] { return own.done || !impl_->writing; });
  if (own.done) return std::move(own.result);
  impl_->writing = true;
  std::vector<Waiting*> batch;
  batch.swap(impl_->waiting);
  guard.unlock();
  impl_->write_batch(batch);
  guard.lock();
  for (Waiting* each : batch) each->done = true;
  impl_->writing = false;
  guard.unlock();
  impl_->written.notify_all();
  return std::move(own.result);
}

Result<bool> DecisionLog::erase(std::string_view person, std::string_view actor, std::string_view purpose) {
  // The entry first: a key that is gone without one could not be told from damage.
  const auto noted = append(erasure_of(actor, purpose));
  if (!noted) return noted.problem();
  const std::lock_guard guard(impl_->keys_mutex);
  return impl_->keys.destroy(person);
}

Result<LogReport> verify_log(const std::string& directory) {
  const auto files = log_files(directory);
  if (!files) return files.problem();
  LogReport report;
  for (std::size_t f = 0; f < files->size(); ++f) {
    const LogFile& file = (*files)[f];
    const auto damaged = [&](const char* what, std::uint64_t line) {
      return Problem(ProblemCode::kStoreDamaged, what).from(file.path).at(fmt::format("line {}", line));
    };
    ++report.files;
    if (report.entries != 0 && file.first != report.last + 1) return damaged("number", 1);
    const auto torn = for_each_line(file.path, [&](std::string_view line, std::uint64_t number) -> Status {
      const auto entry = read_line(line, nullptr);
      if (!entry) return Problem(entry.problem()).from(file.path).at(fmt::format("line {}", number));
      if (entry->sequence != file.first + number - 1) return damaged("number", number);
      if (report.entries != 0 ? entry->previous != report.head : entry->sequence == 1 && entry->previous != Digest{}) return damaged("chain", number);
      if (report.entries == 0) report.first = entry->sequence;
      report.last = entry->sequence;
      report.head = entry->hash;
      ++report.entries;
      return {};
    });
    if (!torn) return torn.problem();
    if (*torn != 0 && f + 1 != files->size()) return damaged("not an entry", 0);
    report.torn_bytes = *torn;
  }
  return report;
}

Status for_each_entry(const std::string& directory, bool with_people, const std::function<Status(const Entry&)>& visit) {
  const auto files = log_files(directory);
  if (!files) return files.problem();
  std::optional<PersonKeys> keys;
  if (with_people) {
    auto opened = PersonKeys::open(keys_path(directory), false);
    if (!opened) return std::move(opened).problem();
    keys = std::move(*opened);
  }
  for (const LogFile& file : *files) {
    const auto torn = for_each_line(file.path, [&](std::string_view line, std::uint64_t number) -> Status {
      const auto entry = read_line(line, keys ? &*keys : nullptr);
      if (!entry) return Problem(entry.problem()).from(file.path).at(fmt::format("line {}", number));
      return visit(*entry);
    });
    if (!torn) return torn.problem();
  }
  return {};
}

Result<Entry> find_entry(const std::string& directory, std::uint64_t sequence) {
  const auto files = log_files(directory);
  if (!files) return files.problem();
  const auto after = std::find_if(files->begin(), files->end(), [&](const LogFile& file) { return file.first > sequence; });
  const Problem missing = Problem(ProblemCode::kNotFound, std::to_string(sequence)).from(directory);
  if (after == files->begin()) return missing;
  const LogFile& file = *std::prev(after);
  auto keys = PersonKeys::open(keys_path(directory), false);
  if (!keys) return std::move(keys).problem();
  std::optional<Entry> found;
  // Lines of one length would be found by a jump; these are looked through, at memory speed.
  const auto torn = for_each_line(file.path, [&](std::string_view line, std::uint64_t number) -> Status {
    if (file.first + number - 1 != sequence) return {};
    auto entry = read_line(line, &*keys);
    if (!entry) return Problem(entry.problem()).from(file.path).at(fmt::format("line {}", number));
    found = std::move(*entry);
    return {};
  });
  if (!torn) return torn.problem();
  if (!found) return missing;
  return std::move(*found);
}

Result<std::uint64_t> purge_log(const std::string& directory, std::string_view before) {
  const auto files = log_files(directory);
  if (!files) return files.problem();
  std::uint64_t gone = 0;
  for (std::size_t f = 0; f + 1 < files->size(); ++f) {
    std::string youngest;
    const auto torn = for_each_line((*files)[f].path, [&](std::string_view line, std::uint64_t) -> Status {
      auto entry = read_line(line, nullptr);
      if (!entry) return std::move(entry).problem();
      youngest = std::max(youngest, entry->at);
      return {};
    });
    if (!torn) return torn.problem();
    if (youngest >= before) break;  // the files after it are younger still
    std::error_code error;
    if (!std::filesystem::remove((*files)[f].path, error) || error) return Problem(ProblemCode::kFileUnreadable, error.message()).from((*files)[f].path);
    ++gone;
  }
  if (gone != 0) sync_directory(directory);
  return gone;
}

}  // namespace passerelle::audit
