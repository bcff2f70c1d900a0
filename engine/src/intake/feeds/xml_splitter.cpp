#include "intake/feeds/xml_splitter.hpp"

#include <expat.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <deque>
#include <new>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/text.hpp"

namespace passerelle {
namespace {

constexpr std::size_t kChunk = std::size_t{1} << 16;
/// Kept of a record that is too large, for people to recognise it.
constexpr std::size_t kHead = 256;
/// Other elements named when no record is found.
constexpr std::size_t kNamed = 4;

struct Free {
  void operator()(XML_Parser parser) const noexcept { XML_ParserFree(parser); }
};
using Parser = std::unique_ptr<XML_ParserStruct, Free>;

/// The encoding is ours to find out, whatever the declaration says.
Parser make_parser() {
  Parser parser(XML_ParserCreate("UTF-8"));
  if (parser == nullptr) throw std::bad_alloc();
  return parser;
}

bool ends_early(XML_Error error) {
  return error == XML_ERROR_NO_ELEMENTS || error == XML_ERROR_UNCLOSED_TOKEN || error == XML_ERROR_UNCLOSED_CDATA_SECTION ||
         error == XML_ERROR_PARTIAL_CHAR;
}

std::vector<std::string> steps_of(std::string_view path) {
  const auto parsed = FieldPath::parse(path);
  return parsed ? parsed->steps() : std::vector<std::string>();
}

}  // namespace

struct XmlSplitter::Impl {
  ByteSource source;
  std::size_t limit;
  std::vector<std::vector<std::string>> records;  // alternatives
  std::vector<std::string> beside, shown_paths;
  Parser parser = make_parser();

  std::vector<std::string> open;          // elements around the parser's place
  std::size_t record_depth = 0;           // of the record that is open; 0 = none
  std::deque<RawRecord> ready;
  RawRecord current;
  // The bytes from `window_begin` on (of all that was read), as far as they may still be needed.
  std::string window;
  std::uint64_t window_begin = 0, record_begin = 0, fed = 0;
  bool finished = false, any_record = false, any_byte = false;
  bool parent_seen = false, foreign = false;  // where records should be: the place itself, and something else there
  std::set<std::string> others;           // paths of the first elements that are none
  std::size_t lines_skipped = 0;          // before the document
  std::optional<Problem> failure, last_words;

  Impl(ByteSource s, const FeedShape& shape, std::size_t most) : source(std::move(s)), limit(most), beside(shape.beside) {
    for (const std::string& path : shape.records) {
      records.push_back(steps_of(path));
      shown_paths.push_back(path);
    }
    XML_SetUserData(parser.get(), this);
    XML_SetElementHandler(parser.get(), on_start, on_end);
    XML_SetStartDoctypeDeclHandler(parser.get(), on_doctype);
  }

  std::uint64_t here() const { return static_cast<std::uint64_t>(std::max<XML_Index>(0, XML_GetCurrentByteIndex(parser.get()))); }
  std::string line() const { return fmt::format("line {}", XML_GetCurrentLineNumber(parser.get()) + lines_skipped); }
  void fail(Problem problem) {
    if (!failure) failure = std::move(problem).at(line());
    XML_StopParser(parser.get(), XML_FALSE);
  }

  static void XMLCALL on_doctype(void* self, const XML_Char*, const XML_Char*, const XML_Char*, int) {
    static_cast<Impl*>(self)->fail(Problem(ProblemCode::kDocumentMalformed, "<!DOCTYPE"));
  }
  static void XMLCALL on_start(void* self, const XML_Char* name, const XML_Char**) { static_cast<Impl*>(self)->start(name); }
  static void XMLCALL on_end(void* self, const XML_Char*) { static_cast<Impl*>(self)->end(); }

  bool inside(const std::vector<std::string>& path) const {
    return path.size() == open.size() + 1 && std::equal(open.begin(), open.end(), path.begin());
  }

  void start(const XML_Char* name) {
    if (failure) return;
    if (open.size() >= kMaxFieldDepth) return fail(Problem(ProblemCode::kDocumentMalformed, fmt::format("> {} <", kMaxFieldDepth)));
    if (record_depth == 0) {
      bool expected_here = false, is_record = false;
      for (const auto& path : records) {
        const bool here_it_would_be = inside(path);
        expected_here = expected_here || here_it_would_be;
        is_record = is_record || (here_it_would_be && path.back() == name);
      }
      if (is_record) {
        any_record = true;
        record_depth = open.size() + 1;
        record_begin = here();
        current = {};
        current.position = line();
      } else if (!any_record && (expected_here || open.size() < 2) && !on_the_way(name) &&
                 std::find(beside.begin(), beside.end(), name) == beside.end()) {
        foreign = foreign || expected_here;
        if (others.size() < kNamed) others.insert(shorten(open.empty() ? std::string(name) : fmt::format("{}/{}", fmt::join(open, "/"), name), 60));
      }
    }
    open.emplace_back(name);
  }

  /// Whether the element leads to where records may be.
  bool on_the_way(std::string_view name) const {
    return std::any_of(records.begin(), records.end(), [&](const auto& path) {
      return path.size() > open.size() + 1 && std::equal(open.begin(), open.end(), path.begin()) && path[open.size()] == name;
    });
  }

  void end() {
    if (failure || open.empty()) return;
    // Where records are said to be, and nothing is: an empty feed.
    for (const auto& path : records)
      parent_seen = parent_seen || (path.size() == open.size() + 1 && std::equal(open.begin(), open.end(), path.begin()));
    if (record_depth == open.size()) {
      const std::uint64_t until = here() + static_cast<std::uint64_t>(XML_GetCurrentByteCount(parser.get()));
      if (!current.problem && until - record_begin > limit) too_large();
      if (!current.problem)
        current.bytes.assign(window, static_cast<std::size_t>(record_begin - window_begin), static_cast<std::size_t>(until - record_begin));
      ready.push_back(std::move(current));
      record_depth = 0;
    }
    open.pop_back();
  }

  void too_large() {
    current.problem.emplace(ProblemCode::kRecordTooLarge, fmt::format("> {} MiB", limit >> 20));
    current.bytes.assign(window, static_cast<std::size_t>(record_begin - window_begin), kHead);
    while (!current.bytes.empty() && !valid_utf8(current.bytes)) current.bytes.pop_back();
  }

  /// Lets go of what is behind the parser, unless a record began there that is still whole.
  void trim_window() {
    const bool kept = record_depth != 0 && !current.problem;
    // The parser holds back bytes of a tag that is not finished.
    const std::uint64_t from = std::min(kept ? record_begin : here(), fed);
    if (from <= window_begin) return;
    window.erase(0, static_cast<std::size_t>(from - window_begin));
    window_begin = from;
  }

  Problem refused(bool last) {
    if (failure) return std::move(*failure);
    const XML_Error error = XML_GetErrorCode(parser.get());
    if (error == XML_ERROR_NO_MEMORY) throw std::bad_alloc();
    if (last && !any_byte) return Problem(ProblemCode::kFileEmpty);
    if (last && ends_early(error)) return Problem(ProblemCode::kDocumentTruncated, "XML").at(line());
    return Problem(ProblemCode::kDocumentMalformed, XML_ErrorString(error)).at(line());
  }

  Status step() {
    char buffer[kChunk];
    auto read = source(buffer, kChunk);
    if (!read.ok()) return std::move(read).problem();
    const bool last = *read == 0;
    std::string_view bytes(buffer, *read);
    if (!any_byte) {
      // White space before the declaration is no XML, yet common.
      const std::size_t first = std::min(bytes.find_first_not_of(" \t\r\n"), bytes.size());
      lines_skipped += static_cast<std::size_t>(std::count(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(first), '\n'));
      bytes.remove_prefix(first);
      any_byte = !bytes.empty();
      if (!any_byte && !last) return {};
    }
    window.append(bytes);
    fed += bytes.size();
    if (last) finished = true;
    if (XML_Parse(parser.get(), bytes.data(), static_cast<int>(bytes.size()), last ? 1 : 0) != XML_STATUS_OK || failure)
      return refused(last);
    if (record_depth != 0 && !current.problem && fed - record_begin > limit && here() - record_begin > limit) too_large();
    if (!last && fed - here() > limit)
      return Problem(ProblemCode::kDocumentMalformed, fmt::format("< … > {} MiB", limit >> 20)).at(line());
    trim_window();
    if (last && !any_record && (!parent_seen || foreign))
      return Problem(ProblemCode::kDocumentUnexpected, "records", fmt::format("{} ≠ {}", fmt::join(shown_paths, ", "), fmt::join(others, ", "))).at("line 1");
    return {};
  }
};

XmlSplitter::XmlSplitter(ByteSource source, const FeedShape& shape, std::size_t limit)
    : impl_(std::make_unique<Impl>(std::move(source), shape, limit)) {}
XmlSplitter::XmlSplitter(XmlSplitter&&) noexcept = default;
XmlSplitter& XmlSplitter::operator=(XmlSplitter&&) noexcept = default;
XmlSplitter::~XmlSplitter() = default;

Result<bool> XmlSplitter::next(RawRecord& record) {
  Impl& self = *impl_;
  while (self.ready.empty()) {
    if (self.finished) {
      if (self.last_words) return std::exchange(self.last_words, std::nullopt).value();
      return false;
    }
    if (Status status = self.step(); !status) {
      self.finished = true;
      if (self.ready.empty()) return std::move(status).problem();
      self.last_words = std::move(status).problem();  // said behind the records that were whole
      break;
    }
  }
  record = std::move(self.ready.front());
  self.ready.pop_front();
  return true;
}

namespace {

/// Builds the tree of one record.
class TreeBuilder {
 public:
  explicit TreeBuilder(std::string_view bytes) {
    XML_SetUserData(parser_.get(), this);
    XML_SetElementHandler(parser_.get(), on_start, on_end);
    XML_SetCharacterDataHandler(parser_.get(), on_text);
    XML_SetStartDoctypeDeclHandler(parser_.get(), on_doctype);
    // In pieces: expat takes sizes as int.
    for (std::size_t at = 0; at < bytes.size() && !failure_; at += kPiece) {
      const std::string_view piece = bytes.substr(at, kPiece);
      if (XML_Parse(parser_.get(), piece.data(), static_cast<int>(piece.size()), at + kPiece >= bytes.size() ? 1 : 0) != XML_STATUS_OK && !failure_)
        failure_.emplace(ProblemCode::kRecordMalformed, XML_ErrorString(XML_GetErrorCode(parser_.get())));
    }
    if (!failure_ && root_.name.empty()) failure_.emplace(ProblemCode::kRecordMalformed, "");
  }
  Result<FieldNode> take() {
    if (failure_) return std::move(*failure_);
    return std::move(root_);
  }

 private:
  static constexpr std::size_t kPiece = std::size_t{1} << 20;

  static void XMLCALL on_start(void* self, const XML_Char* name, const XML_Char** attributes) {
    static_cast<TreeBuilder*>(self)->start(name, attributes);
  }
  static void XMLCALL on_end(void* self, const XML_Char*) { static_cast<TreeBuilder*>(self)->end(); }
  static void XMLCALL on_text(void* self, const XML_Char* text, int size) {
    TreeBuilder& builder = *static_cast<TreeBuilder*>(self);
    if (!builder.open_.empty()) builder.open_.back()->text.append(text, static_cast<std::size_t>(size));
  }
  static void XMLCALL on_doctype(void* self, const XML_Char*, const XML_Char*, const XML_Char*, int) {
    static_cast<TreeBuilder*>(self)->stop(Problem(ProblemCode::kRecordMalformed, "<!DOCTYPE"));
  }

  void stop(Problem problem) {
    if (!failure_) failure_ = std::move(problem);
    XML_StopParser(parser_.get(), XML_FALSE);
  }
  bool counted() {
    if (++fields_ <= kMaxFields) return true;
    stop(Problem(ProblemCode::kRecordTooLarge, fmt::format("> {} fields", kMaxFields)));
    return false;
  }

  void start(const XML_Char* name, const XML_Char** attributes) {
    if (failure_ || !counted()) return;
    if (open_.size() >= kMaxFieldDepth) return stop(Problem(ProblemCode::kRecordMalformed, fmt::format("> {} <", kMaxFieldDepth)));
    // A parent's list grows only while no child of it is open: pointers into it stay right.
    FieldNode* field = open_.empty() ? &root_ : &open_.back()->children.emplace_back();
    field->name = name;
    for (; attributes[0] != nullptr; attributes += 2) {
      if (!counted()) return;
      FieldNode& attribute = field->children.emplace_back();
      attribute.name = std::string("@") + attributes[0];
      attribute.text = attributes[1];
    }
    open_.push_back(field);
  }

  void end() {
    if (failure_ || open_.empty()) return;
    FieldNode& field = *open_.back();
    if (trim(field.text).empty()) field.text.clear();
    open_.pop_back();
  }

  Parser parser_ = make_parser();
  FieldNode root_;
  std::vector<FieldNode*> open_;
  std::size_t fields_ = 0;
  std::optional<Problem> failure_;
};

}  // namespace

Result<FieldNode> parse_xml_record(std::string_view bytes) { return TreeBuilder(bytes).take(); }

}  // namespace passerelle
