#include "reference/word_search.hpp"

#include <gtest/gtest.h>

namespace passerelle::reference {
namespace {

using Found = std::vector<std::uint32_t>;

WordSearch communes() {
  WordSearch search;
  for (const auto& [entry, text] : std::vector<std::pair<std::uint32_t, const char*>>{
           {0, "Saint-Omer"}, {0, "62500"}, {1, "Saint-Omer-Capelle"}, {2, "Lille"}, {2, "59000"}, {3, "Hélesmes"}, {4, "Zudausques"}, {4, "près de Saint-Omer"}})
    search.add(entry, text);
  search.finish();
  return search;
}

TEST(WordSearch, EveryWordTypedBeginsAWord) {
  const WordSearch search = communes();
  EXPECT_EQ(search.find("omer sai"), (Found{0, 4, 1}));   // none begins as typed: the shorter first
  EXPECT_EQ(search.find("cap saint"), Found{1});
  EXPECT_EQ(search.find("mer"), Found{});
  EXPECT_EQ(search.find("saint lille"), Found{});
}

TEST(WordSearch, AccentsAndCaseDoNotCount) { EXPECT_EQ(communes().find("HELES"), Found{3}); }

TEST(WordSearch, OtherWordingsFindAnEntryAndItsFirstTextRanksIt) {
  const WordSearch search = communes();
  EXPECT_EQ(search.find("59000"), Found{2});
  // What begins as typed first, then the shorter.
  EXPECT_EQ(search.find("saint omer"), (Found{0, 1, 4}));
}

TEST(WordSearch, NothingTypedIsEverything) {
  EXPECT_EQ(communes().find(" - "), (Found{0, 1, 2, 3, 4}));
  WordSearch empty;
  empty.finish();
  EXPECT_EQ(empty.find("a"), Found{});
}

}  // namespace
}  // namespace passerelle::reference
