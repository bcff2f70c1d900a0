// An offer with all its sources, and what parting them did, as JSON.
#pragma once

#include <string>

#include "passerelle/engine.hpp"

namespace passerelle::codec {

std::string to_json(const merging::OfferView& view);
std::string to_json(const merging::PartReport& report);

}  // namespace passerelle::codec
