#include "ranking/rank_key.hpp"

namespace passerelle {

RankKey rank_key(const Policy& policy, VerdictTier tier, const PairScore& score) noexcept {
  RankKey key;
  for (const SortKey by : policy.order) {
    std::int32_t value = 0;
    switch (by) {
      case SortKey::kTier: value = static_cast<std::int32_t>(VerdictTier::kNo) - static_cast<std::int32_t>(tier); break;
      case SortKey::kSuits: value = score.suits; break;
      case SortKey::kScore: value = score.score; break;
      case SortKey::kWanted: value = score.wanted; break;
    }
    key.packed = key.packed << 14U | static_cast<std::uint64_t>(value);
  }
  return key;
}

}  // namespace passerelle
