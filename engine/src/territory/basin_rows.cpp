#include "territory/basin_rows.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <unordered_map>

#include "territory/sectors.hpp"
#include "territory/small_cells.hpp"

namespace passerelle::territory {
namespace {

/// Persons by offer; no offer has more posts than the count goes to.
using Count = std::uint16_t;
void add_one(Count& count) { count = static_cast<Count>(count + (count == std::numeric_limits<Count>::max() ? 0 : 1)); }

/// Counts for one opener in one basin.
struct Tally {
  std::vector<Count> by_offer, strong_by_offer;  // persons; the second empty as long as there is none
  std::array<std::uint64_t, kSectors> persons{}, strong_persons{};
  std::uint64_t all = 0, all_strong = 0;
};

class Tallies {
 public:
  explicit Tallies(const CountSetting& setting) : setting_(setting) {}

  void add_person(const Unlocks& unlocks, std::size_t person) {
    seen_.clear();
    for (std::size_t g = 0; g < unlocks.groups(person); ++g) {
      const Unlocks::Group group = unlocks.group(person, g);
      std::uint32_t sectors = 0;
      for (const std::uint32_t offer : group.offers) sectors |= 1U << setting_.sectors[offer];
      for (const Unlocks::Opening& opening : group.openings) {
        const std::uint32_t at = place_of(opening.by);
        Tally& tally = tallies_[at].second;
        for (const std::uint32_t offer : group.offers) add_one(tally.by_offer[offer]);
        if (opening.strong) {
          tally.strong_by_offer.resize(setting_.posts.size());
          for (const std::uint32_t offer : group.offers) add_one(tally.strong_by_offer[offer]);
        }
        // The same opener may stand in several groups of a person, who counts once.
        auto known = std::find_if(seen_.begin(), seen_.end(), [at](const Seen& one) { return one.tally == at; });
        if (known == seen_.end()) known = seen_.insert(seen_.end(), Seen{at, 0, 0});
        known->sectors |= sectors;
        if (opening.strong) known->strong_sectors |= sectors;
      }
    }
    for (const Seen& one : seen_) {
      Tally& tally = tallies_[one.tally].second;
      for (std::size_t s = 0; s < kSectors; ++s) tally.persons[s] += one.sectors >> s & 1U, tally.strong_persons[s] += one.strong_sectors >> s & 1U;
      ++tally.all;
      if (one.strong_sectors != 0) ++tally.all_strong;
    }
  }

  /// Most persons first, then by opener.
  std::vector<std::pair<Opener, Tally>> take() {
    std::sort(tallies_.begin(), tallies_.end(), [](const auto& a, const auto& b) { return a.second.all != b.second.all ? a.second.all > b.second.all : a.first < b.first; });
    return std::move(tallies_);
  }

 private:
  struct Seen { std::uint32_t tally, sectors, strong_sectors; };
  struct Hash {
    std::size_t operator()(const Opener& by) const noexcept {
      return static_cast<std::size_t>(((std::uint64_t{by.levers[0]} << 32U | by.levers[1]) ^ std::uint64_t{by.certificate} << 16U) * 0x9E3779B97F4A7C15ULL >> 16U);
    }
  };
  std::uint32_t place_of(const Opener& by) {
    const auto [at, added] = places_.try_emplace(by, static_cast<std::uint32_t>(tallies_.size()));
    if (added) {
      tallies_.emplace_back(by, Tally{});
      tallies_.back().second.by_offer.resize(setting_.posts.size());
    }
    return at->second;
  }

  const CountSetting& setting_;
  std::vector<std::pair<Opener, Tally>> tallies_;
  std::unordered_map<Opener, std::uint32_t, Hash> places_;
  std::vector<Seen> seen_;
};

bool small(std::uint64_t persons) { return persons != 0 && persons < kLeastPersons; }

// Posts that persons could take: min(persons, posts left) offer by offer.
struct Taken {
  std::uint64_t posts = 0;
  bool by_persons = false;  // somewhere fewer persons than posts: the figure tells how many they are
  void add(std::uint64_t persons, std::uint64_t left) { posts += std::min(persons, left), by_persons = by_persons || persons < left; }
  void add(const Taken& other) { posts += other.posts, by_persons = by_persons || other.by_persons; }
  std::uint64_t told(std::uint64_t places) const { return std::min(by_persons ? rounded(posts) : posts, places); }
};

UnlockCell cell(std::uint64_t persons, const Taken& posts, std::uint64_t strong_persons, const Taken& strong_posts, std::uint64_t places) {
  UnlockCell cell;
  cell.persons = rounded(persons);
  cell.posts = posts.told(places);
  // Nor by subtraction: those that are weak only.
  if (!small(strong_persons) && !small(persons - strong_persons)) cell.strong_persons = rounded(strong_persons), cell.strong_posts = strong_posts.told(places);
  return cell;
}

UnlockRow row_of(const CountSetting& setting, const Opener& by, const Tally& tally) {
  UnlockRow row;
  setting.name(row, by);
  if (by.certificate != kNoLever) {
    row.certificate = setting.ground.corpus->exact_keys[by.certificate];
    row.training = true;
  }
  row.cost_cents = setting.cost_of(by);
  const std::uint64_t places = setting.places_of(by);
  if (places != kNoLimit) row.places = places;
  std::array<Taken, kSectors> posts{}, strong_posts{};
  Taken all_posts, all_strong_posts;
  for (std::size_t offer = 0; offer < tally.by_offer.size(); ++offer)
    if (tally.by_offer[offer] != 0) posts[setting.sectors[offer]].add(tally.by_offer[offer], setting.posts[offer]);
  for (std::size_t offer = 0; offer < tally.strong_by_offer.size(); ++offer)
    if (tally.strong_by_offer[offer] != 0) strong_posts[setting.sectors[offer]].add(tally.strong_by_offer[offer], setting.posts[offer]);
  const std::vector<std::uint64_t> persons(tally.persons.begin(), tally.persons.end());
  const std::vector<bool> hidden = hidden_cells(persons);
  std::uint64_t hidden_persons = 0;
  for (std::size_t s = 0; s < kSectors; ++s) {
    if (tally.persons[s] == 0) continue;
    all_posts.add(posts[s]);
    all_strong_posts.add(strong_posts[s]);
    UnlockCell one;
    if (hidden[s]) hidden_persons += persons[s];
    else one = cell(persons[s], posts[s], tally.strong_persons[s], strong_posts[s], places);
    one.sector = s == kUnknownSector ? "?" : std::string(1, static_cast<char>('A' + s));
    one.sector_label = kSectorLabels[s][setting.request.language == Language::kFrench ? 0 : 1];
    row.sectors.push_back(std::move(one));
  }
  // The sum is not told where what is hidden is too little to hide.
  const bool any_hidden = std::find(hidden.begin(), hidden.end(), true) != hidden.end();
  if (tally.all >= kLeastPersons && !(any_hidden && hidden_persons < kLeastPersons)) {
    row.total = cell(tally.all, all_posts, tally.all_strong, all_strong_posts, places);
    // Posts and strong counts add up over sectors: where one is hidden their sums are too.
    if (any_hidden) row.total.posts.reset(), row.total.strong_persons.reset(), row.total.strong_posts.reset();
  }
  return row;
}

}  // namespace

std::vector<UnlockRow> rows_of_basin(const CountSetting& setting, std::span<const Unlocks> unlocks) {
  Tallies tallies(setting);
  for (const Unlocks& block : unlocks)
    for (std::size_t person = 0; person < block.persons(); ++person) tallies.add_person(block, person);
  std::vector<UnlockRow> rows;
  for (const auto& [by, tally] : tallies.take())
    if (tally.all >= kLeastPersons) rows.push_back(row_of(setting, by, tally));
  return rows;
}

}  // namespace passerelle::territory
