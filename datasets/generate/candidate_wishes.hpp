// What a candidate looks for: contracts, hours, schedules, salary, availability.
#pragma once

#include "generate/candidate_maker.hpp"

namespace passerelle::generate {

/// Fills the wishes; reads the person's occupations, age and attestations.
void draw_wishes(Person& person, const OccupationProfile& profile, Day today, Random& random);

}  // namespace passerelle::generate
