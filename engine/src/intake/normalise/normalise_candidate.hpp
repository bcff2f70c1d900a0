// Drafts of every source → candidates.
#pragma once

#include "intake/candidate_draft.hpp"
#include "intake/normalise/reference_lookup.hpp"

namespace passerelle {

/// Never fails; see normalise_offer().
Candidate normalise_candidate(CandidateDraft draft, const ReferenceLookup& lookup);

}  // namespace passerelle
