#include "intake/sources/source_check.hpp"

#include <filesystem>
#include <set>
#include <utility>

#include "base/input_file.hpp"
#include "intake/feeds/feed_reader.hpp"

namespace passerelle {
namespace {

using Fate = FieldUse::Fate;

/// "skills[2]/label" → "skills/label".
std::string without_numbers(std::string_view path) {
  std::string plain;
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (path[i] == '[') {
      const std::size_t close = path.find(']', i);
      const bool number = close != std::string_view::npos && close > i + 1 && path.substr(i + 1, close - i - 1).find_first_not_of("0123456789") == std::string_view::npos &&
                          (close + 1 == path.size() || path[close + 1] == '/');
      if (number) {
        i = close;
        continue;
      }
    }
    plain += path[i];
  }
  return plain;
}

class Totals {
 public:
  explicit Totals(SourceCheck& check) : check_(check) {}

  void add(const CheckedRecord& record) {
    ++check_.records;
    if (!record.offer) ++check_.left_out;
    else if (record.problem) ++check_.refused;
    else ++check_.offers;
    for (const FieldUse& use : record.uses) add(use);
  }

 private:
  void add(const FieldUse& use) {
    const std::string path = without_numbers(use.path);
    const auto [found, is_new] = index_.emplace(std::pair(path, use.target), check_.fields.size());
    if (is_new) {
      if (check_.fields.size() >= kMaxFields) {
        index_.erase(found);
        ++check_.unknown;
        return;
      }
      CheckedField& field = check_.fields.emplace_back();
      field.path = path;
      field.target = use.target;
      field.reason = use.reason;
    }
    CheckedField& field = check_.fields[found->second];
    if (field.text.empty() || (use.fate == Fate::kRead && field.read == 0)) {
      field.text = use.text;
      field.value = use.value;
    }
    switch (use.fate) {
      case Fate::kRead: ++field.read, ++check_.read; break;
      case Fate::kEmpty: ++field.empty, ++check_.empty; break;
      case Fate::kSpare: ++field.spare, ++check_.spare; break;
      case Fate::kUnread:
        if (field.unread++ == 0) field.unread_text = use.text;
        ++check_.unread;
        break;
      case Fate::kUnused: ++field.unused, ++check_.unused; break;
      case Fate::kUnknown: ++field.unknown, ++check_.unknown; break;
      case Fate::kFilter: ++field.filter; break;
      case Fate::kDefault: ++field.defaults; break;
    }
  }

  SourceCheck& check_;
  std::map<std::pair<std::string, std::optional<MappingTarget>>, std::size_t> index_;
};

/// Paths of the mapping that no record had.
class Absences {
 public:
  explicit Absences(const SourceMapping& mapping) {
    for (const FieldRule& rule : mapping.rules)
      for (const FieldPath& path : rule.paths) left_.push_back({&path, {path.text(), std::string(target_name(rule.target)), rule.line}});
    for (const UnusedField& field : mapping.unused) left_.push_back({&field.path, {field.path.text(), "", field.line}});
  }
  void see(const FieldNode& record) {
    std::erase_if(left_, [&](const auto& each) {
      bool there = false;
      each.first->each(record, [&](const FieldNode&) { there = true; });
      return there;
    });
  }
  std::vector<AbsentField> take() {
    std::vector<AbsentField> all;
    for (auto& each : left_) all.push_back(std::move(each.second));
    return all;
  }

 private:
  std::vector<std::pair<const FieldPath*, AbsentField>> left_;
};

}  // namespace

Result<SourceCheck> check_source(const SourceMapping& mapping, const std::string& sample, const std::function<void(const CheckedRecord&)>& visit) {
  auto file = InputFile::open(sample);
  if (!file.ok()) return std::move(file).problem();
  SourceCheck check;
  check.source = mapping.name;
  check.sample = std::filesystem::path(sample).filename().string();
  FeedReader reader([&](char* buffer, std::size_t capacity) { return file->read(buffer, capacity); }, mapping.shape);
  Totals totals(check);
  Absences absences(mapping);
  for (;;) {
    RawRecord raw;
    auto next = reader.next(raw);
    if (!next.ok()) {
      Problem problem = std::move(next).problem();
      if (problem.source.empty()) problem.source = check.sample;
      return problem;
    }
    if (!*next) break;
    CheckedRecord record;
    record.position = raw.position;
    record.problem = std::move(raw.problem);
    if (!record.problem) {
      auto tree = reader.parse(raw.bytes);
      if (!tree.ok()) record.problem = std::move(tree).problem();
      else if (!is_offer(*tree, mapping)) record.offer = false;
      else {
        absences.see(*tree);
        auto draft = map_offer(*tree, mapping, &record.id, &record.uses);
        if (draft.ok()) record.flags = std::move(draft->offer.flags);
        else record.problem = std::move(draft).problem();
      }
    }
    totals.add(record);
    if (visit) visit(record);
  }
  check.encoding = reader.encoding();
  if (check.records > 0) check.absent = absences.take();
  return check;
}

}  // namespace passerelle
