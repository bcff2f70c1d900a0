// The order of retrieval: near ones together along a Hilbert curve, so that a block of neighbours has a small box and can
// be passed over whole. Only speed depends on it, never a result.
#pragma once

#include <vector>

#include "corpus/corpus.hpp"

namespace passerelle {

/// All offers, those without a place last; ties by id.
std::vector<OfferId> offers_along_curve(const OfferColumns& offers);
/// All persons: short radii first (so that a wide one does not widen a block of narrow ones), without a limit or a home
/// last, then along the curve; ties by id.
std::vector<CandidateId> candidates_along_curve(const CandidateColumns& candidates);

}  // namespace passerelle
