// What the adviser's layer rests on beside the corpus: the tables in force on the day, and what every offer demands. About
// offers and rules only; built once for a corpus and a day, then read from any thread.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "adviser/case_rules.hpp"
#include "base/result.hpp"
#include "corpus/corpus.hpp"
#include "demands/demand_finder.hpp"
#include "records/resources.hpp"
#include "levers/lever_tables.hpp"

namespace passerelle::adviser {

struct Ground {
  std::shared_ptr<const Corpus> corpus;
  Day date;
  levers::LeverTables tables;
  CaseRules case_rules;                            ///< of `tables`
  demands::ContextsByOccupation contexts;
  std::unique_ptr<demands::DemandFinder> finder;   ///< refers to `tables` and `contexts`: a Ground does not move
  std::vector<demands::JobDemands> jobs;           ///< by OfferId
  std::vector<Service> services;                   ///< by id
  std::vector<Certification> certifications;       ///< by code
  levers::DemandMask beyond_walking = 0;           ///< demands that depend on how far it is
};

/// `each_offer(take)` calls take(offer) for the records of the corpus.
Result<std::shared_ptr<const Ground>> build_ground(std::shared_ptr<const Corpus> corpus, Day date, levers::LeverTables tables,
                                                   demands::ContextsByOccupation contexts,
                                                   std::vector<Service> services, std::vector<Certification> certifications,
                                                   const std::function<Status(const std::function<Status(const Offer&)>& take)>& each_offer);

}  // namespace passerelle::adviser
