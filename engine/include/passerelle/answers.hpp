// What the engine answers: plain structs; texts come from reason_text(), text(Fact, Language), label(…).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "adviser/adviser_answer.hpp"
#include "operations/operations_answer.hpp"
#include "territory/territory_answer.hpp"
#include "evaluation/merging.hpp"
#include "evaluation/occupation.hpp"
#include "night/night_run.hpp"
#include "evaluation/proximity.hpp"
#include "evaluation/recovery.hpp"
#include "evaluation/requirements.hpp"
#include "merging/offer_view.hpp"
#include "ranking/explain.hpp"
#include "records/candidate.hpp"
#include "records/offer.hpp"
#include "reference/reference.hpp"
#include "store/store.hpp"

namespace passerelle {

struct ReferenceReport {
  std::vector<reference::VocabularyVersion> vocabularies;   ///< all that the store holds now
  std::uint64_t communes = 0, located_communes = 0, basins = 0, tension_rows = 0, travel_times = 0;
  std::vector<std::string> changed, unchanged;              ///< what this import touched, by name
  std::vector<Problem> notes;                               ///< optional files missing, rows left out, unresolved links
};

struct ImportReport {
  ImportCounts counts;
  std::vector<QuarantineEntry> quarantined;                 ///< the first few, for the screen
};

struct StoreSummary {
  StoreCounts counts;
  std::string snapshot;
};

/// A vocabulary's or the geography's entry, for forms. `detail`: an occupation's sector, an item's kind, a commune's department.
struct LookUpEntry { std::string key, label, detail; std::vector<std::string> postal_codes; };

/// What every answer names (law 10).
struct Provenances {
  std::string policy;
  std::uint32_t policy_version = 0;
  std::string snapshot, build;
  Day date;
};

/// One line of a list: Record is Offer or Candidate.
template <class Record>
struct ListLine {
  std::size_t rank = 0;
  Record record;
  PairScore score;
  Explanation explanation;
};

template <class Record>
struct RankedList {
  Provenances provenance;
  std::vector<ListLine<Record>> lines;
  std::uint64_t eligible = 0;     ///< pairs that could be shown before the cut at `top`
  std::uint64_t considered = 0;
  std::vector<Flag> flags;        ///< of the offer or person asked about: why a list may be short or empty
  std::uint64_t open_offers = 0;  ///< offers open on the date
  Day closed;                     ///< of a shortlist: since when the offer is closed, unset when it is open
};
using OfferList = RankedList<Offer>;
using CandidateList = RankedList<Candidate>;

struct PairAnswer {
  Provenances provenance;
  Offer offer;
  Candidate candidate;
  bool eligible = false;          ///< whether the two are near enough for lists to consider them at all
  bool listed = false;            ///< whether this policy's lists show the pair
  PairScore score;
  ConstraintStates constraints{};
  Explanation explanation;
};

/// For the person's own adviser only.
struct AdviserAnswer { Provenances provenance; adviser::AdviserPage page; };
struct AdviserPairAnswer { Provenances provenance; adviser::AdviserPair pair; };
struct TerritoryAnswer { Provenances provenance; territory::TerritoryPlan plan; };
struct OperationsAnswer { Provenances provenance; operations::OperationsPlan plan; };
struct WhatIfAnswer { Provenances provenance; adviser::WhatIf difference; };

/// What a night did, and a person's list of the last one.
using NightAnswer = night::NightReport;
struct NightListLine { std::string offer; std::uint32_t score = 0, suits = 0, wanted = 0; VerdictTier tier = VerdictTier::kNow; };
struct DisplacedLine { std::string offer; std::uint32_t score = 0, proposed_to = 0; std::string text; };
struct NightListAnswer { NightRun run; std::string candidate; std::vector<NightListLine> lines; std::vector<DisplacedLine> displaced; };

struct GenerateReport {
  std::string offers_file, candidates_file;
  std::uint64_t offers = 0, candidates = 0;
  std::vector<Problem> notes;
};

}  // namespace passerelle
