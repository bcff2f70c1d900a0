// Records that differ by number and version, and a store with the vocabulary they speak.
#pragma once

#include <string>

#include "passerelle/engine.hpp"

namespace passerelle::testing {

/// An empty store with a small vocabulary at this path.
void make_store(const std::string& path);
/// Opened for writing; `live`: follows what others write.
Engine open_engine(const std::string& path, bool live = false);

/// As JSON. Few distinct values: ties are frequent, and the version is in the record.
std::string offer_json(unsigned number, unsigned version);
std::string candidate_json(unsigned number, unsigned version);
std::string offer_id(unsigned number);
std::string candidate_id(unsigned number);
/// The version that a stored offer says it has.
unsigned version_of(const Offer& offer);

MatchRequest request_for(std::string id, const std::string& policy = "adviser");

}  // namespace passerelle::testing
