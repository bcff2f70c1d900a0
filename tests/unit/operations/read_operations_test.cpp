#include "operations/read_operations.hpp"

#include <gtest/gtest.h>
#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include "base/input_file.hpp"

namespace passerelle::operations {
namespace {

const std::string kFolder = std::string(PASSERELLE_SOURCE_DIR) + "/datasets/schema/";

// An operation with one of its members replaced; "" leaves it out.
std::string with(const std::string& name, const std::string& value) {
  const std::vector<std::pair<std::string, std::string>> members = {
      {"id", "\"o\""}, {"kind", "\"forum\""}, {"title", "\"t\""}, {"offers", "[\"O1\"]"}, {"place", "{\"insee\":\"59350\"}"},
      {"sessions", R"([{"id":"s","date":"2025-06-10","half_day":"morning","seats":5}])"}};
  std::string json;
  bool put = false;
  for (const auto& [key, plain] : members) {
    const bool here = key == name;
    put = put || here;
    if (here && value.empty()) continue;
    json += (json.empty() ? "" : ",") + ("\"" + key + "\":") + (here ? value : plain);
  }
  if (!put && !value.empty()) json += ",\"" + name + "\":" + value;
  return "{\"operations\":[{" + json + "}]}";
}

TEST(ReadOperations, TheExamplesAreReadWhole) {
  const auto read = read_operations(kFolder + "operations.examples.json");
  ASSERT_TRUE(read) << describe(read.problem(), Language::kEnglish);
  ASSERT_EQ(read->size(), 2U);
  const Operation& first = read->front();
  EXPECT_EQ(first.id, "jd-logistique-lille");
  EXPECT_EQ(first.sessions.size(), 2U);
  EXPECT_EQ(first.sessions[0].from, 540);
  EXPECT_EQ(first.sessions[1].to, 20 * 60 + 30);
  EXPECT_EQ(first.prerequisites[0].reachable_days, 14);
  EXPECT_EQ(first.prerequisites[1].language_level, 2);
  EXPECT_EQ(first.no_show, 3'000U);
  EXPECT_EQ(first.quotas[0].percent, 6);
  EXPECT_TRUE(first.releases_quotas);
  EXPECT_EQ((*read)[1].coordinates->latitude_udeg, 50'620'000);
  EXPECT_EQ((*read)[1].prerequisites[0].licence, Licence::kB);
}

struct Bad {
  std::string json;
  ProblemCode code;
  std::string position, field;
};

TEST(ReadOperations, WhatIsSaidWronglyIsRefusedWithItsPlace) {
  ASSERT_TRUE(parse_operations(with("id", "\"o\""), "f.json"));
  using enum ProblemCode;
  const std::string session = R"([{"id":"s","date":"2025-06-10","half_day":"morning","seats":5)", quota = R"("public":"rqth","label":"l","percent":10)";
  const std::vector<Bad> all = {
      {"{\"operations\":[", kDocumentMalformed, "line 1", ""},
      {"[]", kFieldType, "", "operations"},
      {"{}", kFieldMissing, "/operations", "operations"},
      {"{\"operations\":{}}", kFieldType, "/operations", "operations"},
      {"{\"operations\":[],\"more\":1}", kFieldUnknown, "/more", "more"},
      {"{\"operations\":[1]}", kFieldType, "/operations/0", "0"},
      {with("id", ""), kFieldMissing, "/operations/0/id", "id"},
      {with("id", "3"), kFieldType, "/operations/0/id", "id"},
      {with("id", "\" \""), kFieldValue, "/operations/0/id", "id"},
      {with("id", "\"a\\u0000b\""), kNulByte, "/operations/0/id", "id"},
      {with("id", "\"a\\nb\""), kFieldValue, "/operations/0/id", "id"},
      {with("kind", ""), kFieldMissing, "/operations/0/kind", "kind"},
      {with("title", ""), kFieldMissing, "/operations/0/title", "title"},
      {with("title", "\"t\",\"title\":\"u\""), kDuplicateId, "/operations/0/title", "title"},
      {with("offers", "[]"), kFieldMissing, "/operations/0/offers", "offers"},
      {with("offers", "[\"O1\",\"O1\"]"), kDuplicateId, "/operations/0/offers/1", "1"},
      {with("offers", "\"O1\""), kFieldType, "/operations/0/offers", "offers"},
      {with("place", ""), kFieldMissing, "/operations/0/place", "place"},
      {with("place", "{}"), kFieldMissing, "/operations/0/place/insee", "insee"},
      {with("place", "{\"latitude\":50.6}"), kFieldMissing, "/operations/0/place/longitude", "longitude"},
      {with("place", "{\"latitude\":0,\"longitude\":0}"), kFieldValue, "/operations/0/place/latitude", "latitude"},
      {with("place", "{\"latitude\":91,\"longitude\":3}"), kFieldValue, "/operations/0/place/latitude", "latitude"},
      {with("place", "{\"street\":\"x\"}"), kFieldUnknown, "/operations/0/place/street", "street"},
      {with("sessions", "[]"), kFieldMissing, "/operations/0/sessions", "sessions"},
      {with("sessions", R"([{"id":"s","half_day":"morning","seats":5}])"), kFieldMissing, "/operations/0/sessions/0/date", "date"},
      {with("sessions", R"([{"id":"s","date":"10/06/2025","half_day":"morning","seats":5}])"), kFieldValue, "/operations/0/sessions/0/date", "date"},
      {with("sessions", R"([{"id":"s","date":"2025-06-31","half_day":"morning","seats":5}])"), kFieldValue, "/operations/0/sessions/0/date", "date"},
      {with("sessions", R"([{"id":"s","date":"2025-06-10","seats":5}])"), kFieldMissing, "/operations/0/sessions/0/half_day", "half_day"},
      {with("sessions", R"([{"id":"s","date":"2025-06-10","half_day":"matin","seats":5}])"), kFieldValue, "/operations/0/sessions/0/half_day", "half_day"},
      {with("sessions", R"([{"id":"s","date":"2025-06-10","from":"9h","to":"12:00","seats":5}])"), kFieldValue, "/operations/0/sessions/0/from", "from"},
      {with("sessions", R"([{"id":"s","date":"2025-06-10","from":"14:00","to":"12:00","seats":5}])"), kFieldValue, "/operations/0/sessions/0/to", "to"},
      {with("sessions", R"([{"id":"s","date":"2025-06-10","half_day":"morning","seats":0}])"), kFieldValue, "/operations/0/sessions/0/seats", "seats"},
      {with("sessions", R"([{"id":"s","date":"2025-06-10","half_day":"morning","seats":2.5}])"), kFieldValue, "/operations/0/sessions/0/seats", "seats"},
      {with("sessions", R"([{"id":"s","date":"2025-06-10","half_day":"morning","seats":"5"}])"), kFieldType, "/operations/0/sessions/0/seats", "seats"},
      {with("sessions", session + "},{\"id\":\"s\",\"date\":\"2025-06-11\",\"half_day\":\"morning\",\"seats\":5}]"), kDuplicateId, "/operations/0/sessions/1/id", "id"},
      {with("prerequisites", "[{}]"), kFieldMissing, "/operations/0/prerequisites/0/licence", "licence"},
      {with("prerequisites", R"([{"licence":"B","education":4}])"), kFieldValue, "/operations/0/prerequisites/0/licence", "licence"},
      {with("prerequisites", R"([{"licence":"Z"}])"), kFieldValue, "/operations/0/prerequisites/0/licence", "licence"},
      {with("prerequisites", R"([{"education":9}])"), kFieldValue, "/operations/0/prerequisites/0/education", "education"},
      {with("prerequisites", R"([{"language":"fr"}])"), kFieldMissing, "/operations/0/prerequisites/0/language_level", "language_level"},
      {with("prerequisites", R"([{"licence":"B","reachable_days":3}])"), kFieldMissing, "/operations/0/prerequisites/0/through", "through"},
      {with("prerequisites", R"([{"licence":"B","through":"x"}])"), kFieldMissing, "/operations/0/prerequisites/0/reachable_days", "reachable_days"},
      {with("no_show_percent", "96"), kFieldValue, "/operations/0/no_show_percent", "no_show_percent"},
      {with("no_show_percent", "-1"), kFieldValue, "/operations/0/no_show_percent", "no_show_percent"},
      {with("quotas", "[{" + quota + "}]"), kFieldMissing, "/operations/0/quotas/0/legal_basis", "legal_basis"},
      {with("quotas", "[{" + quota + ",\"legal_basis\":\"\"}]"), kFieldValue, "/operations/0/quotas/0/legal_basis", "legal_basis"},
      {with("quotas", "[{" + quota + ",\"legal_basis\":\"b\"},{" + quota + ",\"legal_basis\":\"b\"}]"), kDuplicateId, "/operations/0/quotas/1/public", "public"},
      {with("quotas", R"([{"public":"a","label":"l","percent":60,"legal_basis":"b"},{"public":"b","label":"l","percent":41,"legal_basis":"b"}])"), kFieldValue, "/operations/0/quotas", "quotas"},
      {with("releases_quotas", "\"yes\""), kFieldType, "/operations/0/releases_quotas", "releases_quotas"},
      {with("remarks", "\"x\""), kFieldUnknown, "/operations/0/remarks", "remarks"},
  };
  for (const Bad& bad : all) {
    const auto read = parse_operations(bad.json, "f.json");
    ASSERT_FALSE(read) << bad.json;
    EXPECT_EQ(code_name(read.problem().code), code_name(bad.code)) << bad.json;
    EXPECT_EQ(read.problem().source, "f.json");
    EXPECT_EQ(read.problem().position, bad.position) << bad.json;
    EXPECT_EQ(read.problem().field, bad.field) << bad.json;
  }
  EXPECT_EQ(parse_operations("{\"operations\":[\"\xff\"]}", "f.json").problem().code, kNotUtf8);
  EXPECT_EQ(parse_operations(R"({"operations":[]})", "f.json").value().size(), 0U);
  const std::string two = with("id", "\"o\"");
  const auto twice = parse_operations(two.substr(0, two.size() - 2) + "," + two.substr(15), "f.json");
  ASSERT_FALSE(twice);
  EXPECT_EQ(twice.problem().code, kDuplicateId);
  EXPECT_EQ(twice.problem().position, "/operations/1/id");
}

// Every property of the schema is a field the reader knows, in every object of the examples and, since those use every property,
// the other way round.
void compare(const rapidjson::Value& schema, const rapidjson::Value& root, rapidjson::Value& value, const rapidjson::Document& whole) {
  if (value.IsArray()) {
    for (auto& element : value.GetArray()) compare(schema["items"], root, element, whole);
    return;
  }
  const rapidjson::Value& here = schema.HasMember("$ref") ? root["$defs"][std::string(schema["$ref"].GetString()).substr(8).c_str()] : schema;
  if (!value.IsObject()) return;
  ASSERT_TRUE(here.HasMember("properties"));
  for (auto& member : value.GetObject()) {
    ASSERT_TRUE(here["properties"].HasMember(member.name)) << member.name.GetString();
    compare(here["properties"][member.name], root, member.value, whole);
  }
}

TEST(ReadOperations, TheSchemaKnowsTheSameFields) {
  const std::string schema_text = read_all(kFolder + "operations.schema.json").value(), examples = read_all(kFolder + "operations.examples.json").value();
  rapidjson::Document schema, document;
  schema.Parse(schema_text.c_str());
  document.Parse(examples.c_str());
  ASSERT_FALSE(schema.HasParseError());
  ASSERT_FALSE(document.HasParseError());
  compare(schema, schema, document, document);
  // A property of the wrong type is refused as such, not as an unknown field.
  const std::pair<const char*, std::string> places[] = {{"operation", "{\"operations\":[{\"%\":{\"x\":1}}]}"}, {"place", with("place", "{\"%\":{\"x\":1}}")},
                                                        {"session", with("sessions", "[{\"%\":{\"x\":1}}]")}, {"prerequisite", with("prerequisites", "[{\"%\":{\"x\":1}}]")},
                                                        {"quota", with("quotas", "[{\"%\":{\"x\":1}}]")}};
  for (const auto& [definition, text] : places)
    for (const auto& property : schema["$defs"][definition]["properties"].GetObject()) {
      std::string json = text;
      json.replace(json.find('%'), 1, property.name.GetString());
      const auto read = parse_operations(json, "f.json");
      ASSERT_FALSE(read);
      const bool nested = std::string(property.name.GetString()) == "place";
      EXPECT_EQ(code_name(read.problem().code), code_name(nested ? ProblemCode::kFieldUnknown : ProblemCode::kFieldType)) << json;
      EXPECT_EQ(read.problem().field, nested ? "x" : property.name.GetString()) << json;
    }
}

}  // namespace
}  // namespace passerelle::operations
