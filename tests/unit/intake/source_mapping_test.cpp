#include "intake/sources/source_mapping.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "intake/sources/source_catalogue.hpp"
#include "support/temporary_directory.hpp"
#include "unit/intake/samples.hpp"

namespace passerelle {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::SizeIs;

constexpr std::string_view kHead = "name = \"s\"\n[feed]\nformat = \"xml\"\nrecords = \"a/b\"\n";
const std::string kFields = "[fields]\nid = \"i\"\ntitle = \"t\"\n";   // lines 5 … 7

std::string refusal(const std::string& toml) {
  const auto mapping = parse_source_mapping(toml, "s.toml", "");
  return mapping.ok() ? "accepted" : describe(mapping.problem(), Language::kEnglish);
}

TEST(SourceMapping, ReadsTheFile) {
  const auto mapping = parse_source_mapping(std::string(kHead) + kFields + R"toml(
contract = { path = "c", codes = "kinds", prefer = ["ALT"] }
published = { path = ["d", "e"], day = "DD/MM/YYYY", take = "least" }
skills = { path = "k", level = "must" }
[codes.kinds]
"CDI (35 h)" = "CDI"
"stage" = ""
[[unused]]
paths = ["x", "y/@z"]
reason = "why"
)toml", "s.toml", "");
  ASSERT_TRUE(mapping.ok()) << describe(mapping.problem(), Language::kEnglish);
  EXPECT_THAT(mapping->rules, SizeIs(5));
  EXPECT_EQ(mapping->rule(MappingTarget::kContract)->codes->find("cdi 35 H"), "CDI");
  EXPECT_EQ(mapping->rule(MappingTarget::kContract)->codes->find("stage"), "");
  EXPECT_EQ(mapping->rule(MappingTarget::kContract)->codes->find("CDD"), std::nullopt);
  EXPECT_EQ(mapping->rule(MappingTarget::kSkills)->level, Level::kRequired);
  EXPECT_EQ(mapping->rule(MappingTarget::kPublished)->line, 10U);
  EXPECT_TRUE(mapping->reads("e"));
  EXPECT_EQ(mapping->why_unused("x/deep/er")->reason, "why");
  EXPECT_EQ(mapping->why_unused("xx"), nullptr);
}

// Every slip is refused with file, line, key and reason.
TEST(SourceMapping, RefusesSlipsWithTheirLine) {
  const std::string head(kHead);
  const struct { std::string toml, said; } kTable[] = {
      {"name = \"s\nx", "s.toml, line 1: the document cannot be read"},
      {"name = \"caf\xE9\"", "s.toml, line 1: the text is not UTF-8 (0xE9)"},
      {"", "s.toml, line 1, name: invalid request: lower-case letters, digits and -"},
      {"name = \"../x\"\n[feed]\nformat=\"csv\"\n" + kFields, "name: invalid request: lower-case letters, digits and -"},
      {head + kFields + "titel = \"t\"\n", "s.toml, line 8, fields.titel: invalid request: unknown key"},
      {head + "colour = 1\n" + kFields, "s.toml, line 5, feed.colour: invalid request: unknown key"},
      {head + kFields + "[color]\n", "color: invalid request: unknown key"},
      {head + kFields + "url = 7\n", "s.toml, line 8, fields.url: invalid request: a path, a list of paths or a table is expected"},
      {head + kFields + "url = [\"a\", 7]\n", "s.toml, line 8, fields.url: invalid request: a text is expected"},
      {head + kFields + "url = \"a//b\"\n", "s.toml, line 8, fields.url: invalid request: not a path: a//b"},
      {head + kFields + "url = { path = \"a/\" }\n", "s.toml, line 8, fields.url.path: invalid request: not a path: a/"},
      {head + kFields + "url = { paht = \"a\" }\n", "s.toml, line 8, fields.url.paht: invalid request: unknown key"},
      {head + kFields + "url = { html = true }\n", "s.toml, line 8, fields.url: invalid request: a path or a default is needed"},
      {head + kFields + "posts = { path = \"a\", html = true }\n", "s.toml, line 8, fields.posts.html: invalid request: not for this field"},
      {head + kFields + "posts = { path = \"a\", take = \"all\" }\n", "fields.posts.take: invalid request: first, least or most"},
      {head + kFields + "posts = { path = \"a\", default = \"many\" }\n", "fields.posts.default: invalid request"},
      {head + kFields + "start = { path = \"a\", day = \"DD/MM\" }\n", "fields.start.day: invalid request: YYYY, MM and DD, once each, or unix"},
      {head + kFields + "url = { path = \"a\", match = \"(\" }\n", "s.toml, line 8, fields.url.match: invalid request: missing )"},
      {head + kFields + "url = { path = \"a\", match = \"(a)(b)\" }\n", "fields.url.match: invalid request: more than one group"},
      {head + kFields + "url = { path = \"a\", level = \"must\" }\n", "fields.url.level: invalid request: not for this field"},
      {head + kFields + "skills = { path = \"a\", level = \"maybe\" }\n", "fields.skills.level: invalid request: must or wish"},
      {head + kFields + "contract = { path = \"a\", codes = \"none\" }\n", "fields.contract.codes: invalid request: no code list of this name: none"},
      {head + kFields + "contract = { path = \"a\", codes = \"../../etc/x\" }\n", "fields.contract.codes: invalid request: no code list of this name"},
      {head + kFields + "contract = { path = \"a\", codes = \"k\" }\n[codes.k]\n\"a\" = \"CDX\"\n", "fields.contract.codes: invalid request: no such code: CDX"},
      {head + kFields + "contract = { path = \"a\", codes = \"k\" }\n[codes.k]\n\"a\" = \"CDI\"\n\"Á\" = \"CDD\"\n", "codes.k.Á: invalid request: given twice"},
      {head + kFields + "contract = { path = \"a\", prefer = \"CDX\" }\n", "fields.contract.prefer: invalid request: no such code: CDX"},
      {head + kFields + "[[unused]]\npaths = \"t\"\nreason = \"r\"\n", "s.toml, line 8, unused: invalid request: also read by fields.title: t"},
      {head + kFields + "[[unused]]\npaths = [\"x\", \"x\"]\nreason = \"r\"\n", "s.toml, line 8, unused: invalid request: given twice: x"},
      {head + kFields + "[[unused]]\npaths = \"x\"\n", "s.toml, line 8, unused: invalid request: a reason is needed"},
      {head + "[fields]\nid = \"i\"\n", "fields.title: invalid request: a path is needed"},
      {head + "[fields]\ntitle = \"i\"\n", "fields.id: invalid request: a path is needed"},
      {"name = \"s\"\n[feed]\nformat = \"yaml\"\n" + kFields, "s.toml, line 3, feed.format: invalid request: json, xml or csv"},
      {"name = \"s\"\n[feed]\nformat = \"xml\"\n" + kFields, "feed: invalid request: records: the path of the records' element"},
      {"name = \"s\"\n[feed]\nformat = \"csv\"\nrecords = \"a\"\n" + kFields, "s.toml, line 4, feed.records: invalid request: for xml, json only"},
      {"name = \"s\"\n[feed]\nformat = \"csv\"\ndelimiter = \";;\"\n" + kFields, "s.toml, line 4, feed.delimiter: invalid request: one character"},
      {"name = \"s\"\n[feed]\nformat = \"json\"\nonly = { path = \"a\" }\n" + kFields, "feed.only: invalid request: values"},
  };
  for (const auto& line : kTable) EXPECT_THAT(refusal(line.toml), HasSubstr(line.said)) << line.toml;
}

TEST(SourceMapping, SharedCodeListsLieBesideTheFile) {
  const testing::TemporaryDirectory folder;
  std::filesystem::create_directory(std::filesystem::path(folder.path()) / "codes");
  folder.write("codes/kinds.toml", "\"open-ended\" = \"CDI\"\n");
  const std::string path = folder.write("s.toml", std::string(kHead) + kFields + "contract = { path = \"c\", codes = \"kinds\" }\n");
  auto mapping = read_source_mapping(path);
  ASSERT_TRUE(mapping.ok()) << describe(mapping.problem(), Language::kEnglish);
  EXPECT_EQ(mapping->rule(MappingTarget::kContract)->codes->find("Open-Ended"), "CDI");
  folder.write("codes/kinds.toml", "\"open-ended\" = 3\n");
  mapping = read_source_mapping(path);
  ASSERT_FALSE(mapping.ok());
  EXPECT_THAT(describe(mapping.problem(), Language::kEnglish), HasSubstr("codes/kinds.toml, line 1"));
}

TEST(SourceMapping, EveryShippedFileIsRead) {
  const auto sources = list_sources(std::string(PASSERELLE_SOURCE_DIR) + "/datasets/sources");
  ASSERT_TRUE(sources.ok());
  std::vector<std::string> names;
  for (const ListedSource& each : *sources) {
    EXPECT_TRUE(each.mapping.ok()) << describe(each.mapping.problem(), Language::kEnglish);
    // Whoever imports « --format NAME » finds the offers under « NAME ».
    EXPECT_TRUE(!each.mapping.ok() || each.mapping->name == each.name) << each.name;
    names.push_back(each.name);
  }
  for (const char* name : {"apec", "clever-connect", "decathlon", "edf", "enedis", "engagement-jeunes", "france-travail-cegid", "hellowork", "jobteaser",
                           "jooble", "kelio", "la-poste", "leboncoin", "schema-org"})
    EXPECT_THAT(names, Contains(name));
}

TEST(FindSource, ByNameOrByPath) {
  const std::string directory = std::string(PASSERELLE_SOURCE_DIR) + "/datasets/sources";
  EXPECT_TRUE(find_source("apec", directory).ok());
  EXPECT_TRUE(find_source(directory + "/apec.toml", "/nowhere").ok());
  EXPECT_EQ(find_source("nobody", directory).problem().code, ProblemCode::kNotFound);
  EXPECT_EQ(find_source("./nobody.toml", directory).problem().code, ProblemCode::kFileNotFound);
}

TEST(ReadNumber, AsFeedsWriteThem) {
  const struct { const char* text; double number; } kTable[] = {{"12", 12}, {"710,00", 710}, {"1 823,00", 1823}, {"33000.000", 33000}, {"-1.5", -1.5},
                                                               {"1.234,50", 1234.5}, {"1,234.50", 1234.5}, {"35 h", 35}, {"1\xC2\xA0" "940 €", 1940}};
  for (const auto& line : kTable) EXPECT_EQ(read_number(line.text), line.number) << line.text;
  for (const char* text : {"", "abc", "-", "1,2.3,4", "9999999999999999999999"}) EXPECT_EQ(read_number(text), std::nullopt) << text;
}

TEST(DayPattern, ReadsDaysAndRefusesOthers) {
  const auto french = DayPattern::parse("DD/MM/YYYY");
  ASSERT_TRUE(french);
  EXPECT_EQ(to_string(*french->read("11/12/2025 10:41:41")), "2025-12-11");
  for (const char* text : {"2025-12-11", "31/02/2025", "1/2/2025", "11/12/20255", ""}) EXPECT_FALSE(french->read(text)) << text;
  EXPECT_EQ(to_string(*DayPattern::parse("unix")->read("1732543200")), "2024-11-25");
}

}  // namespace
}  // namespace passerelle
