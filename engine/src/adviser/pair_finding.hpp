// The verdict on one pair with barriers and levers: now, with the cheapest set of levers, a question to put, or no. A hard
// constraint that no lever lifts makes « no »; a barrier never does (law 6): what no lever lifts is a question.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "adviser/person_case.hpp"

namespace passerelle::adviser {

/// What has to change, or to be known, before the person can take the job.
struct Obstacle {
  enum class Kind : std::uint8_t { kConstraint, kReach, kConflict };
  enum class Weight : std::uint8_t { kNeed /* a lever can meet it */, kQuestion, kNever /* nothing meets it */, kCare /* nothing is in the way */ };
  Kind kind = Kind::kConstraint;
  Weight weight = Weight::kNeed;
  Constraint constraint = Constraint::kOpen;
  std::uint16_t row = 0;                ///< of a conflict: place in PersonCase::standings
  levers::DemandMask demands = 0;       ///< of a conflict: what of the job it stands against
  LicenceMask licence = 0;              ///< of kLicences: the one that is missing
  ExactId certificate = 0;              ///< of kCertificates: the one that is missing
  std::uint32_t levers = 0;             ///< place of the levers that meet it, in PairJudge's classes
};

struct PairFinding {
  OfferId offer;
  VerdictTier tier = VerdictTier::kNow;
  std::vector<Obstacle> obstacles;
  const LeverChoice* choice = nullptr;  ///< of the needs; null without needs. Lives as long as the judge.
  std::uint32_t metres = 0;             ///< by road; 0 = not known
  PairScore score;                      ///< filled in where it is asked for
  ConstraintStates states{};
};

/// Judges the pairs of one person. Levers in `granted` (places in PersonCase::levers) work already. Not thread-safe.
class PairJudge {
 public:
  PairJudge(const Ground& ground, const ScoringContext& context, const PersonCase& person, std::vector<LeverIndex> granted = {});

  /// Nothing when the pair is not to be shown at all: what the policy excludes, beyond every means of transport. Whether
  /// there is a finding depends on nothing restricted.
  std::optional<PairFinding> judge(OfferId offer);

  /// The levers that meet an obstacle.
  const std::vector<LeverIndex>& levers_of(const Obstacle& obstacle) const { return classes_[obstacle.levers]; }
  /// The levers that meet every need of a finding by themselves.
  std::vector<LeverIndex> alone(const PairFinding& finding) const;
  /// Travel time by what was granted, where that is less than by the person's own means; score of the pair accordingly.
  void score(PairFinding& finding, const ProfileTables& profile) const;
  const PersonCase& person() const noexcept { return person_; }
  const Ground& ground() const noexcept { return ground_; }

 private:
  std::uint32_t intern(std::vector<LeverIndex> levers);
  bool granted_any(const std::vector<LeverIndex>& levers) const;
  bool reaches(const levers::Lever& lever, OfferId offer, std::uint32_t metres) const;
  std::uint16_t minutes_by(Means means, OfferId offer, std::uint32_t metres) const;
  void constraint(PairFinding& finding, Constraint constraint, ConstraintState state);
  void conflicts(PairFinding& finding, const Trip& trip);
  void add(PairFinding& finding, Obstacle obstacle, std::vector<LeverIndex> levers, bool blocks_for_good);
  const LeverChoice* cheapest(const PairFinding& finding);

  const Ground& ground_;
  const ScoringContext& context_;
  const PersonCase& person_;
  std::vector<LeverIndex> granted_;
  LicenceMask held_ = 0;                          // with what is granted
  std::vector<std::vector<LeverIndex>> classes_;  // distinct sets of levers
  std::map<std::vector<LeverIndex>, std::uint32_t> class_of_;
  std::map<std::vector<std::uint32_t>, LeverChoice> choices_;
  std::vector<std::uint32_t> row_class_;          // by place in PersonCase::standings
};

}  // namespace passerelle::adviser
