#include "territory/unlocks_by_judge.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>

#include "adviser/adviser_page.hpp"

namespace passerelle::territory {
namespace {

using adviser::LeverIndex;
using adviser::Obstacle;
using adviser::PairFinding;
using adviser::PairJudge;
using Weight = adviser::Obstacle::Weight;

/// The certificate that is all that is missing, where the catalogue has no lever that gives it.
std::optional<std::uint32_t> only_certificate(const PairFinding& finding) {
  std::optional<std::uint32_t> missing;
  for (const Obstacle& obstacle : finding.obstacles) {
    if (obstacle.weight == Weight::kCare) continue;
    if (missing || obstacle.weight != Weight::kNever || obstacle.kind != Obstacle::Kind::kConstraint || obstacle.constraint != Constraint::kCertificates) return std::nullopt;
    missing = obstacle.certificate;
  }
  return missing;
}

/// Scores pairs as they would be once levers work.
class Strength {
 public:
  Strength(const adviser::PersonCase& person, const adviser::Ground& ground, const Sides& sides, const Bars& bars)
      : person_(person), ground_(ground), sides_(sides), bars_(bars), plain_(ground, sides.suggest, person), mine_(sides.suggest.corpus), theirs_(sides.shortlist.corpus) {
    mine_.load(sides.suggest.policy, person.candidate);
  }

  bool strong(const PairFinding& finding, const std::vector<LeverIndex>& levers) {
    const Corpus& corpus = sides_.suggest.corpus;
    PairFinding then = finding;
    // Only means of transport change the points of a pair.
    const bool travels = std::any_of(levers.begin(), levers.end(), [&](LeverIndex lever) { return person_.levers[lever].lever->means != Means::kUnknown; });
    if (travels) judge_with(levers).score(then, mine_);
    else plain_.score(then, mine_);
    if (!bars_.of_person[person_.candidate.value].passed_by(rank_key(sides_.suggest.policy, VerdictTier::kNow, then.score), corpus.order_of(finding.offer))) return false;
    if (theirs_.candidate() != person_.candidate || !loaded_) {
      theirs_.load(sides_.shortlist.policy, person_.candidate);
      loaded_ = true;
    }
    const PairScore score = score_pair(sides_.shortlist, theirs_, person_.candidate, finding.offer);
    return bars_.of_offer[finding.offer.value].passed_by(rank_key(sides_.shortlist.policy, VerdictTier::kNow, score), corpus.order_of(person_.candidate));
  }

 private:
  const PairJudge& judge_with(const std::vector<LeverIndex>& levers) {
    const auto [at, added] = with_.try_emplace(levers);
    if (added) at->second = std::make_unique<PairJudge>(ground_, sides_.suggest, person_, levers);
    return *at->second;
  }

  const adviser::PersonCase& person_;
  const adviser::Ground& ground_;
  const Sides& sides_;
  const Bars& bars_;
  PairJudge plain_;
  ProfileTables mine_, theirs_;
  bool loaded_ = false;
  std::map<std::vector<LeverIndex>, std::unique_ptr<PairJudge>> with_;
};

}  // namespace

std::vector<Opened> unlocks_by_judge(const adviser::PersonCase& person, const adviser::Ground& ground, const Sides& sides, const Bars& bars) {
  PairJudge judge(ground, sides.suggest, person);
  std::optional<Strength> strength;
  std::map<Opener, std::vector<std::pair<std::uint32_t, bool>>> found;
  const auto global = [&](LeverIndex lever) { return static_cast<std::uint32_t>(person.levers[lever].lever - ground.tables.levers.data()); };
  const auto strong = [&](const PairFinding& finding, const std::vector<LeverIndex>& levers) {
    if (!strength) strength.emplace(person, ground, sides, bars);
    return strength->strong(finding, levers);
  };
  for (const OfferId offer : adviser::eligible_offers(sides.suggest, person.candidate)) {
    const std::optional<PairFinding> finding = judge.judge(offer);
    if (!finding) continue;
    if (finding->tier == VerdictTier::kWith) {
      const std::vector<LeverIndex> alone = judge.alone(*finding);
      for (const LeverIndex lever : alone) found[{{global(lever), kNoLever}, kNoLever}].emplace_back(offer.value, strong(*finding, {lever}));
      if (alone.empty() && finding->choice->levers.size() == 2) {
        const auto& pair = finding->choice->levers;
        found[{{global(pair[0]), global(pair[1])}, kNoLever}].emplace_back(offer.value, strong(*finding, pair));
      }
    } else if (finding->tier == VerdictTier::kNo) {
      if (const auto certificate = only_certificate(*finding)) found[{{kNoLever, kNoLever}, *certificate}].emplace_back(offer.value, strong(*finding, {}));
    }
  }
  std::vector<Opened> result;
  for (auto& [by, offers] : found) {
    std::sort(offers.begin(), offers.end());
    Opened opened;
    opened.by = by;
    for (const auto& [offer, is_strong] : offers) {
      opened.offers.push_back(offer);
      opened.strong.push_back(is_strong);
    }
    result.push_back(std::move(opened));
  }
  return result;
}

}  // namespace passerelle::territory
