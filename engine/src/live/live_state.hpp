// A corpus that changes, at one moment: a large part that was built at once, and small ones of what changed since. Each part
// names what is gone of it, so that every record is in one part alone.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/merge_corpora.hpp"

namespace passerelle {

/// Where a record lies.
template <class Id>
struct At {
  std::size_t segment = 0;
  Id id;
};

/// Immutable; shared by all who ask.
class LiveState {
 public:
  /// The large part first. Views of two parts that `before` has are taken over from there.
  LiveState(std::vector<Remains> segments, std::string snapshot, std::int64_t sequence, const LiveState* before, std::shared_ptr<const CardIndex> cards = nullptr);

  const std::vector<Remains>& segments() const noexcept { return segments_; }
  /// The content's name in the store, and the last change that is in it.
  const std::string& snapshot() const noexcept { return snapshot_; }
  std::int64_t sequence() const noexcept { return sequence_; }
  const std::shared_ptr<const reference::Reference>& reference() const noexcept { return segments_.front().corpus->reference; }

  /// The offers of one part and the people of another, as one corpus to ask.
  const std::shared_ptr<const Corpus>& cross(std::size_t offers, std::size_t people) const noexcept { return crosses_[offers * segments_.size() + people]; }
  std::optional<At<OfferId>> find_offer(std::string_view id) const;
  std::optional<At<CandidateId>> find_candidate(std::string_view id) const;
  /// Whether the large part is all there is, and nothing of it is gone.
  bool whole() const noexcept;
  /// For a part of its own beside these: a record that is asked about and not kept.
  SegmentGround ground() const;

 private:
  std::vector<Remains> segments_;
  std::string snapshot_;
  std::int64_t sequence_;
  std::shared_ptr<const CardIndex> cards_;
  std::vector<std::shared_ptr<const Corpus>> crosses_;
};

}  // namespace passerelle
