// The order of retrieval: near ones together along a Hilbert curve, so that a block of neighbours has a small box and can
// be passed over whole. Only speed depends on it, never a result.
#pragma once

#include <vector>

#include "corpus/corpus.hpp"

namespace passerelle {

/// All offers, those without a place last; ties by id.
std::vector<OfferId> offers_along_curve(const OfferColumns& offers);
/// By class of radius in the upper three bits (short ones first, so that a wide one does not widen a block of narrow ones;
/// without a limit or a home last), then along the curve: persons near one another have keys near one another.
std::uint32_t near_key(const CandidateFacts& facts);

}  // namespace passerelle
