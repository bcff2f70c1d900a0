#include "territory/territory_counts.hpp"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>

#include "territory/basin_plan.hpp"
#include "territory/basin_rows.hpp"
#include "territory/sectors.hpp"
#include "territory/unlock_pass.hpp"

namespace passerelle::territory {
namespace {

using Clock = std::chrono::steady_clock;
std::uint64_t millis_since(Clock::time_point start) {
  return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start).count());
}

/// Pairs that are kept before they are counted; each is a few bytes, and some dozens while a plan is made.
constexpr std::size_t kMostWaiting = 12'000'000;

const levers::Lever* find_lever(const adviser::Ground& ground, const std::string& id) {
  const auto at = std::find_if(ground.tables.levers.begin(), ground.tables.levers.end(), [&](const levers::Lever& lever) { return lever.id == id; });
  return at == ground.tables.levers.end() ? nullptr : &*at;
}

}  // namespace

Status check(const adviser::Ground& ground, const PlanRequest& request) {
  const reference::Reference& reference = *ground.corpus->reference;
  if (reference.basins.empty()) return Problem(ProblemCode::kReferenceMissing, "basins");
  if (!request.basin.empty() && !reference.find_basin(request.basin)) return Problem(ProblemCode::kNotFound, request.basin);
  for (const auto& [id, places] : request.places)
    if (find_lever(ground, id) == nullptr) return Problem(ProblemCode::kNotFound, id);
  return {};
}

Result<TerritoryPlan> count_territory(const adviser::Ground& ground, const Sides& sides, const PlanRequest& request, const TerritoryRecords& records, Threads threads) {
  const Corpus& corpus = *ground.corpus;
  const reference::Reference& reference = *corpus.reference;
  PASSERELLE_TRY(check(ground, request));

  CountSetting setting{ground, request, records.posts, {}, {}};
  for (std::uint32_t offer = 0; offer < corpus.offers.size(); ++offer) setting.sectors.push_back(static_cast<std::uint8_t>(sector_of(corpus, offer)));
  for (const levers::Lever& lever : ground.tables.levers) setting.places.push_back(lever.places == 0 ? kNoLimit : lever.places);
  for (const auto& [id, places] : request.places) setting.places[static_cast<std::size_t>(find_lever(ground, id) - ground.tables.levers.data())] = places;

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
  start = Clock::now();
  UnlockPass pass(ground, sides, bars, threads);
  std::uint64_t unlock_ms = millis_since(start), plan_ms = 0;
  // Some basins at a time: what everybody's levers open may not fit in memory, and one basin's plan is one thread's work.
  std::vector<std::vector<Unlocks>> waiting;
  std::size_t waiting_pairs = 0;
  const auto count_waiting = [&] {
    start = Clock::now();
    const std::size_t count = waiting.size(), first = answer.basins.size() - count;
    parallel_blocks(2 * count, 1, threads, [&](std::size_t begin, std::size_t end, unsigned) {
      for (std::size_t task = begin; task < end; ++task) {
        const std::size_t i = task % count;
        if (task < count) plan_basin(setting, waiting[i], answer.basins[first + i]);
        else answer.basins[first + i].rows = rows_of_basin(setting, waiting[i]);
      }
    });
    waiting.clear();
    waiting_pairs = 0;
    plan_ms += millis_since(start);
  };
  for (std::size_t b = 0; b < people.size(); ++b) {
    if (people[b].empty() ? request.basin != reference.basins[b].code : !request.basin.empty() && request.basin != reference.basins[b].code) continue;
    start = Clock::now();
    Result<std::vector<Unlocks>> unlocks = pass.run(people[b], records.restricted);
    if (!unlocks) return std::move(unlocks).problem();
    unlock_ms += millis_since(start);
    BasinPlan& basin = answer.basins.emplace_back();
    basin.basin = reference.basins[b].code;
    basin.name = reference.basins[b].name;
    for (const Unlocks& block : *unlocks) waiting_pairs += block.pairs();
    waiting.push_back(std::move(*unlocks));
    if (waiting_pairs > kMostWaiting) count_waiting();
  }
  if (!waiting.empty()) count_waiting();
  answer.unlock_ms = unlock_ms;
  answer.plan_ms = plan_ms;
  return answer;
}

}  // namespace passerelle::territory
