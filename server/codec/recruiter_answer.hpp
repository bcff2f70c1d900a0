// What a recruiter may obtain of a person: a list of what is allowed, field by field. These types hold nothing else, so that
// nothing else can be encoded by mistake: no id, no home, no wish, no barrier, no public, no lever, no « wanted ».
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "passerelle/answers.hpp"

namespace passerelle::codec {

struct RecruiterFact { std::string code, key, label, by_key, by, level, source, text; std::uint16_t points = 0; };

/// Of the criteria that look at what the job asks: occupation, competences, experience, education, languages.
struct RecruiterContribution {
  std::string criterion;
  std::uint16_t points = 0, weight = 0, contribution = 0;
  bool applicable = false;
  std::vector<RecruiterFact> evidence, missing;
};

/// Of the constraints that look at what the job asks: licences, certificates, a regulated occupation.
struct RecruiterReason { std::string constraint, state, code, key, text; };

struct RecruiterPerson {
  std::size_t rank = 0;             ///< 0 = not of a list
  std::string pseudonym;
  std::int32_t score = 0, suits = 0;
  std::string verdict;
  std::vector<RecruiterReason> reasons;
  std::vector<RecruiterContribution> contributions;
};

struct RecruiterList {
  Provenances provenance;
  std::string offer;                ///< "" when it is not stored
  std::uint64_t eligible = 0;
  Day closed;
  std::vector<RecruiterPerson> people;
};

struct RecruiterPair { Provenances provenance; std::string offer; RecruiterPerson person; };

/// `pseudonym_of(id)`: the name under which this employer sees the person.
using PseudonymOf = std::function<std::string(std::string_view)>;
RecruiterList for_recruiter(const CandidateList& list, std::string_view offer, const PseudonymOf& pseudonym_of, Language language);
RecruiterPair for_recruiter(const PairAnswer& answer, const PseudonymOf& pseudonym_of, Language language);

std::string to_json(const RecruiterList& list);
std::string to_json(const RecruiterPair& pair);

}  // namespace passerelle::codec
