// What one may ask of the engine: plain structs. Those with rules have validate().
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "adviser/desk.hpp"
#include "operations/invitation_rules.hpp"
#include "operations/operations_answer.hpp"
#include "territory/territory_answer.hpp"
#include "night/night_run.hpp"
#include "base/date.hpp"
#include "base/parallel.hpp"
#include "base/result.hpp"
#include "intake/read_records.hpp"
#include "intake/sources/source_mapping.hpp"
#include "scoring/policy.hpp"
#include "store/store.hpp"

namespace passerelle {

struct OpenRequest {
  std::string store = "passerelle.db";
  Store::Mode mode = Store::Mode::kRead;
  Threads threads;
  /// For a service: follows what other processes write to the store, and puts changes in order beside the questions.
  bool live = false;
};

/// Any of them may be empty. Several are imported in the order below.
struct ReferenceFiles {
  std::string rome;                        ///< directory of unix_*_utf8.csv
  std::vector<std::string> communes;       ///< CSV files or directories of them
  std::string commune_aliases;
  std::string basins;
  std::string tension;
  std::string travel_times;
  std::vector<std::string> vocabularies;   ///< our own JSON or CSV
};

/// Called now and then with a phase's name and how far it is (total 0 = not known).
using Progress = std::function<void(std::string_view phase, std::size_t done, std::size_t total)>;

template <class Format>
struct ImportRequest {
  Format format{};
  /// Offers of a partner's feed: read through this mapping instead, whatever the format says.
  std::shared_ptr<const SourceMapping> mapping;
  std::vector<std::string> paths;
  /// The files are the whole of what `source` offers now: its other offers are closed …
  bool complete = false;
  std::string source;                      ///< … by this name, which the offers then carry; "" = the format's own
  unsigned max_close_percent = 20;         ///< more than this share closed stops the import (law 9) …
  bool force = false;                      ///< … unless the caller confirmed
  Day as_of;                               ///< of résumés: see read_candidates()
  Progress progress;
};

inline constexpr std::size_t kMaxTop = 10'000;

struct MatchRequest {
  std::string id;                          ///< the offer, or the candidate
  std::size_t top = 20;                    ///< 1…kMaxTop
  Policy policy;
  Day date;                                ///< required
  std::int32_t min_suits = 0;              ///< leaves out lines below; 0…10,000
  Language language = Language::kFrench;   ///< of labels in the facts
  Status validate() const;
};

struct PairRequest {
  std::string candidate, offer;
  Policy policy;
  Day date;
  Language language = Language::kFrench;
  Status validate() const;
};

/// What may be looked up while one types.
enum class LookUp : std::uint8_t { kOccupations, kItems, kPlaces };

/// Counts over everybody and a plan, for a territory's lead.
struct TerritoryRequest {
  Policy policy, shortlist_policy;         ///< of persons' lists and of offers': what a strong unlock would enter
  Day date;                                ///< required
  territory::PlanRequest plan;             ///< top 1…kMaxTop
  Status validate() const;
};

/// Whom to invite to the operations of a file.
struct OperationsRequest {
  std::string file;
  Policy policy;
  operations::InvitationRules rules;
  Day date;                                ///< required: the day of the plan
  operations::PlanRequest plan;
  Status validate() const;
};

/// Everybody's lists in one run, shared out.
struct NightRequest {
  Policy policy, shortlist_policy;         ///< of persons' lists and of offers'
  night::NightPolicy night;
  Day date;                                ///< required
  std::size_t top = 20;                    ///< 1…1000
  std::string out;                         ///< folder for what is written
  bool sharded = false;                    ///< only the lists of this shard …
  night::Shard shard;                      ///< … index below `of`
  std::vector<std::string> merge;          ///< folders of all shards of one run
  std::string since;                       ///< folder of an earlier night: only what changed is looked for
  std::uint32_t block = 8'192;             ///< persons a block: what a kill can cost a worker
  bool into_store = true;
  Language language = Language::kFrench;   ///< of sentences in the files
  Progress progress;
  Status validate() const;
};

/// The page of one person for the adviser who accompanies them; `grant` for « what if ».
struct AdviserRequest {
  std::string candidate;
  Policy policy;
  Day date;                                ///< required
  adviser::AccessRequest access;
  adviser::PageRequest page;               ///< top 1…kMaxTop
  std::vector<std::string> grant;          ///< of « what if »: ids of levers
  std::string offer;                       ///< of one pair
  Status validate() const;
};

struct GenerateFiles {
  std::string region = "32";
  std::uint32_t candidates = 0, offers = 0;
  bool all_counted_offers = false;         ///< as many offers as the counts file has posts in the region
  std::uint64_t seed = 1;
  Day today;                               ///< unset = the generator's fixed day
  std::string counts, basins, tension;     ///< files; "" = none (basins: those of the store)
  std::string directory;                   ///< receives offers.ndjson and candidates.ndjson, whole or not at all
  Progress progress;
};

}  // namespace passerelle
