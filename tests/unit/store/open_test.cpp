// What Store::open() makes of every kind of file, and that it leaves alone what it refuses.
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/migrations.hpp"
#include "store_fixture.hpp"

namespace passerelle {
namespace {

using test::bytes_of;
using test::rows_of;
using test::write_bytes;
using Mode = Store::Mode;

class OpenTest : public test::StoreTest {
 protected:
  /// Expects `code` from every mode, no byte changed, and no file that was not there.
  void expect_refused(ProblemCode code) {
    const std::string before = std::filesystem::is_regular_file(path_) ? bytes_of(path_) : "";
    const auto there = files();
    for (const Mode mode : {Mode::kRead, Mode::kWrite, Mode::kCreate}) {
      const auto opened = Store::open(path_, mode);
      ASSERT_FALSE(opened.ok());
      EXPECT_EQ(opened.problem().code, code) << describe(opened.problem(), Language::kEnglish);
      EXPECT_EQ(opened.problem().source, path_);
      EXPECT_EQ(files(), there);
      if (std::filesystem::is_regular_file(path_)) {
        EXPECT_TRUE(bytes_of(path_) == before) << "the refused file was changed";
      }
    }
  }
  /// Overwrites four big-endian bytes of the header.
  void patch(std::size_t at, std::uint32_t value) {
    std::string bytes = bytes_of(path_);
    for (std::size_t i = 0; i < 4; ++i) bytes[at + i] = static_cast<char>(value >> (24 - 8 * i));
    write_bytes(path_, bytes);
  }
};

TEST_F(OpenTest, AMissingStoreIsCreatedOnlyWhenAsked) {
  for (const Mode mode : {Mode::kRead, Mode::kWrite}) {
    const auto opened = Store::open(path_, mode);
    ASSERT_FALSE(opened.ok());
    EXPECT_EQ(opened.problem().code, ProblemCode::kStoreMissing);
    EXPECT_TRUE(files().empty());
  }
  { const Store created = open(); }
  EXPECT_EQ(files(), std::vector<std::string>{"test.db"});  // no log, no half-built file left
  EXPECT_EQ(rows_of(path_, "PRAGMA application_id"), std::vector<std::string>{std::to_string(0x50415353)});
  EXPECT_EQ(rows_of(path_, "PRAGMA user_version"), std::vector<std::string>{std::to_string(store::current_version())});
  EXPECT_EQ(rows_of(path_, "PRAGMA journal_mode"), std::vector<std::string>{"wal"});
  struct stat status {};
  ASSERT_EQ(::stat(path_.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);  // personal data: for its owner alone
  for (const Mode mode : {Mode::kRead, Mode::kWrite, Mode::kCreate}) ASSERT_OK(Store::open(path_, mode));
}

TEST_F(OpenTest, ADirectoryThatIsNotThereIsNamed) {
  const auto opened = Store::open((directory_ / "no" / "test.db").string(), Mode::kCreate);
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.problem().code, ProblemCode::kFileNotFound);
  EXPECT_EQ(opened.problem().detail, (directory_ / "no").string());
  const auto nameless = Store::open("", Mode::kCreate);
  ASSERT_FALSE(nameless.ok());
  EXPECT_EQ(nameless.problem().code, ProblemCode::kStoreMissing);
}

TEST_F(OpenTest, ADirectory) {
  std::filesystem::create_directory(path_);
  expect_refused(ProblemCode::kStoreNotOurs);
}

TEST_F(OpenTest, AnEmptyFileIsNotOurs) {
  write_bytes(path_, "");
  expect_refused(ProblemCode::kStoreNotOurs);
}

TEST_F(OpenTest, ATextFileIsNotOurs) {
  write_bytes(path_, std::string(5000, 'x'));
  expect_refused(ProblemCode::kStoreNotOurs);
}

TEST_F(OpenTest, APipeIsNotOursAndDoesNotBlock) {
  ASSERT_EQ(::mkfifo(path_.c_str(), 0600), 0);
  expect_refused(ProblemCode::kStoreNotOurs);
}

TEST_F(OpenTest, AnSqliteFileOfAnotherProgramIsNotOurs) {
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open(path_.c_str(), &database), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(database, "PRAGMA journal_mode=WAL; CREATE TABLE offer(id)", nullptr, nullptr, nullptr),
            SQLITE_OK);
  sqlite3_close(database);
  expect_refused(ProblemCode::kStoreNotOurs);
}

TEST_F(OpenTest, ANewerVersionIsToldWithBothNumbers) {
  { const Store created = open(); }
  patch(60, 99);  // user_version
  expect_refused(ProblemCode::kStoreTooNew);
  EXPECT_EQ(Store::open(path_, Mode::kRead).problem().detail, "99 > " + std::to_string(store::current_version()));
}

TEST_F(OpenTest, ANewerVersionThatStandsInTheLogOnlyIsTold) {
  { const Store created = open(); }
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open(path_.c_str(), &database), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(database, "PRAGMA user_version = 99", nullptr, nullptr, nullptr), SQLITE_OK);
  ASSERT_GT(std::filesystem::file_size(path_ + "-wal"), 0U);
  for (const Mode mode : {Mode::kRead, Mode::kWrite}) {
    const auto opened = Store::open(path_, mode);
    ASSERT_FALSE(opened.ok());
    EXPECT_EQ(opened.problem().code, ProblemCode::kStoreTooNew);
    EXPECT_EQ(opened.problem().detail, "99 > " + std::to_string(store::current_version()));
  }
  sqlite3_close(database);
}

TEST_F(OpenTest, ATruncatedStoreIsDamaged) {
  {
    Store store = open();
    test::import_offers(store, {test::make_offer("a"), test::make_offer("b")});
  }
  const std::string whole = bytes_of(path_);
  for (const std::size_t size : {std::size_t{50}, std::size_t{100}, whole.size() / 2, whole.size() - 1}) {
    write_bytes(path_, whole.substr(0, size));
    expect_refused(ProblemCode::kStoreDamaged);
  }
}

TEST_F(OpenTest, AStoreWithoutItsTablesIsDamaged) {
  { const Store created = open(); }
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open(path_.c_str(), &database), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(database, "DELETE FROM meta", nullptr, nullptr, nullptr), SQLITE_OK);
  sqlite3_close(database);
  expect_refused(ProblemCode::kStoreDamaged);
}

TEST_F(OpenTest, NamesThatSqliteReadsInItsOwnWay) {
  const auto here = std::filesystem::current_path();
  std::filesystem::current_path(directory_);
  for (const std::string name : {":memory:", "a?b%20#c.db", "file:x.db"}) {
    {
      auto store = Store::open(name, Mode::kCreate);
      EXPECT_TRUE(store.ok()) << name;
      if (store) test::import_offers(*store, {test::make_offer("a")});
    }
    EXPECT_TRUE(std::filesystem::is_regular_file(directory_ / name)) << name;
    auto again = Store::open(name, Mode::kRead);
    EXPECT_TRUE(again.ok()) << name;
    if (again) { EXPECT_EQ(test::ids_of_offers(*again), std::vector<std::string>{"a"}); }
  }
  std::filesystem::current_path(here);
}

/// Runs `body` as a user without rights over the files (root passes every permission) and returns its exit code.
template <class Body>
int as_nobody(Body body) {
  const pid_t child = ::fork();
  if (child == 0) {
    if (::geteuid() == 0 && (::setgid(65534) != 0 || ::setuid(65534) != 0)) ::_exit(99);
    ::_exit(body());
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 98;
}

TEST_F(OpenTest, AnArchivedStoreThatNobodyMayWriteIsReadAsItStands) {
  {
    Store store = open();
    test::import_offers(store, {test::make_offer("a"), test::make_offer("b")});
  }
  ASSERT_EQ(::chmod(path_.c_str(), 0444), 0);
  ASSERT_EQ(::chmod(directory_.c_str(), 0555), 0);
  const int read = as_nobody([&] {
    const auto store = Store::open(path_, Mode::kRead);
    return store.ok() ? static_cast<int>(test::ids_of_offers(*store).size()) : 50;
  });
  EXPECT_EQ(read, 2);
  const int written = as_nobody([&] {
    const auto store = Store::open(path_, Mode::kWrite);
    return !store.ok() && store.problem().code == ProblemCode::kFileUnreadable ? 0 : 1;
  });
  EXPECT_EQ(written, 0);
  EXPECT_EQ(files(), std::vector<std::string>{"test.db"});
}

TEST_F(OpenTest, AFileWithoutReadPermission) {
  { const Store created = open(); }
  ASSERT_EQ(::chmod(directory_.c_str(), 0755), 0);
  ASSERT_EQ(::chmod(path_.c_str(), 0000), 0);
  const int code = as_nobody([&] {
    const auto store = Store::open(path_, Mode::kRead);
    return !store.ok() && store.problem().code == ProblemCode::kFileUnreadable ? 0 : 1;
  });
  EXPECT_EQ(code, 0);
}

TEST_F(OpenTest, AReaderOnlyReads) {
  { const Store created = open(); }
  Store reader = open(Mode::kRead);
  const auto session = reader.begin_import(RecordKind::kOffer, "x");
  ASSERT_FALSE(session.ok());
  EXPECT_EQ(session.problem().code, ProblemCode::kRequestInvalid);
  const auto put = reader.put_tension({});
  ASSERT_FALSE(put.ok());
  EXPECT_EQ(put.problem().code, ProblemCode::kRequestInvalid);
}

TEST_F(OpenTest, MigrationsRunOnceInOrderAndAFailedStepLeavesTheVersionBefore) {
  auto opened = sqlite::Database::open(path_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, path_);
  ASSERT_OK(opened);
  sqlite::Database& database = *opened;
  const store::Migration first[] = {{1, "CREATE TABLE a(x); INSERT INTO a VALUES(1)"}};
  ASSERT_OK(store::migrate(database, first));
  ASSERT_OK(store::migrate(database, first));  // not again: the table is there
  const store::Migration broken[] = {
      first[0], {2, "INSERT INTO a VALUES(2)"}, {3, "INSERT INTO a VALUES(3); INSERT INTO nowhere VALUES(1)"}};
  EXPECT_FALSE(store::migrate(database, broken).ok());
  EXPECT_EQ(*database.integer("PRAGMA user_version"), 2);
  EXPECT_EQ(*database.integer("SELECT sum(x) FROM a"), 3);
  const Status newer = store::migrate(database, first);
  ASSERT_FALSE(newer.ok());
  EXPECT_EQ(newer.problem().code, ProblemCode::kStoreTooNew);
  EXPECT_EQ(newer.problem().detail, "2 > 1");
}

}  // namespace
}  // namespace passerelle
