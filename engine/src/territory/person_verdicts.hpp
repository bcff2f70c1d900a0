// What opens pairs of one person, by kind of offer: the verdict of the adviser's judge (adviser/pair_finding.hpp), reduced to
// what one lever, two, or a certificate bring about. Pairs that a contract, a schedule, a date or an unknown place rules out are
// not for it: the kernels see those.
#pragma once

#include <cstdint>
#include <vector>

#include "territory/lever_kits.hpp"
#include "territory/offer_kinds.hpp"

namespace passerelle::territory {

/// Reusable; one per worker. Not thread-safe.
class PersonVerdicts {
 public:
  PersonVerdicts(const adviser::Ground& ground, const ScoringContext& context, const OfferKinds& kinds)
      : ground_(ground), context_(context), kinds_(kinds), memo_(2 * kinds.kinds.size()) {}

  /// `kit`: of the person's levers.
  void load(const adviser::PersonCase& person, LeverKit& kit);

  /// The outcome in the kit for an offer of a kind within the person's own radius; 0: nothing opens it, or nothing has to.
  std::uint32_t within(std::uint32_t kind, bool beyond_walking) {
    return memo_of(kind, beyond_walking).within;
  }
  /// Whether within() is ever not 0 for the kind.
  bool ever_within(std::uint32_t kind) { return within(kind, false) != 0 || (walking_matters_ && within(kind, true) != 0); }
  /// The same beyond it, where these means of transport reach (bits by place in LeverKit::means(); not none).
  std::uint32_t beyond(std::uint32_t kind, bool beyond_walking, std::uint64_t reaching);

 private:
  /// What is missing of a kind; lacks_[kForGood] is « cannot be lifted », lacks_[kNothing] « nothing ».
  struct Lack {
    std::vector<LeverKit::ClassId> needs;  ///< ascending, distinct
    bool sole = false;                     ///< a certificate is all that is missing
    bool liftable = false;                 ///< by levers alone, were it not for the radius
    ExactId certificate = 0;
    std::uint32_t within = 0;              ///< outcome
  };
  /// What stands in the way of a pair.
  struct Missing {
    std::vector<LeverKit::ClassId> needs;  ///< one an obstacle that a lever meets
    std::size_t obstacles = 0, certificates = 0, for_good = 0;  ///< all; missing certificates; those that no lever gives
    ExactId certificate = 0;               ///< one of them
  };
  static constexpr std::uint32_t kForGood = 0, kNothing = 1;
  struct Memo { std::uint32_t stamp = 0, lack = 0, within = 0; };
  struct Row { levers::DemandMask demands; bool stated_needs, usual_needs, usual_asks; LeverKit::ClassId levers; };

  const Memo& memo_of(std::uint32_t kind, bool beyond_walking) {
    Memo& memo = memo_[2 * kind + (beyond_walking && walking_matters_ ? 1 : 0)];
    if (memo.stamp != stamp_) work_out(memo, kinds_.kinds[kind], beyond_walking);
    return memo;
  }
  void work_out(Memo& memo, const OfferKind& kind, bool beyond_walking);
  /// False: nothing lifts it.
  bool find_missing(const OfferKind& kind, bool beyond_walking);

  const adviser::Ground& ground_;
  const ScoringContext& context_;
  const OfferKinds& kinds_;
  const adviser::PersonCase* person_ = nullptr;
  LeverKit* kit_ = nullptr;
  std::uint32_t stamp_ = 0;
  std::vector<Memo> memo_;
  std::vector<Lack> lacks_;
  std::size_t lacks_used_ = 0;
  bool walking_matters_ = false;                         // something stands against what is far
  levers::DemandMask asks_stated_ = 0, asks_usual_ = 0;  // demands that make a question
  std::vector<Row> rows_;                                // the others that matter
  /// Answers of beyond(), by a hash of the question.
  struct Reached { std::uint32_t stamp = 0, lack = 0, outcome = 0; std::uint64_t reaching = 0; };
  static constexpr std::size_t kReached = 256;
  std::vector<Reached> reached_ = std::vector<Reached>(kReached);
  Missing missing_;
};

}  // namespace passerelle::territory
