// An offer as a decoder leaves it: what the source gives as data stands in `offer`; what it gives as text waits for
// the normaliser, which is the same for all sources.
#pragma once

#include <string>
#include <vector>

#include "intake/normalise/place.hpp"
#include "records/offer.hpp"

namespace passerelle {

/// A requirement that the source names in words.
struct LabelledRequirement {
  std::string label;
  Level level = Level::kRequired;
};

struct EducationDraft {
  std::string level_label;     ///< « Bac+2 ou équivalents »
  std::string field_of_study;
  Level level = Level::kDesired;
};

struct OfferDraft {
  /// Typed values, and the texts that are kept: contract_text, schedule_text, salary.text, experience->text (read by
  /// the normaliser for whatever the typed values leave open; several texts are joined with " · "). Items may have a
  /// label only. `place` is not set here.
  Offer offer;
  PlaceDraft place;
  std::string contract_code;   ///< as published; unknown codes fall back on contract_text
  std::vector<LabelledRequirement> licences, languages;
  std::vector<LabelledRequirement> certificates;  ///< labels that may name one; those that do not are left
  std::vector<EducationDraft> education;          ///< any one of them is enough
};

}  // namespace passerelle
