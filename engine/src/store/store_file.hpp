// From a path to open connections: is it a store of ours, of a version we know, whole? All of that is read from the
// header's bytes before SQLite touches the file, so that a foreign file gets no -wal beside it.
#pragma once

#include <string>

#include "base/result.hpp"
#include "store/sqlite.hpp"

namespace passerelle::store {

/// Bytes of a page. 8 KiB: an offer of two kilobytes still fits into its page.
inline constexpr int kPageBytes = 8192;

/// What the first bytes say. Problems: kStoreMissing, kFileUnreadable, kStoreNotOurs (also an empty
/// file), kStoreTooNew, kStoreDamaged (shorter than its header says). Modifies nothing.
Status inspect_file(const std::string& path);

/// Makes a new, empty store at `path`, complete from the first moment it is visible there (built beside it, then
/// linked). Success too when another process was faster. The file is readable by its owner alone: it will hold
/// personal data. Problems: kFileNotFound (no such directory), kFileUnreadable.
Status create_file(const std::string& path);

enum class Access { kRead, kWrite };

/// A connection to a store that inspect_file() accepted. With kRead, a store on a medium that cannot be written is
/// read as it stands. Problems: kStoreBusy, kStoreDamaged, kFileUnreadable (kWrite: also when it is write-protected).
Result<sqlite::Database> connect(const std::string& path, Access access);

}  // namespace passerelle::store
