#include "intake/normalise/reference_lookup.hpp"

#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/text.hpp"

namespace passerelle {
namespace {

using reference::ItemKind;

/// Lower is preferred.
unsigned order_of(ItemKind kind) {
  switch (kind) {
    case ItemKind::kSkill: return 0;
    case ItemKind::kKnowledge: return 1;
    case ItemKind::kBehaviour: return 2;
    case ItemKind::kMacro: return 3;
    case ItemKind::kCertificate: break;
  }
  return 4;
}

/// « Conducteur routier / Conductrice routière de bus » → the whole, « conducteur routier de bus » and « conductrice
/// routiere de bus ». The left half lacks what the right one goes on with.
std::vector<std::string> folded_titles(std::string_view title) {
  std::vector<std::string> result{fold(title)};
  const std::size_t slash = title.find(" / ");
  if (slash == std::string_view::npos) return result;
  const std::vector<std::string> left = folded_words(title.substr(0, slash));
  const std::vector<std::string> right = folded_words(title.substr(slash + 3));
  std::string first, second;
  for (const std::string& word : left) first += (first.empty() ? "" : " ") + word;
  for (std::size_t i = 0; i < right.size(); ++i) {
    second += (second.empty() ? "" : " ") + right[i];
    if (i >= left.size()) first += " " + right[i];
  }
  result.push_back(std::move(first));
  result.push_back(std::move(second));
  return result;
}

/// Job titles as people write them: « Cariste H/F », « Cariste (F/H) ».
std::string without_gender_mark(std::string folded) {
  for (const std::string_view mark : {" h f", " f h", " m f", " f m", " h f d"})
    if (folded.size() > mark.size() && folded.compare(folded.size() - mark.size(), mark.size(), mark) == 0)
      folded.resize(folded.size() - mark.size());
  return folded;
}

}  // namespace

struct ReferenceLookup::Tables {
  std::unordered_map<std::string, ItemId> items, certificates;
  std::unordered_map<std::string, OccupationId> occupations;  ///< unset id = ambiguous

  explicit Tables(const reference::Reference& reference) {
    for (std::uint32_t i = 0; i < reference.item_keys.size(); ++i) {
      add_item(reference, reference.item_labels[i], ItemId(i));
      if (i >= reference.item_aliases.size()) continue;
      for (const std::string& alias : reference.item_aliases[i]) add_item(reference, alias, ItemId(i));
    }
    // An occupation's own label wins over the titles of others.
    for (std::uint32_t i = 0; i < reference.occupation_keys.size(); ++i)
      for (std::string& title : folded_titles(reference.occupation_labels[i]))
        add_occupation(std::move(title), OccupationId(i));
    std::unordered_map<std::string, OccupationId> labels;
    labels.swap(occupations);
    for (std::uint32_t i = 0; i < reference.occupation_keys.size(); ++i)
      for (const std::string& title : reference.titles[i])
        for (std::string& folded : folded_titles(title)) add_occupation(std::move(folded), OccupationId(i));
    for (auto& [label, id] : labels) occupations.insert_or_assign(label, id);
  }

 private:
  void add_item(const reference::Reference& reference, std::string_view label, ItemId id) {
    // « CACES R489 catégorie 3 : chariots … » is also called by what stands before the colon.
    if (const auto colon = label.find(" : "); colon != std::string_view::npos && reference.item_kinds[id.value] == ItemKind::kCertificate)
      add_item(reference, label.substr(0, colon), id);
    std::string folded = fold(label);
    if (folded.empty()) return;
    const bool certificate = reference.item_kinds[id.value] == ItemKind::kCertificate;
    const auto [place, fresh] = (certificate ? certificates : items).try_emplace(std::move(folded), id);
    if (!fresh && order_of(reference.item_kinds[id.value]) < order_of(reference.item_kinds[place->second.value]))
      place->second = id;
  }
  void add_occupation(std::string folded, OccupationId id) {
    if (folded.empty()) return;
    const auto [place, fresh] = occupations.try_emplace(std::move(folded), id);
    if (!fresh && place->second != id) place->second = OccupationId();
  }
};

struct ReferenceLookup::Once {
  std::once_flag tables, finder;
};

ReferenceLookup::ReferenceLookup(const reference::Reference& reference)
    : reference_(reference), once_(std::make_unique<Once>()) {}
ReferenceLookup::~ReferenceLookup() = default;

const ReferenceLookup::Tables& ReferenceLookup::tables() const {
  std::call_once(once_->tables, [this] { tables_ = std::make_unique<Tables>(reference_); });
  return *tables_;
}

const occupation::OccupationFinder& ReferenceLookup::occupation_finder() const {
  std::call_once(once_->finder, [this] { finder_ = std::make_unique<occupation::OccupationFinder>(reference_); });
  return *finder_;
}

std::optional<ItemId> ReferenceLookup::item_called(std::string_view label) const {
  const auto found = tables().items.find(fold(label));
  return found == tables().items.end() ? std::nullopt : std::optional(found->second);
}

std::optional<ItemId> ReferenceLookup::certificate_called(std::string_view label) const {
  const auto found = tables().certificates.find(fold(label));
  return found == tables().certificates.end() ? std::nullopt : std::optional(found->second);
}

std::optional<OccupationId> ReferenceLookup::occupation_called(std::string_view title) const {
  const auto found = tables().occupations.find(without_gender_mark(fold(title)));
  if (found == tables().occupations.end() || !found->second.set()) return std::nullopt;
  return found->second;
}

}  // namespace passerelle
