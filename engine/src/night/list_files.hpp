// The lists as files for reports: NDJSON (a line a person or an offer) and CSV (a line a suggestion), packed by zstd a frame a
// block, so that their bytes do not depend on threads.
#pragma once

#include <string>
#include <vector>

#include "night/finished_file.hpp"
#include "night/night_lists.hpp"
#include "night/share_out.hpp"
#include "scoring/pair_score.hpp"

namespace passerelle::night {

struct ListFiles {
  std::vector<FinishedFile> files;   ///< closed, not yet under their names
  std::uint64_t suggestions = 0, shortlisted = 0;
};

struct ListSides { const ScoringContext& suggest; const ScoringContext& shortlist; };

/// suggestions.* and shortlists.*, in external-id order, in `folder`. What a policy does not show (wishes to a recruiter) is left out.
Result<ListFiles> write_lists(const std::string& folder, const ListSides& sides, const NightLists& lists, const ShareOut& shared, Language language, Threads threads);

/// « déjà proposée à 60 personnes »
std::string displaced_text(std::uint32_t persons, Language language);

/// Appends `text` as a JSON string.
void append_quoted(std::string& out, std::string_view text);

/// Packs `bytes` as one zstd frame with a checksum.
std::string packed(std::string_view bytes);

/// Calls visit(place) for the lines of the plain list that the person's list does not have.
template <class Visit>
void for_each_displaced(std::span<const std::uint16_t> places, const Visit& visit) {
  std::size_t next = 0;
  for (std::uint16_t place = 0; place < places.size(); ++place) {
    while (next < places.size() && places[next] < place) ++next;
    if (next == places.size() || places[next] != place) visit(place);
  }
}

}  // namespace passerelle::night
