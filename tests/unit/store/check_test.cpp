// Damage that opening cannot see: check() and every read find it.
#include <fmt/format.h>

#include "store_fixture.hpp"

namespace passerelle {
namespace {

using test::make_candidate;
using test::make_offer;
using test::rows_of;

class CheckTest : public test::StoreTest {
 protected:
  void fill() {
    Store store = open();
    test::import_offers(store, {make_offer("a"), make_offer("b")});
    auto session = store.begin_import(RecordKind::kCandidate, "x");
    ASSERT_OK(session->put(make_candidate("c"), "{\"r\":1}", false));
    ASSERT_OK(session->commit());
  }
  ProblemCode checked() { return test_code(open(Store::Mode::kRead).check()); }
  static ProblemCode test_code(const Status& status) { return status ? ProblemCode::kInternal : status.problem().code; }
};

TEST_F(CheckTest, AWholeStorePasses) {
  fill();
  ASSERT_OK(open(Store::Mode::kRead).check());
}

TEST_F(CheckTest, AChangedRecordIsFound) {
  fill();
  rows_of(path_, "UPDATE offer SET record = replace(record, 'Cariste', 'Caristf') WHERE id = 'b'");
  EXPECT_EQ(checked(), ProblemCode::kStoreDamaged);
  const Store store = open(Store::Mode::kRead);
  EXPECT_TRUE(store.offer("a").ok());
  const auto read = store.offer("b");
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.problem().code, ProblemCode::kStoreDamaged);
  EXPECT_EQ(read.problem().position, "offer b");
  EXPECT_FALSE(store.for_each_offer({}, [](std::string_view, std::string_view) { return Status(); }).ok());
}

TEST_F(CheckTest, ALostRowAndAChangedSumAreFound) {
  fill();
  rows_of(path_, "DELETE FROM candidate");
  EXPECT_EQ(checked(), ProblemCode::kStoreDamaged);
  std::filesystem::remove(path_);
  fill();
  rows_of(path_, "DELETE FROM candidate_restricted");
  EXPECT_EQ(checked(), ProblemCode::kStoreDamaged);
  std::filesystem::remove(path_);
  fill();
  rows_of(path_, "UPDATE reference_part SET fingerprint = x'00'");  // none there: nothing changes
  ASSERT_OK(open(Store::Mode::kRead).check());
}

TEST_F(CheckTest, OverwrittenPagesAreAProblemNeverACrash) {
  {
    Store store = open();
    std::vector<Offer> offers;
    for (int i = 0; i < 300; ++i) offers.push_back(make_offer(fmt::format("o{}", i)));
    test::import_offers(store, offers);
  }
  const std::string whole = test::bytes_of(path_);
  constexpr std::size_t kPage = 8192;
  ASSERT_EQ(whole.size() % kPage, 0U);
  int found = 0;
  for (std::size_t page = 1; page < whole.size() / kPage; ++page) {
    std::string broken = whole;
    for (std::size_t i = 0; i < 64; ++i) broken[page * kPage + i] = static_cast<char>(0xA5 ^ i);
    test::write_bytes(path_, broken);
    const auto store = Store::open(path_, Store::Mode::kRead);
    if (!store) {
      EXPECT_EQ(store.problem().code, ProblemCode::kStoreDamaged);
      ++found;
      continue;
    }
    (void)test::ids_of_offers(*store);
    const Status status = store->check();
    EXPECT_FALSE(status.ok()) << "page " << page;
    if (!status) {
      EXPECT_EQ(status.problem().code, ProblemCode::kStoreDamaged);
      ++found;
    }
  }
  EXPECT_EQ(static_cast<std::size_t>(found), whole.size() / kPage - 1);
}

}  // namespace
}  // namespace passerelle
