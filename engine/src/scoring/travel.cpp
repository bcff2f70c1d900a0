#include "scoring/travel.hpp"

#include <algorithm>
#include <cmath>

#include "corpus/corpus.hpp"

namespace passerelle {
namespace {

constexpr std::uint32_t kStep = 100;               // metres between table entries
constexpr std::uint32_t kTableMetres = 500'000;    // S is below 10⁻⁸ there
constexpr double kOne = 1048576.0;                 // 2^20
constexpr double kDetour = 1.2, kDetourNear = 0.3, kDetourScale = 5'000.0;

}  // namespace

TravelModel::TravelModel(const TravelRule& rule) : rule_(rule) {
  const double shape = rule.decay_shape_percent / 100.0;
  for (std::uint32_t metres = 0; metres <= kTableMetres; metres += kStep) {
    survival_.push_back(static_cast<std::int32_t>(std::lround(kOne * std::exp(-std::pow(metres / static_cast<double>(rule.decay_metres), shape)))));
    detour_.push_back(static_cast<std::uint32_t>(std::lround(metres * (kDetour + kDetourNear * std::exp(-static_cast<double>(metres) / kDetourScale)))));
  }
}

std::uint32_t TravelModel::road_metres(std::uint32_t great_circle) const noexcept {
  const std::uint32_t entry = great_circle / kStep, rest = great_circle % kStep;
  std::uint64_t road = 0;
  if (entry + 1 < detour_.size()) road = detour_[entry] + std::uint64_t{detour_[entry + 1] - detour_[entry]} * rest / kStep;
  else road = detour_.back() + (std::uint64_t{great_circle} - kTableMetres) * 12 / 10;
  return static_cast<std::uint32_t>(std::max<std::uint64_t>(road, rule_.same_commune_metres));
}

namespace {

// Minutes for so many metres, rounded up.
std::uint64_t minutes_for(std::uint64_t metres, std::uint32_t kmh10) {
  const std::uint64_t per_600 = std::max<std::uint32_t>(1, kmh10) * 1'000ULL;
  return (metres * 600 + per_600 - 1) / per_600;
}

}  // namespace

const MeansSpeed& TravelModel::speed_of(Means means) const noexcept {
  return rule_.means[static_cast<std::size_t>(means == Means::kUnknown ? Means::kCar : means)];
}

std::uint16_t TravelModel::minutes(std::uint32_t road, Means means, bool urban_home, bool urban_work) const noexcept {
  const MeansSpeed& speed = speed_of(means);
  const std::uint32_t in_town = std::min<std::uint32_t>(road, rule_.urban_metres * ((urban_home ? 1U : 0U) + (urban_work ? 1U : 0U)));
  const std::uint64_t travelling = minutes_for(in_town, speed.urban_kmh10) + minutes_for(road - in_town, speed.rural_kmh10);
  return static_cast<std::uint16_t>(std::min<std::uint64_t>(0xFFFF, speed.access_minutes + travelling));
}

std::int64_t TravelModel::survival(std::uint32_t metres) const noexcept {
  const std::uint32_t entry = metres / kStep, rest = metres % kStep;
  if (entry + 1 >= survival_.size()) return 0;
  return survival_[entry] - std::int64_t{survival_[entry] - survival_[entry + 1]} * rest / kStep;
}

Points TravelModel::points(std::uint32_t metres, std::uint32_t radius) const noexcept {
  // At the door is at the distance that counts for the person's own commune.
  const std::uint32_t door = std::min<std::uint32_t>(rule_.same_commune_metres, radius);
  if (metres <= door) return kFullPoints;
  if (metres >= radius) return 0;
  const std::int64_t top = survival(door), edge = survival(radius);
  if (top <= edge) return kFullPoints;
  return static_cast<Points>((survival(metres) - edge) * kFullPoints / (top - edge));
}

Points TravelModel::points_for_minutes(std::uint16_t spent, std::uint16_t limit, Means means) const noexcept {
  if (spent > limit) return 0;
  const std::uint16_t access = speed_of(means).access_minutes;
  if (spent <= access) return kFullPoints;
  return points((std::uint32_t{spent} - access) * rule_.metres_per_minute, (std::uint32_t{limit} - access) * rule_.metres_per_minute);
}

Trip trip_of(const Corpus& corpus, const TravelModel& travel, CandidateId candidate, OfferId offer) {
  Trip trip;
  const CandidateColumns& candidates = corpus.candidates;
  const OfferColumns& offers = corpus.offers;
  trip.home_known = candidates.facts[candidate.value].located != 0;
  trip.workplace_known = offers.located[offer.value] != 0;
  if (!trip.known()) return trip;
  trip.metres = travel.road_metres(great_circle_metres(candidates.facts[candidate.value].position, offers.position[offer.value]));
  if (candidates.facts[candidate.value].radius_km == 0 && candidates.facts[candidate.value].radius_minutes != 0) {
    const CommuneId from = candidates.facts[candidate.value].commune, to = offers.commune[offer.value];
    const Means stated = candidates.facts[candidate.value].means;
    const Means means = stated == Means::kUnknown ? Means::kCar : stated;
    if (const auto measured = corpus.reference->measured_minutes(from, to, means)) {
      trip.minutes = *measured;
      trip.measured = true;
    } else {
      const auto urban = [&](CommuneId commune) { return commune.set() && travel.urban(corpus.reference->communes[commune.value].population); };
      trip.minutes = travel.minutes(trip.metres, means, urban(from), urban(to));
    }
  }
  return trip;
}

}  // namespace passerelle
