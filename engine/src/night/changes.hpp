// What entered and left each list since the last night, and why.
#pragma once

#include <functional>

#include "night/night_digest.hpp"
#include "night/night_lists.hpp"
#include "night/record_states.hpp"
#include "night/run_identity.hpp"

namespace passerelle::night {

/// Compares with the last night of the store, counts into the digest, and gives a line of NDJSON for each list that changed, in
/// external-id order, persons first. Without an earlier night: nothing.
Status tell_changes(const Store& store, const Corpus& corpus, const RecordStates& states, const NightLists& lists, const ShareOut& shared, const RunIdentity& identity,
                    NightDigest& digest, const std::function<Status(std::string_view line)>& line);

}  // namespace passerelle::night
