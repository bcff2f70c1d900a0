#include "reference/build_reference.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "base/text.hpp"
#include "reference/note_list.hpp"
#include "reference/reference_index.hpp"

namespace passerelle::reference {
namespace {

using Index = Reference::Index;

void fill_vocabulary(const ReferenceInputs& inputs, const MergedVocabulary& merged, Reference& reference,
                     Index& index) {
  for (const VocabularyData& data : inputs.vocabularies)
    reference.vocabularies.push_back({data.name, data.version, data.title, data.licence, data.source,
                                      static_cast<std::uint32_t>(data.items.size()),
                                      static_cast<std::uint32_t>(data.occupations.size())});
  index.items.reserve(merged.items.size());
  for (const ItemRow* item : merged.items) {
    index.items.emplace(item->key, ItemId(static_cast<std::uint32_t>(reference.item_keys.size())));
    reference.item_keys.push_back(item->key);
    reference.item_labels.push_back(item->label);
    reference.item_aliases.push_back(item->aliases);
    reference.item_kinds.push_back(item->kind);
  }
  reference.item_groups = merged.item_groups;
  reference.group_count = merged.group_count;
  reference.group_sizes.assign(merged.group_count, 0);
  for (const std::uint32_t group : merged.item_groups)
    if (group != ItemId::kNone) ++reference.group_sizes[group];
  for (const OccupationRow* occupation : merged.occupations) {
    index.occupations.emplace(occupation->key,
                              OccupationId(static_cast<std::uint32_t>(reference.occupation_keys.size())));
    reference.occupation_keys.push_back(occupation->key);
    reference.occupation_labels.push_back(occupation->label);
    reference.occupation_sectors.push_back(occupation->sector);
    reference.occupation_parent_keys.push_back(occupation->parent);
    reference.occupation_regulated.push_back(occupation->regulated);
    reference.titles.push_back(occupation->titles);
  }
  reference.occupation_parents = merged.occupation_parents;
  reference.cards = merged.cards;
}

/// What opens a regulated occupation. The last vocabulary that speaks of an occupation counts; saying which
/// certificate opens it says that it is regulated.
void fill_diplomas(const ReferenceInputs& inputs, const MergedVocabulary& merged, Reference& reference,
                   std::vector<Problem>& notes_out) {
  NoteList notes(notes_out, "regulated_by");
  std::map<OccupationId, std::vector<ItemId>> opened_by;
  for (const VocabularyData& vocabulary : inputs.vocabularies) {
    std::map<OccupationId, std::vector<ItemId>> here;
    std::vector<std::string_view> unknown;
    for (const RegulatedRow& row : vocabulary.regulated) {
      const auto occupation = merged.find_occupation(row.occupation);
      if (!occupation) {
        unknown.push_back(row.occupation);
        continue;
      }
      std::vector<ItemId>& items = here[*occupation];
      for (const std::string& key : row.any_of) {
        if (const auto item = merged.find_item(key)) items.push_back(*item);
        else notes.add(Problem(ProblemCode::kItemUnknown, "any_of", key).from(vocabulary.name).at(row.occupation));
      }
    }
    // A list made for all of ROME may meet a store that holds a part of it, or none yet: one note, or nothing to say.
    if (!unknown.empty() && !merged.occupations.empty()) {
      std::string detail(unknown.front());
      if (unknown.size() > 1) detail += fmt::format(" … ({})", unknown.size());
      notes.add(Problem(ProblemCode::kOccupationUnknown, "regulated_by", std::move(detail)).from(vocabulary.name));
    }
    for (auto& [occupation, items] : here) opened_by[occupation] = std::move(items);
  }
  for (std::uint32_t o = 0; o < merged.occupations.size(); ++o) {
    std::vector<ItemId> items;
    if (const auto found = opened_by.find(OccupationId(o)); found != opened_by.end()) {
      items = std::move(found->second);
      reference.occupation_regulated[o] = true;
    }
    std::sort(items.begin(), items.end());
    items.erase(std::unique(items.begin(), items.end()), items.end());
    reference.diplomas.push_row(items);
  }
}

void fill_aliases(const std::vector<CommuneAlias>& aliases, Index& index, std::vector<Problem>& notes_out) {
  NoteList notes(notes_out, "commune aliases");
  std::map<std::string_view, std::string_view> next;
  for (const CommuneAlias& alias : aliases)
    if (alias.old_code != alias.code) next.insert_or_assign(alias.old_code, alias.code);
  // A commune may have merged more than once; a circle of codes ends after as many steps as there could be mergers.
  constexpr int kMostSteps = 8;
  Index::Table<std::vector<CommuneId>> old_names;
  for (const CommuneAlias& alias : aliases) {
    std::string_view code = alias.code;
    for (int step = 0; step < kMostSteps && !index.communes.contains(code); ++step) {
      const auto onward = next.find(code);
      if (onward == next.end()) break;
      code = onward->second;
    }
    const auto current = index.communes.find(code);
    if (current == index.communes.end()) {
      notes.add(
          Problem(ProblemCode::kPlaceUnknown, "current_code", fmt::format("{} → {}", alias.old_code, alias.code)));
      continue;
    }
    const CommuneId commune = current->second;
    index.communes.emplace(alias.old_code, commune);  // a code in use today keeps its own commune
    if (std::string name = fold(alias.name); !name.empty() && !index.names.contains(name))
      old_names[std::move(name)].push_back(commune);
  }
  for (auto& [name, communes] : old_names) {
    std::sort(communes.begin(), communes.end());
    communes.erase(std::unique(communes.begin(), communes.end()), communes.end());
    index.names.emplace(name, std::move(communes));
  }
}

void fill_communes(const ReferenceInputs& inputs, Reference& reference, Index& index, std::vector<Problem>& notes) {
  std::map<std::string_view, const CommuneRow*> rows;
  for (const CommuneRow& commune : inputs.communes) rows.insert_or_assign(commune.code, &commune);
  for (const auto& [code, row] : rows) {
    const CommuneId id(static_cast<std::uint32_t>(reference.communes.size()));
    reference.communes.push_back(*row);
    index.communes.emplace(code, id);
    if (std::string name = fold(row->name); !name.empty()) index.names[std::move(name)].push_back(id);
    for (const std::string& postal_code : row->postal_codes) {
      std::vector<CommuneId>& sharing = index.postal_codes[postal_code];
      if (sharing.empty() || sharing.back() != id) sharing.push_back(id);
    }
    if (row->located) index.by_z.push_back({unit_vector(row->coordinates), id});
  }
  std::sort(index.by_z.begin(), index.by_z.end(), [](const Index::Located& a, const Index::Located& b) {
    return a.at.z != b.at.z ? a.at.z < b.at.z : a.commune < b.commune;
  });
  fill_aliases(inputs.aliases, index, notes);
}

void fill_basins(const ReferenceInputs& inputs, Reference& reference, Index& index, std::vector<Problem>& notes_out) {
  NoteList notes(notes_out, "basins");
  std::map<std::string_view, const BasinRow*> rows;
  for (const BasinRow& basin : inputs.basins) rows.insert_or_assign(basin.code, &basin);
  for (const auto& [code, row] : rows) {
    index.basins.emplace(code, BasinId(static_cast<std::uint32_t>(reference.basins.size())));
    reference.basins.push_back(*row);
  }
  index.basin_count = reference.basins.size();
  reference.commune_basins.assign(reference.communes.size(), BasinId());
  std::vector<const CommuneBasin*> by_old_code;
  for (const CommuneBasin& member : inputs.basin_members) {
    const auto basin = index.basins.find(member.basin);
    const auto commune = index.communes.find(member.commune);
    // Without communes nothing can be placed: not worth a note a row.
    if (basin == index.basins.end() || commune == index.communes.end()) {
      if (basin == index.basins.end() || !reference.communes.empty())
        notes.add(Problem(ProblemCode::kPlaceUnknown, "commune", fmt::format("{} → {}", member.commune, member.basin)));
      continue;
    }
    if (reference.communes[commune->second.value].code != member.commune) by_old_code.push_back(&member);
    else reference.commune_basins[commune->second.value] = basin->second;
  }
  // A commune made since the table of basins: the basin of the first of its former communes, by code.
  std::sort(by_old_code.begin(), by_old_code.end(),
            [](const CommuneBasin* a, const CommuneBasin* b) { return a->commune < b->commune; });
  for (const CommuneBasin* member : by_old_code)
    if (BasinId& at = reference.commune_basins[index.communes.find(member->commune)->second.value]; !at.set())
      at = index.basins.find(member->basin)->second;
}

void fill_tension(const ReferenceInputs& inputs, const MergedVocabulary& merged, Index& index,
                  std::vector<Problem>& notes_out) {
  NoteList notes(notes_out, "tension");
  std::map<std::string_view, std::uint32_t> row_of;
  for (const OccupationRow* occupation : merged.occupations) {
    row_of.emplace(occupation->key, Index::kNoRow);
    if (!occupation->parent.empty()) row_of.emplace(occupation->parent, Index::kNoRow);
  }
  std::uint32_t rows = 0;
  std::map<std::string_view, std::size_t> unknown_occupations, unknown_basins;  // key → rows that name it
  for (const TensionRow& entry : inputs.tension) {
    const auto row = row_of.find(entry.occupation);
    const auto basin = index.basins.find(entry.basin);
    if (row == row_of.end()) ++unknown_occupations[entry.occupation];
    else if (basin == index.basins.end()) ++unknown_basins[entry.basin];
    if (row == row_of.end() || basin == index.basins.end()) continue;
    if (row->second == Index::kNoRow) {
      row->second = rows++;
      index.tension.resize(rows * index.basin_count, 0);
    }
    index.tension[row->second * index.basin_count + basin->second.value] = entry.tension;
  }
  // Without a vocabulary or without basins nothing can be placed: not worth a note for each.
  if (!merged.occupations.empty())
    for (const auto& [key, count] : unknown_occupations)
      notes.add(Problem(ProblemCode::kOccupationUnknown, "occupation", fmt::format("{} ({} rows)", key, count)));
  if (index.basin_count != 0)
    for (const auto& [key, count] : unknown_basins)
      notes.add(Problem(ProblemCode::kPlaceUnknown, "basin", fmt::format("{} ({} rows)", key, count)));
  for (const OccupationRow* occupation : merged.occupations) {
    index.own_tension_row.push_back(row_of.find(occupation->key)->second);
    const auto parent = row_of.find(occupation->parent);
    index.parent_tension_row.push_back(parent == row_of.end() ? Index::kNoRow : parent->second);
  }
}

void fill_travel_times(const ReferenceInputs& inputs, const Reference& reference, Index& index,
                       std::vector<Problem>& notes_out) {
  NoteList notes(notes_out, "travel times");
  index.minutes.reserve(inputs.travel_times.size());
  for (const TravelTimeRow& row : inputs.travel_times) {
    const auto from = reference.find_commune(row.origin), to = reference.find_commune(row.destination);
    if (from && to) index.minutes[Index::trip(*from, *to, row.means)] = row.minutes;
    else notes.add(Problem(ProblemCode::kPlaceUnknown, from ? "destination" : "origin", from ? row.destination : row.origin));
  }
}

bool fits(const Derived& derived, const MergedVocabulary& merged) {
  return derived.item_weights.size() == merged.items.size() && derived.item_neighbours.rows() == merged.items.size() &&
         derived.related.rows() == merged.occupations.size();
}

}  // namespace

BuiltReference build_reference(const ReferenceInputs& inputs, Derived* derived, Threads threads) {
  BuiltReference built;
  MergedVocabulary merged = merge_vocabularies(inputs.vocabularies);
  built.notes = std::move(merged.notes);
  auto reference = std::make_shared<Reference>();
  auto index = std::make_shared<Index>();
  fill_vocabulary(inputs, merged, *reference, *index);
  fill_diplomas(inputs, merged, *reference, built.notes);
  fill_communes(inputs, *reference, *index, built.notes);
  fill_basins(inputs, *reference, *index, built.notes);
  fill_tension(inputs, merged, *index, built.notes);

  Derived own;
  Derived& kept = derived != nullptr ? *derived : own;
  built.derived_reused = kept.input == derived_input(merged) && fits(kept, merged);
  if (!built.derived_reused) kept = derive(merged, threads);
  reference->item_weights = kept.item_weights;
  reference->item_neighbours = kept.item_neighbours;
  reference->related = kept.related;
  reference->index = index;
  fill_travel_times(inputs, *reference, *index, built.notes);
  built.reference = std::move(reference);
  return built;
}

}  // namespace passerelle::reference
