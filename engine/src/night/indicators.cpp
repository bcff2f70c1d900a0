#include "night/indicators.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "night/list_files.hpp"

namespace passerelle::night {
namespace {

constexpr std::uint64_t kLeastPersons = 5;

// Place of the commune's basin in the reference, after all of them when it has none.
std::size_t basin_of(const Corpus& corpus, CommuneId commune) {
  const auto& basins = corpus.reference->commune_basins;
  if (!commune.set() || commune.value >= basins.size() || !basins[commune.value].set()) return corpus.reference->basins.size();
  return basins[commune.value].value;
}

ShortCause cause_of(const Corpus& corpus, CandidateId candidate, std::size_t lines) {
  if (lines > 0) return ShortCause::kFewWithinReach;
  if (corpus.candidates.sought[candidate.value].empty() && corpus.candidates.practised[candidate.value].empty()) return ShortCause::kNoOccupation;
  if (corpus.candidates.facts[candidate.value].located == 0) return ShortCause::kNoPlace;
  return ShortCause::kNothingWithinReach;
}

enum Name : std::size_t {
  kPersons, kSuggestions, kPersonsWithout, kWithoutOccupation, kWithoutPlace, kWithoutReach, kOffers, kPosts, kOffersWithout, kOldOffersWithout, kBeyondCap, kNames
};
struct Named { const char* name; bool persons; };
constexpr Named kNameTable[] = {
    {"persons", true}, {"suggestions", false}, {"persons-without-suggestion", true}, {"persons-without-suggestion:no-occupation", true},
    {"persons-without-suggestion:no-place", true}, {"persons-without-suggestion:nothing-within-reach", true}, {"offers", false}, {"posts", false},
    {"offers-without-candidate", false}, {"offers-without-candidate-older-than-30-days", false}, {"suggestions-beyond-cap", false}};
static_assert(std::size(kNameTable) == kNames);

}  // namespace

std::vector<Indicator> indicators(const Corpus& corpus, const RecordStates& states, const OfferFacts& offers, const NightLists& lists, const ShareOut& shared, Day date) {
  std::vector<std::array<std::int64_t, kNames>> table(corpus.reference->basins.size() + 1);
  for (std::uint32_t p = 0; p < corpus.candidates.size(); ++p) {
    auto& row = table[basin_of(corpus, corpus.candidates.facts[p].commune)];
    const auto places = shared.lists.of(p);
    ++row[kPersons];
    row[kSuggestions] += static_cast<std::int64_t>(places.size());
    if (!places.empty()) continue;
    ++row[kPersonsWithout];
    const ShortCause cause = cause_of(corpus, CandidateId{p}, 0);
    ++row[cause == ShortCause::kNoOccupation ? kWithoutOccupation : cause == ShortCause::kNoPlace ? kWithoutPlace : kWithoutReach];
  }
  struct SourceFields { std::int64_t offers = 0; std::map<std::string_view, std::int64_t> with; };
  std::vector<SourceFields> sources(states.sources.size());
  for (std::uint32_t o = 0; o < corpus.offers.size(); ++o) {
    if (offers.open[o] == 0) continue;
    auto& row = table[basin_of(corpus, corpus.offers.commune[o])];
    const Day published = corpus.offers.published[o];
    ++row[kOffers];
    row[kPosts] += states.posts[o];
    row[kBeyondCap] += shared.loads[o] > shared.caps[o] ? shared.loads[o] - shared.caps[o] : 0;
    if (lists.of(OfferId{o}).empty()) {
      ++row[kOffersWithout];
      row[kOldOffersWithout] += published.set() && date.since_epoch - published.since_epoch > 30 ? 1 : 0;
    }
    SourceFields& source = sources[states.source[o]];
    ++source.offers;
    source.with["occupation"] += corpus.offers.occupation[o].set() ? 1 : 0;
    source.with["place"] += corpus.offers.located[o];
    source.with["contract"] += corpus.offers.contract[o] != Contract::kUnknown ? 1 : 0;
    source.with["salary"] += corpus.offers.salary_cents[o] != 0 ? 1 : 0;
    source.with["hours"] += corpus.offers.weekly_minutes[o] != 0 ? 1 : 0;
    source.with["requirements"] += corpus.offers.from_card[o] == 0 ? 1 : 0;
  }
  std::vector<Indicator> rows;
  const auto add = [&rows](const std::string& territory, const std::array<std::int64_t, kNames>& figures) {
    for (std::size_t name = 0; name < kNames; ++name) {
      const bool told = !kNameTable[name].persons || figures[name] == 0 || figures[name] >= static_cast<std::int64_t>(kLeastPersons);
      if (told) rows.push_back({territory, kNameTable[name].name, figures[name]});
    }
  };
  std::array<std::int64_t, kNames> all{};
  for (const auto& row : table)
    for (std::size_t name = 0; name < kNames; ++name) all[name] += row[name];
  add("all", all);
  for (std::size_t basin = 0; basin + 1 < table.size(); ++basin)
    if (table[basin][kPersons] + table[basin][kOffers] > 0) add("basin:" + corpus.reference->basins[basin].code, table[basin]);
  for (std::size_t s = 0; s < sources.size(); ++s) {
    if (sources[s].offers == 0) continue;
    const std::string territory = "source:" + states.sources[s];
    rows.push_back({territory, "offers", sources[s].offers});
    for (const auto& [field, with] : sources[s].with) rows.push_back({territory, "permille-with-" + std::string(field), with * 1'000 / sources[s].offers});
  }
  return rows;
}

std::vector<Anomaly> anomalies(const std::vector<Indicator>& now, const std::vector<Indicator>& last, unsigned source_loss_percent, const Corpus& corpus) {
  std::map<std::pair<std::string_view, std::string_view>, std::int64_t> figures;
  for (const Indicator& row : now) figures[{row.territory, row.name}] = row.value;
  std::vector<Anomaly> found;
  for (const Indicator& row : last) {
    if (!row.territory.starts_with("source:")) continue;
    const std::string source = row.territory.substr(7);
    const auto at = figures.find({row.territory, row.name});
    const std::int64_t value = at == figures.end() ? 0 : at->second;
    if (row.name == "offers") {
      if (at == figures.end()) found.push_back({AnomalyKind::kSourceGone, source, static_cast<std::uint64_t>(row.value), 0});
      else if (value * 100 < row.value * (100 - static_cast<std::int64_t>(source_loss_percent)))
        found.push_back({AnomalyKind::kSourceLost, source, static_cast<std::uint64_t>(row.value), static_cast<std::uint64_t>(value)});
    } else if (row.name.starts_with("permille-with-") && at != figures.end() && row.value >= 200 && value * 10 < row.value) {
      // What one offer in five had, and now less than a tenth of that: the feed changed, not the offers.
      found.push_back({AnomalyKind::kFieldMissing, source + " " + row.name.substr(14), static_cast<std::uint64_t>(row.value), static_cast<std::uint64_t>(value)});
    }
  }
  for (const reference::BasinRow& basin : corpus.reference->basins) {
    const std::string territory = "basin:" + basin.code;
    const auto persons = figures.find({territory, "persons"});
    if (persons != figures.end() && persons->second >= static_cast<std::int64_t>(kLeastPersons) && figures[{territory, "offers"}] == 0)
      found.push_back({AnomalyKind::kBasinWithoutOffers, basin.name, static_cast<std::uint64_t>(persons->second), 0});
  }
  return found;
}

void count_coverage(const Corpus& corpus, const OfferFacts& offers, const NightLists& lists, const ShareOut& shared, std::size_t top, NightDigest& digest) {
  struct Group { std::uint64_t persons = 0, displaced = 0; };
  const auto& basins = corpus.reference->basins;
  std::vector<Group> by_basin(basins.size() + 1), by_means(static_cast<std::size_t>(Means::kCount));
  digest.persons = corpus.candidates.size();
  for (std::uint32_t p = 0; p < corpus.candidates.size(); ++p) {
    const auto places = shared.lists.of(p);
    if (places.size() < top) {
      ++digest.short_persons;
      digest.persons_without += places.empty() ? 1 : 0;
      ++digest.short_person_causes[static_cast<std::size_t>(cause_of(corpus, CandidateId{p}, places.size()))];
    }
    const bool displaced = std::ranges::any_of(places, [&](std::uint16_t place) { return place >= places.size(); });
    const CandidateFacts& facts = corpus.candidates.facts[p];
    for (Group* group : {&by_basin[basin_of(corpus, facts.commune)], &by_means[static_cast<std::size_t>(facts.means)]}) {
      ++group->persons;
      group->displaced += displaced ? 1 : 0;
    }
  }
  for (std::uint32_t o = 0; o < corpus.offers.size(); ++o) {
    digest.offers += offers.open[o];
    if (!lists.of(OfferId{o}).empty()) continue;
    if (offers.open[o] == 0) { ++digest.offer_causes[static_cast<std::size_t>(ShortCause::kClosed)]; continue; }
    ++digest.offers_without;
    const ShortCause cause = !corpus.offers.occupation[o].set() ? ShortCause::kNoOccupation : corpus.offers.located[o] == 0 ? ShortCause::kNoPlace : ShortCause::kNothingWithinReach;
    ++digest.offer_causes[static_cast<std::size_t>(cause)];
  }
  // Rounded down to fives, so that a group that is left out does not follow from the total.
  const auto tell = [](std::vector<GroupRow>& rows, const Group& group, std::string name, std::string label) {
    if (group.persons < kLeastPersons) return;
    GroupRow row{std::move(name), std::move(label), group.persons, {}};
    if (group.displaced == 0 || group.displaced >= kLeastPersons) row.displaced = group.displaced - group.displaced % kLeastPersons;
    rows.push_back(std::move(row));
  };
  for (std::size_t basin = 0; basin < basins.size(); ++basin) tell(digest.displaced_by_basin, by_basin[basin], basins[basin].code, basins[basin].name);
  tell(digest.displaced_by_basin, by_basin.back(), "", "");
  for (std::size_t means = 0; means < by_means.size(); ++means) {
    const std::string name(code(static_cast<Means>(means)));
    tell(digest.displaced_by_means, by_means[means], name, name);
  }
  digest.before = shared.before, digest.after = shared.after;
  digest.worst_slot_loss = shared.worst_slot_loss, digest.even_gini_ppm = shared.even_gini_ppm;
  digest.moved_persons = shared.moved_persons, digest.moved_lines = shared.moved_lines;
  digest.turned_away = shared.turned_away, digest.guaranteed = shared.guaranteed;
  digest.bound = shared.bound, digest.full_bound = shared.full_bound, digest.maybe_cut = shared.maybe_cut;
}

}  // namespace passerelle::night
