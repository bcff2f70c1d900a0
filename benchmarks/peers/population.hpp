// The records of a workload, as both the exporter and the engine's own run read them: generated, never stored.
//
// Two things make them fit the simplified question. Mobility becomes kilometres for everybody (minutes count half a
// kilometre each, no limit counts 20 km), so that a radius is one integer; and a record without occupation or position
// is left out, since peers have no rule for it.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "base/parallel.hpp"
#include "base/result.hpp"
#include "generate/generate.hpp"
#include "records/candidate.hpp"
#include "records/offer.hpp"
#include "reference/reference.hpp"

namespace passerelle::peers {

struct PopulationOptions {
  std::string store;           ///< where the reference was imported
  std::string workload;        ///< "sample" or "hdf-dense"
  std::string counts, tension; ///< real marginals; "" = none
  Threads threads;
};

class Population {
 public:
  static Result<Population> open(const PopulationOptions& options);
  const reference::Reference& reference() const { return *reference_; }
  std::shared_ptr<const reference::Reference> shared_reference() const { return reference_; }
  /// In external-id order; returns how many were left out.
  Result<std::uint64_t> for_each_offer(const std::function<void(const Offer&)>& visit) const;
  Result<std::uint64_t> for_each_candidate(const std::function<void(const Candidate&)>& visit) const;

 private:
  std::shared_ptr<const reference::Reference> reference_;
  generate::GenerateRequest request_;
  Threads threads_;
};

/// Where a record lies: its own coordinates, else its commune's, as the corpus reads them.
std::optional<Coordinates> coordinates_of(const Place& place, const reference::Reference& reference);

/// The value, or the problem on standard error and exit code 1.
template <class T>
T need(Result<T> result);
void need(Status status);
[[noreturn]] void give_up(const Problem& problem);

template <class T>
T need(Result<T> result) {
  if (!result) give_up(result.problem());
  return std::move(result).value();
}

}  // namespace passerelle::peers
