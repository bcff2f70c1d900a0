// A thin wrapper over SQLite's C API: what the store needs, with errors as Problems that carry SQLite's message.
//
// Not thread-safe: a Database and its Statements belong to one thread at a time (connections.hpp hands them out).
#pragma once

#include <concepts>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/hash.hpp"
#include "base/result.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace passerelle::sqlite {

/// Statements that were let go, by their text: preparing one anew is dearer than most of the reads it is for.
class IdleStatements;

/// A prepared statement. Positions of parameters count from 1, of columns from 0, as in SQLite.
/// Texts and blobs are not copied: they must live until the statement has been run or is bound anew.
class Statement {
 public:
  Statement() = default;

  /// Binds all parameters in order and makes the statement ready to run again.
  template <class... Values>
  Statement& bind(const Values&... values) {
    restart();
    int at = 0;
    (bind_one(++at, values), ...);
    return *this;
  }
  void bind_one(int at, std::string_view text);
  void bind_one(int at, std::nullptr_t);
  void bind_one(int at, const Fingerprint& fingerprint);  ///< 16 bytes, big-endian; copied
  template <std::integral Integer>
  void bind_one(int at, Integer value) { bind_integer(at, static_cast<std::int64_t>(value)); }
  void bind_one(int at, double) = delete;  // nothing that decides a rank is a float
  void bind_blob(int at, std::string_view bytes);

  /// True when a row is ready, false at the end.
  Result<bool> step();
  /// Runs to the end, rows ignored, and restarts.
  Status run();
  void restart();

  /// Values of the row: valid until the next step() or restart(). NULL reads as "" and 0.
  std::string_view text(int column) const;
  std::int64_t integer(int column) const;
  bool null(int column) const;
  /// The fingerprint of a 16-byte blob; zero when it is none.
  Fingerprint fingerprint(int column) const;

 private:
  friend class Database;
  /// Gives it back to the database's idle ones.
  struct Finalise {
    std::shared_ptr<IdleStatements> idle;
    void operator()(sqlite3_stmt* statement) const noexcept;
  };
  void bind_integer(int at, std::int64_t value);
  std::unique_ptr<sqlite3_stmt, Finalise> statement_;
  int bind_error_ = 0;
};

class Database {
 public:
  /// `flags` are SQLITE_OPEN_…; `source` names the file in Problems.
  static Result<Database> open(const std::string& name, int flags, std::string source);

  Result<Statement> prepare(std::string_view sql, bool kept = false);
  /// Runs one or several statements, rows ignored.
  Status execute(const char* sql);
  Status execute(const std::string& sql) { return execute(sql.c_str()); }
  /// First column of the first row; 0 when there is none.
  Result<std::int64_t> integer(std::string_view sql);

  void set_busy_timeout(std::chrono::milliseconds timeout);
  bool in_transaction() const noexcept;
  bool read_only() const noexcept;
  sqlite3* handle() const noexcept { return database_.get(); }

 private:
  struct Close { void operator()(sqlite3* database) const noexcept; };
  std::unique_ptr<sqlite3, Close> database_;
  std::shared_ptr<IdleStatements> idle_;  // goes before the database does
  std::string source_;
};

/// A write transaction: everything or, without commit(), nothing.
class Transaction {
 public:
  /// Takes the write lock; kStoreBusy when another writer has it for longer than the busy timeout.
  static Result<Transaction> begin(Database& database);
  Transaction(Transaction&& other) noexcept : database_(std::exchange(other.database_, nullptr)) {}
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();
  Status commit();

 private:
  explicit Transaction(Database& database) : database_(&database) {}
  Database* database_;
};

/// The Problem for an SQLite result code. `source` is the file's name; the detail is SQLite's message.
Problem problem_of(int code, std::string_view source, std::string_view message);

// Expression-statement helper: binds `name` to the value of a Result, or returns its Problem.
#define PASSERELLE_STORE_TAKE(name, expr)                             \
  auto name##_result = (expr);                                        \
  if (!name##_result) return std::move(name##_result).problem();      \
  auto name = std::move(name##_result).value()

}  // namespace passerelle::sqlite
