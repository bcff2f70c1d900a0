// The night from the open store to written outputs, phase by phase.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "night/night_digest.hpp"
#include "night/night_json.hpp"
#include "night/since_last.hpp"
#include "ranking/matcher.hpp"
#include "store/store.hpp"

namespace passerelle::night {

struct NightOptions {
  NightPolicy policy;
  std::uint32_t top = 20;
  std::string out;                          ///< folder; made when it is not there
  std::optional<Shard> shard;               ///< finds its blocks and stops
  std::vector<std::string> merge;           ///< folders of all shards: their blocks instead of finding any
  std::string since;                        ///< folder of an earlier night
  BlockSizes sizes;
  bool into_store = true;                   ///< lists and indicators into the store's tables
  Language language = Language::kFrench;    ///< of sentences in the files
  std::string build;
  double load_seconds = 0;                  ///< what making the corpus ready took: the first phase of the log
  Threads threads;
  /// A phase's name and how far it is (total 0 = not known).
  std::function<void(std::string_view phase, std::size_t done, std::size_t total)> progress;
};

struct NightSides { const ScoringContext& suggest_context; const Matcher& suggest; const ScoringContext& shortlist_context; const Matcher& shortlist; };

struct Phase { std::string name; double seconds = 0; std::uint64_t rows = 0, peak_bytes = 0; };

struct NightReport {
  RunIdentity identity;
  NightDigest digest;                       ///< of a whole night
  std::vector<Phase> phases;
  std::vector<FileLine> files;
  std::uint64_t blocks_found = 0, blocks_kept = 0;
  std::optional<Recomputed> since;
};

/// Nothing appears under its final name before all of it is written: manifest.json comes last. Problems: those of unwritable(), kFileMissing
/// (a shard), kDocumentUnexpected (a shard of another snapshot, day or policy), those of the store.
Result<NightReport> run_night(Store& store, const NightSides& sides, const NightOptions& options);

}  // namespace passerelle::night
