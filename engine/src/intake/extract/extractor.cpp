#include "intake/extract/extractor.hpp"

#include <algorithm>
#include <array>
#include <tuple>
#include <unordered_set>

#include "base/text.hpp"
#include "intake/extract/experience_phrase.hpp"
#include "intake/extract/language_phrase.hpp"
#include "intake/extract/modality.hpp"
#include "reference/content_words.hpp"

namespace passerelle::extract {
namespace {

constexpr std::size_t kKindCount = 8;
constexpr std::size_t kMostFillers = 4;       // words of a list that are no codes, in a row
constexpr std::size_t kShortSentence = 30;    // words: longer ones speak of several things, then the clause decides

}  // namespace

struct Extractor::Tables {
  struct Value { std::string code, passengers; };
  struct List {
    const CodeList* source = nullptr;
    PhraseTable members;
    std::unordered_set<WordId> fillers, alone_not, alone_near;
  };

  const reference::Reference& reference;
  const Expressions& expressions;
  WordNumbers numbers;
  std::array<PhraseTable, kKindCount> phrases;
  std::array<bool, kKindCount> has_phrases{};
  std::vector<Value> values;
  PhraseTable triggers;
  std::vector<List> lists;
  std::unordered_set<WordId> passengers;
  CueTable cues;
  LanguagePhrases languages;
  ExperiencePhrases experience;
  LabelIndex labels;

  Tables(const reference::Reference& r, const Expressions& e, const LabelThresholds& thresholds)
      : reference(r), expressions(e), cues(e.cues, numbers), languages(numbers), experience(numbers), labels(r, thresholds) {
    for (const Expression& each : e.expressions) {
      if (each.kind == Kind::kCertificate && !known(each.code)) continue;
      values.push_back({each.code, each.passengers});
      for (const std::string& text : each.texts) add(each.kind, text, static_cast<std::uint32_t>(values.size() - 1));
    }
    std::unordered_set<std::string> left_out;
    for (const std::string& each : e.certificates_not_in_text) left_out.insert(fold(each));
    for (std::uint32_t i = 0; i < r.item_keys.size(); ++i) {
      // ROME's own entries of that kind are trainings and trades by name (« Data engineer »): no proof that one could ask for.
      if (r.item_kinds[i] != reference::ItemKind::kCertificate || r.item_keys[i].starts_with("rome:")) continue;
      values.push_back({r.item_keys[i], ""});
      const auto value = static_cast<std::uint32_t>(values.size() - 1);
      const auto add_label = [&](std::string_view label) {
        const std::string folded = fold(label.substr(0, label.find(" : ")));
        if (folded.size() >= 3 && !left_out.contains(folded)) add(Kind::kCertificate, folded, value);
      };
      add_label(r.item_labels[i]);
      if (i < r.item_aliases.size())
        for (const std::string& alias : r.item_aliases[i]) add_label(alias);
    }
    lists.reserve(e.lists.size());
    for (const CodeList& each : e.lists) {
      List& list = lists.emplace_back();
      list.source = &each;
      for (std::size_t m = 0; m < each.members.size(); ++m)
        list.members.add(each.members[m].first, static_cast<std::uint32_t>(m), numbers);
      put(each.fillers, list.fillers);
      put(each.alone_not, list.alone_not);
      put(each.alone_near, list.alone_near);
      for (const std::string& trigger : each.triggers) triggers.add(trigger, static_cast<std::uint32_t>(lists.size() - 1), numbers);
    }
    put({"voyageurs", "bus", "autocar", "car", "passagers", "scolaire"}, passengers);
  }

  bool known(std::string_view key) const { return reference.find_item(key).has_value(); }
  void add(Kind kind, std::string_view text, std::uint32_t value) {
    phrases[static_cast<std::size_t>(kind)].add(text, value, numbers);
    has_phrases[static_cast<std::size_t>(kind)] = true;
  }
  void put(const std::vector<std::string>& wordings, std::unordered_set<WordId>& into) {
    for (const std::string& wording : wordings)
      for (const std::string& word : folded_words(wording)) into.insert(numbers.add(form_of(word)));
  }
};

Extractor::Extractor(const reference::Reference& reference, const Expressions& expressions, const LabelThresholds& thresholds)
    : tables_(std::make_unique<const Tables>(reference, expressions, thresholds)) {}
Extractor::~Extractor() = default;
Extractor::Extractor(Extractor&&) noexcept = default;

std::vector<Finding> Extractor::find(std::string_view text, std::string_view title, OccupationId occupation) const {
  const Tables& t = *tables_;
  std::vector<Finding> out;
  NumberedText numbered;
  numbered.text = read_words(text);
  const TextWords& words = numbered.text;
  numbered.ids.reserve(words.size());
  numbered.article_flags.reserve(words.size());
  for (std::size_t i = 0; i < words.size(); ++i) {
    numbered.ids.push_back(t.numbers.find(form_of(std::string(words.word(i)))));
    numbered.article_flags.push_back(is_article(words.word(i)) ? 1 : 0);
  }
  const std::vector<CueTable::Place> places = t.cues.places(numbered);

  const auto has_any = [&](const std::unordered_set<WordId>& set, std::size_t from, std::size_t to) {
    for (std::size_t i = from; i < to; ++i)
      if (numbered.ids[i] != 0 && set.contains(numbered.ids[i])) return true;
    return false;
  };
  bool passengers_title = false;
  for (const std::string& word : folded_words(title)) passengers_title = passengers_title || t.passengers.contains(t.numbers.find(form_of(word)));

  const auto emit = [&](Kind kind, std::string code, std::uint32_t value, std::size_t begin, std::size_t end, Level otherwise) -> Finding& {
    const Modality modality = CueTable::of(places, numbered, begin, end, otherwise);
    const TextWords::Bounds& sentence = words.sentences[words.words[begin].sentence];
    Finding& finding = out.emplace_back();
    finding.kind = kind;
    finding.code = std::move(code);
    finding.value = value;
    finding.level = modality.level;
    finding.negated = modality.negated;
    finding.begin = words.words[begin].begin;
    finding.end = words.words[end - 1].end;
    finding.sentence_begin = sentence.begin;
    finding.sentence_end = sentence.end;
    return finding;
  };

  const auto list_at = [&](const Tables::List& list, std::size_t begin, std::size_t trigger_end, std::size_t limit) {
    const CodeList& source = *list.source;
    std::size_t at = trigger_end, fillers = 0, found = 0;
    while (at < limit && fillers <= kMostFillers) {
      const auto member = list.members.longest(numbered.ids, numbered.article_flags, at, limit);
      // A single letter may be a word of the sentence: « permis d'exploitation », « caces a jour ».
      bool is_code = member.end != 0;
      if (is_code && words.words[at].size == 1 && member.end == at + 1) {
        const char letter = words.word(at)[0];
        if (letter == 'a' || letter == 'c' || letter == 'd' || letter == 'e')
          is_code = words.words[at].capital && !words.words[at].elided && !(at + 1 < limit && (words.word(at + 1) == "jour"));
      }
      if (is_code && found > 0 && words.words[at].clause > words.words[begin].clause + 8) break;
      if (is_code) {
        const auto& [wording, code] = source.members[member.value];
        (void)wording;
        if (source.kind != Kind::kCertificate || t.known(code)) emit(source.kind, code, 0, found == 0 ? begin : at, member.end, Level::kRequired);
        ++found;
        at = member.end;
        fillers = 0;
        continue;
      }
      if (numbered.ids[at] == 0 || !list.fillers.contains(numbered.ids[at])) break;
      ++at;
      ++fillers;
    }
    if (found > 0 || source.alone.empty()) return;
    const bool other = has_any(list.alone_not, trigger_end, std::min(limit, trigger_end + 3));
    const std::size_t from = begin > 6 ? begin - 6 : 0;
    if (other || (!list.alone_near.empty() && !has_any(list.alone_near, std::max<std::size_t>(from, words.sentences[words.words[begin].sentence].first), begin) &&
                  !has_any(list.alone_near, trigger_end, std::min(limit, trigger_end + 5))))
      return;
    if (source.kind != Kind::kCertificate || t.known(source.alone)) emit(source.kind, source.alone, 0, begin, trigger_end, Level::kRequired);
  };

  const std::vector<std::uint32_t> stems = t.labels.stems(words);
  std::vector<LabelMatch> label_matches;
  for (const TextWords::Bounds& sentence : words.sentences) {
    const std::size_t first = sentence.first, last = sentence.last;
    const bool long_sentence = last - first > kShortSentence;
    std::vector<const CueTable::Place*> asides;
    for (auto at = std::lower_bound(places.begin(), places.end(), first, [](const auto& p, std::size_t f) { return p.begin < f; });
         at != places.end() && at->begin < last; ++at)
      if (at->cue == CueTable::Cue::kAside) asides.push_back(&*at);
    const auto aside = [&](std::size_t begin, std::size_t end) {
      for (const CueTable::Place* place : asides)
        if (!long_sentence || words.words[place->begin].clause == words.words[begin].clause || words.words[place->begin].clause == words.words[end - 1].clause) return true;
      return false;
    };
    const bool passengers = passengers_title || has_any(t.passengers, first, last);

    for (std::size_t at = first; at < last;) {
      const auto trigger = t.triggers.longest(numbered.ids, numbered.article_flags, at, last);
      if (trigger.end == 0) {
        ++at;
        continue;
      }
      list_at(t.lists[trigger.value], at, trigger.end, last);
      at = trigger.end;
    }
    for (std::size_t k = 0; k < kKindCount; ++k) {
      if (!t.has_phrases[k]) continue;
      const auto kind = static_cast<Kind>(k);
      for (std::size_t at = first; at < last;) {
        const auto phrase = t.phrases[k].longest(numbered.ids, numbered.article_flags, at, last);
        if (phrase.end == 0) {
          ++at;
          continue;
        }
        const Tables::Value& value = t.values[phrase.value];
        const bool beside = (kind == Kind::kEducation || kind == Kind::kExperience) && aside(at, phrase.end);
        if (!beside) {
          if (kind == Kind::kEducation) emit(kind, "", static_cast<std::uint32_t>(value.code[0] - '0'), at, phrase.end, Level::kRequired);
          else if (kind == Kind::kExperience) {
            // « débutant non accepté » takes it away; « aucune expérience exigée » does not: the wording holds its own « aucune ».
            Finding& beginner = emit(kind, value.code, 0, at, phrase.end, Level::kRequired);
            beginner.negated = beginner.negated && phrase.end < last && words.word(phrase.end) != "exige";
          } else emit(kind, passengers && !value.passengers.empty() ? value.passengers : value.code, 0, at, phrase.end, Level::kRequired);
        }
        at = phrase.end;
      }
    }
    t.languages.find(numbered, first, last, [&](std::string_view code, LanguageLevel level, std::size_t begin, std::size_t end) {
      if (!aside(begin, end)) emit(Kind::kLanguage, std::string(code), level, begin, end, Level::kRequired);
    });
    t.experience.find(numbered, first, last, [&](std::uint32_t months, std::size_t begin, std::size_t end) {
      if (!aside(begin, end)) emit(Kind::kExperience, "", months, begin, end, Level::kRequired);
    });
    label_matches.clear();
    t.labels.matches(stems, first, last, occupation, label_matches);
    for (const LabelMatch& match : label_matches) {
      if (aside(match.begin, match.end)) continue;
      emit(Kind::kCompetence, t.reference.item_keys[match.item.value], 0, match.begin, match.end, Level::kDesired).share = match.share;
    }
  }
  std::sort(out.begin(), out.end(), [](const Finding& a, const Finding& b) {
    return std::tie(a.begin, a.kind, a.code, a.end, a.value) < std::tie(b.begin, b.kind, b.code, b.end, b.value);
  });
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

}  // namespace passerelle::extract
