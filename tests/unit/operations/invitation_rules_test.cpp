#include "operations/invitation_rules.hpp"

#include <gtest/gtest.h>

#include "base/input_file.hpp"

namespace passerelle::operations {
namespace {

const std::string kShort = "name = \"x\"\nversion = 3\ntitle_fr = \"f\"\ntitle_en = \"e\"\n[kinds.forum]\ntitle_fr = \"forum\"\ntitle_en = \"fair\"\n";

TEST(InvitationRules, TheShippedOnesAreRead) {
  const auto rules = read_invitation_rules(std::string(PASSERELLE_SOURCE_DIR) + "/datasets/policies/invitations/default.toml");
  ASSERT_TRUE(rules) << describe(rules.problem(), Language::kEnglish);
  EXPECT_EQ(rules->name, "default");
  EXPECT_EQ(rules->per_week, 1);
  EXPECT_GE(rules->kind_days, 7);
  EXPECT_EQ(rules->overbooking.overflow, 2'000U);
  ASSERT_NE(rules->find_kind("poei"), nullptr);
  EXPECT_TRUE(rules->find_kind("poei")->trains);
  EXPECT_FALSE(rules->find_kind("job-dating")->trains);
  EXPECT_EQ(rules->find_kind("nothing"), nullptr);
  EXPECT_EQ(rules->hours[static_cast<std::size_t>(Means::kPublicTransport)].first, 360);
  EXPECT_EQ(rules->hours[static_cast<std::size_t>(Means::kCar)].last, 24 * 60);
}

TEST(InvitationRules, WhatIsSaidWronglyIsRefusedWithItsLine) {
  ASSERT_TRUE(parse_invitation_rules(kShort, "r.toml"));
  struct Bad { std::string more, position, field; };
  const Bad all[] = {
      {"unknown = 1\n", "line 8", "kinds.forum.unknown"},
      {"trains = 1\n", "line 8", "kinds.forum.trains"},
      {"no_show_percent = 96\n", "line 8", "kinds.forum.no_show_percent"},
      {"kind_weight = 0\n", "line 8", "kinds.forum.kind_weight"},
      {"[overbooking]\nmost_percent = 99\n", "line 9", "overbooking.most_percent"},
      {"[overbooking]\noverflow_percent = \"a\"\n", "line 9", "overbooking.overflow_percent"},
      {"[hours.boat]\nfirst = \"06:00\"\n", "line 8", "hours.boat"},
      {"[hours.car]\nfirst = \"6h\"\n", "line 9", "hours.car.first"},
      {"[travel]\nmost_minutes = 0\n", "line 9", "travel.most_minutes"},
      {"[kinds.visit]\ntitle_fr = \"v\"\n", "", "kinds.visit.title_en"},
  };
  for (const Bad& bad : all) {
    const auto rules = parse_invitation_rules(kShort + bad.more, "r.toml");
    ASSERT_FALSE(rules) << bad.more;
    EXPECT_EQ(rules.problem().code, ProblemCode::kRequestInvalid) << bad.more;
    EXPECT_EQ(rules.problem().source, "r.toml");
    EXPECT_EQ(rules.problem().position, bad.position) << bad.more;
    EXPECT_EQ(rules.problem().field, bad.field) << bad.more;
  }
  for (const char* value : {"per_week = 0\n", "per_week = 8\n", "kind_days = 6\n", "fill_points = -1\n"}) EXPECT_FALSE(parse_invitation_rules(value + kShort, "r.toml")) << value;
  EXPECT_EQ(parse_invitation_rules("name = ", "r.toml").problem().code, ProblemCode::kDocumentMalformed);
  EXPECT_EQ(parse_invitation_rules("", "r.toml").problem().field, "name");
}

}  // namespace
}  // namespace passerelle::operations
