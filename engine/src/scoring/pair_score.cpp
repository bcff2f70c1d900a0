#include "scoring/pair_score.hpp"

#include "scoring/competences.hpp"
#include "scoring/suits.hpp"
#include "scoring/wanted.hpp"

namespace passerelle {

PairParts pair_parts(const ScoringContext& context, const ProfileTables& profile, CandidateId candidate, OfferId offer) {
  return {occupation_points(context, candidate, offer), competence_points(context, profile, candidate, offer),
          sought_points(context, candidate, offer), counted_months(context, candidate, offer),
          trip_of(context.corpus, context.travel, candidate, offer)};
}

CriterionPoints criterion_points(const ScoringContext& context, CandidateId candidate, OfferId offer, const PairParts& parts) {
  return {parts.occupation,
          parts.competences,
          experience_points(context, offer, parts.counted_months),
          education_points(context, candidate, offer),
          language_points(context, candidate, offer),
          parts.sought,
          travel_points(context, candidate, parts.trip),
          contract_points(context, candidate, offer),
          hours_points(context, candidate, offer),
          schedule_points(context, candidate, offer),
          salary_points(context, candidate, offer),
          start_points(context, candidate, offer),
          tension_points(context, offer)};
}

PairScore score_pair(const ScoringContext& context, const ProfileTables& profile, CandidateId candidate, OfferId offer) {
  PairScore score;
  score.points = criterion_points(context, candidate, offer, pair_parts(context, profile, candidate, offer));
  add_up(context.policy, context.corpus.offers.from_card[offer.value] != 0, score);
  return score;
}

void add_up(const Policy& policy, bool from_card, PairScore& score) {
  const auto total = [&](const SharedWeights& weights) {
    std::int32_t sum = 0;
    for (std::size_t i = 0; i < kCriteria; ++i)
      if (weights[i] != 0) sum += weights[i] * score.points[i] / kFullPoints;
    return sum;
  };
  score.weights = shared_weights(policy, score.points, from_card);
  score.score = total(score.weights);
  score.suits = total(shared_sub_weights(policy, Group::kSuits, score.points, from_card));
  score.wanted = total(shared_sub_weights(policy, Group::kWanted, score.points, from_card));
}

}  // namespace passerelle
