// Why two postings were joined, in the stable words the store keeps.
#pragma once

#include <string>

#include "intake/deduplicate/same_job.hpp"
#include "store/merge_tables.hpp"

namespace passerelle::merging {

StoredJoin stored_join(const std::string& a, const std::string& b, const JobDecision& decision);

}  // namespace passerelle::merging
