#include "store/sqlite.hpp"

#include <new>
#include <unordered_map>
#include <vector>

#include <sqlite3.h>

namespace passerelle::sqlite {
namespace {

std::string_view file_of(sqlite3* database) {
  const char* name = sqlite3_db_filename(database, "main");
  return name == nullptr ? std::string_view() : std::string_view(name);
}

}  // namespace

Problem problem_of(int code, std::string_view source, std::string_view message) {
  ProblemCode mine = ProblemCode::kInternal;
  switch (code & 0xff) {
    case SQLITE_NOMEM: throw std::bad_alloc();
    case SQLITE_BUSY:
    case SQLITE_LOCKED: mine = ProblemCode::kStoreBusy; break;
    case SQLITE_FULL: mine = ProblemCode::kStoreFull; break;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: mine = ProblemCode::kStoreDamaged; break;  // open_store_file() has seen our mark before
    case SQLITE_IOERR:
      mine = code == SQLITE_IOERR_SHORT_READ ? ProblemCode::kStoreDamaged : ProblemCode::kFileUnreadable;
      break;
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_AUTH:
    case SQLITE_READONLY: mine = ProblemCode::kFileUnreadable; break;
    case SQLITE_TOOBIG: mine = ProblemCode::kRecordTooLarge; break;
    case SQLITE_INTERRUPT: mine = ProblemCode::kInterrupted; break;
    default: break;
  }
  return Problem(mine, std::string(message)).from(source);
}

class IdleStatements {
 public:
  IdleStatements() = default;
  IdleStatements(const IdleStatements&) = delete;
  IdleStatements& operator=(const IdleStatements&) = delete;
  ~IdleStatements() {
    for (auto& [text, statements] : idle_)
      for (sqlite3_stmt* statement : statements) sqlite3_finalize(statement);
  }

  sqlite3_stmt* take(std::string_view sql) {
    const auto found = idle_.find(sql);
    if (found == idle_.end() || found->second.empty()) return nullptr;
    sqlite3_stmt* statement = found->second.back();
    found->second.pop_back();
    --count_;
    return statement;
  }
  /// False when there are enough.
  bool give_back(sqlite3_stmt* statement) {
    if (count_ >= kMost) return false;
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);  // they point into what the caller holds no longer
    idle_[sqlite3_sql(statement)].push_back(statement);
    ++count_;
    return true;
  }

 private:
  static constexpr std::size_t kMost = 64;
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>{}(text); }
  };
  std::unordered_map<std::string, std::vector<sqlite3_stmt*>, Hash, std::equal_to<>> idle_;
  std::size_t count_ = 0;
};

void Statement::Finalise::operator()(sqlite3_stmt* statement) const noexcept {
  try {
    if (idle && idle->give_back(statement)) return;
  } catch (const std::bad_alloc&) {  // then it is not kept
  }
  sqlite3_finalize(statement);
}

void Statement::bind_one(int at, std::string_view text) {
  // A null pointer would bind NULL: an empty view may carry one.
  const char* data = text.data() == nullptr ? "" : text.data();
  const int code = sqlite3_bind_text64(statement_.get(), at, data, text.size(), SQLITE_STATIC, SQLITE_UTF8);
  if (code != SQLITE_OK) bind_error_ = code;
}

void Statement::bind_blob(int at, std::string_view bytes) {
  const char* data = bytes.data() == nullptr ? "" : bytes.data();
  const int code = sqlite3_bind_blob64(statement_.get(), at, data, bytes.size(), SQLITE_STATIC);
  if (code != SQLITE_OK) bind_error_ = code;
}

void Statement::bind_one(int at, std::nullptr_t) {
  if (const int code = sqlite3_bind_null(statement_.get(), at); code != SQLITE_OK) bind_error_ = code;
}

void Statement::bind_one(int at, const Fingerprint& fingerprint) {
  char bytes[16];
  for (int i = 0; i < 8; ++i) {
    bytes[i] = static_cast<char>(fingerprint.high >> (56 - 8 * i));
    bytes[8 + i] = static_cast<char>(fingerprint.low >> (56 - 8 * i));
  }
  if (const int code = sqlite3_bind_blob(statement_.get(), at, bytes, 16, SQLITE_TRANSIENT); code != SQLITE_OK)
    bind_error_ = code;
}

void Statement::bind_integer(int at, std::int64_t value) {
  if (const int code = sqlite3_bind_int64(statement_.get(), at, value); code != SQLITE_OK) bind_error_ = code;
}

Result<bool> Statement::step() {
  sqlite3* database = sqlite3_db_handle(statement_.get());
  if (bind_error_ != SQLITE_OK) return problem_of(bind_error_, file_of(database), sqlite3_errstr(bind_error_));
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  Problem problem = problem_of(sqlite3_extended_errcode(database), file_of(database), sqlite3_errmsg(database));
  sqlite3_reset(statement_.get());
  return problem;
}

Status Statement::run() {
  while (true) {
    auto row = step();
    if (!row) return std::move(row).problem();
    if (!*row) break;
  }
  sqlite3_reset(statement_.get());
  return {};
}

void Statement::restart() {
  sqlite3_reset(statement_.get());
  bind_error_ = SQLITE_OK;
}

std::string_view Statement::text(int column) const {
  // Blob access gives the bytes of a text as they are, and of a blob too.
  const void* data = sqlite3_column_blob(statement_.get(), column);
  const int size = sqlite3_column_bytes(statement_.get(), column);
  return data == nullptr ? std::string_view()
                         : std::string_view(static_cast<const char*>(data), static_cast<std::size_t>(size));
}

std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(statement_.get(), column); }

bool Statement::null(int column) const { return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL; }

Fingerprint Statement::fingerprint(int column) const {
  const std::string_view bytes = text(column);
  Fingerprint result;
  if (bytes.size() != 16) return result;
  for (std::size_t i = 0; i < 8; ++i) {
    result.high = result.high << 8 | static_cast<unsigned char>(bytes[i]);
    result.low = result.low << 8 | static_cast<unsigned char>(bytes[8 + i]);
  }
  return result;
}

void Database::Close::operator()(sqlite3* database) const noexcept { sqlite3_close_v2(database); }

Result<Database> Database::open(const std::string& name, int flags, std::string source) {
  sqlite3* raw = nullptr;
  const int code = sqlite3_open_v2(name.c_str(), &raw, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
  Database result;
  result.database_.reset(raw);
  result.idle_ = std::make_shared<IdleStatements>();
  result.source_ = std::move(source);
  if (raw == nullptr) throw std::bad_alloc();
  if (code != SQLITE_OK) return problem_of(code, result.source_, sqlite3_errmsg(raw));
  // A file is data: what stands in its schema must not run functions with side effects.
  sqlite3_db_config(raw, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_db_config(raw, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  return result;
}

Result<Statement> Database::prepare(std::string_view sql, bool kept) {
  if (sqlite3_stmt* idle = idle_->take(sql); idle != nullptr) {
    Statement statement;
    statement.statement_ = {idle, Statement::Finalise{idle_}};
    return statement;
  }
  sqlite3_stmt* raw = nullptr;
  const int code = sqlite3_prepare_v3(database_.get(), sql.data(), static_cast<int>(sql.size()),
                                      kept ? SQLITE_PREPARE_PERSISTENT : 0, &raw, nullptr);
  if (code != SQLITE_OK) return problem_of(code, source_, sqlite3_errmsg(database_.get()));
  Statement statement;
  statement.statement_ = {raw, Statement::Finalise{idle_}};
  return statement;
}

Status Database::execute(const char* sql) {
  const int code = sqlite3_exec(database_.get(), sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return problem_of(code, source_, sqlite3_errmsg(database_.get()));
  return {};
}

Result<std::int64_t> Database::integer(std::string_view sql) {
  PASSERELLE_STORE_TAKE(statement, prepare(sql));
  PASSERELLE_STORE_TAKE(row, statement.step());
  return row ? statement.integer(0) : std::int64_t{0};
}

void Database::set_busy_timeout(std::chrono::milliseconds timeout) {
  sqlite3_busy_timeout(database_.get(), static_cast<int>(timeout.count()));
}

bool Database::in_transaction() const noexcept { return sqlite3_get_autocommit(database_.get()) == 0; }
bool Database::read_only() const noexcept { return sqlite3_db_readonly(database_.get(), "main") == 1; }

Result<Transaction> Transaction::begin(Database& database) {
  PASSERELLE_TRY(database.execute("BEGIN IMMEDIATE"));
  return Transaction(database);
}

Transaction::~Transaction() {
  // SQLite may have rolled back by itself (disk full): then there is nothing left to undo.
  if (database_ != nullptr && database_->in_transaction()) (void)database_->execute("ROLLBACK");
}

Status Transaction::commit() {
  // After an automatic rollback COMMIT fails (« no transaction is active »): nothing half-done is ever acknowledged.
  PASSERELLE_TRY(database_->execute("COMMIT"));
  database_ = nullptr;
  return {};
}

}  // namespace passerelle::sqlite
