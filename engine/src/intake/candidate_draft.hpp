// A candidate as a decoder leaves it, before the normaliser.
#pragma once

#include <string>
#include <vector>

#include "base/date.hpp"
#include "intake/normalise/place.hpp"
#include "records/candidate.hpp"

namespace passerelle {

struct CandidateDraft {
  /// Typed values. Items may have a label only. `home` is not set here.
  Candidate candidate;
  PlaceDraft home;
  std::string restricted_json;   ///< canonical; "" when none was given or what was given is empty
  bool restricted_given = false; ///< whether the record speaks of it, were it to say « nothing » (null, {})

  // What the source says in words.
  std::vector<std::string> sought_titles;
  struct Position { std::string title; Day start, end; };  ///< an unset day: its length is not known
  std::vector<Position> positions;
  std::vector<std::string> certificate_labels;
  struct Spoken { std::string language, fluency; };
  std::vector<Spoken> languages;
  std::vector<std::string> education_labels;     ///< the highest counts
};

}  // namespace passerelle
