// Passerelle's own JSON for candidates (datasets/schema/candidate.schema.json).
#pragma once

#include <string_view>

#include "base/result.hpp"
#include "intake/candidate_draft.hpp"

namespace passerelle {

/// Strict, like decode_passerelle_offer(). The member `restricted` goes to CandidateDraft::restricted_json and
/// nowhere else; null there is not the same as its absence (CandidateDraft::restricted_given).
Result<CandidateDraft> decode_passerelle_candidate(std::string_view record, std::string* id = nullptr);

}  // namespace passerelle
