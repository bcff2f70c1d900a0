// Persons for offers of one occupation, exactly. Who is near the occupation is gathered once for a run of offers that lie
// together, in the order of retrieval and in blocks the kernels read; then each offer looks at the blocks whose persons would
// come that far, and at those of them whose bound reaches the k-th best so far.
#pragma once

#include <span>

#include "ranking/best_pairs.hpp"

namespace passerelle {

/// The work space of one worker. Not thread-safe.
class PeopleOfOffers {
 public:
  explicit PeopleOfOffers(const MatchPlan& plan);
  /// Gathers who may be matched with any of these offers, all of one row of the plan (an occupation, or none known).
  void gather(std::uint32_t row, std::span<const OfferId> offers);
  /// Runs the query for one of the offers gathered for; read the result from best().
  void find(OfferId offer, const ListRequest& request);
  /// Gathers for one offer and runs its query, step by step: who practised what is nearest comes first, and who comes after is
  /// not even laid out once the k-th best is out of reach.
  void find_alone(std::uint32_t row, OfferId offer, const ListRequest& request);
  BestPairs<CandidateId>& best() noexcept { return best_; }
  std::uint64_t eligible() const noexcept { return eligible_; }
  std::uint64_t considered() const noexcept { return considered_; }
  std::uint64_t drawn() const noexcept { return drawn_; }

 private:
  struct Survivor { std::int32_t bound; std::uint32_t place; Points competences; };
  struct Around;
  void begin_row(std::uint32_t row, OfferId any_offer);
  void end_row();
  void mark(std::uint32_t row);
  /// Into `taken_` who may be matched, but for those passed over whole blocks at a time, and those who are gone.
  void take_marked(std::uint32_t row, const Around& around, const Gone* gone);
  /// Of `taken_`, lays out those who would come as far as that.
  void lay_out(const Around& around);
  void begin_offer(OfferId offer, const ListRequest& request);
  /// Looks at the blocks from this one on, the nearest by practice first.
  void look(OfferId offer, const ListRequest& request, std::size_t from);
  void judge(OfferId offer);
  void take(CandidateId candidate);
  /// Asks for what these lanes' persons hold and practise, before it is used.
  void ask_ahead(std::size_t block, std::uint64_t lanes) const;
  /// Competence points on the card for these lanes of a block, once for all offers of the occupation.
  void work_out_cards(std::size_t block, std::uint64_t lanes);
  PairParts parts(CandidateId candidate, OfferId offer, const Survivor& survivor);
  Points competences(CandidateId candidate, OfferId offer);

  const MatchPlan& plan_;
  std::uint32_t row_ = 0;
  OfferId any_offer_;                       // of the row: for what depends on the occupation alone
  std::vector<std::uint64_t> marked_;       // by person, a bit each; all clear between two gatherings
  std::vector<std::uint16_t> relation_;     // by occupation held or sought, to this row's
  std::vector<kernel::PeopleBlock> blocks_;
  struct Open { std::uint16_t practised; std::uint32_t block; std::size_t filled; };
  std::vector<Open> open_;                  // the block being filled, by points of the occupation practised
  std::vector<std::uint16_t> practised_;    // by block: those points, the same for all in it
  std::vector<std::uint8_t> people_in_;     // by block
  std::vector<std::uint32_t> order_;        // blocks, the nearest by practice first
  std::vector<CandidateId> people_;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> taken_;  // near_key, and the person
  std::vector<std::uint32_t> months_;
  std::vector<Box> boxes_, group_boxes_;    // by block; by group of lanes
  std::vector<std::uint64_t> carded_;       // by block, a bit a lane
  RequirementMatcher card_, listed_;
  std::vector<Survivor> survivors_;
  BestPairs<CandidateId> best_;
  std::uint64_t eligible_ = 0, considered_ = 0, drawn_ = 0;
};

}  // namespace passerelle
