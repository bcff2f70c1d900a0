#include "intake/feeds/html_text.hpp"

#include <libxml/HTMLparser.h>
#include <libxml/parser.h>

#include <algorithm>
#include <cstring>
#include <mutex>
#include <new>

#include "base/text.hpp"

namespace passerelle {
namespace {

constexpr std::string_view kLines[] = {"p",  "div", "br", "tr", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article",
                                       "header", "footer", "table", "blockquote", "dl", "dt", "dd", "hr", "pre"};
constexpr std::string_view kLeftOut[] = {"script", "style", "title", "template"};

template <std::size_t N>
bool among(const std::string_view (&names)[N], std::string_view name) {
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

/// Receives the parser's events.
class Writer {
 public:
  void start(std::string_view name) {
    if (among(kLeftOut, name)) ++left_out_;
    if (name == "li") {
      line();
      item_ = true;
    } else if (name == "p" && item_) {
      // « <li><p>…»: the item's own line.
    } else if (among(kLines, name)) line();
    if (name == "td" || name == "th") gap_ = true;
  }
  void end(std::string_view name) {
    if (among(kLeftOut, name) && left_out_ > 0) --left_out_;
    if (name == "br") return;
    if (name == "li") blank_line_ = false;
    if (name == "li" || among(kLines, name)) line();
    if (name == "p" || (name.size() == 2 && name[0] == 'h' && name[1] != 'r')) blank_line_ = !text_.empty();
  }
  void text(std::string_view part) {
    if (left_out_ > 0) return;
    for (std::size_t i = 0; i < part.size(); ++i) {
      const char c = part[i];
      // U+00A0, the no-break space, is what editors put between any two words.
      const bool no_break = c == '\xC2' && i + 1 < part.size() && part[i + 1] == '\xA0';
      if (no_break) ++i;
      if (no_break || c == ' ' || c == '\t' || c == '\n' || c == '\r') {
        gap_ = true;
        continue;
      }
      put(c);
    }
  }
  std::string take() { return std::move(text_); }

 private:
  void line() {
    new_line_ = !text_.empty();
    gap_ = false;
  }
  void put(char c) {
    if (item_) {
      if (!text_.empty()) text_ += '\n';
      text_ += "- ";
    } else if (new_line_) text_ += blank_line_ ? "\n\n" : "\n";
    else if (gap_ && !text_.empty()) text_ += ' ';
    item_ = new_line_ = blank_line_ = gap_ = false;
    text_ += c;
  }

  std::string text_;
  unsigned left_out_ = 0;
  bool gap_ = false, new_line_ = false, blank_line_ = false, item_ = false;
};

std::string_view view(const xmlChar* text) { return reinterpret_cast<const char*>(text); }

void on_start(void* writer, const xmlChar* name, const xmlChar**) { static_cast<Writer*>(writer)->start(view(name)); }
void on_end(void* writer, const xmlChar* name) { static_cast<Writer*>(writer)->end(view(name)); }
void on_text(void* writer, const xmlChar* text, int size) {
  static_cast<Writer*>(writer)->text({reinterpret_cast<const char*>(text), static_cast<std::size_t>(size)});
}

/// Whether the text is laid out by tags; if not, its own line breaks are what lays it out.
bool laid_out(std::string_view html) {
  constexpr std::string_view kTags[] = {"<p", "<br", "<div", "<li", "<ul", "<h", "<tr"};
  for (std::size_t at = html.find('<'); at != std::string_view::npos; at = html.find('<', at + 1)) {
    const std::string head = ascii_lower(html.substr(at, 4));
    for (const std::string_view tag : kTags)
      if (head.starts_with(tag)) return true;
  }
  return false;
}

std::string with_breaks(std::string_view text) {
  std::string html;
  for (const char c : text) {
    if (c == '\n') html += "<br>";
    html += c;
  }
  return html;
}

std::string to_text(std::string_view html);

}  // namespace

std::string html_text(std::string_view html) {
  if (html.find_first_of("<&") == std::string_view::npos) return plain_text(html);
  if (html.find('\n') != std::string_view::npos && !laid_out(html)) return to_text(with_breaks(html));
  return to_text(html);
}

namespace {

std::string to_text(std::string_view html) {
  static std::once_flag once;
  std::call_once(once, [] { xmlInitParser(); });
  htmlSAXHandler handler;
  std::memset(&handler, 0, sizeof handler);
  handler.startElement = on_start;
  handler.endElement = on_end;
  handler.characters = on_text;
  handler.ignorableWhitespace = on_text;
  Writer writer;
  htmlParserCtxtPtr parser = htmlCreatePushParserCtxt(&handler, &writer, nullptr, 0, nullptr, XML_CHAR_ENCODING_UTF8);
  if (parser == nullptr) throw std::bad_alloc();
  htmlCtxtUseOptions(parser, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
                                 HTML_PARSE_NODEFDTD | HTML_PARSE_IGNORE_ENC);
  constexpr std::size_t kPiece = std::size_t{1} << 30;  // sizes are int; a character cut in two would pass for Latin-1
  for (std::size_t at = 0; at < html.size(); at += kPiece) {
    const std::string_view piece = html.substr(at, kPiece);
    htmlParseChunk(parser, piece.data(), static_cast<int>(piece.size()), 0);
  }
  htmlParseChunk(parser, nullptr, 0, 1);
  xmlFreeDoc(parser->myDoc);
  htmlFreeParserCtxt(parser);
  return writer.take();
}

}  // namespace

std::string plain_text(std::string_view text) {
  std::string result;
  text = trim(text);
  std::size_t breaks = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '\r') {
      if (i + 1 < text.size() && text[i + 1] == '\n') continue;
      c = '\n';
    }
    if (c == '\n') {
      while (!result.empty() && (result.back() == ' ' || result.back() == '\t')) result.pop_back();
      if (++breaks > 2) continue;
    } else if (c != ' ' && c != '\t') {
      breaks = 0;
    }
    result += c;
  }
  return result;
}

}  // namespace passerelle
