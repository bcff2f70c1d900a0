#include "evaluation/recovery.hpp"

#include <gtest/gtest.h>

#include "samples.hpp"

namespace passerelle::evaluation {
namespace {

class Recovery : public ::testing::Test {
 protected:
  std::shared_ptr<const reference::Reference> reference_ = small_reference();
  RequirementPrediction prediction_{*reference_};
  RecoveryEvaluation evaluation_{*reference_, prediction_};

  const RecoveryLine& line(const RecoveryReport& report, PredictFrom from) const {
    for (const RecoveryLine& one : report.lines)
      if (one.from == from) return one;
    throw std::out_of_range("line");
  }
};

TEST_F(Recovery, FiguresByHand) {
  // The mason's card gives 102 and 103: both hidden items. The baker's gives 100, 101, 400001: one of the two hidden.
  evaluation_.add(make_offer("a", "Poste à pourvoir", "rome:F1703", {"rome:102", "rome:103"}));
  evaluation_.add(make_offer("b", "Poste à pourvoir", "rome:D1101", {"rome:104", "rome:100"}));
  const auto report = evaluation_.report();
  ASSERT_TRUE(report);
  const RecoveryFigures& card = line(*report, PredictFrom::kCard).all;
  EXPECT_EQ(card.offers, 2U);
  EXPECT_EQ(card.hidden, 4U);
  EXPECT_EQ(card.predicted, 4U);
  EXPECT_EQ(card.found, 3U);
  EXPECT_DOUBLE_EQ(card.precision, 0.75);
  EXPECT_DOUBLE_EQ(card.recall, 0.75);
  EXPECT_DOUBLE_EQ(card.macro_precision, 0.75);
  EXPECT_DOUBLE_EQ(card.ranking.mrr, 1.0);
  EXPECT_DOUBLE_EQ(card.ranking.recall_at_10, 0.75);
  EXPECT_EQ(report->on_card, 3U);
  const RecoveryFigures& title = line(*report, PredictFrom::kTitle).all;
  EXPECT_EQ(title.predicted, 0U);
  EXPECT_EQ(title.precision, 0.0);
  EXPECT_EQ(title.recall, 0.0);
}

TEST_F(Recovery, TitleFindsWhatTheCardDoesNot) {
  evaluation_.add(make_offer("a", "Infirmière", "rome:F1703", {"rome:104", "rome:105"}));
  const auto report = evaluation_.report();
  ASSERT_TRUE(report);
  EXPECT_EQ(line(*report, PredictFrom::kCard).all.found, 0U);
  EXPECT_DOUBLE_EQ(line(*report, PredictFrom::kTitle).all.recall, 1.0);
  EXPECT_GT(line(*report, PredictFrom::kTitleAndCard).all.ranking.recall_at_10, 0.9);
}

TEST_F(Recovery, ATitlePutInForWantOfOneTellsNothing) {
  evaluation_.add(make_offer("a", "Maçon / Maçonne", "rome:F1703", {"rome:102", "rome:103"}));
  const auto report = evaluation_.report();
  ASSERT_TRUE(report);
  EXPECT_EQ(line(*report, PredictFrom::kTitle).all.predicted, 0U);
  EXPECT_EQ(line(*report, PredictFrom::kTitleAndCard).all.found, 2U);
}

TEST_F(Recovery, CountsWhatItCannotHide) {
  Offer offer = make_offer("a", "Maçon", "rome:F1703", {"rome:102", "rome:102", "", "rome:99999"});
  offer.items.push_back(offer.items.front());
  offer.items.back().item = "rome:104";
  offer.items.back().provenance = Provenance::kCard;  // the engine's own guess is no truth
  evaluation_.add(offer);
  evaluation_.add(make_offer("b", "Maçon", "rome:F1703", {}));
  evaluation_.add(make_offer("c", "Maçon", "rome:F1703", {"rome:106"}));  // a behaviour alone lists no competence
  const auto report = evaluation_.report();
  ASSERT_TRUE(report);
  EXPECT_EQ(report->read, 3U);
  EXPECT_EQ(report->listing, 1U);
  EXPECT_EQ(report->entries, 4U);
  EXPECT_EQ(report->without_code, 1U);
  EXPECT_EQ(report->unknown, 1U);
  EXPECT_EQ(line(*report, PredictFrom::kCard).all.hidden, 1U) << "the repeated code once";
}

TEST_F(Recovery, RepostsCountOnceAmongTheDistinct) {
  evaluation_.add(make_offer("a", "Maçon", "rome:F1703", {"rome:102", "rome:103"}));
  evaluation_.add(make_offer("b", "Maçon en urgence", "rome:F1703", {"rome:103", "rome:102"}));
  evaluation_.add(make_offer("c", "Maçon", "rome:F1704", {"rome:103", "rome:102"}));
  const auto report = evaluation_.report();
  ASSERT_TRUE(report);
  EXPECT_EQ(line(*report, PredictFrom::kCard).all.offers, 3U);
  EXPECT_EQ(line(*report, PredictFrom::kCard).distinct.offers, 2U);
}

TEST_F(Recovery, CertificatesAreHiddenToo) {
  Offer offer = make_offer("a", "Aide-soignant", "rome:J1501", {});
  offer.certificates.push_back({"rome:105", "", Level::kRequired, {}, Provenance::kField, ""});
  evaluation_.add(offer);
  const auto report = evaluation_.report();
  ASSERT_TRUE(report);
  EXPECT_EQ(line(*report, PredictFrom::kCard).all.hidden, 1U);
}

TEST_F(Recovery, NothingToHideIsAProblem) {
  evaluation_.add(make_offer("a", "Maçon", "rome:F1703", {""}));
  const auto report = evaluation_.report();
  ASSERT_FALSE(report);
  EXPECT_EQ(report.problem().code, ProblemCode::kReferenceMissing);
}

TEST_F(Recovery, ThreadsChangeNothing) {
  for (int i = 0; i < 100; ++i)
    evaluation_.add(make_offer(std::to_string(i), i % 3 == 0 ? "Boulanger" : "Maçonne", i % 2 == 0 ? "rome:D1102" : "",
                               {"rome:100", "rome:103"}));
  const auto one = evaluation_.report(Threads{1}), four = evaluation_.report(Threads{4});
  ASSERT_TRUE(one && four);
  for (std::size_t l = 0; l < one->lines.size(); ++l) {
    EXPECT_EQ(one->lines[l].all.found, four->lines[l].all.found);
    EXPECT_EQ(one->lines[l].all.ranking.ndcg_at_10, four->lines[l].all.ranking.ndcg_at_10);
    EXPECT_EQ(one->lines[l].all.macro_precision, four->lines[l].all.macro_precision);
  }
}

}  // namespace
}  // namespace passerelle::evaluation
