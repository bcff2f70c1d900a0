// A criterion that would look at whether a barrier is still there.
#include "scoring/criterion.hpp"
#include "sensitive/barrier_standing.hpp"

int malus(passerelle::Standing standing) { return standing == passerelle::Standing::kActive ? -1 : 0; }
