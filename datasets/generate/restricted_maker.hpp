// A person's barriers and publics, from a stream of their own.
#pragma once

#include "base/date.hpp"
#include "generate/candidate_maker.hpp"
#include "generate/random.hpp"
#include "sensitive/restricted_record.hpp"

namespace passerelle::generate {

/// Depends on the facts, never the reverse. May be empty: nothing declared, nothing explored, no public.
RestrictedRecord make_restricted(const PersonFacts& facts, Day today, Random& random);

}  // namespace passerelle::generate
