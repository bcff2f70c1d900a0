#include "intake/normalise/normalise_candidate.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "base/text.hpp"
#include "intake/normalise/education.hpp"
#include "intake/normalise/flags.hpp"
#include "intake/normalise/language.hpp"

namespace passerelle {
namespace {

using reference::ItemKind;

struct Period {
  Day start, end;
};

/// Whole months that the periods cover: two jobs at once make no more months than one.
std::uint16_t months_of(std::vector<Period> periods) {
  std::erase_if(periods, [](const Period& each) { return !each.start.set() || !each.end.set() || each.end <= each.start; });
  std::sort(periods.begin(), periods.end(), [](const Period& a, const Period& b) { return a.start < b.start; });
  constexpr int kMost = 1200;
  int months = 0;
  for (std::size_t i = 0; i < periods.size();) {
    Period covered = periods[i];
    for (++i; i < periods.size() && periods[i].start <= covered.end; ++i) covered.end = std::max(covered.end, periods[i].end);
    months = std::min(kMost, months + months_between(covered.start, covered.end));
  }
  return static_cast<std::uint16_t>(months);
}

class Normaliser {
 public:
  Normaliser(CandidateDraft draft, const ReferenceLookup& lookup)
      : draft_(std::move(draft)), candidate_(draft_.candidate), lookup_(lookup), reference_(lookup.reference()) {}

  Candidate run() {
    std::erase_if(candidate_.flags, [](const Flag& flag) { return depends_on_reference(flag.code); });
    candidate_.home = normalise_place(draft_.home, reference_, "home", candidate_.flags);
    occupations();
    certificates();
    items();
    languages();
    for (const std::string& label : draft_.education_labels)
      candidate_.education = std::max(candidate_.education, read_education(label));
    std::sort(candidate_.flags.begin(), candidate_.flags.end(), [](const Flag& a, const Flag& b) {
      return std::tie(a.code, a.field, a.detail) < std::tie(b.code, b.field, b.detail);
    });
    candidate_.flags.erase(std::unique(candidate_.flags.begin(), candidate_.flags.end()), candidate_.flags.end());
    return std::move(candidate_);
  }

 private:
  void flag(ProblemCode code, std::string_view field, std::string_view detail) {
    add_flag(candidate_.flags, code, field, detail);
  }

  void occupations() {
    // A title without a code stays in its flag only, whichever reference reads the record next.
    for (const std::string& title : draft_.sought_titles) {
      if (const auto id = lookup_.occupation_called(title))
        candidate_.sought.push_back(reference_.occupation_keys[id->value]);
      else if (!trim(title).empty()) flag(ProblemCode::kTextUnread, "sought", title);
    }
    std::vector<std::pair<Key, std::vector<Period>>> worked;  // in the order of the source
    for (const CandidateDraft::Position& position : draft_.positions) {
      const auto id = lookup_.occupation_called(position.title);
      if (!id) {
        if (!trim(position.title).empty()) flag(ProblemCode::kTextUnread, "practised", position.title);
        continue;
      }
      const Key& key = reference_.occupation_keys[id->value];
      auto same = std::find_if(worked.begin(), worked.end(), [&](const auto& each) { return each.first == key; });
      if (same == worked.end()) same = worked.insert(same, {key, {}});
      same->second.push_back({position.start, position.end});
    }
    for (auto& [key, periods] : worked) candidate_.practised.push_back({key, months_of(std::move(periods))});
    std::vector<Key> sought;
    for (Key& key : candidate_.sought) {
      if (std::find(sought.begin(), sought.end(), key) != sought.end()) continue;
      if (!reference_.find_occupation(key)) flag(ProblemCode::kOccupationUnknown, "sought", key);
      sought.push_back(std::move(key));
    }
    candidate_.sought = std::move(sought);
    std::vector<Practised> practised;
    for (Practised& each : candidate_.practised) {
      const auto same = std::find_if(practised.begin(), practised.end(),
                                     [&](const Practised& p) { return p.occupation == each.occupation; });
      if (same != practised.end()) {
        same->months = static_cast<std::uint16_t>(std::min(65535, same->months + each.months));
        continue;
      }
      if (!reference_.find_occupation(each.occupation))
        flag(ProblemCode::kOccupationUnknown, "practised", each.occupation);
      practised.push_back(std::move(each));
    }
    candidate_.practised = std::move(practised);
    if (candidate_.sought.empty() && candidate_.practised.empty()) flag(ProblemCode::kOccupationMissing, "sought", "");
  }

  void hold(const Key& key) {
    if (!candidate_.certificates) candidate_.certificates.emplace();
    std::vector<Key>& held = *candidate_.certificates;
    if (std::find(held.begin(), held.end(), key) == held.end()) held.push_back(key);
  }

  void certificates() {
    if (candidate_.certificates) {
      std::vector<Key> given;
      given.swap(*candidate_.certificates);
      for (const Key& key : given) {
        if (!reference_.find_item(key)) flag(ProblemCode::kItemUnknown, "certificates", key);
        hold(key);
      }
    }
    for (std::string& label : draft_.certificate_labels) {
      if (const auto id = lookup_.certificate_called(label)) hold(reference_.item_keys[id->value]);
      else if (!trim(label).empty()) candidate_.items.push_back({"", std::move(label), ItemOrigin::kCertified});
    }
  }

  /// Certificates stand apart from skills where a list of them is given. Where none is, one that stands among the items
  /// stays there: it is held, and nothing is said of the others (a list would say that they are not).
  void items() {
    std::vector<ProfileItem> once;
    for (ProfileItem& item : candidate_.items) {
      std::optional<ItemId> id;
      if (item.item.empty()) {
        if (trim(item.label).empty()) continue;
        id = lookup_.item_called(item.label);
        if (!id) id = lookup_.certificate_called(item.label);
        if (id) item.item = reference_.item_keys[id->value];
        else flag(ProblemCode::kItemWithoutCode, "items", item.label);
      } else {
        id = reference_.find_item(item.item);
        if (!id) flag(ProblemCode::kItemUnknown, "items", item.item);
      }
      if (id && candidate_.certificates && reference_.item_kinds[id->value] == ItemKind::kCertificate) {
        hold(item.item);
        continue;
      }
      const auto same = std::find_if(once.begin(), once.end(), [&](const ProfileItem& other) {
        return other.item == item.item && (!item.item.empty() || fold(other.label) == fold(item.label));
      });
      if (same == once.end()) once.push_back(std::move(item));
      else same->origin = std::max(same->origin, item.origin);
    }
    candidate_.items = std::move(once);
  }

  void languages() {
    for (const CandidateDraft::Spoken& spoken : draft_.languages) {
      auto read = read_language(spoken.language);
      if (!read) {
        if (!trim(spoken.language).empty()) flag(ProblemCode::kTextUnread, "languages", spoken.language);
        continue;
      }
      if (const LanguageLevel level = read_fluency(spoken.fluency)) read->level = level;
      else if (!trim(spoken.fluency).empty()) flag(ProblemCode::kTextUnread, "languages", spoken.fluency);
      candidate_.languages.push_back({std::move(read->code), read->level});
    }
    std::vector<SpokenLanguage> once;
    for (SpokenLanguage& each : candidate_.languages) {
      const auto same =
          std::find_if(once.begin(), once.end(), [&](const SpokenLanguage& l) { return l.language == each.language; });
      if (same == once.end()) once.push_back(std::move(each));
      else same->level = std::max(same->level, each.level);
    }
    candidate_.languages = std::move(once);
  }

  CandidateDraft draft_;
  Candidate& candidate_;
  const ReferenceLookup& lookup_;
  const reference::Reference& reference_;
};

}  // namespace

Candidate normalise_candidate(CandidateDraft draft, const ReferenceLookup& lookup) {
  return Normaliser(std::move(draft), lookup).run();
}

}  // namespace passerelle
