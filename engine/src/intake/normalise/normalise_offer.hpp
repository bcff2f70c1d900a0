// Drafts of every source → offers.
#pragma once

#include "intake/normalise/reference_lookup.hpp"
#include "intake/offer_draft.hpp"

namespace passerelle {

/// Never fails: what cannot be read stays as text and is flagged. Idempotent: an offer that was normalised, written
/// as JSON and decoded again comes back the same with the same reference. Thread-safe.
Offer normalise_offer(OfferDraft draft, const ReferenceLookup& lookup);

}  // namespace passerelle
