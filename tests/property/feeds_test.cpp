// The same records written as JSON, XML and CSV, in pieces of any size and in other encodings, are the same fields.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "unit/intake/feed_samples.hpp"

namespace passerelle {
namespace {

using testing::read_feed;
using testing::shape_of;

/// Texts with all that formats are sensitive to.
rc::Gen<std::string> any_text() {
  const auto part = rc::gen::elementOf(std::vector<std::string>{"a", "Z", "9", " ", "\"", "'", "<", ">", "&", ",", ";", "|", "\t", "\n", "é", "œ", "€", "\\", "/", "{", "]", "&amp;", "<b>", "]]>", "--"});
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(part), [](const std::vector<std::string>& parts) {
    std::string text;
    for (const std::string& each : parts) text += each;
    return text;
  });
}

std::string replaced(std::string text, const std::vector<std::pair<std::string, std::string>>& pairs) {
  std::string result;
  for (std::size_t i = 0; i < text.size();) {
    bool found = false;
    for (const auto& [from, to] : pairs)
      if (text.compare(i, from.size(), from) == 0) {
        result += to;
        i += from.size();
        found = true;
        break;
      }
    if (!found) result += text[i++];
  }
  return result;
}

std::string latin(const std::string& text) { return replaced(text, {{"é", "\xE9"}, {"œ", "\x9C"}, {"€", "\x80"}}); }

/// Only the fields, without positions.
std::vector<std::string> fields_of(const std::string& bytes, const FeedShape& shape, std::size_t piece) {
  auto feed = read_feed(bytes, shape, piece);
  RC_ASSERT(!feed.problem);
  for (std::string& record : feed.records) record = record.substr(record.find(':') + 1);
  return feed.records;
}

RC_GTEST_PROP(FeedFormats, AreTheSameFields, ()) {
  const auto rows = *rc::gen::nonEmpty(rc::gen::container<std::vector<std::pair<std::string, std::string>>>(rc::gen::pair(any_text(), any_text())));
  const std::size_t piece = *rc::gen::inRange<std::size_t>(1, 80);
  std::string json, xml = "<?xml version=\"1.0\" encoding=\"windows-1252\"?>\n<r>", csv = "t,u\n";
  json = "{\"x\":[1,{\"ads\":2}],\"ads\":[";
  std::vector<std::string> expected;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    std::string said;
    // Blanks alone are no text in XML.
    std::string t = rows[i].first, u = rows[i].second;
    for (std::string* each : {&t, &u})
      if (each->find_first_not_of(" \t\n") == std::string::npos) *each = "-";
    expected.push_back(" t=" + t + " u=" + u);
    const std::vector<std::pair<std::string, std::string>> for_json = {{"\\", "\\\\"}, {"\"", "\\\""}, {"\n", "\\n"}, {"\t", "\\t"}};
    const std::vector<std::pair<std::string, std::string>> for_xml = {{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}};
    json += (i == 0 ? "" : ",") + ("{\"t\":\"" + replaced(t, for_json)) + "\",\"u\":\"" + replaced(u, for_json) + "\"}";
    xml += "<o><t>" + replaced(t, for_xml) + "</t><u>" + replaced(u, for_xml) + "</u></o>";
    csv += "\"" + replaced(t, {{"\"", "\"\""}}) + "\",\"" + replaced(u, {{"\"", "\"\""}}) + "\"\n";
  }
  json += "]}";
  xml += "</r>";
  FeedShape table = shape_of(FeedFormat::kCsv);
  RC_ASSERT(fields_of(json, shape_of(FeedFormat::kJson, {"ads"}), piece) == expected);
  RC_ASSERT(fields_of(latin(xml), shape_of(FeedFormat::kXml, {"r/o"}), piece) == expected);
  RC_ASSERT(fields_of(csv, table, piece) == expected);
  table.encoding = "windows-1252";
  RC_ASSERT(fields_of(latin(csv), table, piece) == expected);
}

}  // namespace
}  // namespace passerelle
