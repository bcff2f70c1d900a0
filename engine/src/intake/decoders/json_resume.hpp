// JSON Resume v1.0.0 (jsonresume.org) for candidates.
#pragma once

#include <string_view>

#include "base/result.hpp"
#include "intake/candidate_draft.hpp"

namespace passerelle {

/// Name, e-mail, phone, address, profiles, referees and free texts are not read at all. Id: the member `id`, else
/// `meta.id`, else "resume-" and the fingerprint of the bytes (an edited résumé without an id is a new candidate).
/// A job without an end lasts until `meta.lastModified`; without that its months are unknown (0, flagged). Wrong
/// types are a Problem with its JSON pointer; members of no interest here are not looked at.
Result<CandidateDraft> decode_json_resume(std::string_view record, std::string* id = nullptr);

}  // namespace passerelle
