#include "intake/extract/expressions.hpp"

#include <gtest/gtest.h>

#include "intake/normalise/licence.hpp"

namespace passerelle::extract {
namespace {

TEST(Expressions, TheShippedTableIsReadable) {
  const auto parsed = parse_expressions(shipped_expressions_text());
  ASSERT_TRUE(parsed) << describe(parsed.problem(), Language::kEnglish);
  EXPECT_FALSE(parsed->version.empty());
  EXPECT_GE(parsed->expressions.size(), 40U);
  for (const CodeList& list : parsed->lists) {
    EXPECT_FALSE(list.triggers.empty());
    if (list.kind != Kind::kLicence) continue;
    for (const auto& [wording, code] : list.members) EXPECT_TRUE(licence_from_code(code)) << wording;
  }
  for (const Expression& expression : parsed->expressions) {
    EXPECT_FALSE(expression.texts.empty()) << expression.code;
    EXPECT_TRUE(expression.kind != Kind::kSchedule || schedule_from_code(expression.code)) << expression.code;
    EXPECT_TRUE(expression.kind != Kind::kCertificate || expression.code.starts_with("cert:")) << expression.code;
  }
}

TEST(Expressions, AMistakeIsRefusedWithItsLine) {
  const auto unknown_kind = parse_expressions("version = \"1\"\n[[expression]]\nkind = \"licences\"\ntexts = [\"x\"]\n");
  ASSERT_FALSE(unknown_kind);
  EXPECT_EQ(unknown_kind.problem().code, ProblemCode::kFieldValue);
  EXPECT_EQ(unknown_kind.problem().position, "line 2");
  const auto unknown_key = parse_expressions("version = \"1\"\ncue = 3\n");
  ASSERT_FALSE(unknown_key);
  EXPECT_EQ(unknown_key.problem().field, "cue");
  const auto cut = parse_expressions("version = \"1");
  ASSERT_FALSE(cut);
  EXPECT_EQ(cut.problem().code, ProblemCode::kDocumentMalformed);
}

}  // namespace
}  // namespace passerelle::extract
