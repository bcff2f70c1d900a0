// Words sealed with a person's key: opened by that key at that place alone, and by nobody once it is destroyed.
#include "audit/person_keys.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

#include "support/temporary_directory.hpp"

namespace passerelle::audit {
namespace {

class PersonKeysTest : public ::testing::Test {
 protected:
  passerelle::testing::TemporaryDirectory directory_;
  std::string path_ = directory_.file("keys.db");
  PersonKeys open(bool writable = true) {
    auto keys = PersonKeys::open(path_, writable);
    EXPECT_TRUE(keys) << describe(keys.problem(), Language::kEnglish);
    return std::move(*keys);
  }
  static std::vector<PersonKey> of(PersonKeys& keys, std::vector<std::string_view> people) {
    auto found = keys.of(people);
    EXPECT_TRUE(found);
    return found ? std::move(*found) : std::vector<PersonKey>{};
  }
};

TEST_F(PersonKeysTest, OnePersonOneKeyAcrossOpenings) {
  PersonKey first;
  {
    PersonKeys keys = open();
    const auto made = of(keys, {"a", "b", "a"});
    ASSERT_EQ(made.size(), 3U);
    EXPECT_EQ(made[0].ref, made[2].ref);
    EXPECT_EQ(made[0].key, made[2].key);
    EXPECT_NE(made[0].key, made[1].key);
    first = made[0];
  }
  PersonKeys again = open();
  const auto known = of(again, {"a"});
  EXPECT_EQ(known[0].ref, first.ref);
  EXPECT_EQ(known[0].key, first.key);
}

TEST_F(PersonKeysTest, OpensAtItsPlaceAlone) {
  PersonKeys keys = open();
  const auto both = of(keys, {"a", "b"});
  for (const std::string words : {"", "x", R"({"score":7312})", "été à 5 h du matin"}) {
    const std::string sealed = seal(both[0], words, "12/0");
    EXPECT_EQ(unseal(both[0], sealed, "12/0"), words);
    EXPECT_FALSE(unseal(both[0], sealed, "12/1")) << "another place in the entry";
    EXPECT_FALSE(unseal(both[1], sealed, "12/0")) << "another person's key";
    for (std::size_t i = 0; i < sealed.size(); i += 3) {
      std::string changed = sealed;
      changed[i] = changed[i] == 'A' ? 'B' : 'A';
      EXPECT_FALSE(unseal(both[0], changed, "12/0")) << "byte " << i;
    }
    EXPECT_NE(seal(both[0], words, "12/0"), sealed) << "the same words never look the same";
  }
  EXPECT_FALSE(unseal(both[0], "", "12/0"));
  EXPECT_FALSE(unseal(both[0], "not base64!", "12/0"));
}

TEST_F(PersonKeysTest, DestroyedIsGoneFromTheFileToo) {
  PersonKeys keys = open();
  const PersonKey key = of(keys, {"person-to-forget"})[0];
  EXPECT_EQ(*keys.destroy("nobody"), false);
  EXPECT_EQ(*keys.destroy("person-to-forget"), true);
  EXPECT_FALSE((*keys.find(key.ref)).has_value());
  const PersonKey later = of(keys, {"person-to-forget"})[0];
  EXPECT_GT(later.ref, key.ref) << "a name of a key is never given again";
  EXPECT_NE(later.key, key.key);
  for (const char* beside : {"", "-wal"}) {
    std::ifstream file(path_ + beside, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    EXPECT_EQ(bytes.find(std::string(key.key.begin(), key.key.end())), std::string::npos) << "still in the file" << beside;
  }
}

TEST_F(PersonKeysTest, ItsOwnersAlone) {
  PersonKeys keys = open();
  of(keys, {"a"});
  EXPECT_EQ(std::filesystem::status(path_).permissions() & std::filesystem::perms::all, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

}  // namespace
}  // namespace passerelle::audit
