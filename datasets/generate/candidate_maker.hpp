// One candidate's job-relevant facts, from its own stream of draws.
#pragma once

#include <cstdint>

#include "generate/offer_maker.hpp"
#include "records/candidate.hpp"

namespace passerelle::generate {

/// How densely the home commune is built, from its population.
enum class Habitat : std::uint8_t { kCity /* 50,000 and more */, kTown /* 10,000 */, kSmallTown /* 2,000 */, kRural };

/// What the person's barriers and publics may depend on. Nothing flows back: the facts are drawn first, whole, from
/// a stream of their own.
struct PersonFacts {
  unsigned age = 30;  ///< written nowhere; publics say « under 26 », « 50 and over »
  Habitat habitat = Habitat::kTown;
  bool licence_known = true;
  bool holds_b = false;
  Means means = Means::kUnknown;
  bool stays_close = false;  ///< refuses geographic concessions
  EducationLevel education = 0;
  LanguageLevel french = 6;
  ReservedMask attestations = 0;
  bool practised = false;  ///< has worked in some occupation
};

struct Person {
  Candidate candidate;
  PersonFacts facts;
};

/// The candidate of this number (1-based) who seeks the occupation and lives in the commune. Never fails.
Person make_candidate(const World& world, std::uint32_t number, OccupationId occupation, CommuneId commune,
                      Random& random);

}  // namespace passerelle::generate
