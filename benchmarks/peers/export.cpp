// Writes a workload as flat files: arrays for peers that are programs, CSV for those that speak SQL.
#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/os.h>

#include "base/geodesy.hpp"
#include "corpus/build_corpus.hpp"
#include "corpus/scored_requirements.hpp"
#include "flat_files.hpp"
#include "population.hpp"
#include "scoring/competences.hpp"
#include "scoring/travel.hpp"

namespace {

using namespace passerelle;
using namespace passerelle::peers;

/// The largest squared chord that lies within so many road kilometres: road metres only grow with the distance.
std::int64_t reach_of(const TravelModel& travel, std::uint16_t kilometres) {
  std::uint32_t low = 0, high = 2'000'000;
  while (high - low > 1) {
    const std::uint32_t middle = low + (high - low) / 2;
    (travel.road_metres(middle) <= kilometres * 1'000U ? low : high) = middle;
  }
  return static_cast<std::int64_t>(chord_within(low));
}

void add_position(const Coordinates& at, std::vector<std::int32_t>& xyz, std::vector<double>& latlon) {
  const UnitVector vector = unit_vector(at);
  xyz.insert(xyz.end(), {vector.x, vector.y, vector.z});
  latlon.insert(latlon.end(), {at.latitude_udeg * 1e-6, at.longitude_udeg * 1e-6});
}

std::int32_t asked_months_of(const Offer& offer, const Policy& policy) {
  if (!offer.experience || offer.experience->beginner_accepted) return 0;
  return offer.experience->months > 0 ? offer.experience->months : policy.wishes.unstated_experience_months;
}

void add(FlatFiles& files, const Offer& offer, const reference::Reference& reference, const Policy& policy) {
  files.offer_occupation.push_back(static_cast<std::int32_t>(reference.find_occupation(offer.occupation)->value));
  add_position(*coordinates_of(offer.place, reference), files.offer_xyz, files.offer_latlon);
  LicenceMask required = 0;
  for (const LicenceRequirement& licence : offer.licences)
    if (licence.level == Level::kRequired) required |= bit(licence.licence);
  files.offer_licences.push_back(required);
  const RequirementList list = scored_requirements(offer, reference);
  std::int32_t sum = 0;
  for (const Requirement& requirement : list.items) {
    const auto weight = static_cast<std::int32_t>(requirement_weight(policy.competences, requirement));
    files.requirement_item.push_back(static_cast<std::int32_t>(requirement.item.value));
    files.requirement_weight.push_back(weight);
    sum += weight;
  }
  files.requirements.offsets.push_back(static_cast<std::int32_t>(files.requirement_item.size()));
  files.sum_weights.push_back(sum);
  files.asked_months.push_back(asked_months_of(offer, policy));
  // Which criteria apply depends on the offer alone, so its weights do too.
  CriterionPoints points;
  points.fill(kNotApplicable);
  points[static_cast<std::size_t>(Criterion::kOccupation)] = 0;
  if (sum != 0) points[static_cast<std::size_t>(Criterion::kCompetences)] = 0;
  if (files.asked_months.back() != 0) points[static_cast<std::size_t>(Criterion::kExperience)] = 0;
  const SharedWeights weights = shared_weights(policy, points, list.from_card);
  for (const Criterion criterion : {Criterion::kOccupation, Criterion::kCompetences, Criterion::kExperience})
    files.weights.push_back(weights[static_cast<std::size_t>(criterion)]);
}

void add(FlatFiles& files, const Candidate& candidate, const reference::Reference& reference, const TravelModel& travel,
         std::map<std::uint16_t, std::int64_t>& reaches) {
  add_position(*coordinates_of(candidate.home, reference), files.candidate_xyz, files.candidate_latlon);
  const auto [reach, added] = reaches.emplace(candidate.mobility.radius_km, 0);
  if (added) reach->second = reach_of(travel, candidate.mobility.radius_km);
  files.reach.push_back(reach->second);
  const LicenceMask all = static_cast<LicenceMask>((1U << static_cast<unsigned>(Licence::kCount)) - 1);
  files.candidate_licences.push_back(candidate.licences ? with_implied(*candidate.licences) : all);
  std::map<OccupationId, std::uint32_t> months_of;
  for (const Practised& practised : candidate.practised)
    if (const auto occupation = reference.find_occupation(practised.occupation)) months_of[*occupation] += practised.months;
  for (const auto& [occupation, months] : months_of) {
    files.practised_occupation.push_back(static_cast<std::int32_t>(occupation.value));
    files.practised_months.push_back(static_cast<std::int32_t>(std::min<std::uint32_t>(months, 0xFFFF)));
  }
  files.practised.offsets.push_back(static_cast<std::int32_t>(files.practised_occupation.size()));
  std::set<ItemId> items;
  for (const ProfileItem& item : candidate.items)
    if (const auto known = reference.find_item(item.item)) items.insert(*known);
  for (const ItemId item : items) files.item.push_back(static_cast<std::int32_t>(item.value));
  files.items.offsets.push_back(static_cast<std::int32_t>(files.item.size()));
}

void write_csv(const FlatFiles& f, const std::string& directory) {
  const auto open = [&](const char* name, const char* header) {
    fmt::ostream out = fmt::output_file(directory + "/" + name);
    out.print("{}\n", header);
    return out;
  };
  auto candidates = open("candidates.csv", "id,x,y,z,lat,lon,reach,licence_mask");
  auto practised = open("practised.csv", "candidate,occupation,months");
  auto items = open("items.csv", "candidate,item");
  for (std::size_t c = 0; c < f.candidates(); ++c) {
    candidates.print("{},{},{},{},{:.6f},{:.6f},{},{}\n", c, f.candidate_xyz[3 * c], f.candidate_xyz[3 * c + 1], f.candidate_xyz[3 * c + 2],
                     f.candidate_latlon[2 * c], f.candidate_latlon[2 * c + 1], f.reach[c], f.candidate_licences[c]);
    for (auto p = f.practised.offsets[c]; p < f.practised.offsets[c + 1]; ++p) practised.print("{},{},{}\n", c, f.practised_occupation[p], f.practised_months[p]);
    for (const std::int32_t item : f.items.of(f.item, c)) items.print("{},{}\n", c, item);
  }
  auto offers = open("offers.csv", "id,x,y,z,lat,lon,occupation,licence_mask,asked_months,w_occ,w_comp,w_exp,sum_weights");
  auto requirements = open("requirements.csv", "offer,item,weight");
  for (std::size_t o = 0; o < f.offers(); ++o) {
    offers.print("{},{},{},{},{:.6f},{:.6f},{},{},{},{},{},{},{}\n", o, f.offer_xyz[3 * o], f.offer_xyz[3 * o + 1], f.offer_xyz[3 * o + 2],
                 f.offer_latlon[2 * o], f.offer_latlon[2 * o + 1], f.offer_occupation[o], f.offer_licences[o], f.asked_months[o],
                 f.weights[3 * o], f.weights[3 * o + 1], f.weights[3 * o + 2], f.sum_weights[o]);
    for (auto r = f.requirements.offsets[o]; r < f.requirements.offsets[o + 1]; ++r) requirements.print("{},{},{}\n", o, f.requirement_item[r], f.requirement_weight[r]);
  }
  auto related = open("related.csv", "to_occupation,from_occupation,points");
  for (std::size_t to = 0; to < f.related.size(); ++to)
    for (auto r = f.related.offsets[to]; r < f.related.offsets[to + 1]; ++r) related.print("{},{},{}\n", to, f.related_from[r], f.related_points[r]);
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Writes a workload of the peers benchmark as flat files");
  PopulationOptions options;
  std::string policy_file, directory;
  app.add_option("--store", options.store)->required();
  app.add_option("--workload", options.workload)->required();
  app.add_option("--counts", options.counts);
  app.add_option("--tension", options.tension);
  app.add_option("--policy", policy_file)->required();
  app.add_option("--out", directory)->required();
  CLI11_PARSE(app, argc, argv);

  const Policy policy = need(read_policy(policy_file));
  const Population population = need(Population::open(options));
  const reference::Reference& reference = population.reference();
  const TravelModel travel(policy.travel);
  FlatFiles files;
  std::map<std::uint16_t, std::int64_t> reaches;
  const std::uint64_t offers_out = need(population.for_each_offer([&](const Offer& offer) { add(files, offer, reference, policy); }));
  const std::uint64_t candidates_out =
      need(population.for_each_candidate([&](const Candidate& candidate) { add(files, candidate, reference, travel, reaches); }));
  for (std::uint32_t to = 0; to < reference.occupation_keys.size(); ++to) {
    for (const reference::RelatedOccupation& related : reference.related[to]) {
      if (related.points == 10'000 && related.from.value != to) {
        fmt::print(stderr, "two occupations count as the same: « months in the very occupation » would need a rule of its own\n");
        return 1;
      }
      if (related.points < policy.eligibility.min_relation) continue;  // opens no pair, and never the best of one that is open
      files.related_from.push_back(static_cast<std::int32_t>(related.from.value));
      files.related_points.push_back(related.points);
    }
    files.related.offsets.push_back(static_cast<std::int32_t>(files.related_from.size()));
  }
  std::filesystem::create_directories(directory);
  files.save(directory);
  write_csv(files, directory);
  fmt::output_file(directory + "/meta.json")
      .print(R"({{"workload":"{}","candidates":{},"offers":{},"occupations":{},"items":{},"candidates_left_out":{},"offers_left_out":{},"real_marginals":{}}})",
             options.workload, files.candidates(), files.offers(), reference.occupation_keys.size(), reference.item_keys.size(), candidates_out,
             offers_out, !options.counts.empty() && !options.tension.empty());
  return 0;
}
