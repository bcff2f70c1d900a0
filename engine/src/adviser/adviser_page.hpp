// The adviser's page of one person, in three tiers: open now, open with one lever, open with a training; and « what if »
// levers were granted, as a difference of two lists.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "adviser/adviser_answer.hpp"
#include "adviser/pair_finding.hpp"

namespace passerelle::adviser {

using OfferRecord = std::function<Result<Offer>(OfferId)>;

/// The offers whose occupation the person may be shown, whatever the distance, by the policy's rule of eligibility.
std::vector<OfferId> eligible_offers(const ScoringContext& context, CandidateId candidate);

Result<AdviserPage> adviser_page(const Ground& ground, const ScoringContext& context, const PersonCase& person, const PageRequest& request, const OfferRecord& record_of);

/// One pair; `offer` need not be eligible.
Result<AdviserPair> adviser_pair(const Ground& ground, const ScoringContext& context, const PersonCase& person, OfferId offer, Language language, const OfferRecord& record_of);

/// `grant`: ids of levers. Problem kNotFound for one that is not usable by this person (unknown, not in force, not there,
/// not eligible, unsuitable).
Result<WhatIf> what_if(const Ground& ground, const ScoringContext& context, const PersonCase& person, const std::vector<std::string>& grant,
                       const PageRequest& request, const OfferRecord& record_of);

}  // namespace passerelle::adviser
