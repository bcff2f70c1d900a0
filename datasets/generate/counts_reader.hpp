// Numbers of posts by commune and occupation, as public employment statistics give them.
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "generate/generate.hpp"

namespace passerelle::generate {

struct CountsTable {
  std::vector<OfferCount> rows;  ///< in file order, zero counts left out
  std::vector<Problem> notes;    ///< rows that could not be read, and why
};

/// Columns commune; dc_rome_id (or rome); nb_offre (or count), others are ignored. Occupation codes become
/// "rome:<code>" unless they carry a scheme. An empty commune is kept: the plan draws one.
/// Problems: those of read_csv().
Result<CountsTable> read_counts(const std::string& path);

}  // namespace passerelle::generate
