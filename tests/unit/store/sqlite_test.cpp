// The wrapper over SQLite: values, errors as Problems, transactions.
#include <sqlite3.h>

#include "store/sqlite.hpp"
#include "store_fixture.hpp"

namespace passerelle {
namespace {

class SqliteTest : public test::StoreTest {
 protected:
  sqlite::Database database() {
    return std::move(sqlite::Database::open(path_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, path_)).value();
  }
};

TEST_F(SqliteTest, ValuesComeBackAsTheyWent) {
  sqlite::Database db = database();
  ASSERT_OK(db.execute("CREATE TABLE t(a, b, c, d, e)"));
  auto insert = db.prepare("INSERT INTO t VALUES(?, ?, ?, ?, ?)");
  ASSERT_OK(insert);
  const Fingerprint mark{0x8123456789abcdefULL, 0xfedcba9876543210ULL};
  const std::string with_nul("a\0b", 3);
  ASSERT_OK(insert->bind(std::string_view(), std::int64_t{-5}, nullptr, mark, with_nul).run());
  auto row = db.prepare("SELECT a, b, c, d, e, typeof(a), typeof(c) FROM t");
  ASSERT_OK(row);
  EXPECT_TRUE(*row->step());
  EXPECT_EQ(row->text(0), "");
  EXPECT_EQ(row->integer(1), -5);
  EXPECT_TRUE(row->null(2));
  EXPECT_EQ(row->fingerprint(3), mark);
  EXPECT_EQ(row->fingerprint(0), Fingerprint{});
  EXPECT_EQ(row->text(4), with_nul);
  EXPECT_EQ(row->text(5), "text");  // an empty view is an empty text, not NULL
  EXPECT_EQ(row->text(6), "null");
  EXPECT_FALSE(*row->step());
}

TEST_F(SqliteTest, ErrorsCarrySqlitesMessage) {
  sqlite::Database db = database();
  const auto bad = db.prepare("SELECT * FROM nowhere");
  ASSERT_FALSE(bad.ok());
  EXPECT_EQ(bad.problem().code, ProblemCode::kInternal);
  EXPECT_EQ(bad.problem().detail, "no such table: nowhere");
  EXPECT_EQ(bad.problem().source, path_);
}

TEST_F(SqliteTest, CodesOfTheStoreHaveProblemsOfTheirOwn) {
  const auto code = [](int sqlite) { return sqlite::problem_of(sqlite, "f", "m").code; };
  EXPECT_EQ(code(SQLITE_BUSY), ProblemCode::kStoreBusy);
  EXPECT_EQ(code(SQLITE_BUSY_SNAPSHOT), ProblemCode::kStoreBusy);
  EXPECT_EQ(code(SQLITE_FULL), ProblemCode::kStoreFull);
  EXPECT_EQ(code(SQLITE_CORRUPT_INDEX), ProblemCode::kStoreDamaged);
  EXPECT_EQ(code(SQLITE_NOTADB), ProblemCode::kStoreDamaged);
  EXPECT_EQ(code(SQLITE_IOERR_SHORT_READ), ProblemCode::kStoreDamaged);
  EXPECT_EQ(code(SQLITE_IOERR_READ), ProblemCode::kFileUnreadable);
  EXPECT_EQ(code(SQLITE_CANTOPEN), ProblemCode::kFileUnreadable);
  EXPECT_EQ(code(SQLITE_TOOBIG), ProblemCode::kRecordTooLarge);
  EXPECT_THROW((void)code(SQLITE_NOMEM), std::bad_alloc);
}

TEST_F(SqliteTest, AFullFileIsTold) {
  sqlite::Database db = database();
  ASSERT_OK(db.execute("CREATE TABLE t(a); PRAGMA max_page_count = 5"));
  auto insert = db.prepare("INSERT INTO t VALUES(?)");
  const std::string large(100'000, 'x');
  const Status full = insert->bind(large).run();
  ASSERT_FALSE(full.ok());
  EXPECT_EQ(full.problem().code, ProblemCode::kStoreFull);
}

TEST_F(SqliteTest, ATransactionWithoutCommitLeavesNothing) {
  sqlite::Database db = database();
  ASSERT_OK(db.execute("CREATE TABLE t(a)"));
  {
    auto transaction = sqlite::Transaction::begin(db);
    ASSERT_OK(transaction);
    ASSERT_OK(db.execute("INSERT INTO t VALUES(1)"));
  }
  EXPECT_EQ(*db.integer("SELECT count(*) FROM t"), 0);
  {
    auto transaction = sqlite::Transaction::begin(db);
    ASSERT_OK(db.execute("INSERT INTO t VALUES(1)"));
    ASSERT_OK(transaction->commit());
  }
  EXPECT_EQ(*db.integer("SELECT count(*) FROM t"), 1);
  EXPECT_EQ(*db.integer("SELECT a FROM t WHERE a > 1"), 0);
}

}  // namespace
}  // namespace passerelle
