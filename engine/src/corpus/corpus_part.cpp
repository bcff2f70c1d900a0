#include "corpus/corpus_part.hpp"

#include <algorithm>
#include <cassert>
#include <map>

#include "corpus/corpus.hpp"
#include "corpus/spatial_order.hpp"
#include "corpus/scored_requirements.hpp"

namespace passerelle {
namespace {

struct Position {
  CommuneId commune;
  bool located = false;
  UnitVector vector;
};

Position position_of(const Place& place, const reference::Reference& reference) {
  Position position;
  position.commune = reference.find_commune(place.insee).value_or(CommuneId{});
  if (place.coordinates) {
    position.located = true;
    position.vector = unit_vector(*place.coordinates);
  } else if (position.commune.set() && reference.communes[position.commune.value].located) {
    position.located = true;
    position.vector = unit_vector(reference.communes[position.commune.value].coordinates);
  }
  return position;
}

}  // namespace

ExactId CorpusPart::exact_id(const Key& key) {
  const auto [at, added] = exact_.emplace(key, static_cast<ExactId>(columns_.exact_keys.size()));
  if (added) columns_.exact_keys.push_back(key);
  return at->second;
}

void CorpusPart::add(const Offer& offer) {
  OfferColumnsOf<Building>& columns = columns_.offers;
  assert(columns.ids.empty() || columns.ids.back() < offer.id);
  const OccupationId occupation = reference_->find_occupation(offer.occupation).value_or(OccupationId{});
  const Position position = position_of(offer.place, *reference_);
  columns.ids.push_back(offer.id);
  columns.occupation.push_back(occupation);
  columns.commune.push_back(position.commune);
  columns.located.push_back(position.located ? 1 : 0);
  columns.position.push_back(position.vector);
  std::uint8_t tension = 0;
  if (occupation.set() && position.commune.set()) {
    const BasinId basin = reference_->commune_basins[position.commune.value];
    if (basin.set()) tension = reference_->tension(occupation, basin);
  }
  columns.tension.push_back(tension);
  columns.contract.push_back(offer.contract);
  columns.reserved.push_back(offer.reserved);
  columns.schedules.push_back(offer.schedules);
  columns.weekly_minutes.push_back(offer.weekly_minutes);
  columns.salary_cents.push_back(offer.salary.monthly_min_cents != 0 ? offer.salary.monthly_min_cents : offer.salary.monthly_max_cents);
  columns.start.push_back(offer.start);
  columns.published.push_back(offer.published);
  columns.closing.push_back(offer.closing);
  LicenceMask required = 0, desired = 0;
  for (const LicenceRequirement& licence : offer.licences) (licence.level == Level::kRequired ? required : desired) |= bit(licence.licence);
  columns.licences_required.push_back(required);
  columns.licences_desired.push_back(static_cast<LicenceMask>(desired & ~required));
  ExperienceAsked asked = ExperienceAsked::kNotStated;
  std::uint16_t months = 0;
  if (offer.experience) {
    months = static_cast<std::uint16_t>(std::min<std::uint32_t>(kMostMonths, offer.experience->months));
    asked = offer.experience->beginner_accepted ? ExperienceAsked::kBeginner
            : months > 0                        ? ExperienceAsked::kMonths
                                                : ExperienceAsked::kSomeWithoutFigure;
  }
  columns.experience_asked.push_back(asked);
  columns.experience_months.push_back(months);
  columns.education.push_back(offer.education ? offer.education->minimum : 0);
  const RequirementList list = scored_requirements(offer, *reference_);
  columns.requirements.push_row(list.items);
  columns.from_card.push_back(list.from_card ? 1 : 0);
  std::vector<ExactId> unknown;
  for (const ItemRequirement& item : offer.items)
    if (item.item.empty() ? !item.label.empty() : !reference_->find_item(item.item)) unknown.push_back(exact_id(item.label.empty() ? item.item : item.label));
  columns.unknown_items.push_row(unknown);
  std::vector<ExactId> certificates_required, certificates_desired, unnamed;
  for (const ItemRequirement& certificate : offer.certificates) {
    if (certificate.item.empty()) {
      if (certificate.level == Level::kRequired) unnamed.push_back(exact_id(certificate.label));
      continue;
    }
    (certificate.level == Level::kRequired ? certificates_required : certificates_desired).push_back(exact_id(certificate.item));
  }
  for (auto* list_of : {&certificates_required, &certificates_desired}) {
    std::sort(list_of->begin(), list_of->end());
    list_of->erase(std::unique(list_of->begin(), list_of->end()), list_of->end());
  }
  std::erase_if(certificates_desired, [&](ExactId id) {
    return std::binary_search(certificates_required.begin(), certificates_required.end(), id);
  });
  columns.certificates_unnamed.push_row(unnamed);
  columns.certificates_required.push_row(certificates_required);
  columns.certificates_desired.push_row(certificates_desired);
  std::vector<WantedLanguage> languages;
  for (const LanguageRequirement& language : offer.languages) languages.push_back({language_code(language.language), language.minimum, language.level});
  columns.languages.push_row(languages);
}

void CorpusPart::add(const Candidate& candidate) {
  CandidateColumnsOf<Building>& columns = columns_.candidates;
  assert(columns.ids.empty() || columns.ids.back() < candidate.id);
  columns.ids.push_back(candidate.id);

  std::vector<OccupationId> sought;
  for (const Key& key : candidate.sought)
    if (const auto occupation = reference_->find_occupation(key)) sought.push_back(*occupation);
  std::sort(sought.begin(), sought.end());
  sought.erase(std::unique(sought.begin(), sought.end()), sought.end());
  columns.sought.push_row(sought);

  std::map<OccupationId, std::uint64_t> months_of;
  for (const Practised& practised : candidate.practised)
    if (const auto occupation = reference_->find_occupation(practised.occupation)) months_of[*occupation] += practised.months;
  std::vector<PractisedOccupation> practised;
  for (const auto& [occupation, months] : months_of)
    practised.emplace_back(occupation, months);
  columns.practised.push_row(practised);

  std::map<ItemId, ItemOrigin> origin_of;
  for (const ProfileItem& item : candidate.items) {
    const auto known = reference_->find_item(item.item);
    if (!known) continue;
    ItemOrigin& origin = origin_of.emplace(*known, item.origin).first->second;
    origin = std::max(origin, item.origin);
  }
  std::vector<HeldItem> items;
  for (const auto& [item, origin] : origin_of) items.emplace_back(item, origin);
  columns.items.push_row(items);
  columns.card_cover.push_row(cards_->cover(items, *reference_));

  std::vector<ExactId> certificates;
  if (candidate.certificates)
    for (const Key& key : *candidate.certificates) certificates.push_back(exact_id(key));
  // One that stands among the items is held too, even where the list as a whole is not known.
  for (const HeldItem& held : items)
    if (reference_->item_kinds[held.item().value] == reference::ItemKind::kCertificate) certificates.push_back(exact_id(reference_->item_keys[held.item().value]));
  std::sort(certificates.begin(), certificates.end());
  certificates.erase(std::unique(certificates.begin(), certificates.end()), certificates.end());
  columns.certificates.push_row(certificates);
  std::map<LanguageCode, LanguageLevel> level_of;
  // Stated twice: the better level, one not stated counting as what it is taken for (law 5: to state more never loses).
  for (const SpokenLanguage& spoken : candidate.languages) {
    LanguageLevel& level = level_of.emplace(language_code(spoken.language), spoken.level).first->second;
    if (counted_level(spoken.level) > counted_level(level)) level = spoken.level;
  }
  std::vector<HeldLanguage> languages;
  for (const auto& [language, level] : level_of) languages.emplace_back(language, level);
  columns.languages.push_row(languages);

  CandidateFacts facts;
  const Position position = position_of(candidate.home, *reference_);
  facts.position = position.vector;
  facts.located = position.located ? 1 : 0;
  facts.commune = position.commune;
  facts.available = candidate.available;
  facts.salary_min_cents = candidate.salary_min_cents;
  unsigned rank = 0;
  for (const Contract contract : candidate.contracts)
    if (facts.contract_rank(contract) < 0) facts.contract_ranks |= std::uint64_t{++rank} << (4U * static_cast<unsigned>(contract));
  facts.radius_km = candidate.mobility.radius_km;
  facts.radius_minutes = candidate.mobility.radius_minutes;
  facts.weekly_minutes_min = candidate.weekly_minutes_min;
  facts.weekly_minutes_max = candidate.weekly_minutes_max;
  facts.schedules_accepted = candidate.schedules_accepted;
  facts.licences = with_implied(candidate.licences.value_or(0));
  facts.licences_known = candidate.licences ? 1 : 0;
  facts.certificates_known = candidate.certificates ? 1 : 0;
  facts.attestations = candidate.attestations;
  facts.education = candidate.education;
  facts.means = candidate.mobility.means;
  columns.facts.push_back(facts);
  columns.near_key.push_back(near_key(facts));
}

}  // namespace passerelle
