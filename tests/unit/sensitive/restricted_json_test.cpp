#include "sensitive/restricted_json.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <utility>

namespace passerelle {
namespace {

// What sets each field of a barrier, and the JSON it gives alone.
const std::vector<std::pair<std::string, std::function<void(Barrier&)>>>& barrier_fields() {
  static const std::vector<std::pair<std::string, std::function<void(Barrier&)>>> kFields = {
      {R"({"constraint":23})", [](Barrier&) {}},
      {R"({"constraint":23,"state":"yes"})", [](Barrier& b) { b.state = BarrierState::kYes; }},
      {R"({"constraint":23,"state":"no"})", [](Barrier& b) { b.state = BarrierState::kNo; }},
      {R"({"constraint":23,"state":"closed"})", [](Barrier& b) { b.state = BarrierState::kClosed; }},
      {R"({"constraint":23,"impact":"low"})", [](Barrier& b) { b.impact = BarrierImpact::kLow; }},
      {R"({"constraint":23,"impact":"high"})", [](Barrier& b) { b.impact = BarrierImpact::kHigh; }},
      {R"({"constraint":23,"priority":true})", [](Barrier& b) { b.priority = true; }},
      {R"({"constraint":23,"explored":"2025-11-03"})", [](Barrier& b) { b.explored = day_of(2025, 11, 3); }},
      {R"({"constraint":23,"agent":"A-17"})", [](Barrier& b) { b.agent = "A-17"; }},
      {R"({"constraint":23,"situations":[{"code":6,"state":"yes"},{"code":9}]})",
       [](Barrier& b) { b.situations = {{6, BarrierState::kYes, {}}, {9, BarrierState::kNotExplored, {}}}; }},
      {R"({"constraint":23,"lever":"aide au permis"})", [](Barrier& b) { b.lever = "aide au permis"; }},
      {R"({"constraint":23,"lever_expected":"2026-02-01"})", [](Barrier& b) { b.lever_expected = day_of(2026, 2, 1); }},
  };
  return kFields;
}

TEST(RestrictedJson, EveryFieldComesBack) {
  RestrictedRecord everything;
  everything.publics = {"rqth", "under-26"};
  for (const auto& [json, change] : barrier_fields()) {
    RestrictedRecord record;
    Barrier& barrier = record.barriers.emplace_back();
    barrier.constraint = 23;
    change(barrier);
    everything.barriers.push_back(barrier);
    EXPECT_EQ(encode(record), R"({"barriers":[)" + json + "]}");
    EXPECT_EQ(read_restricted(encode(record)).value(), record) << json;
  }
  EXPECT_EQ(read_restricted(encode(everything)).value(), everything);
}

TEST(RestrictedJson, NothingIsEmptyText) {
  EXPECT_EQ(encode(RestrictedRecord{}), "");
  EXPECT_TRUE(read_restricted("").value().empty());
  EXPECT_TRUE(read_restricted("{}").value().empty());
  EXPECT_TRUE(read_restricted(R"({"barriers":null})").value().empty());
}

TEST(RestrictedJson, MistakesAreNamedWithTheirPointer) {
  const struct { const char* json; ProblemCode code; const char* pointer; const char* field;
  } kTable[] = {
      {"[", ProblemCode::kRecordMalformed, "", "restricted"},
      {"[]", ProblemCode::kFieldType, "", "restricted"},
      {R"({"health":"?"})", ProblemCode::kFieldUnknown, "/health", "health"},
      {R"({"publics":"rqth"})", ProblemCode::kFieldType, "/publics", "publics"},
      {R"({"barriers":[{"state":"yes"}]})", ProblemCode::kFieldMissing, "/barriers/0/constraint", "constraint"},
      {R"({"barriers":[{"constraint":23},{"constraint":0}]})", ProblemCode::kFieldValue, "/barriers/1/constraint",
       "constraint"},
      {R"({"barriers":[{"constraint":"23"}]})", ProblemCode::kFieldType, "/barriers/0/constraint", "constraint"},
      {R"({"barriers":[{"constraint":23,"state":"perhaps"}]})", ProblemCode::kFieldValue, "/barriers/0/state", "state"},
      {R"({"barriers":[{"constraint":23,"impact":""}]})", ProblemCode::kFieldValue, "/barriers/0/impact", "impact"},
      {R"({"barriers":[{"constraint":23,"explored":"soon"}]})", ProblemCode::kFieldValue, "/barriers/0/explored",
       "explored"},
      {R"({"barriers":[{"constraint":23,"situations":[{}]}]})", ProblemCode::kFieldMissing,
       "/barriers/0/situations/0/code", "code"},
  };
  for (const auto& row : kTable) {
    const auto read = read_restricted(row.json);
    ASSERT_FALSE(read.ok()) << row.json;
    EXPECT_EQ(read.problem().code, row.code) << row.json;
    EXPECT_EQ(read.problem().position, row.pointer) << row.json;
    EXPECT_EQ(read.problem().field, row.field) << row.json;
  }
}

}  // namespace
}  // namespace passerelle
