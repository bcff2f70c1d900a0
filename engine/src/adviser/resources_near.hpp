// Services for a lever where a person lives, and certifications that lead to an occupation.
#pragma once

#include <string>
#include <vector>

#include "adviser/adviser_answer.hpp"
#include "adviser/ground.hpp"
#include "scoring/pair_score.hpp"

namespace passerelle::adviser {

/// Services of one of these thematics whose zone takes in the person's commune: nearest first, those without a place last, then
/// by id; at most `most`.
std::vector<ServiceLine> services_near(const Ground& ground, const ScoringContext& context, CandidateId candidate, const std::vector<std::string>& thematics,
                                       std::size_t most);

/// Places in Ground::certifications of those that name the occupation or its parent.
std::vector<std::uint32_t> certifications_for(const Ground& ground, OccupationId occupation);

}  // namespace passerelle::adviser
