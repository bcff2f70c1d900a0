// What somebody decided on a person for an offer, as sent.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace passerelle::codec {

/// {"offer","candidate","state","reason","by"[,"answer"]}: nothing else, and nothing left out.
struct Outcome {
  std::string offer, candidate;
  std::string state;            ///< one of outcome_states()
  std::string reason;           ///< one of outcome_reasons(state)
  std::string by;               ///< who decided: a person's name at work; no program sets anybody aside
  std::uint64_t answer = 0;     ///< entry of the list it was decided on, when known
};
/// Problems: kDocumentMalformed, kFieldUnknown, kFieldMissing, kFieldType, kFieldValue, with the field.
Result<Outcome> outcome_from_json(std::string_view json);
/// Words about the person, for the decision log.
std::string outcome_words(const Outcome& outcome);

/// "retained", "set_aside", "contacted", "hired".
std::vector<std::string_view> outcome_states();
/// Codes alone: a free text could say what must not be written (health, family, origin). Empty for a state that there is not.
std::vector<std::string_view> outcome_reasons(std::string_view state);

}  // namespace passerelle::codec
