#include "intake/extract/expressions.hpp"

#include <array>
#include <optional>
#include <stdexcept>

#include <fmt/format.h>
#include <toml++/toml.h>

namespace passerelle::extract {
namespace {

constexpr std::array<std::string_view, 8> kKinds = {"licence", "certificate", "language", "education", "experience", "schedule", "demand", "competence"};

/// One table of the file: reads its keys, refuses the first that it does not know.
class Reader {
 public:
  Reader(const toml::table& table, std::optional<Problem>& failure) : table_(table), failure_(failure) {}

  void kind(Kind& into) {
    std::string name;
    text("kind", name);
    for (std::size_t i = 0; i < kKinds.size(); ++i)
      if (kKinds[i] == name) {
        into = static_cast<Kind>(i);
        return;
      }
    refuse("kind", table_, name);
  }
  void text(std::string_view key, std::string& into) {
    const toml::node* node = find(key);
    if (node == nullptr) return;
    if (const auto value = node->value<std::string>(); value && node->is_string()) into = *value;
    else refuse(key, *node, "a text");
  }
  void texts(std::string_view key, std::vector<std::string>& into) {
    const toml::node* node = find(key);
    if (node == nullptr) return;
    const toml::array* array = node->as_array();
    if (array == nullptr) return refuse(key, *node, "a list of texts");
    for (const toml::node& each : *array) {
      if (!each.is_string()) return refuse(key, each, "a text");
      into.push_back(*each.value<std::string>());
    }
  }
  /// « wording = code », one text each.
  void pairs(std::string_view key, std::vector<std::pair<std::string, std::string>>& into) {
    std::vector<std::string> lines;
    texts(key, lines);
    for (const std::string& line : lines) {
      constexpr std::string_view kSign = " = ";
      const std::size_t sign = line.find(kSign);
      if (sign == std::string::npos) return refuse(key, *find(key), "wording = code");
      into.emplace_back(line.substr(0, sign), line.substr(sign + kSign.size()));
    }
  }
  void number_as_text(std::string_view key, std::string& into) {
    const toml::node* node = find(key);
    if (node == nullptr) return;
    if (!node->is_integer()) return refuse(key, *node, "an integer");
    into = std::to_string(*node->value<std::int64_t>());
  }
  const toml::node* find(std::string_view key) {
    known_.emplace_back(key);
    return table_.get(key);
  }
  void finish() {
    for (const auto& [key, node] : table_) {
      bool known = false;
      for (const std::string& each : known_) known = known || each == key.str();
      if (!known) return refuse(key.str(), node, "unknown key");
    }
  }
  void refuse(std::string_view key, const toml::node& node, std::string why) {
    if (!failure_) failure_ = Problem(ProblemCode::kFieldValue, std::string(key), std::move(why)).at(fmt::format("line {}", node.source().begin.line));
  }

 private:
  const toml::table& table_;
  std::optional<Problem>& failure_;
  std::vector<std::string> known_;
};

template <class Take>
void each_table(Reader& root, std::string_view key, const Take& take) {
  const toml::node* node = root.find(key);
  if (node == nullptr) return;
  if (const toml::array* array = node->as_array()) {
    for (const toml::node& each : *array)
      if (const toml::table* table = each.as_table()) take(*table);
      else root.refuse(key, each, "a table");
  } else {
    root.refuse(key, *node, "tables");
  }
}

}  // namespace

std::string_view code(Kind kind) noexcept { return kKinds[static_cast<std::size_t>(kind)]; }

Result<Expressions> parse_expressions(std::string_view text) {
  toml::table table;
  try {
    table = toml::parse(text);
  } catch (const toml::parse_error& error) {
    return Problem(ProblemCode::kDocumentMalformed, std::string(error.description())).at(fmt::format("line {}", error.source().begin.line));
  }
  std::optional<Problem> failure;
  Expressions out;
  Reader root(table, failure);
  root.text("version", out.version);
  if (const toml::node* node = root.find("cues"); node != nullptr && node->is_table()) {
    Reader cues(*node->as_table(), failure);
    cues.texts("must", out.cues.must);
    cues.texts("nice", out.cues.nice);
    cues.texts("none_after", out.cues.none_after);
    cues.texts("none_before", out.cues.none_before);
    cues.texts("aside", out.cues.aside);
    cues.finish();
  }
  if (const toml::node* node = root.find("certificates"); node != nullptr && node->is_table()) {
    Reader certificates(*node->as_table(), failure);
    certificates.texts("not_in_text", out.certificates_not_in_text);
    certificates.finish();
  }
  each_table(root, "list", [&](const toml::table& each) {
    CodeList& list = out.lists.emplace_back();
    Reader read(each, failure);
    read.kind(list.kind);
    read.texts("triggers", list.triggers);
    read.texts("fillers", list.fillers);
    read.pairs("members", list.members);
    read.text("alone", list.alone);
    read.texts("alone_not", list.alone_not);
    read.texts("alone_near", list.alone_near);
    read.finish();
  });
  each_table(root, "expression", [&](const toml::table& each) {
    Expression& expression = out.expressions.emplace_back();
    Reader read(each, failure);
    read.kind(expression.kind);
    read.text("code", expression.code);
    read.number_as_text("value", expression.code);
    read.texts("texts", expression.texts);
    read.text("passengers", expression.passengers);
    read.finish();
  });
  root.finish();
  if (failure) return *std::move(failure);
  return out;
}

const Expressions& shipped_expressions() {
  static const Expressions shipped = [] {
    auto parsed = parse_expressions(shipped_expressions_text());
    // A table that does not parse is a fault of the build, which a test finds first.
    if (!parsed) throw std::logic_error("expressions.toml: " + parsed.problem().position + " " + parsed.problem().detail);
    return *std::move(parsed);
  }();
  return shipped;
}

}  // namespace passerelle::extract
