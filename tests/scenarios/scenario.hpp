// One section of a scenario file: persons, offers, and what they must be answered.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "records/candidate.hpp"
#include "records/offer.hpp"
#include "reference/reference.hpp"
#include "scenarios/markdown.hpp"
#include "scoring/constraint.hpp"
#include "scoring/criterion.hpp"

namespace passerelle::scenarios {

/// Words expected (or not) in what is said of a line; an empty id means any line.
struct Words {
  std::string id, words;
};
struct ExpectedVerdict {
  std::string id;
  VerdictTier tier = VerdictTier::kNow;
  std::string because;
};
struct ExpectedPoints {
  std::string id;
  Criterion criterion = Criterion::kOccupation;
  std::optional<int> points; /* none = not applicable */
};

/// One question and its answer.
struct Expectation {
  std::size_t line = 0;
  std::string policy;  ///< adviser, recruiter, operations
  std::string about;   ///< a person's id, or an offer's
  bool about_person = false;
  std::vector<std::vector<std::string>> list;  ///< best first; ids of one group are on a par, in the order of their ids
  std::vector<ExpectedVerdict> verdicts;
  std::vector<ExpectedPoints> points;
  std::vector<Words> says, never_says;
};

struct Scenario {
  std::vector<Candidate> persons;  ///< ascending by id
  std::vector<Offer> offers;       ///< ascending by id
  std::vector<Expectation> expectations;
};

/// Throws Malformed on anything that is not understood: a column, a word, an id, a missing table.
Scenario read_scenario(const Section& section, const reference::Reference& reference);

/// Everything the project ships that a scenario may name, and the territory the files themselves describe.
std::shared_ptr<const reference::Reference> build_territory(const std::vector<Document>& documents);

}  // namespace passerelle::scenarios
