// The k best of a stream, exactly, ties broken by id ascending: whatever order they come in.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include "ranking/rank_key.hpp"

namespace passerelle {

/// Id is a DenseId; Entry orders by (key descending, id ascending).
template <class Id>
class TopK {
 public:
  struct Entry {
    RankKey key;
    Id id;
    /// Whether `a` stands before `b` in a list.
    static bool before(const Entry& a, const Entry& b) noexcept { return a.key != b.key ? a.key > b.key : a.id < b.id; }
  };

  explicit TopK(std::size_t k) : k_(k) {}

  void push(RankKey key, Id id) {
    if (k_ == 0) return;
    const Entry entry{key, id};
    if (heap_.size() < k_) {
      heap_.push_back(entry);
      std::push_heap(heap_.begin(), heap_.end(), Entry::before);
    } else if (Entry::before(entry, heap_.front())) {
      std::pop_heap(heap_.begin(), heap_.end(), Entry::before);
      heap_.back() = entry;
      std::push_heap(heap_.begin(), heap_.end(), Entry::before);
    }
  }
  /// Takes over the entries of another: the result does not depend on how a stream was split.
  void merge(const TopK& other) {
    for (const Entry& entry : other.heap_) push(entry.key, entry.id);
  }
  /// Best first; empties the queue.
  std::vector<Entry> sorted() {
    std::sort_heap(heap_.begin(), heap_.end(), Entry::before);
    return std::move(heap_);
  }

 private:
  std::size_t k_;
  std::vector<Entry> heap_;  // worst on top
};

}  // namespace passerelle
