// Populations for demonstrations, tests and benchmarks: offers and candidates of a region with the real marginals
// when the caller has the real counts, else from the communes' populations. Invented records, real proportions:
// README.md of this folder says which figure comes from where.
//
// Same request, same reference, same bytes: for any number of threads, on any machine. Every record draws from its
// own stream, derived from (seed, kind, index); the restricted part (barriers, publics) has a stream of its own, so
// that nothing of the rest depends on it.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "base/parallel.hpp"
#include "base/result.hpp"
#include "reference/reference.hpp"
#include "reference/tables.hpp"

namespace passerelle::generate {

/// Posts open for one occupation in one commune.
struct OfferCount {
  std::string commune;     ///< INSEE code, current or old; "" = not known
  std::string occupation;  ///< key, often that of a ROME 3 parent
  std::uint32_t count = 0;
};

/// The day generated records are written « on »: fixed, so that the bytes do not depend on the clock.
inline constexpr Day kDefaultToday{20241};  // 2025-06-02

/// Most records of a kind: their ids have seven digits.
inline constexpr std::uint32_t kMostRecords = 9'999'999;

struct GenerateRequest {
  std::string region = "32";  ///< INSEE region code; "" = every commune of the reference
  std::uint32_t candidates = 0;
  std::uint32_t offers = 0;
  std::uint64_t seed = 1;
  Day today = kDefaultToday;
  std::vector<OfferCount> counts;              ///< posts by commune × occupation; empty = none given
  std::vector<reference::TensionRow> tension;  ///< offers and seekers by occupation × basin; empty = none given

  /// kRequestInvalid: an unknown region code, too many records, no date.
  Status validate() const;
};

/// Receives one record as a line of JSON, without the line end. A Problem stops the generation and is returned.
using LineSink = std::function<Status(std::string_view json_line)>;

/// Posts of `counts` that lie in the request's region: the number of offers that reproduces them exactly.
/// Problems: those of validate(); kReferenceMissing without communes, kRequestInvalid when none lies in the region.
Result<std::uint64_t> posts_in_region(const GenerateRequest& request, const reference::Reference& reference);

/// Writes `request.offers` offers, ids ascending, from the calling thread.
/// - with counts: each commune × occupation gets its share, rounded down or up; exactly its count when `offers`
///   equals posts_in_region(). The offer's occupation is the code itself or one whose parent is that code;
/// - else with tension rows: each basin × occupation by its number of offers, the commune by population;
/// - else the commune by population, the occupation by a fixed rank-frequency law, tension sectors first.
/// Problems: those of validate() and of `sink`; kReferenceMissing without communes or occupations;
/// kRequestInvalid when no commune lies in the region.
Status generate_offers(const GenerateRequest& request, const reference::Reference& reference, Threads threads,
                       const LineSink& sink);

/// Writes `request.candidates` candidates likewise, by the seekers of the tension rows when given. A line is the
/// candidate with its member "restricted" (barriers, publics) when that is not empty.
Status generate_candidates(const GenerateRequest& request, const reference::Reference& reference, Threads threads,
                           const LineSink& sink);

}  // namespace passerelle::generate
