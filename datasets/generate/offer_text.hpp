// A short description in French, put together from sentences of our own and the occupation's items.
#pragma once

#include <string>

#include "generate/offer_maker.hpp"

namespace passerelle::generate {

/// Reads what make_offer() has drawn so far: title, employer, place, schedules, licences.
std::string describe_offer(const World& world, const Offer& offer, const OccupationProfile& profile, Random& random);

/// The first letter in lower case unless the word is an abbreviation ("CACES …" stays).
std::string uncapitalised(std::string_view label);

}  // namespace passerelle::generate
