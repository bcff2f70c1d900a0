// The decision log: append-only files of one entry a line, each chained to the one before by SHA-256, so that a change, a
// removal or an insertion anywhere shows. A directory holds the files and the persons' keys; one process writes it.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "audit/decision.hpp"
#include "base/result.hpp"

namespace passerelle::audit {

struct LogOptions {
  /// A file that has reached so many bytes is followed by a new one.
  std::uint64_t rotate_at = std::uint64_t{64} << 20U;
};

/// Thread-safe: many append at once, and one of them writes for all in one go, made durable once (group commit).
class DecisionLog {
 public:
  /// Creates the directory (owner's alone) when it is not there. What a kill left half-written at the end was never
  /// acknowledged, and is cut off. Problems: kStoreBusy (another process writes it), kStoreDamaged (the last file does not
  /// chain: source and line), kFileUnreadable.
  static Result<DecisionLog> open(const std::string& directory, const LogOptions& options = {});
  DecisionLog(DecisionLog&&) noexcept;
  DecisionLog& operator=(DecisionLog&&) noexcept;
  ~DecisionLog();

  /// The entry's sequence number, once it is on the disk: an answer goes out after that. Problem kStoreFull: nothing of it
  /// was kept, and the log goes on when there is room again.
  Result<std::uint64_t> append(Decision decision);

  /// Destroys a person's key and writes that a key was destroyed, not whose. What earlier entries say of the person can never
  /// be read again; the chain stays whole. False when the log never spoke of the person.
  Result<bool> erase(std::string_view person, std::string_view actor, std::string_view purpose);

 private:
  struct Impl;
  explicit DecisionLog(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// What verify() found.
struct LogReport {
  std::uint64_t files = 0, entries = 0, first = 0, last = 0;
  Digest head{};                       ///< of the last entry: kept elsewhere, it shows a log cut at its end
  std::uint64_t torn_bytes = 0;        ///< at the end of the last file, never acknowledged
};
/// Reads the whole log, chain and numbers. May be called while it is written. Problems: kFileNotFound (no log there),
/// kStoreDamaged with file and line; a log whose first files were purged begins at a later number, which is no damage.
Result<LogReport> verify_log(const std::string& directory);

/// Entries in order; stops at the visitor's first Problem. What the persons' keys open is given when `with_people`.
Status for_each_entry(const std::string& directory, bool with_people, const std::function<Status(const Entry&)>& visit);
/// One entry; kNotFound.
Result<Entry> find_entry(const std::string& directory, std::uint64_t sequence);

/// Deletes files whose entries are all older than `before` (ISO 8601, UTC); the last file stays. How many went.
Result<std::uint64_t> purge_log(const std::string& directory, std::string_view before);

}  // namespace passerelle::audit
