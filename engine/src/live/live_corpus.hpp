// The corpus that follows a store: changes go into small parts beside the large one, so that they are seen in milliseconds
// whatever its size; small parts become larger ones, and now and then, beside the questions, a new large one.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "live/live_state.hpp"

namespace passerelle {

/// A record as it is now; neither = it is gone.
struct RecordChange {
  bool of_offer = false;
  std::string id;
  std::optional<Offer> offer;
  std::optional<Candidate> person;
};

/// state() may be called from any thread and never waits for work; the others are called by one thread at a time, except that
/// merge() may run beside apply().
class LiveCorpus {
 public:
  /// From this many records on the newest part joins the next.
  static constexpr std::size_t kNewest = 64;

  LiveCorpus(std::shared_ptr<const Corpus> base, std::int64_t sequence);

  std::shared_ptr<const LiveState> state() const;
  /// Makes the changes and gives the content its new name. Each id once.
  void apply(std::vector<RecordChange> changes, std::string snapshot, std::int64_t sequence);
  /// Records beside the large part, and those gone from it.
  std::size_t pending() const;

  /// A new large part of all that was there when it began; what changed meanwhile stays beside it. Its snapshot is the name
  /// the content had then. Returns it. `ready`, when given, is called with it before anybody sees it.
  std::shared_ptr<const Corpus> merge(const std::function<void(const std::shared_ptr<const Corpus>&)>& ready = {});

 private:
  void publish(std::vector<Remains> segments, std::string snapshot, std::int64_t sequence);
  /// Whether anything remains of it.
  static bool any(const Remains& part);
  std::shared_ptr<const Corpus> newest() const;

  mutable std::mutex state_mutex_;       // of state_ alone: held for a copy
  std::shared_ptr<const LiveState> state_;

  std::mutex work_;                      // of all below: held by apply(), and at both ends of merge()
  SegmentGround ground_;
  std::map<std::string, Offer, std::less<>> offers_;       // of the newest part
  std::map<std::string, Candidate, std::less<>> people_;
  std::vector<Remains> older_;           // large first, then the middle ones; without the newest
  std::set<std::pair<bool, std::string>> since_merge_;     // changed while a merge runs
  bool merging_ = false;
  std::size_t sealed_ = 1;               // parts of older_ that are being merged
};

}  // namespace passerelle
