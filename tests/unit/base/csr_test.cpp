#include "base/csr.hpp"

#include <gmock/gmock.h>

#include <vector>

namespace passerelle {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Csr, begins_empty) {
  const Csr<int> csr;
  EXPECT_EQ(csr.rows(), 0U);
  EXPECT_EQ(csr.size(), 0U);
}

TEST(Csr, rows_come_back_as_they_went_empty_ones_too) {
  Csr<int> csr;
  csr.push_row(std::vector<int>{});
  csr.push_row(std::vector<int>{1, 2, 3});
  csr.push_row(std::vector<int>{});
  csr.push_row(std::vector<int>{4});
  csr.push_row(std::vector<int>{});
  ASSERT_EQ(csr.rows(), 5U);
  EXPECT_EQ(csr.size(), 4U);
  EXPECT_THAT(csr[0], IsEmpty());
  EXPECT_THAT(csr[1], ElementsAre(1, 2, 3));
  EXPECT_THAT(csr[2], IsEmpty());
  EXPECT_THAT(csr[3], ElementsAre(4));
  EXPECT_THAT(csr[4], IsEmpty());
}

TEST(Csr, values_stand_one_after_another) {
  Csr<int> csr;
  csr.push_row(std::vector<int>{1, 2});
  csr.push_row(std::vector<int>{3});
  EXPECT_EQ(csr[0].data() + 2, csr[1].data());
}

TEST(Csr, a_copy_stands_on_its_own) {
  Csr<int> csr;
  csr.push_row(std::vector<int>{1});
  const Csr<int> copy = csr;
  csr.push_row(std::vector<int>{2});
  EXPECT_EQ(copy.rows(), 1U);
  EXPECT_NE(copy[0].data(), csr[0].data());
}

}  // namespace
}  // namespace passerelle
