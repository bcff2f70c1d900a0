#include "territory/territory_desk.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <set>

#include <fmt/format.h>

#include "records/record_json.hpp"
#include "sensitive/access.hpp"
#include "sensitive/restricted_json.hpp"
#include "territory/best_plan.hpp"
#include "territory/small_cells.hpp"
#include "territory/unlock_pass.hpp"

namespace passerelle::territory {
namespace {

using Clock = std::chrono::steady_clock;
std::uint64_t millis_since(Clock::time_point start) {
  return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start).count());
}

constexpr std::size_t kSectors = 15;  // ROME's large domains A to N, and unknown
constexpr std::size_t kUnknownSector = 14;
constexpr std::array<std::array<const char*, 2>, kSectors> kSectorLabels{{
    {"agriculture et pêche, espaces naturels et soins aux animaux", "farming, fishing, natural areas and animal care"},
    {"arts et façonnage d'ouvrages d'art", "arts and crafts"},
    {"banque, assurance, immobilier", "banking, insurance, real estate"},
    {"commerce, vente et grande distribution", "trade and retail"},
    {"communication, média et multimédia", "communication and media"},
    {"construction, bâtiment et travaux publics", "construction and public works"},
    {"hôtellerie-restauration, tourisme, loisirs et animation", "hotels, catering, tourism and leisure"},
    {"industrie", "industry"},
    {"installation et maintenance", "installation and maintenance"},
    {"santé", "health"},
    {"services à la personne et à la collectivité", "services to persons and communities"},
    {"spectacle", "performing arts"},
    {"support à l'entreprise", "business support"},
    {"transport et logistique", "transport and logistics"},
    {"secteur non connu", "sector not known"},
}};

std::size_t sector_of(const Corpus& corpus, std::uint32_t offer) {
  const OccupationId occupation = corpus.offers.occupation[offer];
  if (!occupation.set()) return kUnknownSector;
  const std::string& key = corpus.reference->occupation_keys[occupation.value];
  const std::size_t colon = key.find(':');
  if (colon == std::string::npos || colon + 1 >= key.size() || key[colon + 1] < 'A' || key[colon + 1] > 'N') return kUnknownSector;
  return static_cast<std::size_t>(key[colon + 1] - 'A');
}

/// Counts for one opener in one basin.
struct Tally {
  std::map<std::uint32_t, std::uint32_t> by_offer, strong_by_offer;  // persons
  std::array<std::uint64_t, kSectors> persons{}, strong_persons{};
  std::uint64_t all = 0, all_strong = 0;

  void add(const Opened& opened, const std::vector<std::uint8_t>& sectors) {
    std::array<bool, kSectors> any{}, any_strong{};
    for (std::size_t i = 0; i < opened.offers.size(); ++i) {
      const std::uint32_t offer = opened.offers[i];
      ++by_offer[offer];
      any[sectors[offer]] = true;
      if (!opened.strong[i]) continue;
      ++strong_by_offer[offer];
      any_strong[sectors[offer]] = true;
    }
    for (std::size_t s = 0; s < kSectors; ++s) persons[s] += any[s] ? 1 : 0, strong_persons[s] += any_strong[s] ? 1 : 0;
    ++all;
    if (std::find(any_strong.begin(), any_strong.end(), true) != any_strong.end()) ++all_strong;
  }
};

struct Setting {
  const adviser::Ground& ground;
  const PlanRequest& request;
  std::vector<std::uint32_t> posts;       // by offer
  std::vector<std::uint8_t> sectors;      // by offer
  std::vector<std::uint64_t> places;      // by lever; kNoLimit = not known

  std::uint64_t places_of(const Opener& by) const {
    std::uint64_t least = kNoLimit;
    for (const std::uint32_t lever : by.levers)
      if (lever != kNoLever) least = std::min(least, places[lever]);
    return least;
  }
  std::uint64_t cost_of(const Opener& by) const {
    std::uint64_t cost = 0;
    for (const std::uint32_t lever : by.levers)
      if (lever != kNoLever) cost += ground.tables.levers[lever].cost_cents;
    return cost;
  }
  template <class Line>
  void name(Line& line, const Opener& by) const {
    for (const std::uint32_t lever : by.levers) {
      if (lever == kNoLever) continue;
      line.levers.push_back(ground.tables.levers[lever].id);
      line.labels.push_back(ground.tables.levers[lever].label.in(request.language));
      line.training = line.training || ground.tables.levers[lever].training;
    }
  }
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

UnlockRow row_of(const Setting& setting, const Opener& by, const Tally& tally) {
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
  for (const auto& [offer, persons] : tally.by_offer) posts[setting.sectors[offer]].add(persons, setting.posts[offer]);
  for (const auto& [offer, persons] : tally.strong_by_offer) strong_posts[setting.sectors[offer]].add(persons, setting.posts[offer]);
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

void plan_basin(const Setting& setting, const std::vector<std::vector<Opened>>& unlocks, BasinPlan& basin) {
  PlanProblem problem;
  problem.places = setting.places;
  problem.posts = setting.posts;
  problem.persons = static_cast<std::uint32_t>(unlocks.size());
  if (setting.request.budget_cents) problem.budget_cents = *setting.request.budget_cents;
  std::map<Opener, std::uint32_t> number;
  std::vector<Opener> openers;
  for (std::uint32_t person = 0; person < unlocks.size(); ++person) {
    const auto alone = [&](std::uint32_t lever) -> const Opened* {
      for (const Opened& opened : unlocks[person])
        if (opened.by == Opener{{lever, kNoLever}, kNoLever}) return &opened;
      return nullptr;
    };
    for (const Opened& opened : unlocks[person]) {
      if (opened.by.levers[0] == kNoLever) continue;
      const auto [at, added] = number.try_emplace(opened.by, static_cast<std::uint32_t>(openers.size()));
      if (added) {
        openers.push_back(opened.by);
        Bundle bundle;
        for (const std::uint32_t lever : opened.by.levers)
          if (lever != kNoLever) bundle.levers.push_back(lever);
        bundle.cost_cents = setting.cost_of(opened.by);
        problem.bundles.push_back(std::move(bundle));
      }
      PlanItem item{person, at->second, opened.offers};
      // A bundle opens what each of its levers opens, too.
      if (opened.by.levers[1] != kNoLever)
        for (const std::uint32_t lever : opened.by.levers)
          if (const Opened* one = alone(lever)) item.offers.insert(item.offers.end(), one->offers.begin(), one->offers.end());
      std::sort(item.offers.begin(), item.offers.end());
      item.offers.erase(std::unique(item.offers.begin(), item.offers.end()), item.offers.end());
      problem.items.push_back(std::move(item));
    }
  }
  const Plan plan = best_plan_without_small(problem, kLeastPersons);
  std::vector<PlanLine> lines(openers.size());
  for (std::size_t i = 0; i < plan.items.size(); ++i) {
    PlanLine& line = lines[problem.items[plan.items[i]].bundle];
    ++line.places;
    line.posts += plan.gains[i];
    line.cost_cents += problem.bundles[problem.items[plan.items[i]].bundle].cost_cents;
  }
  for (std::size_t b = 0; b < lines.size(); ++b) {
    if (lines[b].places == 0) continue;
    setting.name(lines[b], openers[b]);
    basin.plan.push_back(std::move(lines[b]));
  }
  std::sort(basin.plan.begin(), basin.plan.end(), [](const PlanLine& a, const PlanLine& b) { return a.posts != b.posts ? a.posts > b.posts : a.levers < b.levers; });
  basin.posts = plan.value;
  basin.cost_cents = plan.cost_cents;
  // A count of people may hide behind a bound of a few posts where nothing can be bought.
  basin.bound = plan.bound < kLeastPersons && basin.plan.empty() ? 0 : plan.bound;
  basin.percent_of_best = basin.bound == 0 ? 100 : static_cast<std::uint32_t>(plan.value * 100 / basin.bound);
  const bool french = setting.request.language == Language::kFrench;
  basin.text = fmt::format(fmt::runtime(french ? "{} poste(s) deviendraient accessibles ; au moins {} % du meilleur plan possible"
                                               : "{} post(s) would become reachable; at least {}% of the best possible plan"),
                           basin.posts, basin.percent_of_best);
}

}  // namespace

Result<TerritoryPlan> territory_plan(Store& store, const adviser::Ground& ground, const Sides& sides, const PlanRequest& request, Threads threads) {
  Result<Access> access = Access::open_territory(request.agent, request.purpose);
  if (!access) return std::move(access).problem();
  const Corpus& corpus = *ground.corpus;
  const reference::Reference& reference = *corpus.reference;
  if (reference.basins.empty()) return Problem(ProblemCode::kReferenceMissing, "basins");
  if (!request.basin.empty() && !reference.find_basin(request.basin)) return Problem(ProblemCode::kNotFound, request.basin);

  Setting setting{ground, request, std::vector<std::uint32_t>(corpus.offers.size(), 1), {}, {}};
  for (std::uint32_t offer = 0; offer < corpus.offers.size(); ++offer) setting.sectors.push_back(static_cast<std::uint8_t>(sector_of(corpus, offer)));
  for (const levers::Lever& lever : ground.tables.levers) setting.places.push_back(lever.places == 0 ? kNoLimit : lever.places);
  for (const auto& [id, places] : request.places) {
    const auto at = std::find_if(ground.tables.levers.begin(), ground.tables.levers.end(), [&id = id](const levers::Lever& lever) { return lever.id == id; });
    if (at == ground.tables.levers.end()) return Problem(ProblemCode::kNotFound, id);
    setting.places[static_cast<std::size_t>(at - ground.tables.levers.begin())] = places;
  }
  PASSERELLE_TRY(store.for_each_offer({}, [&](std::string_view, std::string_view json) -> Status {
    Result<Offer> offer = decode_stored_offer(json);
    if (!offer) return std::move(offer).problem();
    if (const auto id = corpus.find_offer(offer->id)) setting.posts[id->value] = offer->posts;
    return {};
  }));
  std::vector<std::string> records(corpus.candidates.size());
  PASSERELLE_TRY(store.for_each_restricted(*access, [&](std::string_view candidate, std::string_view json) -> Status {
    if (const auto id = corpus.find_candidate(candidate)) records[id->value] = std::string(json);
    return {};
  }));

  TerritoryPlan answer;
  for (const levers::TableHead& head : ground.tables.heads) answer.tables.push_back(fmt::format("{} v{}", head.name, head.version));
  answer.rule = request.language == Language::kFrench
                    ? "Aucun effectif de 1 à 4 personnes n'est donné, et les autres sont arrondis au multiple de 5 inférieur ; une case unique ou trop petite en masque une seconde, et les sommes qui la révéleraient ; le plan n'achète un levier que pour 5 personnes ou plus."
                    : "No count of 1 to 4 persons is told, and the others are rounded down to a multiple of 5; a cell that is hidden alone hides a second one, and the sums that would tell it; the plan buys a lever for 5 persons or more.";
  Clock::time_point start = Clock::now();
  const Bars bars = plain_pass(sides, request.top, threads);
  answer.plain_ms = millis_since(start);

  std::vector<std::vector<CandidateId>> people(reference.basins.size());
  for (std::uint32_t i = 0; i < corpus.candidates.size(); ++i) {
    const CommuneId commune = corpus.candidates.facts[i].commune;
    if (commune.set() && reference.commune_basins[commune.value].set()) people[reference.commune_basins[commune.value].value].push_back(CandidateId{i});
  }
  std::uint64_t unlock_ms = 0, plan_ms = 0;
  for (std::size_t b = 0; b < people.size(); ++b) {
    // One basin at a time: what everybody's levers open would not fit in memory.
    if (people[b].empty() ? request.basin != reference.basins[b].code : !request.basin.empty() && request.basin != reference.basins[b].code) continue;
    start = Clock::now();
    std::vector<std::vector<Opened>> unlocks(people[b].size());
    std::vector<std::optional<Problem>> problems(threads.resolved());
    parallel_blocks(people[b].size(), 64, threads, [&](std::size_t begin, std::size_t end, unsigned worker) {
      for (std::size_t i = begin; i < end; ++i) {
        const CandidateId id = people[b][i];
        const Result<RestrictedRecord> record = read_restricted(records[id.value]);
        if (!record) problems[worker] = Problem(ProblemCode::kStoreDamaged, "restricted");
        else unlocks[i] = unlocks_of(person_case(ground, sides.suggest, id, *record), ground, sides, bars);
      }
    });
    for (const auto& problem : problems)
      if (problem) return *problem;
    unlock_ms += millis_since(start);
    start = Clock::now();
    BasinPlan basin;
    basin.basin = reference.basins[b].code;
    basin.name = reference.basins[b].name;
    std::map<Opener, Tally> tallies;
    for (const auto& person : unlocks)
      for (const Opened& opened : person) tallies[opened.by].add(opened, setting.sectors);
    std::vector<std::pair<std::uint64_t, Opener>> order;
    for (const auto& [by, tally] : tallies)
      if (tally.all >= kLeastPersons) order.emplace_back(tally.all, by);
    std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& c) { return a.first > c.first; });
    for (const auto& [count, by] : order) basin.rows.push_back(row_of(setting, by, tallies[by]));
    plan_basin(setting, unlocks, basin);
    plan_ms += millis_since(start);
    answer.basins.push_back(std::move(basin));
  }
  answer.unlock_ms = unlock_ms;
  answer.plan_ms = plan_ms;
  return answer;
}

}  // namespace passerelle::territory
