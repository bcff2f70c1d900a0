// The competence criterion: Σ wᵢ · maxₜ sim(reqᵢ, t)·confidence(t) / Σ wᵢ over what the offer asks.
#pragma once

#include "corpus/corpus.hpp"
#include "scoring/pair_score.hpp"

namespace passerelle {

/// The weight of one item requirement: its own (× 100) × E factor × core factor; fits 32 bits for factors up to 1,000 %.
std::uint32_t requirement_weight(const CompetenceRule& rule, const Requirement& requirement) noexcept;
/// The weight of a desired licence or certificate.
std::uint32_t exact_weight(const CompetenceRule& rule) noexcept;

/// How well the profile meets one item: similarity × confidence, 0…65,025 (255²).
std::uint32_t item_match(const CompetenceRule& rule, const reference::Reference& reference, const ProfileTables& profile, ItemId item) noexcept;
inline constexpr std::uint32_t kFullMatch = 255U * 255U;

/// Points from the items' part, Σ weight × match of Σ weight, and the desired licences and certificates of the offer.
Points competence_points(const ScoringContext& context, CandidateId candidate, OfferId offer, std::uint64_t items_met, std::uint64_t items_asked);

/// Not applicable when the offer asks for no item, desired licence or desired certificate.
Points competence_points(const ScoringContext& context, const ProfileTables& profile, CandidateId candidate, OfferId offer);

}  // namespace passerelle
