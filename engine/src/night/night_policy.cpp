#include "night/night_policy.hpp"

#include <filesystem>
#include <limits>
#include <optional>
#include <set>

#include <fmt/format.h>
#include <toml++/toml.h>

#include "base/input_file.hpp"

namespace passerelle::night {
namespace {

// Integers of one table; what was never asked for is unknown. Refers to the document: copies of nodes forget their lines.
class Table {
 public:
  Table(const toml::table* table, std::string path) : table_(table), path_(std::move(path)) {}

  template <class T>
  void number(std::string_view key, T& into) {
    const toml::node* node = find(key);
    if (node == nullptr || failure_) return;
    read(*node, key, into);
  }
  template <class T, std::size_t n>
  void numbers(std::string_view key, std::array<T, n>& into) {
    const toml::node* node = find(key);
    if (node == nullptr || failure_) return;
    if (!node->is_array() || node->as_array()->size() != n) return refuse(*node, key, fmt::format("{} integers are expected", n));
    for (std::size_t i = 0; i < n; ++i) read(*node->as_array()->get(i), key, into[i]);
  }
  void text(std::string_view key, std::string& into) {
    const toml::node* node = find(key);
    if (node == nullptr || failure_) return;
    if (!node->is_string()) return refuse(*node, key, "a text is expected");
    into = *node->value<std::string>();
  }
  Table table(std::string_view key) {
    const toml::node* node = find(key);
    if (node != nullptr && !node->is_table()) refuse(*node, key, "a table is expected");
    return {node == nullptr ? nullptr : node->as_table(), std::string(key)};
  }
  Status finish() {
    if (table_ != nullptr)
      for (const auto& [key, node] : *table_)
        if (!known_.contains(key.str())) refuse(node, key.str(), "unknown key");
    if (failure_) return *failure_;
    return {};
  }

 private:
  const toml::node* find(std::string_view key) {
    known_.emplace(key);
    return table_ == nullptr ? nullptr : table_->get(key);
  }
  template <class T>
  void read(const toml::node& node, std::string_view key, T& into) {
    const auto value = node.value<std::int64_t>();
    if (!node.is_integer() || !value) return refuse(node, key, "an integer is expected");
    const std::int64_t high = static_cast<std::int64_t>(std::numeric_limits<T>::max());
    if (*value < 0 || *value > high) return refuse(node, key, fmt::format("0 to {}", high));
    into = static_cast<T>(*value);
  }
  void refuse(const toml::node& node, std::string_view key, std::string why) {
    if (failure_) return;
    failure_ = Problem(ProblemCode::kRequestInvalid, path_.empty() ? std::string(key) : path_ + "." + std::string(key), std::move(why))
                   .at(fmt::format("line {}", node.source().begin.line));
  }

  const toml::table* table_;
  std::string path_;
  std::set<std::string, std::less<>> known_;
  std::optional<Problem> failure_;
};

}  // namespace

Status NightPolicy::validate() const {
  const auto refuse = [](const char* field, const char* why) { return Problem(ProblemCode::kRequestInvalid, field, why); };
  if (name.empty()) return refuse("name", "a name is needed");
  if (version == 0) return refuse("version", "1 or more");
  if (pool_depth < 1 || pool_depth > 20) return refuse("pool_depth", "1 to 20");
  if (congestion.most_price > 5'000) return refuse("congestion.most_price", "0 to 5000");
  if (congestion.rounds < 1 || congestion.rounds > 64) return refuse("congestion.rounds", "1 to 64");
  if (congestion.first_step < 1 || congestion.first_step > 5'000) return refuse("congestion.first_step", "1 to 5000");
  if (congestion.deferred_acceptance > 1) return refuse("congestion.deferred_acceptance", "0 or 1");
  if (caps.per_post < 1 || caps.per_post > 1'000'000) return refuse("caps.per_post", "1 to 1000000");
  if (caps.even_percent > 10'000) return refuse("caps.even_percent", "0 to 10000");
  for (const std::uint16_t percent : caps.tension_percent)
    if (percent < 1 || percent > 1'000) return refuse("caps.tension_percent", "1 to 1000");
  if (source_loss_percent < 1 || source_loss_percent > 100) return refuse("source_loss_percent", "1 to 100");
  return {};
}

Result<NightPolicy> parse_night_policy(std::string_view toml, std::string_view source) {
  NightPolicy policy;
  try {
    const toml::table document = toml::parse(toml);
    Table root(&document, "");
    root.text("name", policy.name);
    root.number("version", policy.version);
    root.number("pool_depth", policy.pool_depth);
    root.number("source_loss_percent", policy.source_loss_percent);
    Table congestion = root.table("congestion");
    congestion.number("most_price", policy.congestion.most_price);
    congestion.number("rounds", policy.congestion.rounds);
    congestion.number("first_step", policy.congestion.first_step);
    congestion.number("deferred_acceptance", policy.congestion.deferred_acceptance);
    Table caps = root.table("caps");
    caps.number("per_post", policy.caps.per_post);
    caps.number("even_percent", policy.caps.even_percent);
    caps.numbers("tension_percent", policy.caps.tension_percent);
    for (Table* table : {&congestion, &caps, &root})
      if (Status whole = table->finish(); !whole) return std::move(whole).problem().from(source);
  } catch (const toml::parse_error& error) {
    return Problem(ProblemCode::kDocumentMalformed, std::string(error.description())).from(source).at(fmt::format("line {}", error.source().begin.line));
  }
  if (Status valid = policy.validate(); !valid) return std::move(valid).problem().from(source);
  return policy;
}

Result<NightPolicy> read_night_policy(const std::string& path) {
  Result<std::string> text = read_all(path);
  if (!text) return std::move(text).problem();
  return parse_night_policy(*text, std::filesystem::path(path).filename().string());
}

}  // namespace passerelle::night
