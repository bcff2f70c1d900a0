#include "intake/decoders/json_view.hpp"

#include <gtest/gtest.h>

namespace passerelle {
namespace {

TEST(JsonRecord, RefusesWhatNoDecoderShouldMeet) {
  std::string many_keys = "{";
  for (int i = 0; i < 40; ++i) many_keys += "\"k" + std::to_string(i) + "\":1,";
  const struct {
    const char* why;
    std::string json;
    ProblemCode code;
    const char* pointer;
    const char* detail;
  } kTable[] = {
      {"Latin-1", "{\"a\":\"caf\xE9\"}", ProblemCode::kNotUtf8, "", "byte 9 = 0xE9"},
      {"a NUL byte", std::string("{\"a\":\"b\0c\"}", 11), ProblemCode::kNulByte, "", "byte 7"},
      {"an escaped NUL", "{\"a\":[{\"b\":\"c\\u0000\"}]}", ProblemCode::kNulByte, "/a/0/b", ""},
      {"an escaped NUL in a key", "{\"a\\u0000\":1}", ProblemCode::kNulByte, "", ""},
      {"a lone surrogate", "{\"a\":\"\\ud800\"}", ProblemCode::kRecordMalformed, "", nullptr},
      {"not JSON", "{\"a\":}", ProblemCode::kRecordMalformed, "", "byte 5: Invalid value."},
      {"two values", "{} {}", ProblemCode::kRecordMalformed, "", nullptr},
      {"nothing", "", ProblemCode::kRecordMalformed, "", nullptr},
      {"a repeated key", R"({"x":{"a/b":1,"a/b":2}})", ProblemCode::kFieldValue, "/x/a~1b", "« a/b » × 2"},
      {"a repeated key among many", many_keys + "\"k7\":2}", ProblemCode::kFieldValue, "/k7", "« k7 » × 2"},
      {"a bomb", std::string(100'000, '[') + std::string(100'000, ']'), ProblemCode::kRecordMalformed, "", nullptr},
  };
  for (const auto& row : kTable) {
    const auto record = JsonRecord::parse(row.json);
    ASSERT_FALSE(record.ok()) << row.why;
    EXPECT_EQ(record.problem().code, row.code) << row.why;
    EXPECT_EQ(record.problem().position, row.pointer) << row.why;
    if (row.detail != nullptr) {
      EXPECT_EQ(record.problem().detail, row.detail) << row.why;
    }
  }
}

TEST(JsonRecord, SixtyFourLevelsAreFine) {
  EXPECT_TRUE(JsonRecord::parse(std::string(64, '[') + std::string(64, ']')).ok());
  EXPECT_FALSE(JsonRecord::parse(std::string(65, '[') + std::string(65, ']')).ok());
}

}  // namespace
}  // namespace passerelle
