#include "intake/feeds/feed_reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "intake/feeds/byte_decoder.hpp"
#include "intake/feeds/html_text.hpp"
#include "unit/intake/feed_samples.hpp"

namespace passerelle {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using testing::bytes_of;
using testing::read_feed;
using testing::said;
using testing::shape_of;

constexpr std::size_t kPieces[] = {1, 2, 7, 1 << 16};

// --- encodings ----------------------------------------------------------------------------------------------------

std::string decoded(std::string_view bytes, std::size_t piece, std::string stated = "", bool xml = false) {
  ByteDecoder decoder(bytes_of(bytes, piece), std::move(stated), xml);
  std::string text;
  char buffer[64];
  for (;;) {
    auto read = decoder.read(buffer, sizeof buffer);
    if (!read.ok()) return text + "! " + said(read.problem());
    if (*read == 0) return text;
    text.append(buffer, *read);
  }
}

TEST(ByteDecoder, FindsTheEncodingOut) {
  using namespace std::string_literals;
  const struct { const char* why; std::string bytes, text, stated; bool xml = false; } kTable[] = {
      {"UTF-8", "Bœuf, été", "Bœuf, été", ""},
      {"byte-order mark", "\xEF\xBB\xBF" "été", "été", ""},
      {"Windows-1252 where no UTF-8 is", "d\xE9" "but 10 \x80", "début 10 €", ""},
      {"a byte beyond ASCII at the very end", "caf\xE9", "café", ""},
      {"UTF-16, marked", "\xFF\xFE" "a\0\xE9\0"s, "aé", ""},
      {"UTF-16, the other order", "\xFE\xFF\0a\0\xE9"s, "aé", ""},
      {"UTF-16 without a mark", "<\0a\0>\0"s, "<a>", ""},
      {"stated", "\xE9", "é", "iso-8859-1"},
      {"stated by the declaration", "<?xml version='1.0' encoding='ISO-8859-15'?>\xA4", "<?xml version='1.0' encoding='ISO-8859-15'?>€", "", true},
      {"a declaration of 16 bits in single bytes", "<?xml version='1.0' encoding='UTF-16'?>é", "<?xml version='1.0' encoding='UTF-16'?>é", "", true},
      {"nothing", "", "", ""},
      // Damaged: no encoding fits all of it.
      {"both", "été d\xE9" "but", "été d! not-utf8 @ line 1", ""},
      {"stated, and it is not", "a\nd\xE9", "a\nd! not-utf8 @ line 2", "utf-8"},
      {"an encoding that nobody knows", "a", "! document-unexpected @ line 1", "klingon"},
      {"iconv's own language", "a", "! document-unexpected @ line 1", "utf-8//TRANSLIT"},
      {"half a character of 16 bits", "\xFF\xFE" "a\0b"s, "a! document-malformed @ line 1", ""},
  };
  for (const auto& line : kTable)
    for (const std::size_t piece : kPieces) EXPECT_EQ(decoded(line.bytes, piece, line.stated, line.xml), line.text) << line.why << " in " << piece;
}

// --- XML ------------------------------------------------------------------------------------------------------------

TEST(XmlFeed, GivesFieldsWithPositions) {
  const std::string xml =
      "  \n<?xml version=\"1.0\"?>\n<root><meta>x</meta>\n<job id=\"1\"><t><![CDATA[a & b]]></t><s>x</s><s>y</s><g><u>é</u></g></job>\n\n"
      "<job id=\"2\"><t>&lt;p&gt; &#233;</t><e/></job></root>";
  for (const std::size_t piece : kPieces) {
    const auto feed = read_feed(xml, shape_of(FeedFormat::kXml, {"root/job"}), piece);
    EXPECT_EQ(said(feed.problem), "");
    EXPECT_THAT(feed.records, ElementsAre("line 4: @id=1 t=a & b s=x s[2]=y g/u=é", "line 6: @id=2 t=<p> é e="));
  }
}

TEST(XmlFeed, RefusesWhatIsNoFeed) {
  const std::string bomb =
      "<?xml version=\"1.0\"?>\n<!DOCTYPE lolz [<!ENTITY a \"lol\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">]>\n"
      "<root><job>&c;</job></root>";
  const std::string external = "<?xml version=\"1.0\"?><!DOCTYPE r [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><root><job>&x;</job></root>";
  std::string deep = "<root><job>";
  for (int i = 0; i < 100; ++i) deep += "<d>";
  const struct { const char* why; std::string xml, problem; } kTable[] = {
      {"a bomb of entities", bomb, "document-malformed @ line 2"},
      {"an external entity", external, "document-malformed @ line 1"},
      {"an entity without declaration", "<root><job>&nbsp;</job></root>", "document-malformed @ line 1"},
      {"nesting without end", deep, "document-malformed @ line 1"},
      {"cut", "<root>\n<job><t>a</t></job>\n<job><t>b", "document-truncated @ line 3"},
      {"cut in a tag", "<root>\n<job><t", "document-truncated @ line 2"},
      {"crossed tags", "<root><job></root></job>", "document-malformed @ line 1"},
      {"JSON", "{\"a\":1}", "document-malformed @ line 1"},
      {"empty", "", "file-empty @ "},
      {"blank", " \n ", "file-empty @ "},
      {"another root", "<jobs><offer/></jobs>", "document-unexpected @ line 1"},
      {"other records", "<root><vacancy/></root>", "document-unexpected @ line 1"},
  };
  for (const auto& line : kTable)
    for (const std::size_t piece : kPieces)
      EXPECT_EQ(said(read_feed(line.xml, shape_of(FeedFormat::kXml, {"root/job"}), piece).problem), line.problem) << line.why << " in " << piece;
  EXPECT_THAT(read_feed("<root><vacancy/></root>", shape_of(FeedFormat::kXml, {"root/job"})).problem->detail, HasSubstr("root/vacancy"));
}

TEST(XmlFeed, AnEmptyFeedIsNoFault) {
  FeedShape shape = shape_of(FeedFormat::kXml, {"root/job"});
  shape.beside = {"date"};
  for (const char* xml : {"<root/>", "<root></root>", "<root><date>2025</date></root>"}) {
    const auto feed = read_feed(xml, shape);
    EXPECT_EQ(said(feed.problem), "") << xml;
    EXPECT_THAT(feed.records, IsEmpty());
  }
}

TEST(XmlFeed, RecordsBeforeABreakAreGiven) {
  const auto feed = read_feed("<root><job><t>a</t></job><job><t>b</t></job><job>", shape_of(FeedFormat::kXml, {"root/job"}));
  EXPECT_THAT(feed.records, SizeIs(2));
  EXPECT_EQ(said(feed.problem), "document-truncated @ line 1");
}

TEST(XmlFeed, ALargeRecordIsRefusedAloneAndALargeTagWithTheFile) {
  const std::string large(5000, 'x');
  for (const std::size_t piece : kPieces) {
    const auto feed = read_feed("<root><job><t>a</t></job><job><t>" + large + "</t></job><job><t>c</t></job></root>", shape_of(FeedFormat::kXml, {"root/job"}), piece, 1000);
    EXPECT_EQ(said(feed.problem), "");
    EXPECT_THAT(feed.records, ElementsAre("line 1: t=a", "line 1! record-too-large", "line 1: t=c")) << piece;
  }
  std::string tag = "<root><job a=\"";
  tag.append(300'000, 'x');
  EXPECT_EQ(said(read_feed(tag, shape_of(FeedFormat::kXml, {"root/job"}), 1000, 1000).problem), "document-malformed @ line 1");
}

// --- CSV ------------------------------------------------------------------------------------------------------------

TEST(CsvFeed, FindsTheDelimiterAndKeepsLineBreaks) {
  for (const char delimiter : {',', ';', '\t', '|'}) {
    const std::string d(1, delimiter);
    const std::string csv = "id" + d + "\"the text\"" + d + "\r\n1" + d + "\"a" + d + "\"\"b\"\"\nc\"" + d + "x\r\n\r\n2" + d + d + "\r\n";
    for (const std::size_t piece : kPieces) {
      const auto feed = read_feed(csv, shape_of(FeedFormat::kCsv), piece);
      EXPECT_EQ(said(feed.problem), "");
      EXPECT_THAT(feed.records, ElementsAre("line 2: id=1 the text=a" + d + "\"b\"\nc column-3=x", "line 5: id=2 the text= column-3=")) << piece;
    }
  }
}

TEST(CsvFeed, RefusesWhatIsNoTable) {
  const struct { const char* why; std::string csv, problem; std::vector<std::string> records; } kTable[] = {
      {"a quote that is not closed", "a,b\n1,2\n3,\"4\n5,6\n", "document-malformed @ line 3", {"line 2: a=1 b=2"}},
      {"a quote within a cell", "a,b\n1,x\"y\"\n", "document-malformed @ line 2", {}},
      {"something behind a quote", "a,b\n1,\"x\"y\n", "document-malformed @ line 2", {}},
      {"empty", "", "file-empty @ ", {}},
      {"a row that is short", "a,b\n1\n2,3\n", "", {"line 2! record-malformed", "line 3: a=2 b=3"}},
      {"a row that is long", "a,b\n1,2,3\n", "", {"line 2! record-malformed"}},
      {"a header alone", "a,b\n", "", {}},
      {"NUL", std::string("a,b\n1,\0\n", 8), "", {"line 2! nul-byte"}},
  };
  for (const auto& line : kTable)
    for (const std::size_t piece : kPieces) {
      const auto feed = read_feed(line.csv, shape_of(FeedFormat::kCsv), piece);
      EXPECT_EQ(said(feed.problem), line.problem) << line.why;
      EXPECT_EQ(feed.records, line.records) << line.why;
    }
  const std::string open = "a,b\n1,\"" + std::string(300'000, 'x');
  EXPECT_EQ(said(read_feed(open, shape_of(FeedFormat::kCsv), 1000, 1000).problem), "record-too-large @ line 2");
}

TEST(CsvFeed, ColumnsMayBeNamedByTheMapping) {
  FeedShape shape = shape_of(FeedFormat::kCsv);
  shape.columns = {"id", "title"};
  shape.delimiter = ';';
  EXPECT_THAT(read_feed("1;a\n2;b", shape).records, ElementsAre("line 1: id=1 title=a", "line 2: id=2 title=b"));
}

// --- JSON -----------------------------------------------------------------------------------------------------------

TEST(JsonFeed, FindsTheArrayByItsPath) {
  const std::string json = R"({"count":2,"other":[{"id":0}],"data":{"x":{"ads":[9]},"ads":[{"id":1,"s":["a",{"b":null}],"e":[]},{"id":2}],"n":1},"z":[]})";
  for (const std::size_t piece : kPieces) {
    const auto feed = read_feed(json, shape_of(FeedFormat::kJson, {"data/ads"}), piece);
    EXPECT_EQ(said(feed.problem), "");
    EXPECT_THAT(feed.records, ElementsAre("/data/ads/0: id=1 s=a s[2]/b= e=", "/data/ads/1: id=2")) << piece;
  }
}

TEST(JsonFeed, RefusesAnotherDocument) {
  const struct { const char* why; std::string json, problem; } kTable[] = {
      {"the array is elsewhere", R"({"offers":[{"id":1}]})", "document-unexpected @ line 1"},
      {"it is no array", R"({"ads":{"id":1}})", "document-unexpected @ line 1"},
      {"an array", R"([{"id":1}])", "document-unexpected @ line 1"},
      {"cut", R"({"ads":[{"id":1},{"id")", "document-truncated @ line 1"},
      {"cut before", R"({"count":)", "document-truncated @ line 1"},
      {"empty", "", "file-empty @ "},
  };
  for (const auto& line : kTable) EXPECT_EQ(said(read_feed(line.json, shape_of(FeedFormat::kJson, {"ads"}), 7).problem), line.problem) << line.why;
}

TEST(JsonFeed, TheDocumentItselfMayBeARecordOrAList) {
  for (const char* json : {"[{\"id\":1}]", "{\"id\":1}", "{\"@graph\":[{\"id\":1}]}", "{\"id\":1}\n{\"id\":2}"})
    EXPECT_THAT(read_feed(json, shape_of(FeedFormat::kJson, {"@graph", ""})).records.front(), HasSubstr("id=1")) << json;
}

TEST(JsonFeed, OtherEncodingsAreRead) {
  EXPECT_THAT(read_feed("[{\"t\":\"caf\xE9\"}]", shape_of(FeedFormat::kJson)).records, ElementsAre("/0: t=café"));
}

// --- paths and texts ------------------------------------------------------------------------------------------------

TEST(FieldPath, NamesWithSlashesAreWritten) {
  const auto path = FieldPath::parse("a~1b/~0c");
  ASSERT_TRUE(path);
  EXPECT_THAT(path->steps(), ElementsAre("a/b", "~c"));
  for (const char* bad : {"", "/", "a/", "/a", "a//b"}) EXPECT_FALSE(FieldPath::parse(bad)) << bad;
}

TEST(HtmlText, LinesListsAndEntities) {
  const struct { const char* html; const char* text; } kTable[] = {
      {"<p>a</p><p>b &eacute;</p>", "a\n\nb é"},
      {"<ul><li>a</li><li><p>b</p></li></ul>c", "- a\n- b\nc"},
      {"a<br>b<br/>c", "a\nb\nc"},
      {"a&nbsp;b &amp; c", "a b & c"},
      {"<b>x</b>y <i>z</i>", "xy z"},
      {"<script>alert(1)</script><style>p{}</style>t", "t"},
      {"line one&nbsp;\nline two", "line one\nline two"},
      {"no tags\r\nat all\n\n\n\nend", "no tags\nat all\n\nend"},
      {"<p>never <b>closed", "never closed"},
      {"a < b", "a < b"},
      {"", ""},
  };
  for (const auto& line : kTable) EXPECT_EQ(html_text(line.html), line.text) << line.html;
}

}  // namespace
}  // namespace passerelle
