// Answers as JSON, for the command line and for HTTP alike. The shapes are documented in server/README.md; fields are
// added, never renamed.
#pragma once

#include <string>

#include "passerelle/engine.hpp"

namespace passerelle::codec {

std::string to_json(const OfferList& list, Language language);
/// Lines carry nothing of the candidate but the id: what may be shown of a person is the policy's contributions.
std::string to_json(const CandidateList& list, Language language);
std::string to_json(const PairAnswer& answer, Language language);
std::string to_json(const ImportReport& report, Language language);
std::string to_json(const ReferenceReport& report, Language language);
std::string to_json(const StoreSummary& summary);
std::string to_json(const GenerateReport& report, Language language);
std::string to_json(const QuarantineEntry& entry, Language language);
/// {"error":{"code","source","position","field","reason"}}
std::string error_json(const Problem& problem, Language language);

}  // namespace passerelle::codec
