// Requirements of offers as people labelled them by hand: ids, codes and places, no texts.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "records/vocabulary_codes.hpp"

namespace passerelle::evaluation {

/// One line of the file: offer_id, kind, code, level (E, S or -), begin, end (bytes of the description), negated (0 or 1).
struct RequirementLabel {
  std::string offer, kind, code;
  std::string level;              ///< "E", "S" or "" when the label does not say
  std::uint32_t begin = 0, end = 0;
  bool negated = false;
};

/// Tab-separated, `#` begins a comment line. Problems: those of reading the file; kRecordMalformed and kFieldValue with the
/// line and the column.
Result<std::vector<RequirementLabel>> read_requirement_labels(const std::string& path);

}  // namespace passerelle::evaluation
