#include "intake/occupation/occupation_finder.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <unordered_map>
#include <utility>

#include "intake/occupation/confidence.hpp"
#include "intake/occupation/title_variants.hpp"
#include "intake/occupation/title_words.hpp"

namespace passerelle::occupation {
namespace {

constexpr OkapiParameters kTitleParameters{1.2, 0.3};
constexpr OkapiParameters kCardParameters{1.2, 0.5};
/// An item at the heart of an occupation counts twice.
constexpr std::uint32_t kCoreTimes = 2;
/// What adverts say of the job comes before the employer's praise of itself.
constexpr std::size_t kProseWords = 1'000;
constexpr std::uint32_t kPoints = 10'000;
/// How far behind the best occupation of its family the family's own code stands at least.
constexpr std::uint32_t kFamilyBehind = 5'000;

/// Counts of terms in the order of their first coming.
class Counter {
 public:
  void add(std::string_view term, std::uint32_t times = 1) {
    const auto [place, fresh] = places_.try_emplace(std::string(term), counts_.size());
    if (fresh) counts_.emplace_back(std::string(term), 0);
    counts_[place->second].second += times;
  }
  TermCounts take() {
    places_.clear();
    return std::exchange(counts_, {});
  }

 private:
  std::unordered_map<std::string, std::size_t> places_;
  TermCounts counts_;
};

/// Groups of three and four bytes of each word between its marks: endings and typing errors matter less.
TermCounts grams_of(const std::vector<std::string>& words) {
  Counter counter;
  for (const std::string& word : words) {
    const std::string marked = "^" + word + "$";
    for (const std::size_t length : {std::size_t{3}, std::size_t{4}})
      for (std::size_t i = 0; i + length <= marked.size(); ++i) counter.add(std::string_view(marked).substr(i, length));
  }
  return counter.take();
}

TermCounts counts_of(const std::vector<std::string>& words) {
  Counter counter;
  for (const std::string& word : words) counter.add(word);
  return counter.take();
}

// Occupations stand in the order of their keys.
bool before(const OccupationGuess& a, const OccupationGuess& b) {
  return a.points != b.points ? a.points > b.points : a.occupation.value < b.occupation.value;
}

/// Sum of a cosine (parts of kUnit²) → points.
std::uint64_t cosine_points(std::uint32_t sum) {
  return std::uint64_t{sum} * kPoints / (std::uint64_t{CosineIndex::kUnit} * CosineIndex::kUnit);
}

}  // namespace

struct OccupationFinder::Documents {
  std::vector<Variant> variants;
  std::vector<std::string> first_words;
  std::vector<TermCounts> words, grams, titles, cards;

  explicit Documents(const reference::Reference& reference) {
    std::vector<std::vector<std::string>> item_words;
    item_words.reserve(reference.item_labels.size());
    for (const std::string& label : reference.item_labels) item_words.push_back(prose_words(label, label.size()));
    for (std::uint32_t o = 0; o < reference.occupation_keys.size(); ++o) {
      Counter title_counter, card_counter;
      std::vector<std::vector<std::string>> said;
      const auto add = [&](std::string_view title, bool label) {
        for (std::vector<std::string>& variant : title_variants(title)) {
          if (std::find(said.begin(), said.end(), variant) != said.end()) continue;
          variants.push_back({o, static_cast<std::uint32_t>(variant.size()), 0, label});
          first_words.push_back(variant.front());
          words.push_back(counts_of(variant));
          grams.push_back(grams_of(variant));
          for (const std::string& word : variant) {
            title_counter.add(word);
            card_counter.add(word);
          }
          said.push_back(std::move(variant));
        }
      };
      add(reference.occupation_labels[o], true);
      for (const std::string& title : reference.titles[o]) add(title, false);
      for (const reference::CardItem& line : reference.cards[o])
        for (const std::string& word : item_words[line.item.value])
          card_counter.add(word, line.core == reference::Core::kPrincipal ? kCoreTimes : 1);
      titles.push_back(title_counter.take());
      cards.push_back(card_counter.take());
    }
  }
};

OccupationFinder::OccupationFinder(const reference::Reference& reference, FinderWeights weights)
    : OccupationFinder(reference, weights, Documents(reference)) {}

OccupationFinder::OccupationFinder(const reference::Reference& reference, FinderWeights weights, Documents documents)
    : reference_(reference), weights_(weights), variants_(std::move(documents.variants)), words_(documents.words), grams_(documents.grams),
      titles_(documents.titles, kTitleParameters), cards_(documents.cards, kCardParameters) {
  for (std::size_t v = 0; v < variants_.size(); ++v) variants_[v].first_word = *words_.postings().find(documents.first_words[v]);
  std::map<std::string_view, std::uint32_t> families;
  for (std::size_t o = 0; o < reference.occupation_keys.size(); ++o) {
    // An occupation without a parent is its own family.
    const std::string& parent = reference.occupation_parent_keys[o].empty() ? reference.occupation_keys[o] : reference.occupation_parent_keys[o];
    families_.push_back(families.try_emplace(parent, static_cast<std::uint32_t>(families.size())).first->second);
  }
  heads_.resize(families.size());
  for (const auto& [key, family] : families)
    if (const auto head = reference.find_occupation(key)) heads_[family] = *head;
}

void OccupationFinder::raise_heads(std::vector<OccupationGuess>& guesses) const {
  const std::vector<OccupationGuess> found = guesses;
  for (const OccupationGuess& guess : found) {
    const OccupationId head = heads_[families_[guess.occupation.value]];
    if (!head.set() || guess.points <= kFamilyBehind) continue;
    const std::uint32_t points = guess.points - kFamilyBehind;
    const auto there = std::find_if(guesses.begin(), guesses.end(), [&](const OccupationGuess& g) { return g.occupation == head; });
    if (there == guesses.end()) guesses.push_back({head, points, guess.confidence});
    else there->points = std::max(there->points, points);
  }
  std::sort(guesses.begin(), guesses.end(), before);
}

std::vector<OccupationGuess> OccupationFinder::find(std::string_view title, std::string_view text, std::string_view town, std::size_t most) const {
  const std::vector<std::string> said = offer_title_words(title, town);
  const TermCounts words = counts_of(said);
  std::vector<std::uint32_t> word_sums(variants_.size()), gram_sums(variants_.size()), shared(variants_.size()), covered(variants_.size());
  words_.add_cosines(words, word_sums);
  grams_.add_cosines(grams_of(said), gram_sums);
  std::uint64_t mass = 0;
  std::array<std::uint32_t, 2> heads{~0U, ~0U};
  for (std::size_t w = 0; w < words.size(); ++w) {
    const auto term = words_.postings().find(words[w].first);
    if (!term) continue;
    if (w < heads.size()) heads[w] = *term;
    const std::uint32_t idf = words_.milli_idf(words[w].first);
    mass += idf;
    for (const Posting& posting : words_.postings().of(*term)) {
      ++shared[posting.document];
      covered[posting.document] += idf;
    }
  }

  const std::size_t occupations = reference_.occupation_keys.size();
  std::vector<std::uint32_t> title_sums(occupations), card_sums(occupations);
  const std::uint64_t title_mass = titles_.add_scores(words, false, title_sums);
  cards_.add_scores(counts_of(prose_words(text, kProseWords)), true, card_sums);
  const std::uint64_t best_card = occupations == 0 ? 0 : *std::max_element(card_sums.begin(), card_sums.end());

  // In units of points · kPoints, divided at the end.
  std::vector<std::uint64_t> points(occupations, 0);
  bool any = false;
  for (std::size_t v = 0; v < variants_.size(); ++v) {
    if (word_sums[v] == 0 && gram_sums[v] == 0) continue;
    any = true;
    const Variant& variant = variants_[v];
    std::uint64_t sum = weights_.words * cosine_points(word_sums[v]) + weights_.grams * cosine_points(gram_sums[v]);
    if (shared[v] == variant.words) sum += std::uint64_t{weights_.whole} * kPoints;
    if (mass != 0) sum += weights_.share * (std::uint64_t{covered[v]} * kPoints / mass);
    if (variant.label) sum += std::uint64_t{weights_.label} * kPoints;
    if (variant.first_word == heads[0] || variant.first_word == heads[1]) sum += std::uint64_t{weights_.head} * kPoints;
    points[variant.occupation] = std::max(points[variant.occupation], sum);
  }
  if (!any && best_card == 0) return {};
  std::vector<OccupationGuess> guesses(occupations);
  for (std::uint32_t o = 0; o < occupations; ++o) {
    std::uint64_t sum = points[o];
    if (title_mass != 0) sum += weights_.all_titles * (std::uint64_t{title_sums[o]} * kPoints / title_mass);
    if (best_card != 0) sum += weights_.text * (std::uint64_t{card_sums[o]} * kPoints / best_card);
    guesses[o] = {OccupationId(o), static_cast<std::uint32_t>(sum / kPoints), 0};
  }
  const std::size_t weighed = std::min(std::max(most, kWeighedAlternatives), guesses.size());
  std::partial_sort(guesses.begin(), guesses.begin() + static_cast<std::ptrdiff_t>(weighed), guesses.end(), before);
  guesses.resize(weighed);
  set_confidence(guesses, families_);
  raise_heads(guesses);
  if (guesses.size() > most) guesses.resize(most);
  return guesses;
}

}  // namespace passerelle::occupation
