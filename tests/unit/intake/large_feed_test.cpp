// Files of 200 MB on a single line: read in bounded memory. Nothing is written: the bytes are made up on the way.
#include <gtest/gtest.h>

#include <sys/resource.h>

#include <algorithm>
#include <cstring>
#include <string>

#include "unit/intake/feed_samples.hpp"

namespace passerelle {
namespace {

constexpr std::size_t kSize = 200'000'000;

std::size_t peak_kilobytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<std::size_t>(usage.ru_maxrss);
}

/// `head`, then `record` over and over up to kSize, then `tail`.
ByteSource endless(std::string head, std::string record, std::string tail, std::size_t size = kSize) {
  auto pending = std::make_shared<std::string>(std::move(head));
  auto made = std::make_shared<std::size_t>(0);
  auto ended = std::make_shared<bool>(false);
  return [=](char* buffer, std::size_t capacity) -> Result<std::size_t> {
    while (pending->size() < capacity && !*ended) {
      if (*made < size) {
        pending->append(record);
        *made += record.size();
      } else {
        pending->append(tail);
        *ended = true;
      }
    }
    const std::size_t count = std::min(capacity, pending->size());
    std::memcpy(buffer, pending->data(), count);
    pending->erase(0, count);
    return count;
  };
}

struct Counted {
  std::size_t records = 0, refused = 0;
  std::string problem;
};

Counted count(ByteSource bytes, const FeedShape& shape) {
  FeedReader reader(std::move(bytes), shape);
  Counted result;
  for (RawRecord record;;) {
    auto next = reader.next(record);
    if (!next.ok()) {
      result.problem = code_name(next.problem().code);
      return result;
    }
    if (!*next) return result;
    ++result.records;
    if (record.problem) ++result.refused;
  }
}

// Sixteen MiB is the most that one record may have; buffers grow by doubling, and a few of them stand at once.
constexpr std::size_t kMostGrowth = 160'000;   // kB

TEST(LargeFeed, JsonOnOneLine) {
  const std::size_t before = peak_kilobytes();
  const std::string record = R"({"id":"1","texte":")" + std::string(900, 'x') + R"("},)";
  const Counted read = count(endless(R"({"n":1,"ads":[)", record, R"({"id":"z"}]})"), testing::shape_of(FeedFormat::kJson, {"ads"}));
  EXPECT_EQ(read.problem, "");
  EXPECT_GT(read.records, 200'000U);
  EXPECT_LT(peak_kilobytes() - before, 20'000U);
}

TEST(LargeFeed, XmlOnOneLine) {
  const std::size_t before = peak_kilobytes();
  const std::string record = "<o><id>1</id><t>" + std::string(900, 'x') + "</t></o>";
  const Counted read = count(endless("<r>", record, "</r>"), testing::shape_of(FeedFormat::kXml, {"r/o"}));
  EXPECT_EQ(read.problem, "");
  EXPECT_GT(read.records, 200'000U);
  EXPECT_LT(peak_kilobytes() - before, 20'000U);
}

TEST(LargeFeed, OneRecordOfTheSizeOfTheFile) {
  const std::size_t before = peak_kilobytes();
  Counted read = count(endless(R"([{"id":"1","t":")", std::string(1000, 'x'), R"("},{"id":"2"}])"), testing::shape_of(FeedFormat::kJson));
  EXPECT_EQ(read.problem, "");
  EXPECT_EQ(read.records, 2U);
  EXPECT_EQ(read.refused, 1U);
  read = count(endless("<r><o>", std::string(1000, 'x'), "</o><o/></r>"), testing::shape_of(FeedFormat::kXml, {"r/o"}));
  EXPECT_EQ(read.problem, "");
  EXPECT_EQ(read.records, 2U);
  EXPECT_EQ(read.refused, 1U);
  // A tag without end, and a quote without end: the file as a whole.
  read = count(endless("<r><o a='", std::string(1000, 'x'), "'/></r>"), testing::shape_of(FeedFormat::kXml, {"r/o"}));
  EXPECT_EQ(read.problem, "document-malformed");
  read = count(endless("a,b\n1,\"", std::string(1000, 'x'), "\n"), testing::shape_of(FeedFormat::kCsv));
  EXPECT_EQ(read.problem, "record-too-large");
  // An object in front of the array of records.
  read = count(endless(R"({"n":")", std::string(1000, 'x'), R"(","ads":[]})"), testing::shape_of(FeedFormat::kJson, {"ads"}));
  EXPECT_NE(read.problem, "");
  EXPECT_LT(peak_kilobytes() - before, kMostGrowth);
}

}  // namespace
}  // namespace passerelle
