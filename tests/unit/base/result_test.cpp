#include "base/result.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace passerelle {
namespace {

Result<int> half(int n) {
  if (n % 2 != 0) return Problem(ProblemCode::kFieldValue, "n", std::to_string(n));
  return n / 2;
}

Status check_quarter(int n, int& out) {
  Result<int> once = half(n);
  if (!once) return std::move(once).problem();
  PASSERELLE_TRY(half(*once));
  out = *once / 2;
  return {};
}

TEST(Result, holds_a_value_or_the_problem) {
  const Result<int> good = half(4);
  ASSERT_TRUE(good.ok());
  EXPECT_TRUE(static_cast<bool>(good));
  EXPECT_EQ(*good, 2);
  const Result<int> bad = half(3);
  ASSERT_FALSE(bad.ok());
  EXPECT_EQ(bad.problem().code, ProblemCode::kFieldValue);
  EXPECT_EQ(bad.problem().field, "n");
  EXPECT_EQ(bad.problem().detail, "3");
}

TEST(Result, a_value_can_be_moved_out) {
  Result<std::unique_ptr<int>> result(std::make_unique<int>(7));
  const std::unique_ptr<int> taken = std::move(result).value();
  EXPECT_EQ(*taken, 7);
  Result<std::string> text(std::string("abc"));
  EXPECT_EQ(text->size(), 3U);
  *text += "d";
  EXPECT_EQ(std::move(*text), "abcd");
}

TEST(Result, try_leaves_with_the_problem_and_goes_on_without) {
  int out = -1;
  EXPECT_TRUE(check_quarter(8, out));
  EXPECT_EQ(out, 2);
  out = -1;
  const Status failed = check_quarter(6, out);
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.problem().detail, "3");
  EXPECT_EQ(out, -1);
}

TEST(Result, success_without_a_value) {
  const Status fine;
  EXPECT_TRUE(fine.ok());
  const Status failed = Problem(ProblemCode::kStoreBusy);
  EXPECT_FALSE(failed.ok());
  EXPECT_EQ(failed.problem().code, ProblemCode::kStoreBusy);
}

}  // namespace
}  // namespace passerelle
