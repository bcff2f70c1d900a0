#include "facade/engine_impl.hpp"
#include "records/record_json.hpp"

namespace passerelle {
namespace {

std::string_view kind_name(reference::ItemKind kind) noexcept {
  switch (kind) {
    case reference::ItemKind::kSkill: return "skill";
    case reference::ItemKind::kKnowledge: return "knowledge";
    case reference::ItemKind::kBehaviour: return "behaviour";
    case reference::ItemKind::kMacro: return "macro";
    case reference::ItemKind::kCertificate: break;
  }
  return "certificate";
}

}  // namespace

Result<std::vector<LookUpEntry>> Engine::look_up(LookUp what, std::string_view typed, std::size_t skip, std::size_t limit) const {
  const auto held = impl_->get_look_ups();
  if (!held) return held.problem();
  const LookUps& indexes = **held;
  const reference::Reference& reference = *indexes.reference;
  std::vector<LookUpEntry> out;
  const std::vector<std::uint32_t> found = indexes.of(what).find(typed);
  for (std::size_t i = skip; i < found.size() && out.size() < limit; ++i) {
    const std::uint32_t at = found[i];
    switch (what) {
      case LookUp::kOccupations: out.push_back({reference.occupation_keys[at], reference.occupation_labels[at], reference.occupation_sectors[at], {}}); break;
      case LookUp::kItems: out.push_back({reference.item_keys[at], reference.item_labels[at], std::string(kind_name(reference.item_kinds[at])), {}}); break;
      case LookUp::kPlaces: {
        const reference::CommuneRow& commune = reference.communes[at];
        out.push_back({commune.code, commune.name, commune.department, commune.postal_codes});
        break;
      }
    }
  }
  return out;
}

Result<std::shared_ptr<const LookUps>> Engine::Impl::get_look_ups() const {
  auto current = get_reference();
  if (!current) return std::move(current).problem();
  {
    const std::lock_guard lock(mutex);
    if (look_ups && look_ups->reference == *current) return look_ups;
  }
  const auto made = std::make_shared<LookUps>();
  made->reference = std::move(*current);
  const reference::Reference& entries = *made->reference;
  for (std::uint32_t i = 0; i < entries.occupation_keys.size(); ++i) {
    made->occupations.add(i, entries.occupation_labels[i]);
    made->occupations.add(i, entries.occupation_keys[i]);
    for (const std::string& title : entries.titles[i]) made->occupations.add(i, title);
  }
  for (std::uint32_t i = 0; i < entries.item_keys.size(); ++i) {
    made->items.add(i, entries.item_labels[i]);
    made->items.add(i, entries.item_keys[i]);
    for (const std::string& alias : entries.item_aliases[i]) made->items.add(i, alias);
  }
  for (std::uint32_t i = 0; i < entries.communes.size(); ++i) {
    made->places.add(i, entries.communes[i].name);
    made->places.add(i, entries.communes[i].code);
    for (const std::string& postal : entries.communes[i].postal_codes) made->places.add(i, postal);
  }
  for (reference::WordSearch* each : {&made->occupations, &made->items, &made->places}) each->finish();
  const std::lock_guard lock(mutex);
  look_ups = made;
  return look_ups;
}

Result<std::string> Engine::offer_json(std::string_view id) const {
  Result<Offer> found = impl_->store.offer(id);
  if (!found) return std::move(found).problem();
  return encode(*found);
}

Result<std::string> Engine::candidate_json(std::string_view id) const {
  Result<Candidate> found = impl_->store.candidate(id);
  if (!found) return std::move(found).problem();
  return encode(*found);
}

Status Engine::prepare(const Policy& policy, Day date) const {
  auto matcher = impl_->get_matcher(policy, date);
  if (!matcher) return std::move(matcher).problem();
  if (!policy.shows_wishes) return {};
  auto prepared = impl_->get_prepared(policy, date);
  if (!prepared) return std::move(prepared).problem();
  // A store without tables of levers serves everything but the adviser's page.
  auto ground = impl_->get_ground((*prepared)->corpus, date);
  if (!ground && ground.problem().code != ProblemCode::kReferenceMissing) return std::move(ground).problem();
  return {};
}

}  // namespace passerelle
