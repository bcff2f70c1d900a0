#include "reference/item_similarity.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <Eigen/SparseCore>

#include "base/text.hpp"
#include "reference/content_words.hpp"
#include "reference/stable_log.hpp"

namespace passerelle::reference {
namespace {

using Matrix = Eigen::SparseMatrix<double, Eigen::RowMajor>;
using Triplets = std::vector<Eigen::Triplet<double>>;

/// Groups of ROME's savoirs in which a near label means another thing: French is not Dutch, Java is not JavaScript.
constexpr std::array<std::string_view, 3> kExactGroups = {"rome:savoir/domaines-d-expertise/langues",
                                                          "rome:savoir/domaines-d-expertise/langages-informatiques",
                                                          "rome:savoir/produits-outils-et-matieres/vehicules"};

bool comparable(const MergedVocabulary& merged, std::size_t item) {
  const ItemRow& row = *merged.items[item];
  return row.kind != ItemKind::kCertificate &&
         std::find(kExactGroups.begin(), kExactGroups.end(), row.group) == kExactGroups.end();
}

/// The group that counts for similarity; kNone for knowledge.
std::uint32_t skill_group(const MergedVocabulary& merged, std::size_t item) {
  return merged.items[item]->kind == ItemKind::kKnowledge ? ItemId::kNone : merged.item_groups[item];
}

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

/// The words of the labels, so scaled that the product of two rows is the similarity of their labels.
Matrix label_words(const MergedVocabulary& merged) {
  std::unordered_map<std::string, std::uint32_t> ids;
  std::vector<std::uint32_t> holding;
  std::vector<std::vector<std::uint32_t>> words_of(merged.items.size());
  for (std::size_t i = 0; i < merged.items.size(); ++i) {
    for (std::string& word : content_words(merged.items[i]->label)) {
      const auto [at, fresh] = ids.emplace(common_form(std::move(word)), static_cast<std::uint32_t>(ids.size()));
      if (fresh) holding.push_back(0);
      words_of[i].push_back(at->second);
    }
    std::sort(words_of[i].begin(), words_of[i].end());
    words_of[i].erase(std::unique(words_of[i].begin(), words_of[i].end()), words_of[i].end());
    for (const std::uint32_t word : words_of[i]) ++holding[word];
  }
  Triplets entries;
  for (std::size_t i = 0; i < words_of.size(); ++i) {
    if (!comparable(merged, i)) continue;
    for (const std::uint32_t word : words_of[i]) {
      const double rarity = stable_log(static_cast<double>(merged.items.size()) / holding[word]);
      if (rarity > 0) entries.emplace_back(static_cast<int>(i), static_cast<int>(word), std::sqrt(rarity));
    }
  }
  return unit_rows(entries, merged.items.size(), ids.size());
}

/// Numbers the sets of words with digits: items with another number name other figures.
std::vector<std::uint32_t> figures_of(const MergedVocabulary& merged) {
  std::map<std::vector<std::string>, std::uint32_t> ids;
  std::vector<std::uint32_t> out;
  for (const ItemRow* item : merged.items) {
    std::vector<std::string> figures = folded_words(item->label);
    std::erase_if(figures,
                  [](const std::string& word) { return word.find_first_of("0123456789") == std::string::npos; });
    std::sort(figures.begin(), figures.end());
    figures.erase(std::unique(figures.begin(), figures.end()), figures.end());
    out.push_back(ids.emplace(std::move(figures), static_cast<std::uint32_t>(ids.size())).first->second);
  }
  return out;
}

/// What one worker adds up for one item; cleared through the list of touched items.
struct Scratch {
  std::vector<double> words;
  std::vector<std::uint32_t> touched;
  std::vector<bool> seen;

  explicit Scratch(std::size_t items) : words(items, 0), seen(items, false) {}
  void touch(std::uint32_t item) {
    if (seen[item]) return;
    seen[item] = true;
    touched.push_back(item);
  }
  void clear() {
    for (const std::uint32_t item : touched) {
      words[item] = 0;
      seen[item] = false;
    }
    touched.clear();
  }
};

class Neighbours {
 public:
  Neighbours(const MergedVocabulary& merged, const ItemSimilarityWeights& weights)
      : merged_(merged), weights_(weights), figures_(figures_of(merged)) {
    if (weights.label_words > 0) words_ = label_words(merged);
    items_with_word_ = words_.transpose();
    // Members of a group need to be looked at only when the group alone can make neighbours.
    if (weights.same_group >= weights.threshold) {
      members_.resize(merged.group_count);
      for (std::uint32_t i = 0; i < merged.items.size(); ++i)
        if (skill_group(merged, i) != ItemId::kNone && comparable(merged, i))
          members_[skill_group(merged, i)].push_back(i);
    }
  }

  std::vector<ItemNeighbour> of(std::uint32_t item, Scratch& scratch) const {
    std::vector<ItemNeighbour> found;
    if (!comparable(merged_, item)) return found;
    for (Matrix::InnerIterator word = row(words_, item); word; ++word)
      for (Matrix::InnerIterator other(items_with_word_, word.col()); other; ++other) {
        const auto id = static_cast<std::uint32_t>(other.col());
        scratch.touch(id);
        scratch.words[id] += word.value() * other.value();
      }
    const std::uint32_t group = skill_group(merged_, item);
    if (!members_.empty() && group != ItemId::kNone)
      for (const std::uint32_t id : members_[group]) scratch.touch(id);
    for (const std::uint32_t id : scratch.touched) {
      if (id == item || figures_[id] != figures_[item]) continue;
      const double similarity = similarity_of(id, group, scratch);
      if (similarity >= weights_.threshold - kSlack) found.push_back({ItemId(id), quantised(similarity)});
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
    return matrix.rows() == 0 ? Matrix::InnerIterator(kEmpty, 0)
                              : Matrix::InnerIterator(matrix, static_cast<Eigen::Index>(item));
  }
  /// So that a sum that is the threshold on paper is one here too.
  static constexpr double kSlack = 1e-9;
  static std::uint8_t quantised(double similarity) { return static_cast<std::uint8_t>(similarity * 255 + 0.5); }

  double similarity_of(std::uint32_t id, std::uint32_t group, const Scratch& scratch) const {
    double sum = weights_.label_words * scratch.words[id];
    if (group != ItemId::kNone && skill_group(merged_, id) == group) sum += weights_.same_group;
    return std::min(sum, weights_.cap);
  }

  const MergedVocabulary& merged_;
  ItemSimilarityWeights weights_;
  std::vector<std::uint32_t> figures_;  // by item
  Matrix words_, items_with_word_;
  std::vector<std::vector<std::uint32_t>> members_;  // by group
};

}  // namespace

Csr<ItemNeighbour> item_neighbours(const MergedVocabulary& merged, const ItemSimilarityWeights& weights,
                                   Threads threads) {
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
