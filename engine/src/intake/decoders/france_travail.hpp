// France Travail, API « Offres d'emploi v2 »: one Offre of a search response.
#pragma once

#include <string_view>

#include "base/result.hpp"
#include "intake/offer_draft.hpp"

namespace passerelle {

/// `record` is one JSON object. Fields that the API may add are left alone; README.md lists what is read and what is
/// not. A field of the wrong type is a Problem (position = JSON pointer): nothing is guessed. `id` receives the
/// offer's id as soon as it is known. Thread-safe, total: any bytes give a draft or a Problem.
Result<OfferDraft> decode_france_travail(std::string_view record, std::string* id = nullptr);

}  // namespace passerelle
