// JSON Resume v1.0.0 (jsonresume.org) for candidates.
#pragma once

#include <string_view>

#include "base/date.hpp"
#include "base/result.hpp"
#include "intake/candidate_draft.hpp"

namespace passerelle {

/// Name, e-mail, phone, address, profiles, referees and free texts are not read at all. Id: the member `id`, else
/// `meta.id`, else "resume-" and the fingerprint of the bytes (an edited résumé without an id is a new candidate).
/// A job without an end lasts until `meta.lastModified`; without that until `as_of`, the day that whoever imports vouches
/// for; without that until the latest day on which something is said to have happened in the résumé (flagged: the person
/// may have worked on since). When that is not after the job's start its length is unknown (flagged). No clock is read:
/// the same bytes give the same candidate on any day. Wrong types are a Problem with its JSON pointer; members of no
/// interest here are not looked at.
Result<CandidateDraft> decode_json_resume(std::string_view record, std::string* id = nullptr, Day as_of = {});

}  // namespace passerelle
