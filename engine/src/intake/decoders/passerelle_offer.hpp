// Passerelle's own JSON for offers (datasets/schema/offer.schema.json).
#pragma once

#include <string_view>

#include "base/result.hpp"
#include "intake/offer_draft.hpp"

namespace passerelle {

/// Strict: unknown fields (but « extra »), wrong types and values out of range are a Problem with its JSON pointer.
/// `id` receives the offer's id as soon as it is known. Thread-safe, total.
Result<OfferDraft> decode_passerelle_offer(std::string_view record, std::string* id = nullptr);

}  // namespace passerelle
