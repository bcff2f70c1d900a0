#include "territory/territory_desk.hpp"

#include "records/record_json.hpp"
#include "sensitive/access.hpp"
#include "territory/territory_counts.hpp"

namespace passerelle::territory {

Result<TerritoryPlan> territory_plan(Store& store, const adviser::Ground& ground, const Sides& sides, const PlanRequest& request, Threads threads) {
  Result<Access> access = Access::open_territory(request.agent, request.purpose);
  if (!access) return std::move(access).problem();
  const Corpus& corpus = *ground.corpus;
  PASSERELLE_TRY(check(ground, request));
  TerritoryRecords records;
  records.posts.assign(corpus.offers.size(), 1);
  PASSERELLE_TRY(store.for_each_offer({}, [&](std::string_view, std::string_view json) -> Status {
    Result<Offer> offer = decode_stored_offer(json);
    if (!offer) return std::move(offer).problem();
    if (const auto id = corpus.find_offer(offer->id)) records.posts[id->value] = offer->posts;
    return {};
  }));
  records.restricted.resize(corpus.candidates.size());
  PASSERELLE_TRY(store.for_each_restricted(*access, [&](std::string_view candidate, std::string_view json) -> Status {
    if (const auto id = corpus.find_candidate(candidate)) records.restricted[id->value] = std::string(json);
    return {};
  }));
  return count_territory(ground, sides, request, records, threads);
}

}  // namespace passerelle::territory
