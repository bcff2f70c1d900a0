// A past answer, made again from its entry in the decision log.
#pragma once

#include <string>

#include "http/call.hpp"
#include "passerelle/decisions.hpp"

namespace passerelle::http {

struct Replayed {
  std::string body;                 ///< the bytes that go out now
  bool same = false;                ///< whether they are those that went out then
  std::string snapshot;             ///< of the content it was made on now; the entry has that of then
};

/// What it is made with, and who asks for it: reading barriers is logged under that name.
struct Replaying {
  Engine& engine;
  const Rulebook& rules;
  const Settings& settings;
  const std::optional<Pseudonyms>& pseudonyms;
  const Metrics& metrics;
  std::string by;
};

/// Nothing is written to the decision log. Problem kRequestInvalid: an entry that is no answer, one of whose persons was erased, or
/// that this build, this content or these rules refuse.
Result<Replayed> replay(const audit::Entry& entry, const Replaying& with);

}  // namespace passerelle::http
