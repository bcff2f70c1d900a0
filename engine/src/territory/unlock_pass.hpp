// Everybody × every offer: what one lever, a bundle of two or a certificate would bring within reach. Counts alone are made of it
// (territory_desk.cpp).
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "territory/unlocks_of_person.hpp"

namespace passerelle::territory {

/// Keeps references to what the rules refer to. One call at a time.
class UnlockPass {
 public:
  /// Persons that one element of run()'s answer holds, but for the last.
  static constexpr std::size_t kBlock = 64;

  UnlockPass(const adviser::Ground& ground, const Sides& sides, const Bars& bars, Threads threads);
  ~UnlockPass();

  /// What is opened to these persons, in their order: the same for any number of threads. `records`: by CandidateId, the
  /// restricted record as stored. Problem kStoreDamaged: one cannot be read.
  Result<std::vector<Unlocks>> run(std::span<const CandidateId> people, const std::vector<std::string>& records);

 private:
  const UnlockRules rules_;
  const Threads threads_;
  std::vector<std::unique_ptr<UnlocksOfPerson>> workers_;
};

}  // namespace passerelle::territory
