#include "generate/population_plan.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "generate/regions.hpp"

namespace passerelle::generate {
namespace {

using reference::Reference;

std::string_view region_of(const reference::CommuneRow& commune) {
  if (!commune.region.empty()) return commune.region;
  return region_of_department(commune.department.empty() ? department_of_commune(commune.code)
                                                         : std::string_view(commune.department));
}

/// Where no counts are given: rank-frequency weights, 1 / (rank + 8). First the frequent occupations of the tension
/// sectors, the other frequent ones, the rest of the tension sectors, the rest; within these, the occupations with
/// more titles, for a wide occupation has many.
std::vector<std::uint64_t> frequency_weights(const Reference& reference,
                                             const std::vector<OccupationProfile>& profiles) {
  struct Line {
    std::uint32_t group, rank;
    std::size_t titles;
    std::uint32_t occupation;
  };
  std::vector<Line> lines;
  for (std::uint32_t o = 0; o < profiles.size(); ++o) {
    const std::uint32_t rank = frequency_rank(code_of_key(reference.occupation_keys[o]));
    const bool tension = in_tension(profiles[o].trade.sector);
    lines.push_back(
        {rank == kNotFrequent ? (tension ? 2U : 3U) : (tension ? 0U : 1U), rank, reference.titles[o].size(), o});
  }
  std::sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) {
    if (a.group != b.group) return a.group < b.group;
    if (a.rank != b.rank) return a.rank < b.rank;
    if (a.titles != b.titles) return a.titles > b.titles;
    return a.occupation < b.occupation;
  });
  std::vector<std::uint64_t> weights(profiles.size());
  for (std::size_t i = 0; i < lines.size(); ++i) weights[lines[i].occupation] = 1 + 1'000'000 / (i + 8);
  return weights;
}

Problem no_commune(const GenerateRequest& request) {
  return Problem(ProblemCode::kRequestInvalid, "region", request.region);
}

}  // namespace

CommuneId PopulationPlan::draw_commune(std::size_t record, Random& random) const {
  const Area& area = areas_[cells_[cell_of_[record]].area];
  return area.communes.size() == 1 ? area.communes.front() : area.communes[area.by_population.draw(random)];
}

OccupationId PopulationPlan::draw_occupation(std::size_t record, Random& random) const {
  const OccupationSet& set = occupations_[cells_[cell_of_[record]].occupations];
  return set.members.size() == 1 ? set.members.front() : set.members[set.weights.draw(random)];
}

std::vector<std::uint32_t> apportion(const std::vector<std::uint64_t>& weights, std::size_t records, Random& random) {
  std::vector<std::uint32_t> places;
  places.reserve(records);
  std::uint64_t sum = 0;
  for (const std::uint64_t weight : weights) sum += weight;
  if (sum == 0 || records == 0) return places;
  // Place i stands at (i·sum + start) / records of the cumulated weights, start in [0, sum).
  const std::uint64_t start = random.below(sum);
  const std::uint64_t step = sum / records, rest = sum % records;  // i·sum without overflow
  std::uint64_t cumulated = 0;
  std::size_t cell = 0;
  for (std::size_t i = 0; i < records; ++i) {
    const std::uint64_t at = i * step + (i * rest + start) / records;
    while (cumulated + weights[cell] <= at) cumulated += weights[cell++];
    places.push_back(static_cast<std::uint32_t>(cell));
  }
  for (std::size_t i = records; i > 1; --i) std::swap(places[i - 1], places[random.below(i)]);
  return places;
}

/// Collects areas, sets of occupations and cells, each once.
class PlanBuilder {
 public:
  PlanBuilder(const GenerateRequest& request, const Reference& reference,
              const std::vector<OccupationProfile>& profiles)
      : request_(request), reference_(reference), profiles_(profiles) {}

  /// The region and all occupations as area 0 and set 0.
  Status begin() {
    PASSERELLE_TRY(request_.validate());
    if (reference_.communes.empty()) return Problem(ProblemCode::kReferenceMissing, "communes", "");
    in_region_.resize(reference_.communes.size());
    std::vector<CommuneId> communes;
    for (std::uint32_t c = 0; c < reference_.communes.size(); ++c) {
      in_region_[c] = request_.region.empty() || region_of(reference_.communes[c]) == request_.region;
      if (in_region_[c]) communes.emplace_back(c);
    }
    if (communes.empty()) return no_commune(request_);
    add_area(std::move(communes));
    return {};
  }

  Status add_all_occupations() {
    if (profiles_.empty()) return Problem(ProblemCode::kReferenceMissing, "occupations", "");
    frequency_ = frequency_weights(reference_, profiles_);
    OccupationSet all;
    for (std::uint32_t o = 0; o < profiles_.size(); ++o) {
      all.members.emplace_back(o);
      by_parent_[reference_.occupation_parent_keys[o]].emplace_back(o);
      by_domain_[domain(reference_.occupation_keys[o])].emplace_back(o);
    }
    all.weights = WeightedTable(frequency_);
    plan_.occupations_.push_back(std::move(all));
    return {};
  }

  /// Area of a row of the counts; nothing when it is not in the region.
  std::optional<std::uint32_t> area_of_commune(const std::string& code) {
    if (const auto known = area_by_code_.find(code); known != area_by_code_.end()) return known->second;
    const auto area = find_area_of_commune(code);
    area_by_code_.emplace(code, area);
    return area;
  }

  std::optional<std::uint32_t> area_of_basin(const std::string& code) {
    const auto basin = reference_.find_basin(code);
    if (!basin) return std::nullopt;
    if (basin_areas_.empty()) {
      std::map<std::uint32_t, std::vector<CommuneId>> members;
      for (std::uint32_t c = 0; c < reference_.commune_basins.size(); ++c)
        if (in_region_[c] && reference_.commune_basins[c].set())
          members[reference_.commune_basins[c].value].emplace_back(c);
      for (auto& [id, communes] : members) basin_areas_[id] = add_area(std::move(communes));
    }
    const auto found = basin_areas_.find(basin->value);
    return found == basin_areas_.end() ? std::nullopt : std::optional(found->second);
  }

  void add(std::uint32_t area, const std::string& occupation, std::uint64_t weight) {
    if (weight != 0) cells_[{area, occupations_of(occupation)}] += weight;
  }
  bool empty() const { return cells_.empty(); }

  PopulationPlan finish(std::size_t records, StreamKind kind) {
    std::vector<std::uint64_t> weights;
    if (cells_.empty()) cells_[{0, 0}] = 1;  // no counts: anywhere, anything
    for (const auto& [where, weight] : cells_) {
      plan_.cells_.push_back({where.first, where.second, weight});
      weights.push_back(weight);
    }
    Random random(request_.seed, kind, 0);
    plan_.cell_of_ = apportion(weights, records, random);
    return std::move(plan_);
  }

 private:
  static std::string domain(std::string_view key) {  // "rome:N11" of "rome:N1103"
    return std::string(key.substr(0, key.size() - code_of_key(key).size() + 3));
  }

  std::uint32_t add_area(std::vector<CommuneId> communes) {
    std::vector<std::uint64_t> weights;
    std::uint64_t people = 0;
    for (const CommuneId c : communes) {
      weights.push_back(reference_.communes[c.value].population);
      people += weights.back();
    }
    if (people == 0) std::fill(weights.begin(), weights.end(), 1);  // not known: all alike
    plan_.areas_.push_back({std::move(communes), WeightedTable(weights)});
    return static_cast<std::uint32_t>(plan_.areas_.size() - 1);
  }

  std::optional<std::uint32_t> find_area_of_commune(const std::string& code) {
    if (const auto commune = reference_.find_commune(code)) {
      if (!in_region_[commune->value]) return std::nullopt;
      // An old code shares its successor's area, so that their counts add up.
      const auto [at, fresh] = commune_areas_.emplace(commune->value, 0);
      if (fresh) at->second = add_area({*commune});
      return at->second;
    }
    const std::string_view department = department_of_commune(code);
    const std::string_view region = region_of_department(department);
    // A place that is not known: somewhere in its department, or in the whole when even that is not known. A region
    // can only claim what is known to be in it.
    if (region.empty()) return request_.region.empty() ? std::optional(0U) : std::nullopt;
    if (!request_.region.empty() && region != request_.region) return std::nullopt;
    const auto [at, fresh] = department_areas_.emplace(department, 0);
    if (fresh) {
      std::vector<CommuneId> communes;
      for (std::uint32_t c = 0; c < reference_.communes.size(); ++c)
        if (in_region_[c] && department_of_commune(reference_.communes[c].code) == department) communes.emplace_back(c);
      at->second = communes.empty() ? 0 : add_area(std::move(communes));
    }
    return at->second;
  }

  std::uint32_t occupations_of(const std::string& key) {
    const auto [at, fresh] = sets_.emplace(key, 0);
    if (!fresh) return at->second;
    OccupationSet set;
    std::vector<std::uint64_t> weights;
    const auto self = reference_.find_occupation(key);
    if (const auto children = by_parent_.find(key); children != by_parent_.end())
      for (const OccupationId child : children->second)
        if (!self || child != *self) {
          set.members.push_back(child);
          weights.push_back(1);
        }
    if (self) {  // the code itself half of the time: most posts are published under the oldest, widest occupation
      weights.push_back(std::max<std::uint64_t>(1, weights.size()));
      set.members.push_back(*self);
    }
    if (set.members.empty()) {  // not in this vocabulary: another occupation of its domain, or any
      if (const auto near = by_domain_.find(domain(key)); near != by_domain_.end()) {
        set.members = near->second;
        for (const OccupationId o : set.members) weights.push_back(frequency_[o.value]);
      }
    }
    if (set.members.empty()) return at->second = 0;
    set.weights = WeightedTable(weights);
    plan_.occupations_.push_back(std::move(set));
    return at->second = static_cast<std::uint32_t>(plan_.occupations_.size() - 1);
  }

  const GenerateRequest& request_;
  const Reference& reference_;
  const std::vector<OccupationProfile>& profiles_;
  PopulationPlan plan_;
  std::vector<bool> in_region_;
  std::vector<std::uint64_t> frequency_;
  std::unordered_map<std::string, std::vector<OccupationId>> by_parent_, by_domain_;
  std::unordered_map<std::string, std::optional<std::uint32_t>> area_by_code_;
  std::map<std::uint32_t, std::uint32_t> commune_areas_, basin_areas_;
  std::map<std::string, std::uint32_t, std::less<>> department_areas_;
  std::unordered_map<std::string, std::uint32_t> sets_;
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint64_t> cells_;  ///< (area, occupations) → weight
};

Result<PopulationPlan> plan_offers(const GenerateRequest& request, const Reference& reference,
                                   const std::vector<OccupationProfile>& profiles) {
  PlanBuilder builder(request, reference, profiles);
  PASSERELLE_TRY(builder.begin());
  PASSERELLE_TRY(builder.add_all_occupations());
  if (!request.counts.empty()) {
    for (const OfferCount& row : request.counts)
      if (const auto area = builder.area_of_commune(row.commune)) builder.add(*area, row.occupation, row.count);
    if (builder.empty()) return no_commune(request);
  } else {
    for (const reference::TensionRow& row : request.tension)
      if (const auto area = builder.area_of_basin(row.basin)) builder.add(*area, row.occupation, row.offers_milli);
  }
  return builder.finish(request.offers, StreamKind::kOfferPlan);
}

Result<PopulationPlan> plan_candidates(const GenerateRequest& request, const Reference& reference,
                                       const std::vector<OccupationProfile>& profiles) {
  PlanBuilder builder(request, reference, profiles);
  PASSERELLE_TRY(builder.begin());
  PASSERELLE_TRY(builder.add_all_occupations());
  for (const reference::TensionRow& row : request.tension)
    if (const auto area = builder.area_of_basin(row.basin)) builder.add(*area, row.occupation, row.seekers_milli);
  return builder.finish(request.candidates, StreamKind::kCandidatePlan);
}

Result<std::uint64_t> posts_in_region(const GenerateRequest& request, const Reference& reference) {
  const std::vector<OccupationProfile> none;
  PlanBuilder builder(request, reference, none);
  PASSERELLE_TRY(builder.begin());
  std::uint64_t posts = 0;
  for (const OfferCount& row : request.counts)
    if (builder.area_of_commune(row.commune)) posts += row.count;
  if (posts == 0) return no_commune(request);
  return posts;
}

}  // namespace passerelle::generate
