#include "operations/invitation_rules.hpp"

#include <algorithm>
#include <filesystem>
#include <set>

#include <fmt/format.h>
#include <toml++/toml.h>

#include "base/input_file.hpp"
#include "operations/clock_time.hpp"

namespace passerelle::operations {
namespace {

// Reads keys of one table and remembers which were read, so that the others can be refused.
class Reader {
 public:
  Reader(const toml::table* table, std::string path, std::optional<Problem>& failure) : table_(table), path_(std::move(path)), failure_(failure) {}

  template <class T>
  void number(std::string_view key, T& into, std::int64_t low, std::int64_t high) {
    const toml::node* node = find(key);
    if (node == nullptr || failure_) return;
    const auto value = node->value<std::int64_t>();
    if (!node->is_integer() || !value) return refuse(*node, key, "an integer is expected");
    if (*value < low || *value > high) return refuse(*node, key, fmt::format("{} to {}", low, high));
    into = static_cast<T>(*value);
  }
  void boolean(std::string_view key, bool& into) {
    const toml::node* node = find(key);
    if (node == nullptr || failure_) return;
    if (!node->is_boolean()) return refuse(*node, key, "true or false is expected");
    into = *node->value<bool>();
  }
  void text(std::string_view key, std::string& into) {
    const toml::node* node = find(key);
    if (failure_) return;
    if (node == nullptr) return missing(key);
    if (!node->is_string()) return refuse(*node, key, "a text is expected");
    into = *node->value<std::string>();
  }
  void clock(std::string_view key, std::uint16_t& into) {
    const toml::node* node = find(key);
    if (node == nullptr || failure_) return;
    const auto minutes = parse_clock(node->value_or(std::string{}));
    if (!minutes) return refuse(*node, key, "HH:MM");
    into = *minutes;
  }
  Reader table(std::string_view key) {
    const toml::node* node = find(key);
    if (node != nullptr && !node->is_table()) refuse(*node, key, "a table is expected");
    return {node == nullptr ? nullptr : node->as_table(), path_.empty() ? std::string(key) : path_ + "." + std::string(key), failure_};
  }
  std::vector<std::string> keys() const {
    std::vector<std::string> keys;
    if (table_ != nullptr)
      for (const auto& [key, node] : *table_) keys.emplace_back(key.str());
    return keys;
  }
  void missing(std::string_view key) {
    if (!failure_) failure_ = Problem(ProblemCode::kRequestInvalid, path_.empty() ? std::string(key) : path_ + "." + std::string(key), "a value is needed");
  }
  void finish() {
    if (table_ == nullptr || failure_) return;
    for (const auto& [key, node] : *table_)
      if (!known_.contains(key.str())) return refuse(node, key.str(), "unknown key");
  }

 private:
  const toml::node* find(std::string_view key) {
    known_.emplace(key);
    return table_ == nullptr ? nullptr : table_->get(key);
  }
  void refuse(const toml::node& node, std::string_view key, std::string why) {
    if (failure_) return;
    failure_ = Problem(ProblemCode::kRequestInvalid, path_.empty() ? std::string(key) : path_ + "." + std::string(key), std::move(why))
                   .at(fmt::format("line {}", node.source().begin.line));
  }
  const toml::table* table_;
  std::string path_;
  std::optional<Problem>& failure_;
  std::set<std::string, std::less<>> known_;
};

}  // namespace

const KindRule* InvitationRules::find_kind(std::string_view code) const noexcept {
  const auto at = std::lower_bound(kinds.begin(), kinds.end(), code, [](const KindRule& kind, std::string_view c) { return kind.code < c; });
  return at != kinds.end() && at->code == code ? &*at : nullptr;
}

Result<InvitationRules> parse_invitation_rules(std::string_view text, std::string_view source) {
  toml::table document;
  try {
    document = toml::parse(text);
  } catch (const toml::parse_error& error) {
    return Problem(ProblemCode::kDocumentMalformed, std::string(error.description())).from(source).at(fmt::format("line {}", error.source().begin.line));
  }
  InvitationRules rules;
  std::optional<Problem> failure;
  Reader root(&document, "", failure);
  root.text("name", rules.name);
  root.number("version", rules.version, 1, 1'000'000);
  root.text("title_fr", rules.title_fr);
  root.text("title_en", rules.title_en);
  root.number("per_week", rules.per_week, 1, 7);
  root.number("kind_days", rules.kind_days, 7, 3'650);
  root.number("fill_points", rules.fill_points, 0, 100'000);
  root.number("waiting_percent", rules.waiting_percent, 0, 1'000);
  root.number("considered_per_seat", rules.considered_per_seat, 0, 1'000'000);
  Reader overbooking = root.table("overbooking");
  std::uint32_t percent = rules.overbooking.overflow / 100;
  overbooking.number("overflow_percent", percent, 0, 100);
  rules.overbooking.overflow = percent * 100;
  overbooking.number("most_percent", rules.overbooking.most_percent, 100, 400);
  overbooking.finish();
  Reader travel = root.table("travel");
  travel.number("default_minutes", rules.default_minutes, 1, 1'440);
  travel.number("most_minutes", rules.most_minutes, 1, 1'440);
  travel.finish();
  Reader hours = root.table("hours");
  for (std::size_t i = 1; i < rules.hours.size(); ++i) {
    Reader means = hours.table(code(static_cast<Means>(i)));
    means.clock("first", rules.hours[i].first);
    means.clock("last", rules.hours[i].last);
    means.finish();
  }
  hours.finish();
  Reader kinds = root.table("kinds");
  for (const std::string& name : kinds.keys()) {
    KindRule kind;
    kind.code = name;
    Reader one = kinds.table(name);
    one.text("title_fr", kind.title_fr);
    one.text("title_en", kind.title_en);
    std::uint32_t no_show = kind.no_show.rate / 100;
    one.number("no_show_percent", no_show, 0, kMostNoShow / 100);
    kind.no_show.rate = no_show * 100;
    one.number("kind_weight", kind.no_show.kind_weight, 1, 1'000'000);
    one.number("basin_weight", kind.no_show.basin_weight, 1, 1'000'000);
    one.boolean("trains", kind.trains);
    one.finish();
    rules.kinds.push_back(std::move(kind));
  }
  std::sort(rules.kinds.begin(), rules.kinds.end(), [](const KindRule& a, const KindRule& b) { return a.code < b.code; });
  if (rules.version == 0) root.missing("version");
  if (rules.kinds.empty()) root.missing("kinds");
  root.finish();
  if (failure) return std::move(*failure).from(source);
  return rules;
}

Result<InvitationRules> read_invitation_rules(const std::string& path) {
  Result<std::string> text = read_all(path);
  if (!text) return std::move(text).problem();
  return parse_invitation_rules(*text, std::filesystem::path(path).filename().string());
}

}  // namespace passerelle::operations
