#include "store/store_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

#include <fmt/format.h>
#include <sqlite3.h>

#include "store/migrations.hpp"

namespace passerelle::store {
namespace {

constexpr std::size_t kHeaderBytes = 100;
constexpr std::string_view kMagic("SQLite format 3\0", 16);

/// A file descriptor that closes itself.
class Descriptor {
 public:
  explicit Descriptor(int value) : value_(value) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { if (value_ >= 0) ::close(value_); }
  int get() const noexcept { return value_; }

 private:
  int value_;
};

std::string reason(int error) { return std::generic_category().message(error); }

Problem unreadable(const std::string& path, int error) {
  return Problem(ProblemCode::kFileUnreadable, reason(error)).from(path);
}

/// Big-endian, as in SQLite's header (https://www.sqlite.org/fileformat2.html).
std::uint32_t big_endian(const std::array<unsigned char, kHeaderBytes>& header, std::size_t at, std::size_t bytes) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < bytes; ++i) value = value << 8 | header[at + i];
  return value;
}

std::string wal_of(const std::string& path) { return path + "-wal"; }

bool has_wal(const std::string& path) {
  struct stat wal {};
  return ::stat(wal_of(path).c_str(), &wal) == 0 && wal.st_size > 0;
}

std::string directory_of(const std::string& path) {
  const std::string parent = std::filesystem::path(path).parent_path().string();
  return parent.empty() ? "." : parent;
}

/// Whether nobody can change the store while it is read: a file system mounted read-only, or an archived copy without
/// write permission for anyone, neither on the file nor on its directory.
bool nobody_writes(const std::string& path) {
  struct statvfs volume {};
  if (::statvfs(path.c_str(), &volume) == 0 && (volume.f_flag & ST_RDONLY) != 0) return true;
  constexpr mode_t kAnyWrite = S_IWUSR | S_IWGRP | S_IWOTH;
  struct stat file {}, directory {};
  return ::stat(path.c_str(), &file) == 0 && ::stat(directory_of(path).c_str(), &directory) == 0 &&
         ((file.st_mode | directory.st_mode) & kAnyWrite) == 0;
}

/// file: URI for a path (RFC 3986 escapes for what SQLite would take apart).
std::string uri_of(const std::string& path, std::string_view parameters) {
  std::string uri = "file:";
  for (const char c : path) {
    if (c == '%' || c == '?' || c == '#') uri += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    else uri += c;
  }
  return uri.append(1, '?').append(parameters);
}

Status sync_directory(const std::string& path) {
  const Descriptor directory(::open(directory_of(path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  // Some file systems cannot sync a directory (EINVAL): nothing more can be done there.
  if (directory.get() >= 0 && ::fsync(directory.get()) != 0 && errno != EINVAL) return unreadable(path, errno);
  return {};
}

/// Publishes `ready` as `path` unless something is there already.
Status publish(const std::string& ready, const std::string& path) {
  if (::link(ready.c_str(), path.c_str()) == 0 || errno == EEXIST) {
    ::unlink(ready.c_str());
    return sync_directory(path);
  }
  // No hard links here (FAT, some network mounts). Renaming could replace what another process has just made.
  const int refused = errno;
  if (refused == EPERM || refused == EOPNOTSUPP || refused == ENOSYS || refused == EMLINK) {
    if (::access(path.c_str(), F_OK) == 0 || ::rename(ready.c_str(), path.c_str()) == 0) {
      ::unlink(ready.c_str());
      return sync_directory(path);
    }
  }
  ::unlink(ready.c_str());
  return unreadable(path, refused);
}

Status build(const std::string& ready, const std::string& shown) {
  PASSERELLE_STORE_TAKE(database, sqlite::Database::open(ready, SQLITE_OPEN_READWRITE, shown));
  PASSERELLE_TRY(database.execute(fmt::format("PRAGMA page_size = {}", kPageBytes)));
  PASSERELLE_TRY(database.execute(fmt::format("PRAGMA application_id = {}", kApplicationId)));
  PASSERELLE_TRY(database.execute("PRAGMA journal_mode = WAL"));
  PASSERELLE_TRY(migrate(database, migrations()));
  // Into the main file, so that it stands alone when it is published.
  return database.execute("PRAGMA wal_checkpoint(TRUNCATE)");
}

Status tune(sqlite::Database& database) {
  database.set_busy_timeout(std::chrono::seconds(10));
  // Values of records that were replaced are overwritten with zeros, not left in free pages.
  return database.execute("PRAGMA secure_delete = ON; PRAGMA cache_size = -16384; PRAGMA temp_store = MEMORY;");
}

/// Settings, and a first read of the header and the schema, which is where a damaged file shows.
Status ready(sqlite::Database& database, Access access) {
  PASSERELLE_TRY(tune(database));
  if (access == Access::kRead) PASSERELLE_TRY(database.execute("PRAGMA query_only = ON"));
  PASSERELLE_STORE_TAKE(version, database.integer("PRAGMA user_version"));
  if (version > current_version()) return too_new(version, current_version());
  PASSERELLE_STORE_TAKE(marks,
                        database.integer("SELECT count(*) FROM meta WHERE key IN ('snapshot', 'restricted_snapshot')"));
  if (marks != 2) return Problem(ProblemCode::kStoreDamaged, "meta");
  return {};
}

}  // namespace

Status inspect_file(const std::string& path) {
  struct stat status {};
  if (path.empty()) return Problem(ProblemCode::kStoreMissing).from(path);
  if (::stat(path.c_str(), &status) != 0) {
    if (errno == ENOENT || errno == ENOTDIR) return Problem(ProblemCode::kStoreMissing).from(path);
    return unreadable(path, errno);
  }
  if (S_ISDIR(status.st_mode)) return Problem(ProblemCode::kStoreNotOurs, {}, "a directory").from(path);
  if (!S_ISREG(status.st_mode)) return Problem(ProblemCode::kStoreNotOurs).from(path);

  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) return unreadable(path, errno);
  std::array<unsigned char, kHeaderBytes> header{};
  std::size_t size = 0;
  while (size < kHeaderBytes) {
    const ssize_t got = ::read(file.get(), header.data() + size, kHeaderBytes - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return unreadable(path, errno);
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
  }
  if (size < kMagic.size() || std::memcmp(header.data(), kMagic.data(), kMagic.size()) != 0)
    return Problem(ProblemCode::kStoreNotOurs).from(path);
  if (size < kHeaderBytes) return Problem(ProblemCode::kStoreDamaged, fmt::format("{} bytes", size)).from(path);
  if (big_endian(header, 68, 4) != kApplicationId) return Problem(ProblemCode::kStoreNotOurs).from(path);
  const std::uint32_t version = big_endian(header, 60, 4);
  if (version > static_cast<std::uint32_t>(current_version())) return too_new(version, current_version()).from(path);
  // With a write-ahead log the main file may rightly be behind; SQLite judges the two together.
  const std::uint64_t expected = std::uint64_t{big_endian(header, 16, 2)} * big_endian(header, 28, 4);
  if (!has_wal(path) && static_cast<std::uint64_t>(status.st_size) < expected)
    return Problem(ProblemCode::kStoreDamaged, fmt::format("{} / {} bytes", status.st_size, expected)).from(path);
  return {};
}

Status create_file(const std::string& path) {
  if (struct stat parent {}; ::stat(directory_of(path).c_str(), &parent) != 0)
    return Problem(ProblemCode::kFileNotFound, directory_of(path)).from(path);
  std::string ready = path + ".new-XXXXXX";
  {
    const Descriptor made(::mkostemp(ready.data(), O_CLOEXEC));  // mode 0600; SQLite gives its -wal and -shm the same
    if (made.get() < 0) return unreadable(path, errno);
  }
  Status built = build(ready, path);
  if (!built) {
    for (const char* tail : {"", "-wal", "-shm"}) ::unlink((ready + tail).c_str());
    return std::move(built).problem().from(path);
  }
  return publish(ready, path);
}

Result<sqlite::Database> connect(const std::string& path, Access access) {
  if (access == Access::kWrite) {
    if (::access(path.c_str(), W_OK) != 0) return unreadable(path, errno);
    PASSERELLE_STORE_TAKE(database, sqlite::Database::open(path, SQLITE_OPEN_READWRITE, path));
    if (Status status = ready(database, access); !status) return std::move(status).problem().from(path);
    if (database.read_only()) return Problem(ProblemCode::kFileUnreadable, reason(EROFS)).from(path);
    PASSERELLE_TRY(migrate(database, migrations()));
    // FULL: a commit is on the disk before it is acknowledged. The log is cut back after an import.
    PASSERELLE_TRY(database.execute("PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 67108864;"));
    return database;
  }
  // A reader with write permission uses it for one thing: the last connection to close folds the log into the file and
  // removes what WAL mode had put beside it.
  const bool tidy = ::access(path.c_str(), W_OK) == 0 && ::access(directory_of(path).c_str(), W_OK) == 0;
  PASSERELLE_STORE_TAKE(database,
                        sqlite::Database::open(path, tidy ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY, path));
  Status status = ready(database, access);
  if (status) {
    // Reads know the present tables alone: one of an earlier version is brought to them first where it can be written.
    PASSERELLE_STORE_TAKE(version, database.integer("PRAGMA user_version"));
    if (version < current_version() && tidy)
      if (auto migrated = connect(path, Access::kWrite); !migrated) return std::move(migrated).problem();
    return database;
  }
  // WAL mode needs files beside the store, which cannot be made there; with no log there is nothing in them to miss.
  if (status.problem().code == ProblemCode::kFileUnreadable && nobody_writes(path) && !has_wal(path)) {
    const std::string uri = uri_of(path, "immutable=1");
    PASSERELLE_STORE_TAKE(fixed, sqlite::Database::open(uri, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, path));
    if (Status again = ready(fixed, access); !again) return std::move(again).problem().from(path);
    return fixed;
  }
  return std::move(status).problem().from(path);
}

}  // namespace passerelle::store
