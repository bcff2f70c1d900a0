// Offers and candidates as Passerelle's own JSON: the form partners may send (datasets/schema) and the form the
// store keeps. encode() is canonical: equal records give equal bytes; absent and default fields are left out.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "records/candidate.hpp"
#include "records/offer.hpp"

namespace passerelle {

/// What a strict decoder found: a record, or the problems (one per field at fault, position = JSON pointer).
/// Unknown fields are refused, except those under "extra" (kept out, allowed for partners' own use).
std::string encode(const Offer& offer);
std::string encode(const Candidate& candidate);

/// For bytes that encode() wrote: trusted, fast; kStoreDamaged when they are not.
Result<Offer> decode_stored_offer(std::string_view json);
Result<Candidate> decode_stored_candidate(std::string_view json);

}  // namespace passerelle
