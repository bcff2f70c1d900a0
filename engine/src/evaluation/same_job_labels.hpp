// Pairs of offers as people labelled them: one job or not. Ids alone, no texts.
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"

namespace passerelle::evaluation {

/// One line of the file: a, b, same (yes, no, unclear), reason, and half (tuning, reported) where the file has that column.
struct SameJobLabel {
  enum class Same : std::uint8_t { kNo, kYes, kUnclear };
  std::string a, b, reason;
  Same same = Same::kUnclear;
  bool reported = false;  ///< held out of all tuning; a file without the column was seen
};

/// Problems: those of reading the file, kColumnMissing, kFieldValue with the row and column, kDuplicateId for a pair twice.
Result<std::vector<SameJobLabel>> read_same_job_labels(const std::string& path);

}  // namespace passerelle::evaluation
