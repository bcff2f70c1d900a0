#include "reference/item_similarity.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include <Eigen/SparseCore>

#include "base/text.hpp"
#include "reference/stable_log.hpp"

namespace passerelle::reference {
namespace {

using Matrix = Eigen::SparseMatrix<double, Eigen::RowMajor>;
using Triplets = std::vector<Eigen::Triplet<double>>;

/// Words in more than this share of the labels say nothing of the item and would cost the most.
constexpr std::size_t kCommonWordPerMille = 50;

bool comparable(const MergedVocabulary& merged, std::size_t item) { return merged.items[item]->kind != ItemKind::kCertificate; }

Matrix unit_rows(const Triplets& entries, std::size_t rows, std::size_t columns) {
  Matrix matrix(static_cast<Eigen::Index>(rows), static_cast<Eigen::Index>(columns));
  matrix.setFromTriplets(entries.begin(), entries.end());
  for (Eigen::Index r = 0; r < matrix.rows(); ++r) {
    double squares = 0;
    for (Matrix::InnerIterator entry(matrix, r); entry; ++entry) squares += entry.value() * entry.value();
    const double norm = std::sqrt(squares);
    for (Matrix::InnerIterator entry(matrix, r); entry; ++entry) entry.valueRef() /= norm;
  }
  return matrix;
}

/// Positive pointwise mutual information of items × occupations.
Matrix shared_occupations(const MergedVocabulary& merged, const ItemSimilarityWeights& weights) {
  const auto count = [&](Core core) { return core == Core::kPrincipal ? weights.core : weights.other; };
  std::vector<double> of_item(merged.items.size(), 0), of_occupation(merged.cards.rows(), 0);
  for (std::size_t o = 0; o < merged.cards.rows(); ++o)
    for (const CardItem& line : merged.cards[o]) {
      of_item[line.item.value] += count(line.core);
      of_occupation[o] += count(line.core);
    }
  double total = 0;
  for (double& share : of_occupation) {
    if (weights.smooth_contexts) share = std::sqrt(share) * std::sqrt(std::sqrt(share));
    total += share;
  }
  Triplets entries;
  for (std::size_t o = 0; o < merged.cards.rows(); ++o)
    for (const CardItem& line : merged.cards[o]) {
      const std::size_t i = line.item.value;
      if (!comparable(merged, i)) continue;
      const double information = stable_log(count(line.core) * total / (of_item[i] * of_occupation[o]));
      if (information > 0) entries.emplace_back(static_cast<int>(i), static_cast<int>(o), information);
    }
  return unit_rows(entries, merged.items.size(), merged.cards.rows());
}

Matrix label_words(const MergedVocabulary& merged) {
  constexpr std::size_t kShortest = 3;
  std::unordered_map<std::string, std::uint32_t> ids;
  std::vector<std::uint32_t> holding;
  std::vector<std::vector<std::uint32_t>> words_of(merged.items.size());
  for (std::size_t i = 0; i < merged.items.size(); ++i) {
    if (!comparable(merged, i)) continue;
    for (std::string& word : folded_words(merged.items[i]->label)) {
      if (word.size() < kShortest) continue;
      const auto [at, fresh] = ids.emplace(std::move(word), static_cast<std::uint32_t>(ids.size()));
      if (fresh) holding.push_back(0);
      words_of[i].push_back(at->second);
    }
    std::sort(words_of[i].begin(), words_of[i].end());
    words_of[i].erase(std::unique(words_of[i].begin(), words_of[i].end()), words_of[i].end());
    for (const std::uint32_t word : words_of[i]) ++holding[word];
  }
  // In a small vocabulary no word is too common to compare.
  const std::size_t common = std::max<std::size_t>(100, merged.items.size() * kCommonWordPerMille / 1000);
  Triplets entries;
  for (std::size_t i = 0; i < words_of.size(); ++i)
    for (const std::uint32_t word : words_of[i])
      if (holding[word] <= common)
        entries.emplace_back(static_cast<int>(i), static_cast<int>(word),
                             stable_log((static_cast<double>(merged.items.size()) + 1) / holding[word]));
  return unit_rows(entries, merged.items.size(), ids.size());
}

/// What one worker adds up for one item; cleared through the list of touched items.
struct Scratch {
  std::vector<double> together, words;
  std::vector<std::uint32_t> shared, touched;
  std::vector<bool> seen;

  explicit Scratch(std::size_t items) : together(items, 0), words(items, 0), shared(items, 0), seen(items, false) {}
  void touch(std::uint32_t item) {
    if (seen[item]) return;
    seen[item] = true;
    touched.push_back(item);
  }
  void clear() {
    for (const std::uint32_t item : touched) {
      together[item] = words[item] = 0;
      shared[item] = 0;
      seen[item] = false;
    }
    touched.clear();
  }
};

class Neighbours {
 public:
  Neighbours(const MergedVocabulary& merged, const ItemSimilarityWeights& weights) : merged_(merged), weights_(weights) {
    if (weights.together > 0) together_ = shared_occupations(merged, weights);
    if (weights.label_words > 0) words_ = label_words(merged);
    items_with_occupation_ = together_.transpose();
    items_with_word_ = words_.transpose();
    // Members of a group need to be looked at only when the group alone can make neighbours.
    if (weights.same_group >= weights.threshold) {
      members_.resize(merged.group_count);
      for (std::uint32_t i = 0; i < merged.items.size(); ++i)
        if (merged.item_groups[i] != ItemId::kNone && comparable(merged, i)) members_[merged.item_groups[i]].push_back(i);
    }
  }

  std::vector<ItemNeighbour> of(std::uint32_t item, Scratch& scratch) const {
    std::vector<ItemNeighbour> found;
    if (!comparable(merged_, item)) return found;
    for (Matrix::InnerIterator occupation = row(together_, item); occupation; ++occupation)
      for (Matrix::InnerIterator other(items_with_occupation_, occupation.col()); other; ++other) {
        const auto id = static_cast<std::uint32_t>(other.col());
        scratch.touch(id);
        scratch.together[id] += occupation.value() * other.value();
        ++scratch.shared[id];
      }
    for (Matrix::InnerIterator word = row(words_, item); word; ++word)
      for (Matrix::InnerIterator other(items_with_word_, word.col()); other; ++other) {
        const auto id = static_cast<std::uint32_t>(other.col());
        scratch.touch(id);
        scratch.words[id] += word.value() * other.value();
      }
    const std::uint32_t group = merged_.item_groups[item];
    if (!members_.empty() && group != ItemId::kNone)
      for (const std::uint32_t id : members_[group]) scratch.touch(id);
    for (const std::uint32_t id : scratch.touched) {
      if (id == item) continue;
      const double similarity = similarity_of(id, group, scratch);
      if (similarity >= weights_.threshold) found.push_back({ItemId(id), quantised(similarity)});
    }
    scratch.clear();
    // The order is that of the quantised values: integers decide.
    std::sort(found.begin(), found.end(), [](const ItemNeighbour& a, const ItemNeighbour& b) {
      return a.sim8 != b.sim8 ? a.sim8 > b.sim8 : a.item < b.item;
    });
    if (found.size() > weights_.most) found.resize(weights_.most);
    return found;
  }

 private:
  static Matrix::InnerIterator row(const Matrix& matrix, std::uint32_t item) {
    static const Matrix kEmpty(1, 1);
    return matrix.rows() == 0 ? Matrix::InnerIterator(kEmpty, 0) : Matrix::InnerIterator(matrix, static_cast<Eigen::Index>(item));
  }
  static std::uint8_t quantised(double similarity) { return static_cast<std::uint8_t>(similarity * 255 + 0.5); }

  double similarity_of(std::uint32_t id, std::uint32_t group, const Scratch& scratch) const {
    const double shared = scratch.shared[id];
    double sum = weights_.label_words * scratch.words[id];
    if (shared > 0) sum += weights_.together * scratch.together[id] * shared / (shared + weights_.evidence);
    if (group != ItemId::kNone && merged_.item_groups[id] == group) sum += weights_.same_group;
    return std::min(sum, weights_.cap);
  }

  const MergedVocabulary& merged_;
  ItemSimilarityWeights weights_;
  Matrix together_, words_, items_with_occupation_, items_with_word_;
  std::vector<std::vector<std::uint32_t>> members_;  // by group
};

}  // namespace

Csr<ItemNeighbour> item_neighbours(const MergedVocabulary& merged, const ItemSimilarityWeights& weights, Threads threads) {
  const std::size_t n = merged.items.size();
  const Neighbours neighbours(merged, weights);
  std::vector<std::vector<ItemNeighbour>> rows(n);
  std::vector<std::unique_ptr<Scratch>> scratch(threads.resolved());
  constexpr std::size_t kBlock = 256;
  parallel_blocks(n, kBlock, threads, [&](std::size_t begin, std::size_t end, unsigned worker) {
    if (!scratch[worker]) scratch[worker] = std::make_unique<Scratch>(n);
    for (std::size_t i = begin; i < end; ++i) rows[i] = neighbours.of(static_cast<std::uint32_t>(i), *scratch[worker]);
  });
  Csr<ItemNeighbour> out;
  for (const std::vector<ItemNeighbour>& found : rows) out.push_row(found);
  return out;
}

}  // namespace passerelle::reference
