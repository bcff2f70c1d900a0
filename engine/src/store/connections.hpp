// Who reads and writes through which SQLite connection: one writer, any number of readers. A reader never sees what
// its own store's import has not committed.
#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "store/sqlite.hpp"

namespace passerelle::store {

/// The writing connection and whether an import holds it.
struct Writer {
  explicit Writer(sqlite::Database connection) : database(std::move(connection)) {}
  sqlite::Database database;
  std::mutex mutex;        ///< held during one call; `importing` spans several
  bool importing = false;
  std::chrono::milliseconds busy_timeout{10'000};

  /// Work that may be left out when it would have to wait.
  template <class Work>
  void without_waiting(Work work) {
    database.set_busy_timeout(std::chrono::milliseconds(0));
    work();
    database.set_busy_timeout(busy_timeout);
  }
};

/// Reading connections, opened as needed and used again. Thread-safe.
class Readers {
 public:
  explicit Readers(std::string path) : path_(std::move(path)) {}
  /// All reads through one connection whose read transaction has begun: they all see that moment.
  Readers(std::string path, sqlite::Database pinned) : path_(std::move(path)), pinned_(std::move(pinned)) {}

  /// A connection for the length of one call; it goes back by itself. A thread that holds one may take another.
  class Lease {
   public:
    Lease(Lease&&) noexcept = default;
    Lease& operator=(Lease&&) = delete;
    ~Lease();
    sqlite::Database& operator*() const noexcept { return *database_; }
    sqlite::Database* operator->() const noexcept { return database_; }

   private:
    friend class Readers;
    Lease(Readers& home, std::unique_ptr<sqlite::Database> owned);
    explicit Lease(Readers& home);
    Readers* home_;
    std::unique_ptr<sqlite::Database> owned_;
    std::unique_lock<std::recursive_mutex> pinned_lock_;
    sqlite::Database* database_;
  };
  Result<Lease> take();

  bool pinned() const noexcept { return pinned_.has_value(); }
  void set_busy_timeout(std::chrono::milliseconds timeout);
  const std::string& path() const noexcept { return path_; }

 private:
  std::string path_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<sqlite::Database>> idle_;
  std::chrono::milliseconds busy_timeout_{10'000};
  std::recursive_mutex pinned_mutex_;
  std::optional<sqlite::Database> pinned_;
};

/// Several reads of one call as of one moment.
class ReadTransaction {
 public:
  static Result<ReadTransaction> begin(sqlite::Database& database);
  ReadTransaction(ReadTransaction&& other) noexcept : database_(std::exchange(other.database_, nullptr)) {}
  ReadTransaction& operator=(ReadTransaction&&) = delete;
  ~ReadTransaction();

 private:
  explicit ReadTransaction(sqlite::Database* database) : database_(database) {}
  sqlite::Database* database_;  ///< null when an outer transaction was there already
};

}  // namespace passerelle::store
