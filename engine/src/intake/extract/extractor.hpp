// Requirements that an offer's text states: codes, levels, and where they stand.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "intake/extract/expressions.hpp"
#include "intake/extract/label_index.hpp"
#include "reference/reference.hpp"
#include "records/vocabulary_codes.hpp"

namespace passerelle::extract {

/// One requirement found. Spans are bytes of the text that was given.
struct Finding {
  Kind kind = Kind::kCompetence;
  std::string code;               ///< key of an item or certificate; code of a licence, a schedule, a demand; ISO 639 of a
                                  ///< language; "beginner" of experience, else empty
  std::uint32_t value = 0;        ///< months of experience (0 = asked without a figure), level of a language (0 = not said) or of education
  Level level = Level::kRequired;
  bool negated = false;           ///< stated as not asked
  std::uint32_t begin = 0, end = 0;
  std::uint32_t sentence_begin = 0, sentence_end = 0;
  std::uint16_t share = 1000;     ///< of a competence: how much of its label stands there, thousandths
  friend bool operator==(const Finding&, const Finding&) = default;
};

/// Built once from a reference and a table of expressions, then read by all threads. A text costs its length times a
/// small constant (no wording is longer than a dozen words, no word the rarest of many labels).
class Extractor {
 public:
  /// `reference` must outlive it.
  explicit Extractor(const reference::Reference& reference, const Expressions& expressions = shipped_expressions(), const LabelThresholds& thresholds = {});
  ~Extractor();
  Extractor(Extractor&&) noexcept;

  /// Ascending by place, then kind and code; a code may come several times. `title` tells freight from passengers; `occupation`
  /// (may be unset) tells which items are near. Total: any bytes.
  std::vector<Finding> find(std::string_view text, std::string_view title, OccupationId occupation) const;

 private:
  struct Tables;
  std::unique_ptr<const Tables> tables_;
};

}  // namespace passerelle::extract
