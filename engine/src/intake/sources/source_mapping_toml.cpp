// Mapping files as people write them: TOML with comments. Every key is known, or refused with its line.
#include <algorithm>
#include <filesystem>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <toml++/toml.h>

#include "base/input_file.hpp"
#include "base/text.hpp"
#include "intake/sources/source_mapping.hpp"

namespace passerelle {
namespace {

/// What is wrong first; the rest is not looked at.
class Failure {
 public:
  explicit Failure(std::string file) : file_(std::move(file)) {}
  bool any() const { return problem_.has_value(); }
  void set(const toml::node& node, std::string key, std::string why) { set(node.source().begin.line, std::move(key), std::move(why)); }
  void set(std::size_t line, std::string key, std::string why) {
    if (!problem_) problem_ = Problem(ProblemCode::kRequestInvalid, std::move(key), std::move(why)).from(file_).at(fmt::format("line {}", line));
  }
  Problem take() { return std::move(*problem_); }
  const std::string& file() const { return file_; }

 private:
  std::string file_;
  std::optional<Problem> problem_;
};

/// Reads keys of one table and remembers which were read, so that the others can be refused.
class TableReader {
 public:
  TableReader(const toml::table& table, std::string path, Failure& failure) : table_(table), path_(std::move(path)), failure_(failure) {}

  std::string at(std::string_view key) const { return path_.empty() ? std::string(key) : path_ + "." + std::string(key); }
  const toml::node* find(std::string_view key) {
    known_.emplace(key);
    return table_.get(key);
  }
  void refuse(const toml::node& node, std::string_view key, std::string why) { failure_.set(node, at(key), std::move(why)); }
  void refuse(std::string why) { failure_.set(table_, path_, std::move(why)); }

  bool text(std::string_view key, std::string& into) {
    const toml::node* node = find(key);
    if (node == nullptr) return false;
    if (!node->is_string()) {
      refuse(*node, key, "a text is expected");
      return false;
    }
    into = *node->value<std::string>();
    return true;
  }
  void boolean(std::string_view key, bool& into) {
    const toml::node* node = find(key);
    if (node == nullptr) return;
    if (!node->is_boolean()) return refuse(*node, key, "true or false is expected");
    into = *node->value<bool>();
  }
  /// A text, or a list of texts.
  std::vector<std::string> texts(std::string_view key) {
    std::vector<std::string> all;
    const toml::node* node = find(key);
    if (node == nullptr) return all;
    if (node->is_string()) {
      all.push_back(*node->value<std::string>());
      return all;
    }
    const toml::array* array = node->as_array();
    if (array == nullptr || array->empty()) {
      refuse(*node, key, "a text or a list of texts is expected");
      return all;
    }
    for (const toml::node& each : *array) {
      if (!each.is_string()) {
        refuse(each, key, "a text is expected");
        return all;
      }
      all.push_back(*each.value<std::string>());
    }
    return all;
  }
  const toml::table* table(std::string_view key) {
    const toml::node* node = find(key);
    if (node == nullptr) return nullptr;
    if (!node->is_table()) refuse(*node, key, "a table is expected");
    return node->as_table();
  }
  void finish() {
    for (const auto& [key, node] : table_)
      if (!known_.contains(key.str())) return refuse(node, key.str(), "unknown key");
  }

 private:
  const toml::table& table_;
  std::string path_;
  Failure& failure_;
  std::set<std::string, std::less<>> known_;
};

bool good_name(std::string_view name) {
  return !name.empty() && name.size() <= 40 && name.front() != '-' &&
         std::all_of(name.begin(), name.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

Result<toml::table> parse_toml(std::string_view text, const std::string& file) {
  try {
    return toml::parse(text);
  } catch (const toml::parse_error& error) {
    return Problem(ProblemCode::kDocumentMalformed, std::string(error.description())).from(file).at(fmt::format("line {}", error.source().begin.line));
  }
}

/// Entries of a code list; a value is a text (« cdi = "CDI" »), or a number or truth value written as one.
void read_codes(const toml::table& table, const std::string& path, CodeList& into, Failure& failure) {
  for (const auto& [key, node] : table) {
    const std::string where = path + "." + std::string(key.str());
    if (!node.is_string()) return failure.set(node, where, "a text is expected");
    if (!into.entries.emplace(CodeList::key(key.str()), *node.value<std::string>()).second)
      return failure.set(node, where, "given twice");
  }
}

class MappingReader {
 public:
  MappingReader(const std::string& file, std::string directory) : failure_(file), directory_(std::move(directory)) { mapping_.file = file; }

  Result<SourceMapping> run(const toml::table& document) {
    TableReader root(document, "", failure_);
    head(root, document);
    if (const toml::table* feed = root.table("feed")) shape(TableReader(*feed, "feed", failure_));
    else failure_.set(document, "feed", "a table is expected");
    if (const toml::table* codes = root.table("codes")) code_lists(*codes);
    if (const toml::table* fields = root.table("fields")) this->fields(*fields);
    else failure_.set(document, "fields", "a table is expected");
    unused(root);
    root.finish();
    whole(document);
    if (failure_.any()) return failure_.take();
    return std::move(mapping_);
  }

 private:
  void head(TableReader& root, const toml::table& document) {
    root.text("name", mapping_.name);
    root.text("title", mapping_.title);
    if (!good_name(mapping_.name)) failure_.set(document, "name", "lower-case letters, digits and -");
    if (const toml::node* version = root.find("version")) {
      const auto number = version->is_integer() ? version->value<std::int64_t>() : std::nullopt;
      if (!number || *number < 1 || *number > 1'000'000) root.refuse(*version, "version", "an integer is expected");
      else mapping_.version = static_cast<std::uint32_t>(*number);
    }
  }

  FieldPath path_of(const toml::node& node, const std::string& key, const std::string& text) {
    auto path = FieldPath::parse(text);
    if (!path) failure_.set(node, key, "not a path: " + shorten(text, 60));
    return path ? std::move(*path) : FieldPath();
  }

  void shape(TableReader feed) {
    FeedShape& shape = mapping_.shape;
    std::string format, delimiter;
    feed.text("format", format);
    const toml::node* at_format = feed.find("format");
    if (format == "json") shape.format = FeedFormat::kJson;
    else if (format == "xml") shape.format = FeedFormat::kXml;
    else if (format == "csv") shape.format = FeedFormat::kCsv;
    else if (at_format != nullptr) feed.refuse(*at_format, "format", "json, xml or csv");
    else feed.refuse("format: json, xml or csv");
    const bool xml = shape.format == FeedFormat::kXml, csv = shape.format == FeedFormat::kCsv;
    const auto only_for = [&](std::string_view key, bool allowed, std::string_view which) {
      if (const toml::node* node = feed.find(key); node != nullptr && !allowed) feed.refuse(*node, key, fmt::format("for {} only", which));
    };
    only_for("records", !csv, "xml, json");
    only_for("beside", xml, "xml");
    only_for("delimiter", csv, "csv");
    only_for("columns", csv, "csv");
    shape.records = feed.texts("records");
    if (const toml::node* node = feed.find("records")) {
      for (const std::string& path : shape.records)
        if (xml || !path.empty()) path_of(*node, "feed.records", path);
    } else if (xml) {
      feed.refuse("records: the path of the records' element");
    }
    shape.beside = feed.texts("beside");
    feed.text("encoding", shape.encoding);
    if (feed.text("delimiter", delimiter)) {
      if (delimiter.size() != 1 || delimiter == "\"" || delimiter == "\n" || delimiter == "\r") feed.refuse(*feed.find("delimiter"), "delimiter", "one character");
      else shape.delimiter = delimiter.front();
    }
    shape.columns = feed.texts("columns");
    if (const toml::table* only = feed.table("only")) {
      TableReader reader(*only, "feed.only", failure_);
      std::string path;
      reader.text("path", path);
      RecordFilter filter{path_of(*only, "feed.only.path", path), reader.texts("values")};
      if (filter.values.empty()) reader.refuse("values: a text or a list of texts is expected");
      reader.finish();
      mapping_.only = std::move(filter);
    }
    feed.finish();
  }

  void code_lists(const toml::table& codes) {
    for (const auto& [name, node] : codes) {
      const std::string where = "codes." + std::string(name.str());
      if (!node.is_table()) return failure_.set(node, where, "a table is expected");
      CodeList list;
      read_codes(*node.as_table(), where, list, failure_);
      codes_.emplace(name.str(), std::make_shared<const CodeList>(std::move(list)));
    }
  }

  /// A list of the file's own, or one that is shared between sources.
  std::shared_ptr<const CodeList> codes_called(const toml::node& node, const std::string& key, const std::string& name) {
    if (const auto own = codes_.find(name); own != codes_.end()) return own->second;
    const auto missing = [&] { failure_.set(node, key, "no code list of this name: " + shorten(name, 60)); };
    // The name becomes part of a path: nothing but a name may do that.
    if (directory_.empty() || !good_name(name)) {
      missing();
      return nullptr;
    }
    const std::filesystem::path path = std::filesystem::path(directory_) / "codes" / (name + ".toml");
    std::error_code error;
    if (!std::filesystem::is_regular_file(path, error)) {
      missing();
      return nullptr;
    }
    auto text = read_all(path.string());
    Failure inner("codes/" + name + ".toml");
    CodeList list;
    if (text.ok()) {
      auto document = parse_toml(*text, inner.file());
      if (!document.ok()) {
        failure_.set(node, key, describe(document.problem(), Language::kEnglish));
        return nullptr;
      }
      read_codes(*document, name, list, inner);
      if (inner.any()) failure_.set(node, key, describe(inner.take(), Language::kEnglish));
    } else {
      failure_.set(node, key, describe(text.problem(), Language::kEnglish));
    }
    return codes_.emplace(name, std::make_shared<const CodeList>(std::move(list))).first->second;
  }

  void fields(const toml::table& fields) {
    for (const auto& [name, node] : fields) {
      const std::string key = "fields." + std::string(name.str());
      const auto target = target_from_name(name.str());
      if (!target) return failure_.set(node, key, "unknown key");
      FieldRule rule;
      rule.target = *target;
      rule.line = node.source().begin.line;
      const TargetKind kind = target_kind(*target);
      if (kind == TargetKind::kText || kind == TargetKind::kParts || kind == TargetKind::kList || kind == TargetKind::kCodes)
        rule.take = FieldRule::Take::kAll;
      if (kind == TargetKind::kText) rule.separator = "\n\n";
      if (node.is_string()) rule.paths.push_back(path_of(node, key, *node.value<std::string>()));
      else if (const toml::array* array = node.as_array()) {
        for (const toml::node& each : *array) {
          if (!each.is_string()) return failure_.set(each, key, "a text is expected");
          rule.paths.push_back(path_of(each, key, *each.value<std::string>()));
        }
      } else if (const toml::table* table = node.as_table()) {
        this->rule(TableReader(*table, key, failure_), *table, key, rule);
      } else {
        return failure_.set(node, key, "a path, a list of paths or a table is expected");
      }
      if (!failure_.any() && rule.paths.empty() && rule.fallback.empty()) return failure_.set(node, key, "a path or a default is needed");
      check_fallback(node, key, rule);
      if (failure_.any()) return;
      mapping_.rules.push_back(std::move(rule));
    }
    // The order of the file, which is not the order of a TOML table.
    std::stable_sort(mapping_.rules.begin(), mapping_.rules.end(), [](const FieldRule& a, const FieldRule& b) { return a.line < b.line; });
  }

  void rule(TableReader reader, const toml::table& table, const std::string& key, FieldRule& rule) {
    const TargetKind kind = target_kind(rule.target);
    const bool is_text = kind == TargetKind::kLine || kind == TargetKind::kText || kind == TargetKind::kParts || kind == TargetKind::kList;
    const auto allowed = [&](std::string_view name, bool fits) {
      const toml::node* node = reader.find(name);
      if (node != nullptr && !fits) reader.refuse(*node, name, "not for this field");
      return node != nullptr && fits;
    };
    for (const std::string& path : reader.texts("path")) rule.paths.push_back(path_of(table, key + ".path", path));
    if (allowed("take", kind != TargetKind::kCodes)) {
      std::string take;
      reader.text("take", take);
      const bool figure = kind == TargetKind::kNumber || kind == TargetKind::kDay;
      if (take == "first") rule.take = FieldRule::Take::kFirst;
      else if (take == "all" && (is_text || kind == TargetKind::kCode)) rule.take = FieldRule::Take::kAll;
      else if (take == "least" && figure) rule.take = FieldRule::Take::kLeast;
      else if (take == "most" && figure) rule.take = FieldRule::Take::kMost;
      else reader.refuse(*reader.find("take"), "take", figure ? "first, least or most" : "first or all");
    }
    reader.boolean("html", rule.html);
    allowed("html", is_text);
    std::string expression;
    if (reader.text("match", expression)) {
      auto pattern = TextPattern::compile(expression);
      if (pattern.ok()) rule.match = std::move(*pattern);
      else reader.refuse(*reader.find("match"), "match", pattern.problem().detail);
    }
    std::string list;
    if (reader.text("codes", list)) {
      rule.codes = codes_called(*reader.find("codes"), reader.at("codes"), list);
      if (rule.codes != nullptr) check_codes(*reader.find("codes"), reader.at("codes"), rule.target, *rule.codes);
    }
    if (allowed("day", kind == TargetKind::kDay)) {
      for (const std::string& text : reader.texts("day")) {
        if (auto pattern = DayPattern::parse(text)) rule.days.push_back(std::move(*pattern));
        else reader.refuse(*reader.find("day"), "day", "YYYY, MM and DD, once each, or unix");
      }
    }
    if (allowed("prefer", kind == TargetKind::kCode)) {
      rule.prefer = reader.texts("prefer");
      for (const std::string& code : rule.prefer)
        if (!target_takes(rule.target, code)) reader.refuse(*reader.find("prefer"), "prefer", "no such code: " + shorten(code, 40));
      rule.take = FieldRule::Take::kAll;
    }
    if (allowed("separator", kind == TargetKind::kText || kind == TargetKind::kLine)) reader.text("separator", rule.separator);
    if (allowed("prefix", is_text)) reader.text("prefix", rule.prefix);
    if (allowed("suffix", is_text)) reader.text("suffix", rule.suffix);
    reader.boolean("skip_others", rule.skip_others);
    allowed("skip_others", rule.match.has_value() || rule.codes != nullptr);
    reader.text("default", rule.fallback);
    if (allowed("level", target_has_level(rule.target))) {
      std::string level;
      reader.text("level", level);
      if (level == "must") rule.level = Level::kRequired;
      else if (level != "wish") reader.refuse(*reader.find("level"), "level", "must or wish");
    }
    reader.finish();
  }

  void check_codes(const toml::node& node, const std::string& key, MappingTarget target, const CodeList& list) {
    for (const auto& [written, code] : list.entries) {
      const bool number = target_kind(target) == TargetKind::kNumber;
      if (!code.empty() && (number ? !read_number(code).has_value() : !target_takes(target, code)))
        return failure_.set(node, key, "no such code: " + shorten(code, 40));
    }
  }

  void check_fallback(const toml::node& node, const std::string& key, const FieldRule& rule) {
    if (rule.fallback.empty()) return;
    const TargetKind kind = target_kind(rule.target);
    if ((kind == TargetKind::kNumber && !read_number(rule.fallback)) || !target_takes(rule.target, rule.fallback) || kind == TargetKind::kDay)
      failure_.set(node, key + ".default", "no such value: " + shorten(rule.fallback, 40));
  }

  void unused(TableReader& root) {
    const toml::node* node = root.find("unused");
    if (node == nullptr || failure_.any()) return;
    const toml::array* entries = node->as_array();
    if (entries == nullptr) return failure_.set(*node, "unused", "[[unused]] is expected");
    for (const toml::node& each : *entries) {
      const toml::table* table = each.as_table();
      if (table == nullptr) return failure_.set(each, "unused", "a table is expected");
      TableReader reader(*table, "unused", failure_);
      std::string reason;
      reader.text("reason", reason);
      if (trim(reason).empty()) reader.refuse("a reason is needed");
      const std::vector<std::string> paths = reader.texts("paths");
      if (paths.empty()) reader.refuse("paths: a text or a list of texts is expected");
      for (const std::string& path : paths) {
        mapping_.unused.push_back({path_of(*table, "unused.paths", path), reason, table->source().begin.line});
        if (path == ".") failure_.set(*table, "unused.paths", "not a path: .");
      }
      reader.finish();
    }
  }

  /// What the parts must have in common.
  void whole(const toml::table& document) {
    if (failure_.any()) return;
    for (const MappingTarget needed : {MappingTarget::kId, MappingTarget::kTitle}) {
      const FieldRule* rule = mapping_.rule(needed);
      if (rule == nullptr || rule->paths.empty())
        return failure_.set(document, fmt::format("fields.{}", target_name(needed)), "a path is needed");
    }
    std::set<std::string> once;
    for (const UnusedField& each : mapping_.unused) {
      if (!once.insert(each.path.text()).second) failure_.set(each.line, "unused", "given twice: " + each.path.text());
      // What lies below may be read: of an element whose text is not used, an attribute.
      for (const FieldRule& rule : mapping_.rules)
        if (std::find(rule.paths.begin(), rule.paths.end(), each.path) != rule.paths.end())
          failure_.set(each.line, "unused", fmt::format("also read by fields.{}: {}", target_name(rule.target), each.path.text()));
    }
  }

  Failure failure_;
  std::string directory_;
  SourceMapping mapping_;
  std::map<std::string, std::shared_ptr<const CodeList>, std::less<>> codes_;
};

}  // namespace

Result<SourceMapping> parse_source_mapping(std::string_view text, const std::string& file, const std::string& directory) {
  std::size_t bad = 0;
  if (!valid_utf8(text, &bad)) {
    const auto lines = std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(bad), '\n');
    return Problem(ProblemCode::kNotUtf8, fmt::format("0x{:02X}", static_cast<unsigned char>(text[bad]))).from(file).at(fmt::format("line {}", lines + 1));
  }
  auto document = parse_toml(text, file);
  if (!document.ok()) return std::move(document).problem();
  return MappingReader(file, directory).run(*document);
}

Result<SourceMapping> read_source_mapping(const std::string& path) {
  auto text = read_all(path);
  if (!text.ok()) return std::move(text).problem();
  const std::filesystem::path file(path);
  const std::string directory = file.parent_path().empty() ? "." : file.parent_path().string();
  return parse_source_mapping(*text, file.filename().string(), directory);
}

}  // namespace passerelle
