#include "scoring/pair_score.hpp"

#include "scoring/competences.hpp"
#include "scoring/suits.hpp"
#include "scoring/wanted.hpp"

namespace passerelle {

PairScore score_pair(const ScoringContext& context, const ProfileTables& profile, CandidateId candidate, OfferId offer) {
  PairScore score;
  score.points = {occupation_points(context, candidate, offer),
                  competence_points(context, profile, candidate, offer),
                  experience_points(context, candidate, offer),
                  education_points(context, candidate, offer),
                  language_points(context, candidate, offer),
                  sought_points(context, candidate, offer),
                  travel_points(context, candidate, offer),
                  contract_points(context, candidate, offer),
                  hours_points(context, candidate, offer),
                  schedule_points(context, candidate, offer),
                  salary_points(context, candidate, offer),
                  start_points(context, candidate, offer),
                  tension_points(context, offer)};
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
