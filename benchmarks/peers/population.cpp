#include "population.hpp"

#include <algorithm>
#include <cstdlib>

#include <fmt/format.h>

#include "generate/counts_reader.hpp"
#include "records/record_json.hpp"
#include "reference/geography_reader.hpp"
#include "store/store.hpp"

namespace passerelle::peers {
namespace {

constexpr std::uint16_t kKilometresWithoutLimit = 20;

// Restricted facts stand last in a generated line; nothing here may read them.
std::string without_restricted(std::string_view line) {
  const std::size_t at = line.find(",\"restricted\":");
  if (at == std::string_view::npos) return std::string(line);
  return std::string(line.substr(0, at)) + '}';
}

void put_in_kilometres(Mobility& mobility) {
  if (mobility.radius_km == 0) {
    mobility.radius_km = mobility.radius_minutes == 0
                             ? kKilometresWithoutLimit
                             : std::max<std::uint16_t>(1, static_cast<std::uint16_t>(mobility.radius_minutes / 2));
  }
  mobility.radius_minutes = 0;
}

}  // namespace

void give_up(const Problem& problem) {
  fmt::print(stderr, "{}\n", describe(problem, Language::kEnglish));
  std::exit(1);
}
void need(Status status) {
  if (!status) give_up(status.problem());
}

std::optional<Coordinates> coordinates_of(const Place& place, const reference::Reference& reference) {
  if (place.coordinates) return place.coordinates;
  const auto commune = reference.find_commune(place.insee);
  if (!commune || !reference.communes[commune->value].located) return std::nullopt;
  return reference.communes[commune->value].coordinates;
}

Result<Population> Population::open(const PopulationOptions& options) {
  Population population;
  population.threads_ = options.threads;
  auto& request = population.request_;
  request.region = "32";
  request.seed = 1;
  if (options.workload == "sample") {
    request.candidates = 20'000;
    request.offers = 3'000;
  } else if (options.workload == "hdf-dense") {
    request.candidates = 500'000;
    request.offers = 80'000;
  } else {
    return Problem(ProblemCode::kRequestInvalid, "workload", options.workload);
  }
  if (!options.counts.empty()) {
    auto counts = generate::read_counts(options.counts);
    if (!counts) return std::move(counts).problem();
    request.counts = std::move(counts->rows);
  }
  if (!options.tension.empty()) {
    auto tension = reference::read_tension(options.tension);
    if (!tension) return std::move(tension).problem();
    request.tension = std::move(tension->rows);
  }
  auto store = Store::open(options.store, Store::Mode::kWrite);
  if (!store) return std::move(store).problem();
  auto reference = store->load_reference(options.threads);
  if (!reference) return std::move(reference).problem();
  population.reference_ = std::move(*reference);
  return population;
}

Result<std::uint64_t> Population::for_each_offer(const std::function<void(const Offer&)>& visit) const {
  std::uint64_t left_out = 0;
  PASSERELLE_TRY(generate::generate_offers(request_, *reference_, threads_, [&](std::string_view line) -> Status {
    Result<Offer> offer = decode_stored_offer(line);
    if (!offer) return std::move(offer).problem();
    if (reference_->find_occupation(offer->occupation) && coordinates_of(offer->place, *reference_)) visit(*offer);
    else ++left_out;
    return {};
  }));
  return left_out;
}

Result<std::uint64_t> Population::for_each_candidate(const std::function<void(const Candidate&)>& visit) const {
  std::uint64_t left_out = 0;
  PASSERELLE_TRY(generate::generate_candidates(request_, *reference_, threads_, [&](std::string_view line) -> Status {
    Result<Candidate> candidate = decode_stored_candidate(without_restricted(line));
    if (!candidate) return std::move(candidate).problem();
    put_in_kilometres(candidate->mobility);
    if (coordinates_of(candidate->home, *reference_)) visit(*candidate);
    else ++left_out;
    return {};
  }));
  return left_out;
}

}  // namespace passerelle::peers
