// Whether somebody has what an operation asks of those who take part, or can have it before the day: by what the operation itself
// proposes, or by a lever in force. Reads declared facts alone: a lever that asks for a public or a situation is a question for the
// person's adviser, never looked up here.
#pragma once

#include <string>
#include <vector>

#include "corpus/corpus.hpp"
#include "levers/lever_tables.hpp"
#include "operations/operation.hpp"

namespace passerelle::operations {

enum class PrerequisiteStanding : std::uint8_t { kMet, kReachable, kUnknown, kMissing };

struct PrerequisiteFinding {
  PrerequisiteStanding standing = PrerequisiteStanding::kMissing;
  const levers::Lever* lever = nullptr;  ///< through which it is reachable, or may be
  Day ready;                             ///< of kReachable
};

class PrerequisiteCheck {
 public:
  /// `today`: when a course or an aid can begin. What is referred to outlives the check.
  PrerequisiteCheck(const Corpus& corpus, const std::vector<levers::Lever>& levers, const Prerequisite& asked, Day today);

  /// For a session on `day`. Thread-safe.
  PrerequisiteFinding finding(CandidateId candidate, Day day) const;
  const Prerequisite& asked() const noexcept { return asked_; }
  /// What is asked, in words.
  std::string label(Language language) const;

 private:
  /// kMet, kUnknown or kMissing.
  PrerequisiteStanding held(CandidateId candidate) const;
  const Corpus& corpus_;
  const Prerequisite& asked_;
  Day today_;
  std::vector<ExactId> certificates_;          // any of them; ascending
  std::vector<const levers::Lever*> levers_;   // the quickest first, then the cheapest, then by id
};

}  // namespace passerelle::operations
