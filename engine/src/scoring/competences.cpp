#include "scoring/competences.hpp"

#include <algorithm>
#include <bit>

namespace passerelle {

std::uint32_t requirement_weight(const CompetenceRule& rule, const Requirement& requirement) noexcept {
  std::uint32_t weight = requirement.base_weight * 100U;
  if (requirement.level == Level::kRequired) weight = weight / 100 * rule.required_percent;
  if (requirement.core) weight = weight / 100 * rule.core_percent;
  return weight;
}

std::uint32_t exact_weight(const CompetenceRule& rule) noexcept { return rule.licence_weight * 100U; }

std::uint32_t item_match(const CompetenceRule& rule, const reference::Reference& reference, const ProfileTables& profile, ItemId item) noexcept {
  std::uint32_t best = 255U * profile.item(item);
  if (reference.item_kinds[item.value] == reference::ItemKind::kCertificate) return best;  // nothing stands in for one
  const std::uint32_t group = reference.item_groups[item.value];
  if (group != ItemId::kNone) {
    const bool asked_as_group = reference.item_kinds[item.value] == reference::ItemKind::kMacro;
    const bool family = reference.group_sizes[group] <= rule.small_group;
    const std::uint32_t similarity = asked_as_group ? rule.group_asked : family ? rule.same_group : 0U;
    best = std::max<std::uint32_t>(best, similarity * profile.group(group));
  }
  for (const reference::ItemNeighbour& neighbour : reference.item_neighbours[item.value]) {
    if (neighbour.sim8 < rule.min_neighbour) break;  // descending
    best = std::max<std::uint32_t>(best, std::uint32_t{neighbour.sim8} * profile.item(neighbour.item));
  }
  return best;
}

Points competence_points(const ScoringContext& context, const ProfileTables& profile, CandidateId candidate, OfferId offer) {
  const OfferColumns& offers = context.corpus.offers;
  const CompetenceRule& rule = context.policy.competences;
  std::uint64_t met = 0, asked = 0;
  for (const Requirement& requirement : offers.requirements[offer.value]) {
    const std::uint64_t weight = requirement_weight(rule, requirement);
    asked += weight;
    met += weight * item_match(rule, *context.corpus.reference, profile, requirement.item);
  }
  return competence_points(context, candidate, offer, met, asked);
}

Points competence_points(const ScoringContext& context, CandidateId candidate, OfferId offer, std::uint64_t met, std::uint64_t asked) {
  const OfferColumns& offers = context.corpus.offers;
  const CandidateColumns& candidates = context.corpus.candidates;
  const CompetenceRule& rule = context.policy.competences;
  const LicenceMask desired = offers.licences_desired[offer.value];
  const LicenceMask held = static_cast<LicenceMask>(desired & candidates.facts[candidate.value].licences);
  asked += static_cast<std::uint64_t>(std::popcount(desired)) * exact_weight(rule);
  met += static_cast<std::uint64_t>(std::popcount(held)) * exact_weight(rule) * kFullMatch;
  const auto certificates = candidates.certificates[candidate.value];
  for (const ExactId certificate : offers.certificates_desired[offer.value]) {
    asked += exact_weight(rule);
    if (std::binary_search(certificates.begin(), certificates.end(), certificate)) met += std::uint64_t{exact_weight(rule)} * kFullMatch;
  }
  if (asked == 0) return kNotApplicable;
  // Weights are at most 1,000·100·10·10: with met ≤ asked · 65,025 and up to 2^16 requirements, met stays below 2^56;
  // dividing first by the full match loses less than one weight part in asked and keeps the product in 64 bits.
  return static_cast<Points>(met / kFullMatch * 10'000 / asked);
}

}  // namespace passerelle
