// Writers that come at once share a commit: a disk makes a few hundred durable a second, whatever they hold. The first to
// come commits for all who wait; those who come meanwhile wait for the next.
#pragma once

#include <algorithm>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <vector>

namespace passerelle {

/// Item is what a writer brings and finds answered. Starts no thread.
template <class Item>
class GroupCommit {
 public:
  /// `commit` gets the items of a group in the order they came, one group at a time, from the thread of one of the writers.
  /// At most `most` items make a group.
  explicit GroupCommit(std::function<void(const std::vector<Item*>&)> commit, std::size_t most = 1'024) : commit_(std::move(commit)), most_(most) {}

  /// Returns once the item's group was committed.
  void submit(Item& item) { submit_all({&item}); }
  /// Returns once the groups of all these items were committed.
  void submit_all(const std::vector<Item*>& items) {
    std::unique_lock lock(mutex_);
    std::vector<Waiting> own;
    own.reserve(items.size());
    for (Item* item : items) own.push_back({item, false});
    for (Waiting& each : own) waiting_.push_back(&each);
    while (!own.empty() && !own.back().done) {
      if (leading_) {
        turn_.wait(lock);
        continue;
      }
      leading_ = true;
      const std::size_t n = std::min(waiting_.size(), most_);
      const std::vector<Waiting*> group(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(n));
      waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(n));
      lock.unlock();
      std::vector<Item*> together;
      for (const Waiting* each : group) together.push_back(each->item);
      commit_(together);
      lock.lock();
      for (Waiting* each : group) each->done = true;
      leading_ = false;
      turn_.notify_all();
    }
  }

 private:
  struct Waiting { Item* item; bool done; };
  std::function<void(const std::vector<Item*>&)> commit_;
  std::size_t most_;
  std::mutex mutex_;
  std::condition_variable turn_;
  std::vector<Waiting*> waiting_;
  bool leading_ = false;
};

}  // namespace passerelle
