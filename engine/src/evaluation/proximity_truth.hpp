// The typed proximities that ROME published up to version 3: what experts of the occupations hold for near.
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"

namespace passerelle::evaluation {

/// A directed pair of occupation keys ("rome:A1101" → "rome:A1416").
struct ProximityPair {
  std::string from, to;
  friend auto operator<=>(const ProximityPair&, const ProximityPair&) = default;
};

struct ProximityTruth {
  std::string file;                  ///< name without directory
  std::string version;               ///< "347"
  std::vector<ProximityPair> pairs;  ///< of the type « Proche », ascending, each once, never to itself
};

/// Reads the file unix_rubrique_mobilite_v<version>_utf8.csv, any version, of a directory. Rows of another type are
/// left out.
/// Problems: kFileNotFound; kFileMissing (no such file there); kDocumentUnexpected (not a directory, several versions,
/// or no row of that type); kColumnMissing, as in the files of version 4, whose proximities have a rank and no type;
/// those of read_csv().
Result<ProximityTruth> read_proximity_types(const std::string& directory);

}  // namespace passerelle::evaluation
