#include "intake/json_splitter.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include <sys/resource.h>

namespace passerelle {
namespace {

using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::IsEmpty;

struct Split {
  std::vector<std::string> records;   ///< "position bytes"
  std::optional<Problem> problem;
};

/// Fed in pieces of `piece` bytes, so that every boundary falls everywhere.
Split split(std::string_view text, std::size_t piece = 7, std::size_t limit = JsonSplitter::kDefaultLimit) {
  std::size_t at = 0;
  JsonSplitter splitter([&](char* buffer, std::size_t capacity) -> Result<std::size_t> {
    const std::size_t n = std::min({piece, capacity, text.size() - at});
    std::copy_n(text.data() + at, n, buffer);
    at += n;
    return n;
  }, limit);
  Split result;
  RawRecord record;
  for (;;) {
    auto next = splitter.next(record);
    if (!next.ok()) {
      result.problem = std::move(next).problem();
      return result;
    }
    if (!*next) return result;
    result.records.push_back(record.position + " " +
                             (record.problem ? std::string(code_name(record.problem->code)) : record.bytes));
  }
}

TEST(JsonSplitter, TellsTheShapesApart) {
  const struct { const char* why; std::string text; std::vector<std::string> records;
  } kTable[] = {
      {"a search response",
       R"({"resultats":[{"id":"1"},{"id":"2"}],"filtresPossibles":[{"a":[1]}]})",
       {R"(/resultats/0 {"id":"1"})", R"(/resultats/1 {"id":"2"})"}},
      {"over several lines, other members first",
       "{\n \"Content-Range\": {\"max\": \"2\"},\n \"resultats\": [\n  {\"id\":\n\"1\"}\n ]\n}\n",
       {"/resultats/0 {\"id\":\n\"1\"}"}},
      {"an array", R"( [ {"id":"1"} , {"id":"2"} ] )", {R"(/0 {"id":"1"})", R"(/1 {"id":"2"})"}},
      {"elements that are not objects are records too",
       R"([1, "a,]", null, [2]])",
       {"/0 1", "/1 \"a,]\"", "/2 null", "/3 [2]"}},
      {"an empty array", "[]", {}},
      {"an empty search", R"({"resultats":[]})", {}},
      {"one object a line",
       "{\"id\":\"1\"}\n\n{\"id\":\"2\"}\r\n  \n{\"id\":\"3\"}",
       {R"(line 1 {"id":"1"})", R"(line 3 {"id":"2"})", R"(line 5 {"id":"3"})"}},
      {"one object", R"({"id":"1"})", {R"(line 1 {"id":"1"})"}},
      {"one object over lines", "\n{\n \"id\":\"1\"\n}\n", {"line 2 {\n \"id\":\"1\"\n}"}},
      {"several on a line",
       R"({"id":"1"}{"id":"2"} {"id":"3"})",
       {R"(line 1 {"id":"1"})", R"(line 1 {"id":"2"})", R"(line 1 {"id":"3"})"}},
      {"several over lines",
       "{\n\"id\":\"1\"}\n{\n\"id\":\"2\"}",
       {"line 1 {\n\"id\":\"1\"}", "line 3 {\n\"id\":\"2\"}"}},
      {"several search responses",
       "{\"resultats\":[{\"id\":\"1\"}]}\n{\"resultats\":[{\"id\":\"2\"}]}",
       {R"(/resultats/0 {"id":"1"})", R"(line 2 /resultats/0 {"id":"2"})"}},
      {"a byte-order mark", "\xEF\xBB\xBF{\"id\":\"1\"}", {R"(line 1 {"id":"1"})"}},
      {"brackets and quotes inside texts",
       R"([{"a":"]}\"["},{"b":"\\"}])",
       {R"(/0 {"a":"]}\"["})", R"(/1 {"b":"\\"})"}},
      {"a member of that name deeper down",
       "{\"a\":{\"resultats\":[1]}}\n{\"id\":\"2\"}",
       {R"(line 1 {"a":{"resultats":[1]}})", R"(line 2 {"id":"2"})"}},
      {"a text of that name", "{\"a\":\"resultats\",\"b\":[1]}", {R"(line 1 {"a":"resultats","b":[1]})"}},
  };
  for (const auto& row : kTable)
    for (const std::size_t piece : {std::size_t{1}, std::size_t{3}, std::size_t{1} << 20}) {
      const Split result = split(row.text, piece);
      EXPECT_FALSE(result.problem) << row.why << ": " << describe(*result.problem, Language::kEnglish);
      EXPECT_THAT(result.records, ElementsAreArray(row.records)) << row.why;
    }
}

TEST(JsonSplitter, BrokenLinesAreDeliveredAndTheRestGoesOn) {
  EXPECT_THAT(split("{\"id\":\"1\"}\n{\"id\":\n{\"id\":\"3\"}\n").records,
              ElementsAre(R"(line 1 {"id":"1"})", R"(line 2 {"id":)", R"(line 3 {"id":"3"})"));
  EXPECT_THAT(split("{\"id\":\"1\", \n{\"id\":\"2\"}\n").records,
              ElementsAre(R"(line 1 {"id":"1",)", R"(line 2 {"id":"2"})"));
  EXPECT_THAT(split("rubbish\n{\"id\":\"2\"}\n").records, ElementsAre("line 1 rubbish", R"(line 2 {"id":"2"})"));
}

TEST(JsonSplitter, FaultsOfTheWholeFile) {
  const struct {
    const char* why;
    std::string text;
    ProblemCode code;
    const char* position;
    std::size_t before;
  } kTable[] = {
      {"nothing", "", ProblemCode::kFileEmpty, "", 0},
      {"nothing but white space", " \n\t\r\n", ProblemCode::kFileEmpty, "", 0},
      {"not JSON", "hello", ProblemCode::kDocumentMalformed, "line 1", 0},
      {"CSV", "id;name\n1;a\n", ProblemCode::kDocumentMalformed, "line 1", 0},
      {"UTF-16", std::string("\xFF\xFE{\0", 4), ProblemCode::kNotUtf8, "", 0},
      {"an array that is cut", "[{\"id\":\"1\"},\n{\"id\":", ProblemCode::kDocumentTruncated, "line 2", 1},
      {"cut between elements", "[{\"id\":\"1\"}", ProblemCode::kDocumentTruncated, "line 1", 1},
      {"cut behind a comma", "[{\"id\":\"1\"},", ProblemCode::kDocumentTruncated, "line 1", 1},
      {"cut behind the results", R"({"resultats":[{"id":"1"}],"f":)", ProblemCode::kDocumentTruncated, "line 1", 1},
      {"cut in the last line", "{\"id\":\"1\"}\n{\"id\":\"2", ProblemCode::kDocumentTruncated, "line 2", 1},
      {"cut in the only object", "{\n\"id\":\"1\"", ProblemCode::kDocumentTruncated, "line 2", 0},
      {"a comma too many", R"([{"id":"1"},])", ProblemCode::kDocumentMalformed, "line 1", 1},
      {"no comma", R"([{"id":"1"} {"id":"2"}])", ProblemCode::kDocumentMalformed, "line 1", 1},
      {"brackets that do not match", "[{\"id\":[1},\n{\"id\":\"2\"}]", ProblemCode::kDocumentMalformed, "line 1", 0},
      {"something behind the array", "[]\nx", ProblemCode::kDocumentMalformed, "line 2", 0},
      {"results that are not an array", R"({"resultats":{"id":"1"}})", ProblemCode::kDocumentUnexpected, "line 1", 0},
  };
  for (const auto& row : kTable) {
    const Split result = split(row.text);
    ASSERT_TRUE(result.problem) << row.why;
    EXPECT_EQ(result.problem->code, row.code) << row.why << ": " << describe(*result.problem, Language::kEnglish);
    EXPECT_EQ(result.problem->position, row.position) << row.why;
    EXPECT_EQ(result.records.size(), row.before) << row.why;
  }
}

TEST(JsonSplitter, TooLargeARecord) {
  const std::string big = "{\"a\":\"" + std::string(600, 'x') + "\"}";
  EXPECT_THAT(split("{\"id\":\"1\"}\n" + big + "\n{\"id\":\"3\"}\n", 64, 500).records,
              ElementsAre(R"(line 1 {"id":"1"})", "line 2 record-too-large", R"(line 3 {"id":"3"})"));
  // Brackets and quotes inside it do not end it; another too large one may follow.
  const std::string odd = std::string("[").append(600, ' ').append(R"("]}\"", {"b":[1]}])");
  for (const std::size_t piece : {1, 7, 64, 4096}) {
    const Split array =
        split("[{\"id\":\"1\"}," + big + " ,\n" + odd + ",{\"id\":\"4\"}," + std::string(600, '7') + "]", piece, 500);
    EXPECT_FALSE(array.problem);
    EXPECT_THAT(array.records, ElementsAre(R"(/0 {"id":"1"})", "/1 record-too-large", "/2 record-too-large",
                                           R"(/3 {"id":"4"})", "/4 record-too-large"));
    const Split results = split(R"({"resultats":[)" + big + R"(,{"id":"2"}],"x":1})", piece, 500);
    EXPECT_THAT(results.records, ElementsAre("/resultats/0 record-too-large", R"(/resultats/1 {"id":"2"})"));
  }
  const Split cut = split("[{\"id\":\"1\"}," + big.substr(0, 580), 64, 500);
  ASSERT_TRUE(cut.problem);
  EXPECT_EQ(cut.problem->code, ProblemCode::kDocumentTruncated);
  // An object that stands alone is the whole file.
  const Split alone = split("{\"a\":\n\"" + std::string(600, 'x') + "\"}", 64, 500);
  ASSERT_TRUE(alone.problem);
  EXPECT_EQ(alone.problem->code, ProblemCode::kRecordTooLarge);
  EXPECT_EQ(alone.problem->position, "line 1");
}

std::size_t resident_peak_kib() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return static_cast<std::size_t>(usage.ru_maxrss);
}

TEST(JsonSplitter, ATooLargeElementIsNotHeldInMemory) {
  constexpr std::size_t kSize = std::size_t{256} << 20;
  const std::string head = "[{\"a\":\"", tail = "\"},{\"id\":\"2\"}]";
  std::size_t given = 0;
  JsonSplitter splitter(
      [&](char* buffer, std::size_t capacity) -> Result<std::size_t> {
        std::size_t count = 0;
        while (count < capacity && given < head.size() + kSize + tail.size()) {
          buffer[count++] = given < head.size()           ? head[given]
                            : given < head.size() + kSize ? 'x'
                                                          : tail[given - head.size() - kSize];
          ++given;
        }
        return count;
      },
      std::size_t{1} << 20);
  const std::size_t before = resident_peak_kib();
  RawRecord record;
  ASSERT_TRUE(*splitter.next(record));
  EXPECT_EQ(record.position, "/0");
  ASSERT_TRUE(record.problem);
  EXPECT_EQ(record.problem->code, ProblemCode::kRecordTooLarge);
  EXPECT_EQ(record.bytes, "{\"a\":\"" + std::string(256 - 6, 'x'));
  ASSERT_TRUE(*splitter.next(record));
  EXPECT_EQ(record.bytes, R"({"id":"2"})");
  EXPECT_FALSE(record.problem);
  EXPECT_FALSE(*splitter.next(record));
  EXPECT_LT(resident_peak_kib() - before, 64 * 1024U) << "KiB, a quarter of the element";
}

TEST(JsonSplitter, BombsOfBracketsCostNoStack) {
  EXPECT_EQ(split(std::string(3'000'000, '['), 1 << 16).problem->code, ProblemCode::kDocumentTruncated);
  std::string empty_arrays;
  for (int i = 0; i < 200'000; ++i) empty_arrays += "[]\n";
  EXPECT_THAT(split(empty_arrays, 1 << 16).records, IsEmpty());
}

TEST(JsonSplitter, AFailingSourceIsReported) {
  JsonSplitter splitter(
      [](char*, std::size_t) -> Result<std::size_t> { return Problem(ProblemCode::kCompressionDamaged, "crc"); });
  RawRecord record;
  const auto next = splitter.next(record);
  ASSERT_FALSE(next.ok());
  EXPECT_EQ(next.problem().code, ProblemCode::kCompressionDamaged);
}

}  // namespace
}  // namespace passerelle
