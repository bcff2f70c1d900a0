#include "http/settings.hpp"

#include <map>

#include <gtest/gtest.h>

#include "http/accepted_language.hpp"
#include "support/temporary_directory.hpp"

namespace passerelle::http {
namespace {

class SettingsFile : public ::testing::Test {
 protected:
  passerelle::testing::TemporaryDirectory directory_;
  Status read(const std::string& text, Settings& settings) { return read_settings(directory_.write("passerelle.toml", text), settings); }
};

TEST_F(SettingsFile, IsReadWithPathsRelativeToIt) {
  Settings settings;
  ASSERT_TRUE(read("listen = \"[::1]:9000\"\nhosts = [\"a.test\", \"b.test\"]\n[tokens]\nkeys = \"keys.json\"\nskew_seconds = 5\n[limits]\nheader_seconds = 3\n", settings));
  EXPECT_EQ(settings.listener.address, "::1");
  EXPECT_EQ(settings.listener.port, 9000);
  EXPECT_EQ(settings.hosts, (std::vector<std::string>{"a.test", "b.test"}));
  EXPECT_EQ(settings.keys, directory_.file("keys.json"));
  EXPECT_EQ(settings.tokens.skew_seconds, 5);
  EXPECT_EQ(settings.listener.header_time, std::chrono::seconds(3));
}

TEST_F(SettingsFile, UnknownKeysAndValuesAreRefusedWithTheirLine) {
  Settings settings;
  for (const auto& [text, line] : std::map<std::string, std::string>{{"listne = \"a:1\"\n", "line 1"}, {"\n[limits]\nburts = 3\n", "line 3"}, {"[limits]\nburst = 0\n", "line 2"},
                                                                     {"listen = \"8080\"\n", "line 1"}, {"workers = 1.5\n", "line 1"}, {"workers = [\n", ""}}) {
    const Status status = read(text, settings);
    ASSERT_FALSE(status) << text;
    if (!line.empty()) EXPECT_EQ(status.problem().position, line);
  }
}

TEST_F(SettingsFile, TheEnvironmentStandsAboveIt) {
  Settings settings;
  ASSERT_TRUE(read("listen = \"127.0.0.1:1\"\n[tokens]\nissuer = \"a\"\n", settings));
  const std::map<std::string, const char*> environment{{"PASSERELLE_LISTEN", "127.0.0.1:2"}, {"PASSERELLE_TOKENS_ISSUER", "b"}};
  const auto look_up = [&](const char* name) -> const char* { return environment.contains(name) ? environment.at(name) : nullptr; };
  ASSERT_TRUE(read_environment(look_up, settings));
  EXPECT_EQ(settings.listener.port, 2);
  EXPECT_EQ(settings.tokens.issuer, "b");
}

TEST(SettingNames, EachCanBeSetByItsName) {
  Settings settings;
  for (const auto& [name, meaning] : setting_names()) {
    EXPECT_FALSE(meaning.empty());
    const Status status = set(settings, name, "x");
    if (!status) EXPECT_EQ(status.problem().field, name);
  }
  EXPECT_FALSE(set(settings, "no.such", "x"));
}

TEST(AcceptedLanguage, IsTheOneWithMoreWeight) {
  for (const char* english : {"en", "en-GB", "en, fr;q=0.9", "fr;q=0.2, en;q=0.8", "EN", "de, en;q=0.5"}) EXPECT_EQ(accepted_language(english), Language::kEnglish) << english;
  for (const char* french : {"", "fr", "fr, en", "fr;q=0.8, en;q=0.2", "de", "eng", "english", "en;q=0", ",,;;q=", "*"}) EXPECT_EQ(accepted_language(french), Language::kFrench) << french;
}

}  // namespace
}  // namespace passerelle::http
