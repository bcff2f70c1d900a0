// Small random worlds for property tests: a vocabulary, places, offers and persons drawn from a seed, with few distinct
// values so that ties, unknown codes and missing facts are frequent.
#pragma once

#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "corpus/corpus.hpp"
#include "oracle/oracle.hpp"
#include "records/candidate.hpp"
#include "records/offer.hpp"
#include "reference/reference.hpp"
#include "scoring/policy.hpp"

namespace passerelle::testing {

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}
  /// 0…n−1
  std::uint32_t below(std::uint32_t n) { return static_cast<std::uint32_t>(engine_() % n); }
  bool chance(std::uint32_t percent) { return below(100) < percent; }
  template <class T>
  const T& pick(const std::vector<T>& from) { return from[below(static_cast<std::uint32_t>(from.size()))]; }

 private:
  std::mt19937_64 engine_;
};

struct World {
  std::shared_ptr<const reference::Reference> reference;
  std::vector<Offer> offers;          ///< ascending by id
  std::vector<Candidate> candidates;  ///< ascending by id
  Day date;

  std::shared_ptr<const Corpus> corpus() const;
  /// The same, written to a file and mapped from it.
  std::shared_ptr<const Corpus> mapped_corpus() const;
};

std::shared_ptr<const reference::Reference> random_reference(Dice& dice, bool travel_times = true);
Offer random_offer(Dice& dice, const reference::Reference& reference, std::uint32_t number);
Candidate random_candidate(Dice& dice, const reference::Reference& reference, std::uint32_t number);
/// `travel_times`: with minutes measured between some communes.
World random_world(std::uint64_t seed, std::uint32_t offers, std::uint32_t candidates, bool travel_times = true);

/// The three shipped policies, and one with unusual settings (nothing excluded, everything eligible, coarse weights).
std::vector<Policy> policies();

}  // namespace passerelle::testing
