#include "generate/occupation_profile.hpp"

#include <algorithm>
#include <cstddef>

#include "base/text.hpp"

namespace passerelle::generate {
namespace {

constexpr std::size_t kMostRelated = 12;
/// Below this nearness (of 10,000) an occupation is not a plausible second choice.
constexpr std::uint16_t kRelatedFloor = 1500;
/// A certificate of the card that no habit speaks of is asked for and held now and then.
constexpr UsualCertificate kOnCard{{}, 3, 9, 35};
constexpr std::size_t kMostOnCard = 6;

bool contains_words(const std::string& folded, std::string_view words) {
  // Whole words: "adr" must not be found inside "cadre".
  for (std::size_t at = folded.find(words); at != std::string::npos; at = folded.find(words, at + 1)) {
    const bool starts = at == 0 || folded[at - 1] == ' ';
    const std::size_t end = at + words.size();
    if (starts && (end == folded.size() || folded[end] == ' ')) return true;
  }
  return false;
}

struct FoldedCertificate {
  ItemId item;
  std::string_view scheme;
  std::string text;  ///< folded label and code
};

std::string_view scheme_of(std::string_view key) { return key.substr(0, key.size() - code_of_key(key).size()); }

FoldedCertificate folded_certificate(const reference::Reference& reference, ItemId item) {
  const std::string& key = reference.item_keys[item.value];
  return {item, scheme_of(key), fold(reference.item_labels[item.value]) + " " + fold(code_of_key(key))};
}

std::vector<FoldedCertificate> folded_certificates(const reference::Reference& reference) {
  std::vector<FoldedCertificate> all;
  for (std::uint32_t i = 0; i < reference.item_keys.size(); ++i)
    if (reference.item_kinds[i] == reference::ItemKind::kCertificate)
      all.push_back(folded_certificate(reference, ItemId(i)));
  return all;
}

void add_certificates(OccupationProfile& profile, const reference::Reference& reference, std::string_view scheme,
                      const std::vector<ItemId>& on_card, const std::vector<FoldedCertificate>& certificates) {
  std::vector<FoldedCertificate> card;
  for (const ItemId item : on_card) card.push_back(folded_certificate(reference, item));
  std::vector<ItemId> spoken_for;  // of the card, named by a habit
  for (const CertificateHabit& habit : certificates_of(profile.code)) {
    std::vector<ItemId> found, found_on_card;
    for (const FoldedCertificate& certificate : certificates)
      if (certificate.scheme != scheme && contains_words(certificate.text, habit.words))
        found.push_back(certificate.item);
    for (const FoldedCertificate& certificate : card)
      if (!habit.card_words.empty() && contains_words(certificate.text, habit.card_words))
        found_on_card.push_back(certificate.item);
    spoken_for.insert(spoken_for.end(), found_on_card.begin(), found_on_card.end());
    if (found.empty()) found = std::move(found_on_card);
    // Several categories of one certificate (CACES 1A, 3, 5 …) share the habit, so that few are asked for at once.
    const auto share = [&](std::uint32_t permille) {
      return static_cast<std::uint16_t>(found.size() == 1 ? permille : permille * 3 / (2 * found.size() + 1));
    };
    for (const ItemId item : found)
      profile.certificates.push_back(
          {item, share(habit.required_permille), share(habit.desired_permille), share(habit.held_permille)});
  }
  std::size_t added = 0;
  for (const ItemId item : on_card) {
    if (added == kMostOnCard) break;
    if (std::find(spoken_for.begin(), spoken_for.end(), item) != spoken_for.end()) continue;
    UsualCertificate certificate = kOnCard;
    certificate.item = item;
    profile.certificates.push_back(certificate);
    ++added;
  }
}

void add_related(OccupationProfile& profile, const reference::Reference& reference, OccupationId self) {
  if (self.value >= reference.related.rows()) return;
  std::vector<reference::RelatedOccupation> near;
  for (const reference::RelatedOccupation& other : reference.related[self.value])
    if (other.from != self && other.points >= kRelatedFloor) near.push_back(other);
  std::sort(near.begin(), near.end(),
            [](const auto& a, const auto& b) { return a.points != b.points ? a.points > b.points : a.from < b.from; });
  if (near.size() > kMostRelated) near.resize(kMostRelated);
  std::vector<std::uint64_t> weights;
  for (const auto& other : near) {
    profile.related.push_back(other.from);
    weights.push_back(other.points);
  }
  profile.related_weights = WeightedTable(weights);
}

}  // namespace

std::string_view code_of_key(std::string_view key) noexcept {
  const auto colon = key.find(':');
  return colon == std::string_view::npos ? key : key.substr(colon + 1);
}

std::vector<OccupationProfile> occupation_profiles(const reference::Reference& reference) {
  const std::vector<FoldedCertificate> certificates = folded_certificates(reference);
  std::vector<OccupationProfile> profiles(reference.occupation_keys.size());
  for (std::uint32_t o = 0; o < profiles.size(); ++o) {
    OccupationProfile& profile = profiles[o];
    const std::string& parent = reference.occupation_parent_keys[o];
    profile.code = code_of_key(parent.empty() ? reference.occupation_keys[o] : parent);
    profile.trade = trade_of(profile.code, reference.occupation_sectors[o]);
    std::vector<ItemId> on_card, other_missions;
    for (const reference::CardItem& line : reference.cards[o]) {
      const reference::ItemKind kind = reference.item_kinds[line.item.value];
      if (kind == reference::ItemKind::kCertificate) {
        on_card.push_back(line.item);
        continue;
      }
      const bool core = line.core != reference::Core::kOther;
      (core ? profile.core : profile.other).push_back(line.item);
      if (kind == reference::ItemKind::kSkill) (core ? profile.missions : other_missions).push_back(line.item);
    }
    profile.missions.insert(profile.missions.end(), other_missions.begin(), other_missions.end());
    add_certificates(profile, reference, scheme_of(reference.occupation_keys[o]), on_card, certificates);
    add_related(profile, reference, OccupationId(o));
  }
  return profiles;
}

void draw_card_items(const OccupationProfile& profile, std::size_t wanted, std::uint32_t core_permille, Random& random,
                     std::vector<ItemId>& into) {
  const std::size_t before = into.size();
  // Draws that fall on an item already there are lost: bounded, so that a short card ends the search.
  for (std::size_t attempts = 4 * wanted; attempts > 0 && into.size() < before + wanted; --attempts) {
    const bool core = random.chance(core_permille);
    const std::vector<ItemId>& from =
        (core && !profile.core.empty()) || profile.other.empty() ? profile.core : profile.other;
    if (from.empty()) return;
    const ItemId item = pick_one(random, from);
    if (std::find(into.begin(), into.end(), item) == into.end()) into.push_back(item);
  }
}

}  // namespace passerelle::generate
