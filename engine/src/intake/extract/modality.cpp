#include "intake/extract/modality.hpp"

#include <algorithm>

namespace passerelle::extract {
namespace {

using Cue = CueTable::Cue;
using Place = CueTable::Place;

constexpr std::size_t kAfter = 4;   // words between a requirement and what takes it away: « permis B n'est pas exigé »
constexpr std::size_t kReach = 14;  // words to a cue of the same sentence: lists without stops are long

std::size_t gap(const Place& place, std::size_t begin, std::size_t end) {
  if (place.begin >= end) return place.begin - end;
  if (place.end <= begin) return begin - place.end;
  return 0;
}

}  // namespace

CueTable::CueTable(const Cues& cues, WordNumbers& numbers) {
  const auto add = [&](const std::vector<std::string>& wordings, Cue cue) {
    for (const std::string& each : wordings) table_.add(each, static_cast<std::uint32_t>(cue), numbers);
  };
  add(cues.none_after, Cue::kNoneAfter);
  add(cues.none_before, Cue::kNoneBefore);
  add(cues.must, Cue::kMust);
  add(cues.nice, Cue::kNice);
  add(cues.aside, Cue::kAside);
}

std::vector<Place> CueTable::places(const NumberedText& text) const {
  std::vector<Place> out;
  for (const TextWords::Bounds& sentence : text.text.sentences)
    for (std::size_t at = sentence.first; at < sentence.last;) {
      const auto found = table_.longest(text.ids, text.article_flags, at, sentence.last);
      if (found.end == 0) {
        ++at;
        continue;
      }
      out.push_back({static_cast<Cue>(found.value), at, found.end});
      at = found.end;
    }
  return out;
}

Modality CueTable::of(const std::vector<Place>& places, const NumberedText& text, std::size_t begin, std::size_t end, Level otherwise) {
  const auto& words = text.text.words;
  const TextWords::Bounds& sentence = text.text.sentences[words[begin].sentence];
  Modality out{otherwise, false, false};
  std::size_t best = kReach + 1;
  bool best_in_clause = false;
  bool none = false;
  auto at = std::lower_bound(places.begin(), places.end(), sentence.first, [](const Place& p, std::size_t first) { return p.begin < first; });
  for (; at != places.end() && at->begin < sentence.last; ++at) {
    const std::size_t away = gap(*at, begin, end);
    // One article or filler may stand between: « sans le permis B », « pas besoin d'un permis ».
    if (at->cue == Cue::kNoneBefore) {
      bool near = at->end <= begin && away <= 2;
      for (std::size_t i = at->end; near && i < begin; ++i) near = text.article_flags[i] != 0;
      none = none || near;
    }
    if (at->cue == Cue::kNoneAfter && at->begin >= end && away <= kAfter && words[at->begin].clause <= words[end - 1].clause + 1) none = true;
    if (at->cue != Cue::kMust && at->cue != Cue::kNice) continue;
    if (away > kReach) continue;
    const bool in_clause = words[at->begin].clause == words[end - 1].clause || words[at->begin].clause == words[begin].clause;
    // What follows tells of it more often than what stands before: « permis B exigé, anglais apprécié ».
    const std::size_t cost = away * 2 + (at->end <= begin ? 1 : 0);
    if ((in_clause && !best_in_clause) || (in_clause == best_in_clause && cost < best * 2)) {
      best = (cost + 1) / 2;
      best_in_clause = in_clause;
      out.level = at->cue == Cue::kMust ? Level::kRequired : Level::kDesired;
      out.said = true;
    }
  }
  if (none) {
    // « non exigé mais apprécié »: a wish is left.
    if (out.said && out.level == Level::kDesired) return out;
    out.negated = true;
  }
  return out;
}

}  // namespace passerelle::extract
