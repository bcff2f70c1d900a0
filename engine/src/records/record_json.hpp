// Offers and candidates as Passerelle's own JSON: the form partners may send (datasets/schema) and the form the
// store keeps, so that what a list prints can be imported again. encode() is canonical: equal records give equal
// bytes; keys stand in a fixed order; absent and default fields are left out.
//
// The strict reader of files that partners send, with its pointers and reasons, is
// intake/decoders/passerelle_offer.hpp and passerelle_candidate.hpp.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "records/candidate.hpp"
#include "records/offer.hpp"

namespace passerelle {

/// Canonical JSON, UTF-8, no white space. Euros keep their cents, hours their minutes, degrees six decimals.
/// Enumerators without a code (kUnknown) are left out.
std::string encode(const Offer& offer);
std::string encode(const Candidate& candidate);

/// For bytes that encode() wrote: trusted, fast; kStoreDamaged when they are not. Thread-safe. The inverse of
/// encode() for every record whose enumerators are in range.
Result<Offer> decode_stored_offer(std::string_view json);
Result<Candidate> decode_stored_candidate(std::string_view json);

}  // namespace passerelle
