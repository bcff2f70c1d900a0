// The published schemas, their examples and the decoders speak of the same fields: partners write by the former.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <set>

#include "base/input_file.hpp"
#include "intake/decoders/json_view.hpp"
#include "records/record_json.hpp"
#include "unit/intake/samples.hpp"

namespace passerelle {
namespace {

using Kind = JsonView::Kind;
using Paths = std::set<std::string>;

/// The schema of an object: itself, or the alternative of `oneOf` that has properties.
std::optional<JsonView> object_schema(JsonView schema) {
  if (schema.kind() != Kind::kObject) return std::nullopt;
  if (schema.member("properties")) return schema;
  if (const auto alternatives = schema.member("oneOf"))
    for (std::size_t i = 0; i < alternatives->size(); ++i)
      if (const auto found = object_schema(alternatives->element(i))) return found;
  return std::nullopt;
}

/// "requirements/items/level" for every property, through objects and lists.
void paths_of_schema(JsonView schema, const std::string& prefix, Paths& paths) {
  const JsonView properties = *schema.member("properties");
  for (std::size_t i = 0; i < properties.size(); ++i) {
    const std::string path = prefix + std::string(properties.member_name(i));
    paths.insert(path);
    JsonView property = properties.member_value(i);
    if (const auto items = property.member("items")) property = *items;
    if (const auto object = object_schema(property)) paths_of_schema(*object, path + "/", paths);
  }
}

/// The same of a record. References and the partner's own part end the walk.
void paths_of_record(JsonView value, const std::string& prefix, Paths& paths) {
  if (value.kind() == Kind::kArray)
    for (std::size_t i = 0; i < value.size(); ++i) paths_of_record(value.element(i), prefix, paths);
  if (value.kind() != Kind::kObject || value.member("vocabulary")) return;
  for (std::size_t i = 0; i < value.size(); ++i) {
    const std::string path = prefix + std::string(value.member_name(i));
    paths.insert(path);
    if (path != "extra") paths_of_record(value.member_value(i), path + "/", paths);
  }
}

Paths schema_paths(const std::string& file) {
  const auto text = read_all(file);
  Paths paths;
  if (!text.ok()) return paths;
  const auto schema = JsonRecord::parse(*text);
  if (schema.ok()) paths_of_schema(schema->root(), "", paths);
  return paths;
}

Paths record_paths(std::string_view json) {
  Paths paths;
  const auto record = JsonRecord::parse(json);
  if (record.ok()) paths_of_record(record->root(), "", paths);
  return paths;
}

const std::string kFolder = std::string(PASSERELLE_SOURCE_DIR) + "/datasets/schema/";

TEST(Schema, TheOfferExamplesUseEveryFieldAndAreRead) {
  const Paths schema = schema_paths(kFolder + "offer.schema.json");
  EXPECT_GT(schema.size(), 60U);
  EXPECT_EQ(record_paths(read_all(kFolder + "offer.examples.json").value()), schema);
  int read = 0;
  const Status status =
      read_offers(kFolder + "offer.examples.json", OfferFormat::kPasserelle, testing::sample_reference(), Threads{1},
                  [&](ReadRecord<Offer>&& record) -> Status {
                    ++read;
                    const Problem* problem = std::get_if<Problem>(&record.outcome);
                    EXPECT_EQ(problem, nullptr) << describe(*problem, Language::kEnglish);
                    if (problem != nullptr) return {};
                    // What is written is described too.
                    const Paths written = record_paths(encode(std::get<Offer>(record.outcome)));
                    EXPECT_TRUE(std::includes(schema.begin(), schema.end(), written.begin(), written.end()));
                    return {};
                  });
  EXPECT_TRUE(status.ok());
  EXPECT_EQ(read, 2);
}

TEST(Schema, TheCandidateExamplesUseEveryFieldAndAreRead) {
  const Paths schema = schema_paths(kFolder + "candidate.schema.json");
  EXPECT_GT(schema.size(), 45U);
  EXPECT_EQ(record_paths(read_all(kFolder + "candidate.examples.json").value()), schema);
  int read = 0;
  const Status status =
      read_candidates(kFolder + "candidate.examples.json", CandidateFormat::kPasserelle, testing::sample_reference(),
                      Threads{1}, [&](ReadRecord<Candidate>&& record) -> Status {
                        ++read;
                        const Problem* problem = std::get_if<Problem>(&record.outcome);
                        EXPECT_EQ(problem, nullptr) << describe(*problem, Language::kEnglish);
                        if (problem != nullptr) return {};
                        const Paths written = record_paths(encode(std::get<Candidate>(record.outcome)));
                        EXPECT_TRUE(std::includes(schema.begin(), schema.end(), written.begin(), written.end()));
                        return {};
                      });
  EXPECT_TRUE(status.ok());
  EXPECT_EQ(read, 2);
}

}  // namespace
}  // namespace passerelle
