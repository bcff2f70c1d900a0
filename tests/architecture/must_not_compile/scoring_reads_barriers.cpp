// A criterion that would look at a person's barriers.
#include "scoring/pair_score.hpp"
#include "sensitive/restricted_record.hpp"

int mobility_malus(const passerelle::RestrictedRecord& record) { return record.barriers.empty() ? 0 : -1'000; }
