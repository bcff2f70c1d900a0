// Erasing a person: nothing of theirs is left in any table but the line that says they were erased.
#include <gtest/gtest.h>

#include "store_fixture.hpp"

namespace passerelle {
namespace {

class EraseTest : public test::StoreTest {};

TEST_F(EraseTest, InvitationsAndTheLastNightsListsGoToo) {
  Store store = open();
  {
    auto session = store.begin_import(RecordKind::kCandidate, "test");
    ASSERT_TRUE(session);
    for (const char* id : {"C1", "C2", "C11"}) ASSERT_TRUE(session->put(test::make_candidate(id), "", false));
    ASSERT_TRUE(session->commit());
  }
  const Day day = day_of(2025, 6, 10);
  ASSERT_TRUE(store.change_invitations({{"op", "forum", "title", "3201", {{"s", day, 540, 720, 5}}}},
                                       {{"op", "s", "C1", "invited", 1, false, ""}, {"op", "s", "C11", "invited", 2, false, ""}},
                                       [](const InvitationRow*, const InvitationRow&) -> Status { return {}; }));
  ASSERT_TRUE(store.put_night({day, "s", "b", "a", "r", "n", 20, "{}"}, [](NightWriter& writer) -> Status {
    PASSERELLE_TRY(writer.offer({1, "O1", "test", {}, 1, 2, R"([["C11",9000,9000,0],["C1",8000,8000,0],["C2",7000,7000,2]])"}));
    PASSERELLE_TRY(writer.offer({2, "O2", "test", {}, 1, 1, R"([["C1",8000,8000,0]])"}));
    PASSERELLE_TRY(writer.person({"C1", {}, 0, "[[1,8000,8000,5000,0]]", "[]"}));
    return writer.person({"C11", {}, 0, "[[1,9000,9000,5000,0]]", "[]"});
  }));
  {
    auto session = store.begin_changes();
    ASSERT_TRUE(session);
    ASSERT_TRUE(session->erase("C1", "A-1", "request of the person"));
    ASSERT_TRUE(session->commit());
  }
  EXPECT_EQ(test::rows_of(path_, "SELECT candidate FROM invitation"), std::vector<std::string>{"C11"});
  EXPECT_EQ(test::rows_of(path_, "SELECT id FROM night_person"), std::vector<std::string>{"C11"});
  EXPECT_EQ(test::rows_of(path_, "SELECT list FROM night_offer ORDER BY number"),
            (std::vector<std::string>{R"([["C11",9000,9000,0],["C2",7000,7000,2]])", "[]"}));
  EXPECT_EQ(test::rows_of(path_, "SELECT candidate FROM access_log WHERE action = 'erase'"), std::vector<std::string>{"C1"});
}

}  // namespace
}  // namespace passerelle
