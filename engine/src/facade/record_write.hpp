// One change of one record on its way into the store, and what became of it.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "intake/read_records.hpp"
#include "passerelle/changes.hpp"

namespace passerelle {

struct RecordWrite {
  struct PutOffer { Offer offer; };
  struct PutCandidate { Candidate person; std::string restricted_json; bool keep_restricted = true; };
  /// A merge patch: read against the record as it is when its turn comes.
  struct Patch { RecordKind kind; std::string patch; };
  struct Close {};
  struct Erase { std::string agent, purpose; };
  struct Refuse { QuarantineEntry entry; };   ///< a line of an import that cannot be used

  std::string id;
  std::variant<PutOffer, PutCandidate, Patch, Close, Erase, Refuse> change;
  WriteCondition condition;
  std::optional<Result<WriteAnswer>> answer;
};

}  // namespace passerelle
