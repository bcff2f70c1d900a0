// A list that would be ordered by what stands in a person's way.
#include "adviser/person_case.hpp"
#include "ranking/rank_key.hpp"

bool has_barriers(const passerelle::adviser::PersonCase& person) { return !person.standings.empty(); }
