// What the rest of the engine may ask of the adviser's layer: imports of tables and barriers, a correction, the page of one
// person, « what if ». Restricted records are opened, logged and used behind these functions; none of them leaves as such.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "adviser/adviser_answer.hpp"
#include "adviser/ground.hpp"
#include "scoring/pair_score.hpp"
#include "store/store.hpp"

namespace passerelle::adviser {

/// Who asks, and for what; checked and logged before anything restricted is read.
struct AccessRequest {
  std::string role = "adviser";
  std::string agent, purpose;
  std::vector<std::string> portfolio;  ///< ids of the persons the agent accompanies
};

/// Tables of barriers and levers, from files; all of them or none. Those that were in force stay so when one is refused.
struct TableImport { std::uint64_t read = 0, added = 0; std::vector<std::string> tables; };
Result<TableImport> import_tables(Store& store, const std::vector<std::string>& paths);

/// Services of data·inclusion v1, or certifications, instead of those that are there; rows that help nobody are left out and told.
struct ResourceImport { std::uint64_t read = 0, kept = 0; std::vector<Problem> left_out; };
Result<ResourceImport> import_services(Store& store, const std::vector<std::string>& paths);
Result<ResourceImport> import_certifications(Store& store, const std::vector<std::string>& paths);

enum class BarrierFormat : std::uint8_t { kFranceTravail, kPasserelle };
struct BarrierImport {
  BarrierFormat format = BarrierFormat::kPasserelle;
  std::vector<std::string> paths;
  std::string candidate;               ///< France Travail's files do not name the person
  AccessRequest access;                ///< role "import"
};
struct BarrierImportReport { ImportCounts counts; std::vector<QuarantineEntry> quarantined; };
/// One transaction. Of Passerelle's own files a record that cannot be used goes to the quarantine; a France Travail file is one
/// record, and is refused whole. Problem kReferenceMissing when no vocabulary of barriers is imported.
Result<BarrierImportReport> import_barriers(Store& store, const BarrierImport& request, Day date);

/// `code`: "situation 7" or "constraint 22"; `state`: yes, no, closed, not-explored.
struct CorrectionRequest { std::string candidate, code, state, reason; Day date; AccessRequest access; };
Status correct(Store& store, const CorrectionRequest& request);

/// The tables in force and what the offers of the corpus demand. Problem kReferenceMissing.
Result<std::shared_ptr<const Ground>> load_ground(const Store& store, std::shared_ptr<const Corpus> corpus, Day date);

Result<AdviserPage> page(Store& store, const AccessRequest& access, const Ground& ground, const ScoringContext& context, std::string_view candidate,
                         const PageRequest& request);
/// Problem kNotFound: no such offer, or it is closed.
Result<AdviserPair> pair(Store& store, const AccessRequest& access, const Ground& ground, const ScoringContext& context, std::string_view candidate,
                         std::string_view offer, Language language);
Result<WhatIf> what_if(Store& store, const AccessRequest& access, const Ground& ground, const ScoringContext& context, std::string_view candidate,
                       const std::vector<std::string>& grant, const PageRequest& request);

}  // namespace passerelle::adviser
