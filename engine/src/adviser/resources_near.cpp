#include "adviser/resources_near.hpp"

#include <algorithm>
#include <limits>

namespace passerelle::adviser {
namespace {

bool takes_in(const Service& service, const reference::CommuneRow& commune) {
  if (service.zones.empty()) return service.insee.empty() || service.insee.starts_with(commune.department);
  return std::any_of(service.zones.begin(), service.zones.end(), [&](const std::string& zone) {
    return zone == "france" || zone == commune.code || zone == commune.department || (!commune.epci.empty() && zone == commune.epci);
  });
}

std::string_view without_scheme(std::string_view key) {
  const std::size_t colon = key.find(':');
  return colon == std::string_view::npos ? key : key.substr(colon + 1);
}

}  // namespace

std::vector<ServiceLine> services_near(const Ground& ground, const ScoringContext& context, CandidateId candidate, const std::vector<std::string>& thematics,
                                       std::size_t most) {
  struct Found { std::uint32_t metres; const Service* service; };
  const CandidateFacts& facts = context.corpus.candidates.facts[candidate.value];
  std::vector<Found> found;
  if (!facts.commune.set()) return {};
  const reference::CommuneRow& commune = context.corpus.reference->communes[facts.commune.value];
  for (const Service& service : ground.services) {
    const bool fits = std::any_of(service.thematics.begin(), service.thematics.end(),
                                  [&](const std::string& one) { return std::find(thematics.begin(), thematics.end(), one) != thematics.end(); });
    if (!fits || !takes_in(service, commune)) continue;
    std::uint32_t metres = std::numeric_limits<std::uint32_t>::max();
    if (service.coordinates && facts.located != 0) metres = context.travel.road_metres(great_circle_metres(facts.position, unit_vector(*service.coordinates)));
    found.push_back({metres, &service});
  }
  // Services stand in the order of their ids.
  std::stable_sort(found.begin(), found.end(), [](const Found& a, const Found& b) { return a.metres < b.metres; });
  std::vector<ServiceLine> lines;
  for (const Found& one : found) {
    if (lines.size() == most) break;
    const Service& service = *one.service;
    lines.push_back({service.id, service.name, service.city, service.fees, service.url, one.metres == std::numeric_limits<std::uint32_t>::max() ? 0 : one.metres, service.updated});
  }
  return lines;
}

std::vector<std::uint32_t> certifications_for(const Ground& ground, OccupationId occupation) {
  std::vector<std::uint32_t> found;
  if (!occupation.set()) return found;
  const reference::Reference& reference = *ground.corpus->reference;
  const std::string_view own = without_scheme(reference.occupation_keys[occupation.value]), parent = without_scheme(reference.occupation_parent_keys[occupation.value]);
  for (std::uint32_t i = 0; i < ground.certifications.size(); ++i) {
    const Certification& one = ground.certifications[i];
    if (one.last_session != 0 && day_of(one.last_session, 12, 31) < ground.date) continue;
    if (std::any_of(one.occupations.begin(), one.occupations.end(), [&](const std::string& rome) { return rome == own || rome == parent; })) found.push_back(i);
  }
  return found;
}

}  // namespace passerelle::adviser
