// `evaluate requirements`: what the extractor finds in offers' texts against labels set by hand.
#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "evaluation/requirement_labels.hpp"
#include "intake/extract/extractor.hpp"
#include "records/offer.hpp"

namespace passerelle::evaluation {

struct FoundFigures {
  std::size_t labelled = 0;   ///< requirements stated as asked; labels of one kind and span are alternatives: one requirement
  std::size_t recalled = 0;   ///< … of which one of the labelled codes is found
  std::size_t found = 0;      ///< codes found, once each per offer
  std::size_t right = 0;      ///< … that are labelled
  /// Of those found: which a label decides. Labels of competences are not complete (one occupation's card is long, texts repeat
  /// themselves), so a competence is judged where its words overlap a labelled passage; other kinds everywhere.
  std::size_t judged = 0;
  std::size_t levels = 0, right_levels = 0;  ///< right ones whose label has a level, and those of that level
  double precision() const { return found == 0 ? 0 : static_cast<double>(right) / static_cast<double>(found); }
  double judged_precision() const { return judged == 0 ? 0 : static_cast<double>(right) / static_cast<double>(judged); }
  double recall() const { return labelled == 0 ? 0 : static_cast<double>(recalled) / static_cast<double>(labelled); }
};

/// One difference, to look at: a code found that no label has, or a label whose codes were not found.
struct Difference { std::string offer, kind, code; std::uint32_t begin = 0, end = 0; bool missed = false, judged = true, reported = false; };

struct RequirementsReport {
  std::size_t offers = 0;               ///< read
  std::size_t with_field = 0;           ///< … with an item, certificate, licence or language in a field
  std::size_t with_text = 0;            ///< … with one of these, or experience, education, a schedule or a demand, found in the text, or a field's
  std::size_t with_item_text = 0;       ///< … with an item, certificate, licence or language in a field or the text
  std::size_t labelled_offers = 0, unknown_offers = 0;  ///< labels' offers, and those that the files do not hold
  /// By kind, then half: 0 = for tuning, 1 = for reporting. The half is a hash of the offer's id.
  std::map<std::string, std::array<FoundFigures, 2>> kinds;
  std::vector<Difference> differences;
};

/// Not thread-safe; the extractor must outlive it.
class RequirementsEvaluation {
 public:
  RequirementsEvaluation(const reference::Reference& reference, const extract::Extractor& extractor, std::vector<RequirementLabel> labels);
  void add(const Offer& offer);
  RequirementsReport report() const;
  /// 0 or 1, of an offer's id.
  static std::size_t half_of(std::string_view offer);

 private:
  const reference::Reference& reference_;
  const extract::Extractor& extractor_;
  std::map<std::string, std::vector<RequirementLabel>, std::less<>> labels_;
  std::map<std::string, bool, std::less<>> seen_;
  RequirementsReport report_;
};

}  // namespace passerelle::evaluation
