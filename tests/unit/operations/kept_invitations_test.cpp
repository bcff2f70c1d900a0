// What the store keeps of operations and invitations, and what recording accepts; a kill at any moment leaves all of a file or nothing.
#include <gtest/gtest.h>

#include <csignal>
#include <fstream>

#include <sys/wait.h>
#include <unistd.h>

#include <fmt/format.h>

#include "operations/operations_desk.hpp"
#include "sensitive/access.hpp"
#include "support/temporary_directory.hpp"

namespace passerelle::operations {
namespace {

const Day kDay = day_of(2025, 6, 10);

OperationRow operation(std::string id, std::string kind = "forum", std::string basin = "3201") { return {std::move(id), std::move(kind), "title", std::move(basin), {{"s", kDay, 540, 720, 5}, {"t", kDay, 840, 1020, 5}}}; }

class KeptInvitations : public ::testing::Test {
 protected:
  void SetUp() override {
    auto store = Store::open(path_, Store::Mode::kCreate);
    ASSERT_TRUE(store);
    store_.emplace(std::move(*store));
    {  // its transaction must end before the next
      auto session = store_->begin_import(RecordKind::kCandidate, "test");
      ASSERT_TRUE(session);
      for (int i = 0; i < 400; ++i) {
        Candidate person;
        person.id = fmt::format("C{}", i);
        ASSERT_TRUE(session->put(person, "", false));
      }
      ASSERT_TRUE(session->commit());
    }
    const auto kept = keep({operation("o"), operation("p")}, {});
    ASSERT_TRUE(kept) << describe(kept.problem(), Language::kEnglish);
  }
  Result<InvitationChanges> keep(const std::vector<OperationRow>& operations, const std::vector<InvitationRow>& rows) {
    return store_->change_invitations(operations, rows, [](const InvitationRow*, const InvitationRow&) -> Status { return {}; });
  }
  Result<InvitationChanges> record(const std::string& lines, Day today = kDay) {
    return record_invitations(*store_, directory_.write("states.csv", "operation,session,candidate,state,hired\n" + lines), today);
  }
  std::string state_of(const std::string& candidate, const std::string& session = "s") {
    const auto all = store_->invitations();
    for (const InvitationRow& row : all.value())
      if (row.operation == "o" && row.candidate == candidate && row.session == session) return row.state + (row.hired ? ", hired" : "");
    return "";
  }
  testing::TemporaryDirectory directory_;
  std::string path_ = directory_.file("store.db");
  std::optional<Store> store_;
};

TEST_F(KeptInvitations, OperationsComeBackAsTheyWerePut) {
  const auto read = store_->operations();
  ASSERT_TRUE(read);
  EXPECT_EQ(*read, (std::vector<OperationRow>{operation("o"), operation("p")}));
  OperationRow other = operation("o", "mrs", "");
  other.sessions[0].seats = 9;
  ASSERT_TRUE(keep({other}, {}));
  EXPECT_EQ(store_->operations().value()[0], other);
}

TEST_F(KeptInvitations, AFileTwiceChangesNothing) {
  const std::string before = store_->snapshot().value();
  const std::string lines = "o,s,C1,invité,\no,s,C2,registered,0\np,s,C1,en attente,\n";
  EXPECT_EQ(record(lines).value(), (InvitationChanges{3, 3, 0, 0}));
  EXPECT_EQ(record(lines).value(), (InvitationChanges{3, 0, 0, 3}));
  EXPECT_EQ(record("o,s,C1,présent,1\no,s,C2,absent,\n").value(), (InvitationChanges{2, 0, 2, 0}));
  EXPECT_EQ(state_of("C1"), "present, hired");
  EXPECT_EQ(state_of("C2"), "absent");
  // Matching does not depend on it.
  EXPECT_EQ(store_->snapshot().value(), before);
}

TEST_F(KeptInvitations, WhatCannotBeIsRefusedWithItsRowAndNothingIsChanged) {
  ASSERT_TRUE(record("o,s,C1,invited,\no,s,C2,waiting,\n"));
  ASSERT_TRUE(record("o,s,C3,invited,\n"));
  ASSERT_TRUE(record("o,s,C3,present,\n"));
  struct Bad { std::string line; ProblemCode code; std::string field; };
  using enum ProblemCode;
  const Bad all[] = {
      {",s,C1,invited,", kFieldMissing, "operation"},   {"o,s,,invited,", kFieldMissing, "candidate"},   {"o,s,C1,,", kFieldMissing, "state"},
      {"o,s,C1,venu,", kFieldValue, "state"},           {"o,s,C1,present,oui", kFieldValue, "hired"},     {"o,s,C1,absent,1", kFieldValue, "hired"},
      {"x,s,C1,invited,", kNotFound, "operation"},      {"o,x,C1,invited,", kNotFound, "session"},        {"o,s,X,invited,", kNotFound, "candidate"},
      {"o,s,C9,present,", kFieldValue, "state"},        {"o,s,C2,present,", kFieldValue, "state"},        {"o,s,C3,invited,", kFieldValue, "state"},
      {"o,s,C1,waiting,", kFieldValue, "state"},        {"o,t,C1,invited,", kDuplicateId, "candidate"},   {"o,s,C8,registered,", kDuplicateId, "candidate"},
  };
  for (const Bad& bad : all) {
    const auto changes = record("o,s,C8,invited,\n" + bad.line + "\n");
    ASSERT_FALSE(changes) << bad.line;
    EXPECT_EQ(code_name(changes.problem().code), code_name(bad.code)) << bad.line;
    EXPECT_EQ(changes.problem().field, bad.field) << bad.line;
    EXPECT_EQ(changes.problem().position, "row 3") << bad.line;
    EXPECT_EQ(changes.problem().source, "states.csv");
    EXPECT_EQ(state_of("C8"), "") << bad.line;
  }
  const auto early = record("o,s,C1,present,\n", Day{kDay.since_epoch - 1});
  ASSERT_FALSE(early);
  EXPECT_EQ(early.problem().position, "row 2");
  EXPECT_EQ(record_invitations(*store_, directory_.write("x.csv", "operation,session,state\n"), kDay).problem().code, kColumnMissing);
  EXPECT_EQ(record_invitations(*store_, directory_.file("nowhere.csv"), kDay).problem().code, kFileNotFound);
  EXPECT_EQ(record_invitations(*store_, directory_.write("e.csv", ""), kDay).problem().code, kFileEmpty);
}

TEST_F(KeptInvitations, ASessionWithInvitationsDoesNotVanish) {
  ASSERT_TRUE(record("o,t,C1,invited,\n"));
  OperationRow shorter = operation("o");
  shorter.sessions.pop_back();
  const auto changes = keep({shorter}, {});
  ASSERT_FALSE(changes);
  EXPECT_EQ(changes.problem().code, ProblemCode::kNotFound);
  EXPECT_EQ(changes.problem().detail, "t");
  EXPECT_EQ(store_->operations().value()[0].sessions.size(), 2U);
}

TEST_F(KeptInvitations, PresencesMoveTheEstimateOfTheKindAndMoreSoOfTheBasin) {
  auto rules = read_invitation_rules(std::string(PASSERELLE_SOURCE_DIR) + "/datasets/policies/invitations/default.toml");
  ASSERT_TRUE(rules);
  ASSERT_TRUE(keep({operation("o"), operation("p", "forum", "3202"), operation("q", "mrs")}, {}));
  const auto rate = [&](const std::string& id) { return show_operations(*store_, *rules, id, Language::kFrench)->operations.at(0).no_show; };
  const std::uint32_t forum = rate("o"), mrs = rate("q");
  EXPECT_EQ(forum, 4'500U);
  std::string invited, present;
  for (int i = 0; i < 80; ++i) invited += fmt::format("o,s,C{},invited,\n", i), present += fmt::format("o,s,C{},present,\n", i);
  ASSERT_TRUE(record(invited));
  EXPECT_EQ(rate("o"), forum);
  ASSERT_TRUE(record(present));
  // 40 × 45 % over 120 = 15 % of the kind; in the basin 40 × 15 % over 120 = 5 %.
  EXPECT_EQ(rate("p"), 1'500U);
  EXPECT_EQ(rate("o"), 500U);
  EXPECT_EQ(rate("q"), mrs);
  EXPECT_FALSE(show_operations(*store_, *rules, "nothing", Language::kFrench));
}

TEST_F(KeptInvitations, AKillLeavesAllOfAFileOrNothing) {
  std::string lines[2] = {"", ""};
  for (int i = 0; i < 400; ++i)
    for (const int which : {0, 1}) lines[which] += fmt::format("o,s,C{},{},\n", i, which == 0 ? "invited" : "registered");
  ASSERT_TRUE(record(lines[0]));
  store_.reset();
  const std::string files[2] = {directory_.write("0.csv", "operation,session,candidate,state\n" + [&] { std::string t = lines[0]; for (std::size_t at = 0; (at = t.find(",\n", at)) != std::string::npos;) t.erase(at, 1); return t; }()),
                                directory_.write("1.csv", "operation,session,candidate,state\n" + [&] { std::string t = lines[1]; for (std::size_t at = 0; (at = t.find(",\n", at)) != std::string::npos;) t.erase(at, 1); return t; }())};
  int killed = 0;
  for (int round = 0; round < 30; ++round) {
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      auto store = Store::open(path_, Store::Mode::kWrite);
      if (!store) ::_exit(2);
      for (int i = 0;; ++i)
        if (!record_invitations(*store, files[i % 2], kDay)) ::_exit(3);
    }
    ::usleep(static_cast<useconds_t>(2'000 + 977 * round));
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    killed += WIFSIGNALED(status) ? 1 : 0;
    auto store = Store::open(path_, Store::Mode::kWrite);
    ASSERT_TRUE(store);
    ASSERT_TRUE(store->check());
    const auto rows = store->invitations();
    ASSERT_TRUE(rows);
    ASSERT_EQ(rows->size(), 400U);
    for (const InvitationRow& row : *rows) ASSERT_EQ(row.state, rows->front().state);
  }
  EXPECT_EQ(killed, 30);
}

TEST(OperationsAccess, CoversEverybodyAndNobodyAlone) {
  auto access = Access::open_operations("lead", "quota");
  ASSERT_TRUE(access);
  EXPECT_TRUE(access->covers(kEverybody));
  EXPECT_EQ(access->covers("C1").problem().code, ProblemCode::kAccessRefused);
  EXPECT_FALSE(Access::open_operations(" ", "quota"));
  EXPECT_FALSE(Access::open_operations("lead", ""));
  EXPECT_FALSE(Access::open("operations", "lead", "quota", {"C1"}));
}

}  // namespace
}  // namespace passerelle::operations
