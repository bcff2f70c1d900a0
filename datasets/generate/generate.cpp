#include "generate/generate.hpp"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>

#include "generate/candidate_maker.hpp"
#include "generate/occupation_profile.hpp"
#include "generate/offer_maker.hpp"
#include "generate/population_plan.hpp"
#include "generate/regions.hpp"
#include "generate/restricted_maker.hpp"
#include "records/record_json.hpp"
#include "sensitive/restricted_json.hpp"

namespace passerelle::generate {
namespace {

using reference::Reference;

/// Records of one block; blocks of one round. A round's lines are held in memory, then delivered.
constexpr std::size_t kBlock = 128;
constexpr std::size_t kRound = 64 * kBlock;

/// Calls `make` for each record in parallel, `sink` for each line in order.
Status deliver(std::size_t records, Threads threads, const std::function<std::string(std::size_t)>& make,
               const LineSink& sink) {
  std::vector<std::string> lines;
  for (std::size_t begin = 0; begin < records; begin += kRound) {
    const std::size_t count = std::min(kRound, records - begin);
    lines.resize(count);
    parallel_blocks(count, kBlock, threads, [&](std::size_t from, std::size_t to, unsigned) {
      for (std::size_t i = from; i < to; ++i) lines[i] = make(begin + i);
    });
    for (const std::string& line : lines) PASSERELLE_TRY(sink(line));
  }
  return {};
}

}  // namespace

Status GenerateRequest::validate() const {
  if (!region.empty() && !known_region(region)) return Problem(ProblemCode::kRequestInvalid, "region", region);
  if (candidates > kMostRecords) return Problem(ProblemCode::kRequestInvalid, "candidates", std::to_string(candidates));
  if (offers > kMostRecords) return Problem(ProblemCode::kRequestInvalid, "offers", std::to_string(offers));
  if (!today.set()) return Problem(ProblemCode::kRequestInvalid, "today", "");
  return {};
}

Status generate_offers(const GenerateRequest& request, const Reference& reference, Threads threads,
                       const LineSink& sink) {
  const std::vector<OccupationProfile> profiles = occupation_profiles(reference);
  const auto plan = plan_offers(request, reference, profiles);
  if (!plan) return plan.problem();
  const World world{reference, profiles, request.today};
  return deliver(
      plan.value().records(), threads,
      [&](std::size_t i) {
        Random random(request.seed, StreamKind::kOffer, i);
        const CommuneId commune = plan.value().draw_commune(i, random);
        const OccupationId occupation = plan.value().draw_occupation(i, random);
        return encode(make_offer(world, static_cast<std::uint32_t>(i + 1), occupation, commune, random));
      },
      sink);
}

Status generate_candidates(const GenerateRequest& request, const Reference& reference, Threads threads,
                           const LineSink& sink) {
  const std::vector<OccupationProfile> profiles = occupation_profiles(reference);
  const auto plan = plan_candidates(request, reference, profiles);
  if (!plan) return plan.problem();
  const World world{reference, profiles, request.today};
  return deliver(
      plan.value().records(), threads,
      [&](std::size_t i) {
        Random random(request.seed, StreamKind::kCandidate, i);
        const CommuneId commune = plan.value().draw_commune(i, random);
        const OccupationId occupation = plan.value().draw_occupation(i, random);
        const Person person = make_candidate(world, static_cast<std::uint32_t>(i + 1), occupation, commune, random);
        std::string line = encode(person.candidate);
        Random apart(request.seed, StreamKind::kRestricted, i);
        const RestrictedRecord restricted = make_restricted(person.facts, request.today, apart);
        if (!restricted.empty()) {
          line.pop_back();  // the closing brace
          line += ",\"restricted\":";
          line += encode(restricted);
          line += '}';
        }
        return line;
      },
      sink);
}

}  // namespace passerelle::generate
