// The plain loop over all pairs, with the same rules and the same flags: what the lists are checked against and what their
// time is set against.
#pragma once

#include <vector>

#include "ranking/list_request.hpp"

namespace passerelle::bench {

std::vector<BatchLine<OfferId>> exhaustive_suggest(const ScoringContext& context, CandidateId candidate, std::size_t top);
std::vector<BatchLine<CandidateId>> exhaustive_shortlist(const ScoringContext& context, OfferId offer, std::size_t top);

}  // namespace passerelle::bench
