// `evaluate occupation`: offers' occupations, hidden and found again from title and text.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "intake/normalise/reference_lookup.hpp"
#include "records/offer.hpp"

namespace passerelle::evaluation {

/// How many offers have their occupation first, and among the five alternatives that import keeps.
struct FoundOccupations {
  std::size_t offers = 0;
  std::size_t code_first = 0, code_among = 0;        ///< the very code that the source gives
  /// … or a finer one beneath it: a source that still codes by ROME 3 gives one code to all the occupations of a family.
  std::size_t covered_first = 0, covered_among = 0;
  std::size_t family_first = 0, family_among = 0;    ///< … or another occupation of its family (same ROME 3 parent)
};

/// Offers whose best guess has a confidence within [from, to).
struct ReliabilityBin {
  unsigned from = 0, to = 0;
  std::size_t offers = 0;
  std::uint64_t confidence = 0;  ///< summed, percent
  std::size_t family_right = 0;  ///< what the confidence promises
  std::size_t code_right = 0;
};

struct OccupationLine {
  std::string group;  ///< "all", "half", "file" or "department"
  std::string name;   ///< "tuning" or "reported", the file, the department
  FoundOccupations found;
};

struct OccupationReport {
  std::size_t read = 0;
  std::size_t left_out = 0;             ///< without a code that the vocabularies know: nothing to compare with
  std::size_t without_title = 0;        ///< judged by the text alone: the title was the occupation's, for lack of one
  unsigned trusted_confidence = 0;
  std::array<FoundOccupations, 2> trusted;          ///< guesses that import would take, by half
  std::vector<OccupationLine> lines;
  std::array<std::vector<ReliabilityBin>, 2> bins;  ///< by half
  double microseconds = 0;              ///< processor time of one guess, mean
};

/// Of a half that no weight was chosen on? By the offer's id, so that it never changes.
bool is_reported_half(std::string_view offer_id);

/// Nothing is learnt from what is added.
class OccupationEvaluation {
 public:
  explicit OccupationEvaluation(const reference::Reference& reference);

  /// `file`: the name that its figures stand under.
  void add(const Offer& offer, const std::string& file);
  OccupationReport report() const;

 private:
  void count(FoundOccupations& found, OccupationId truth, const std::vector<occupation::OccupationGuess>& guesses) const;
  ReferenceLookup lookup_;
  OccupationReport report_;
  std::array<FoundOccupations, 2> halves_;
  std::map<std::string, FoundOccupations> files_, departments_;
  double seconds_ = 0;
};

}  // namespace passerelle::evaluation
