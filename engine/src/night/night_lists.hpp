// All lists of a night as matching gave them: persons' pools and offers' shortlists, put together from blocks.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "night/block_pass.hpp"
#include "night/pools.hpp"
#include "night/run_identity.hpp"

namespace passerelle::night {

struct NightLists {
  std::vector<std::uint64_t> person_ends;    ///< by dense candidate id
  std::vector<ListLine> person_lines;        ///< pools: ids of offers
  std::vector<std::uint64_t> offer_ends;     ///< by dense offer id
  std::vector<ListLine> offer_lines;         ///< shortlists: ids of candidates

  std::span<const ListLine> of(CandidateId candidate) const noexcept { return row(person_ends, person_lines, candidate.value); }
  std::span<const ListLine> of(OfferId offer) const noexcept { return row(offer_ends, offer_lines, offer.value); }

 private:
  static std::span<const ListLine> row(const std::vector<std::uint64_t>& ends, const std::vector<ListLine>& lines, std::size_t i) noexcept {
    const std::uint64_t begin = i == 0 ? 0 : ends[i - 1];
    return {lines.data() + begin, static_cast<std::size_t>(ends[i] - begin)};
  }
};

/// Reads every block from the first of the folders that has it. Problem kFileMissing with the block's name.
Result<NightLists> gather_lists(const Corpus& corpus, const std::vector<std::string>& folders, const RunIdentity& identity, Threads threads);

/// What sharing out works on, under the policy whose order made the pools.
Pools pools_of(const Corpus& corpus, const NightLists& lists, const Policy& policy, std::size_t top, std::size_t depth);

}  // namespace passerelle::night
