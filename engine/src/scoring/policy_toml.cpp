// Policies as people write them: TOML with comments. Every key is known, or refused with its line.
#include <filesystem>
#include <set>
#include <type_traits>

#include <fmt/format.h>
#include <toml++/toml.h>

#include "base/input_file.hpp"
#include "scoring/policy.hpp"

namespace passerelle {
namespace {

// Reads keys of one table and remembers which were read, so that the others can be refused.
class Reader {
 public:
  Reader(const toml::table* table, std::string path, std::optional<Problem>& failure) : table_(table), path_(std::move(path)), failure_(failure) {}

  template <class T>
  void number(std::string_view key, T& into) {
    const toml::node* node = find(key);
    if (node == nullptr || failure_) return;
    const auto value = node->value<std::int64_t>();
    if (!node->is_integer() || !value) return refuse(*node, key, "an integer is expected");
    const auto low = static_cast<std::int64_t>(std::numeric_limits<T>::min());
    const auto high = static_cast<std::int64_t>(std::numeric_limits<T>::max());
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
    if (node == nullptr || failure_) return;
    if (!node->is_string()) return refuse(*node, key, "a text is expected");
    into = *node->value<std::string>();
  }
  const toml::node* find(std::string_view key) {
    known_.emplace(key);
    return table_ == nullptr ? nullptr : table_->get(key);
  }
  Reader table(std::string_view key) {
    const toml::node* node = find(key);
    if (node != nullptr && !node->is_table()) refuse(*node, key, "a table is expected");
    return {node == nullptr ? nullptr : node->as_table(), path_.empty() ? std::string(key) : path_ + "." + std::string(key), failure_};
  }
  const toml::table* raw() const { return table_; }
  void refuse(const toml::node& node, std::string_view key, std::string why) {
    if (failure_) return;
    failure_ = Problem(ProblemCode::kRequestInvalid, path_.empty() ? std::string(key) : path_ + "." + std::string(key), std::move(why))
                   .at(fmt::format("line {}", node.source().begin.line));
  }
  void finish() {
    if (table_ == nullptr || failure_) return;
    for (const auto& [key, node] : *table_)
      if (!known_.contains(key.str())) return refuse(node, key.str(), "unknown key");
  }

 private:
  const toml::table* table_;
  std::string path_;
  std::optional<Problem>& failure_;
  std::set<std::string, std::less<>> known_;
};

void read_criteria(Reader reader, Policy& policy) {
  for (std::size_t i = 0; i < kCriteria; ++i) {
    const std::string_view name = code(static_cast<Criterion>(i));
    CriterionUse& use = policy.criteria[i];
    const toml::node* node = reader.find(name);
    if (node == nullptr) continue;
    if (node->is_table()) {
      Reader one = reader.table(name);
      one.number("weight", use.weight);
      use.sub_weight = use.weight;
      one.number("sub_weight", use.sub_weight);
      one.finish();
    } else {
      reader.number(name, use.weight);
      use.sub_weight = use.weight;
    }
  }
  reader.finish();
}

void read_order(Reader& reader, Policy& policy) {
  const toml::node* node = reader.find("order");
  if (node == nullptr) return;
  if (!node->is_array()) return reader.refuse(*node, "order", "an array is expected");
  for (const toml::node& entry : *node->as_array()) {
    const std::string key = entry.value_or(std::string{});
    if (key == "tier") policy.order.push_back(SortKey::kTier);
    else if (key == "suits") policy.order.push_back(SortKey::kSuits);
    else if (key == "score") policy.order.push_back(SortKey::kScore);
    else if (key == "wanted") policy.order.push_back(SortKey::kWanted);
    else return reader.refuse(entry, "order", "tier, suits, score or wanted");
  }
}

void read_constraints(Reader reader, Policy& policy) {
  for (std::size_t i = 0; i < kConstraints; ++i) {
    const std::string_view name = code(static_cast<Constraint>(i));
    const toml::node* node = reader.find(name);
    if (node == nullptr) continue;
    const auto use = constraint_use_from_code(node->value_or(std::string{}));
    if (!use) return reader.refuse(*node, name, "exclude, verdict or ignore");
    policy.constraints[i] = *use;
  }
  reader.finish();
}

void read_travel(Reader reader, TravelRule& travel) {
  for (std::size_t i = 1; i < travel.means.size(); ++i) {
    Reader means = reader.table(code(static_cast<Means>(i)));
    means.number("access_minutes", travel.means[i].access_minutes);
    means.number("urban_kmh10", travel.means[i].urban_kmh10);
    means.number("rural_kmh10", travel.means[i].rural_kmh10);
    means.finish();
  }
  reader.number("urban_population", travel.urban_population);
  reader.number("urban_metres", travel.urban_metres);
  reader.number("same_commune_metres", travel.same_commune_metres);
  reader.number("decay_metres", travel.decay_metres);
  reader.number("decay_shape_percent", travel.decay_shape_percent);
  reader.number("metres_per_minute", travel.metres_per_minute);
  reader.finish();
}

}  // namespace

Result<Policy> parse_policy(std::string_view text, std::string_view source) {
  toml::table document;
  try {
    document = toml::parse(text);
  } catch (const toml::parse_error& error) {
    return Problem(ProblemCode::kDocumentMalformed, std::string(error.description()))
        .from(source).at(fmt::format("line {}", error.source().begin.line));
  }
  Policy policy;
  std::optional<Problem> failure;
  Reader root(&document, "", failure);
  root.text("name", policy.name);
  root.number("version", policy.version);
  root.text("title_fr", policy.title_fr);
  root.text("title_en", policy.title_en);
  root.boolean("shows_wishes", policy.shows_wishes);
  read_order(root, policy);
  read_criteria(root.table("criteria"), policy);
  read_constraints(root.table("constraints"), policy);
  Reader eligibility = root.table("eligibility");
  eligibility.number("min_relation", policy.eligibility.min_relation);
  eligibility.boolean("by_sought", policy.eligibility.by_sought);
  eligibility.boolean("by_practised", policy.eligibility.by_practised);
  eligibility.number("min_card_cover", policy.eligibility.min_card_cover);
  eligibility.finish();
  Reader competences = root.table("competences");
  CompetenceRule& c = policy.competences;
  competences.number("required_percent", c.required_percent);
  competences.number("core_percent", c.core_percent);
  competences.number("licence_weight", c.licence_weight);
  competences.number("card_percent", c.card_percent);
  competences.number("certified", c.certified);
  competences.number("declared", c.declared);
  competences.number("inferred_core", c.inferred_core);
  competences.number("inferred_other", c.inferred_other);
  competences.number("inferred_min_months", c.inferred_min_months);
  competences.number("same_group", c.same_group);
  competences.number("group_asked", c.group_asked);
  competences.number("small_group", c.small_group);
  competences.number("min_neighbour", c.min_neighbour);
  competences.finish();
  read_travel(root.table("travel"), policy.travel);
  Reader wishes = root.table("wishes");
  WishRule& w = policy.wishes;
  wishes.number("when_silent", w.when_silent);
  wishes.number("per_rank", w.per_rank);
  wishes.number("contract_floor", w.contract_floor);
  wishes.number("hours_zero_minutes", w.hours_zero_minutes);
  wishes.number("salary_zero_percent", w.salary_zero_percent);
  wishes.number("wait_zero_days", w.wait_zero_days);
  wishes.number("late_tolerance_days", w.late_tolerance_days);
  wishes.number("unstated_experience_months", w.unstated_experience_months);
  wishes.number("experience_min_relation", w.experience_min_relation);
  wishes.finish();
  root.finish();
  if (failure) return std::move(*failure).from(source);
  if (Status valid = policy.validate(); !valid) return std::move(valid).problem().from(source);
  return policy;
}

Result<Policy> read_policy(const std::string& path) {
  Result<std::string> text = read_all(path);
  if (!text) return std::move(text).problem();
  return parse_policy(*text, std::filesystem::path(path).filename().string());
}

}  // namespace passerelle
