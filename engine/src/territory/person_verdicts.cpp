#include "territory/person_verdicts.hpp"

#include <algorithm>

namespace passerelle::territory {

using levers::DemandMask;
using levers::Severity;

void PersonVerdicts::load(const adviser::PersonCase& person, LeverKit& kit) {
  person_ = &person;
  kit_ = &kit;
  if (++stamp_ == 0) {
    std::fill(memo_.begin(), memo_.end(), Memo{});
    std::fill(reached_.begin(), reached_.end(), Reached{});
    stamp_ = 1;
  }
  if (lacks_.empty()) {
    lacks_.resize(2);
    lacks_[kNothing].liftable = true;
  }
  lacks_used_ = 2;
  walking_matters_ = false;
  rows_.clear();
  asks_stated_ = asks_usual_ = 0;
  enum class Effect { kNone, kAsks, kNeeds };
  for (const adviser::RowStanding& standing : person.standings) {
    const levers::Conflict& conflict = ground_.tables.conflicts.rows[standing.row];
    LeverKit::ClassId levers = 0;
    const auto effect = [&](Severity severity) {
      if (severity == Severity::kNone || severity == Severity::kCare) return Effect::kNone;
      if (severity == Severity::kAsk || standing.standing != Standing::kActive) return Effect::kAsks;
      levers = kit.lifting(standing.row);
      return levers == 0 ? Effect::kAsks : Effect::kNeeds;
    };
    walking_matters_ = walking_matters_ || (standing.demands & ground_.beyond_walking) != 0;
    const Effect stated = effect(conflict.severity);
    // What is not known of the person is not asked about what is only usual.
    const Effect usual = standing.standing == Standing::kUnknown ? Effect::kNone : effect(conflict.from_context);
    if (stated == Effect::kAsks) asks_stated_ |= standing.demands;
    if (stated == Effect::kAsks && usual == Effect::kAsks) asks_usual_ |= standing.demands;
    const bool usual_asks = usual == Effect::kAsks && stated != Effect::kAsks;
    if (stated == Effect::kNeeds || usual == Effect::kNeeds || usual_asks)
      rows_.push_back({standing.demands, stated == Effect::kNeeds, usual == Effect::kNeeds, usual_asks, levers});
  }
}

bool PersonVerdicts::find_missing(const OfferKind& kind, bool beyond_walking) {
  missing_.needs.clear();
  missing_.obstacles = missing_.certificates = missing_.for_good = 0;
  const auto need = [&](LeverKit::ClassId levers) {
    if (levers == 0) return false;
    missing_.needs.push_back(levers);
    ++missing_.obstacles;
    return true;
  };
  const DemandMask stated = kind.stated | (beyond_walking ? ground_.beyond_walking : 0);
  if ((stated & asks_stated_) != 0 || (kind.usual & asks_usual_) != 0) return false;
  for (const Row& row : rows_) {
    if ((stated & row.demands) != 0) {
      if (row.stated_needs) need(row.levers);
    } else if ((kind.usual & row.demands) != 0) {
      if (row.usual_asks) return false;
      if (row.usual_needs) need(row.levers);
    }
  }
  const Corpus& corpus = context_.corpus;
  const CandidateFacts& facts = corpus.candidates.facts[person_->candidate.value];
  const auto held = corpus.candidates.certificates[person_->candidate.value];
  // A hard constraint that fails: what the policy excludes is not shown, and what no answer may speak of is not in the way.
  const auto hidden = [&](Constraint constraint) { return context_.policy.use(constraint) == ConstraintUse::kExclude; };
  const auto speaks = [&](Constraint constraint) { return visible(context_.policy, constraint); };
  if (kind.licences != 0) {
    const auto lacking = static_cast<LicenceMask>(kind.licences & ~facts.licences);
    const bool fails = facts.licences_known != 0 && lacking != 0;
    if (fails && hidden(Constraint::kLicences)) return false;
    if (speaks(Constraint::kLicences)) {
      if (facts.licences_known == 0) return false;
      for (unsigned i = 0; i < static_cast<unsigned>(Licence::kCount); ++i)
        if ((lacking >> i & 1U) != 0 && !need(kit_->giving_licence(i))) return false;
    }
  }
  const auto required = corpus.offers.certificates_required[kind.example.value];
  if (!required.empty() || kind.unnamed) {
    const bool all = std::includes(held.begin(), held.end(), required.begin(), required.end());
    if (!all && facts.certificates_known != 0 && hidden(Constraint::kCertificates)) return false;
    if (speaks(Constraint::kCertificates)) {
      if (kind.unnamed || (!all && facts.certificates_known == 0)) return false;
      if (!all)
        for (const ExactId id : required) {
          if (std::binary_search(held.begin(), held.end(), id)) continue;
          missing_.certificate = id;
          ++missing_.certificates;
          if (need(kit_->giving_certificate(id))) continue;
          ++missing_.for_good;
          ++missing_.obstacles;
        }
    }
  }
  if (kind.regulated.set()) {
    const ConstraintState state = regulated_state(context_, person_->candidate, kind.example);
    if (state == ConstraintState::kFails && hidden(Constraint::kRegulated)) return false;
    if (state != ConstraintState::kHolds && speaks(Constraint::kRegulated)) {
      if (state == ConstraintState::kUnknown || !need(kit_->giving_a_diploma(kind.regulated))) return false;
    }
  }
  if (const auto lacking = static_cast<ReservedMask>(kind.reserved & ~facts.attestations); lacking != 0) {
    if (hidden(Constraint::kReserved)) return false;
    if (speaks(Constraint::kReserved) && !need(kit_->giving_attestations(lacking))) return false;
  }
  return true;
}

void PersonVerdicts::work_out(Memo& memo, const OfferKind& kind, bool beyond_walking) {
  memo = {stamp_, kForGood, 0};
  if (!find_missing(kind, beyond_walking)) return;
  if (missing_.obstacles == 0) {
    memo.lack = kNothing;
    return;
  }
  // Nothing lifts a certificate that no lever gives; where it is alone it is a training to buy.
  const bool liftable = missing_.for_good == 0, sole = missing_.obstacles == 1 && missing_.certificates == 1;
  if (!liftable && !sole) return;
  std::vector<LeverKit::ClassId>& needs = missing_.needs;
  std::sort(needs.begin(), needs.end());
  needs.erase(std::unique(needs.begin(), needs.end()), needs.end());
  const ExactId certificate = sole ? missing_.certificate : 0;
  for (std::size_t i = kNothing + 1; i < lacks_used_ && memo.lack == kForGood; ++i)
    if (const Lack& known = lacks_[i]; known.sole == sole && known.liftable == liftable && known.certificate == certificate && known.needs == needs)
      memo.lack = static_cast<std::uint32_t>(i);
  if (memo.lack == kForGood) {
    memo.lack = static_cast<std::uint32_t>(lacks_used_);
    if (lacks_used_ == lacks_.size()) lacks_.emplace_back();
    Lack& lack = lacks_[lacks_used_++];
    lack.needs = needs;
    lack.sole = sole;
    lack.liftable = liftable;
    lack.certificate = certificate;
    lack.within = kit_->outcome(needs, person_->licences, sole, certificate);
  }
  memo.within = lacks_[memo.lack].within;
}

std::uint32_t PersonVerdicts::beyond(std::uint32_t kind, bool beyond_walking, std::uint64_t reaching) {
  const std::uint32_t lack = memo_of(kind, beyond_walking).lack;
  if (lack == kForGood || !lacks_[lack].liftable) return 0;
  Reached& known = reached_[(reaching * 0x9E3779B97F4A7C15ULL >> 40U ^ lack) % kReached];
  if (known.stamp == stamp_ && known.lack == lack && known.reaching == reaching) return known.outcome;
  std::vector<LeverKit::ClassId>& needs = missing_.needs;
  needs = lacks_[lack].needs;
  needs.push_back(kit_->reaching(reaching));
  std::sort(needs.begin(), needs.end());
  needs.erase(std::unique(needs.begin(), needs.end()), needs.end());
  // The radius stands in the way besides: no certificate is all that is missing.
  const std::uint32_t outcome = kit_->outcome(needs, person_->licences, false, 0);
  known = {stamp_, lack, outcome, reaching};
  return outcome;
}

}  // namespace passerelle::territory
