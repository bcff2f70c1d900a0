#include "evaluation/requirement_prediction.hpp"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "samples.hpp"

namespace passerelle::evaluation {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Not;

class Prediction : public ::testing::Test {
 protected:
  std::vector<std::string> keys(std::string_view title, std::string_view occupation, PredictFrom from,
                                const PredictionParameters& parameters = {}) const {
    const RequirementPrediction prediction(*reference_, parameters);
    std::vector<std::string> out;
    std::int64_t last = INT64_MAX;
    for (const PredictedItem& predicted :
         prediction.predict(title, reference_->find_occupation(occupation).value_or(OccupationId()), from)) {
      EXPECT_GT(predicted.score, 0);
      EXPECT_LE(predicted.score, last);
      last = predicted.score;
      out.push_back(reference_->item_keys[predicted.item.value]);
    }
    return out;
  }
  std::shared_ptr<const reference::Reference> reference_ = small_reference();
};

TEST_F(Prediction, TheCardsCoreFirstThenTheRestRecentCodesLater) {
  // 2 × 1; 1 × 1; 2 × 0.4 for a recent code; nothing for a behaviour
  EXPECT_THAT(keys("", "rome:D1101", PredictFrom::kCard), ElementsAre("rome:100", "rome:101", "rome:400001"));
  PredictionParameters young;
  young.recent = 1;
  EXPECT_THAT(keys("", "rome:D1101", PredictFrom::kCard, young), ElementsAre("rome:100", "rome:400001", "rome:101"));
}

TEST_F(Prediction, EmergingItemsAreNotExpectedAndKnowledgeCountsHalf) {
  EXPECT_THAT(keys("", "rome:D1102", PredictFrom::kCard), ElementsAre("rome:100", "rome:101"));
  // knowledge of the core 2 × 0.5, a plain skill 1: a tie, by key
  EXPECT_THAT(keys("", "rome:J1501", PredictFrom::kCard), ElementsAre("rome:104", "rome:105"));
}

TEST_F(Prediction, TheTitleAloneFindsItsOccupation) {
  for (const char* title : {"Maçons H/F", "MAÇONNE", "Recherche maçon (CDI)", "macon debutant 2024"})
    EXPECT_THAT(keys(title, "", PredictFrom::kTitle), ::testing::UnorderedElementsAre("rome:102", "rome:103")) << title;
  EXPECT_THAT(keys("Maçon", "rome:J1506", PredictFrom::kTitle), Not(Contains("rome:104")))
      << "the occupation given is not looked at";
}

TEST_F(Prediction, TheTitleAddsToTheCard) {
  const auto both = keys("Boulanger pâtissier", "rome:D1102", PredictFrom::kTitleAndCard);
  EXPECT_THAT(both, Contains("rome:400001")) << "of the baker's card";
  EXPECT_EQ(both.front(), "rome:100");
}

TEST_F(Prediction, WordsThatTheTitleSharesWithALabelCount) {
  EXPECT_THAT(keys("Aide au mortier", "rome:F1703", PredictFrom::kTitleAndCard).front(), "rome:103");
  EXPECT_THAT(keys("Vitrine", "rome:F1703", PredictFrom::kTitle), ElementsAre("rome:400001"));
}

// J1501's card has two items that tie; the one whose words the text has comes first, and only where the text is read.
TEST_F(Prediction, WordsOfTheTextRaiseItemsOfTheCard) {
  const RequirementPrediction prediction(*reference_);
  const OccupationId occupation = *reference_->find_occupation("rome:J1501");
  const TextKnown text{{}, word_set(reference_->item_labels[reference_->find_item("rome:105")->value])};
  const auto first = [&](PredictFrom from, const TextKnown& known) { return reference_->item_keys[prediction.predict("", occupation, from, known).front().item.value]; };
  EXPECT_EQ(first(PredictFrom::kTitleCardAndText, {}), "rome:104");
  EXPECT_EQ(first(PredictFrom::kTitleCardAndText, text), "rome:105");
  EXPECT_EQ(first(PredictFrom::kTitleAndCard, text), "rome:104");
}

TEST_F(Prediction, NothingToGoByGivesNothing) {
  EXPECT_TRUE(keys("", "", PredictFrom::kTitleAndCard).empty());
  EXPECT_TRUE(keys("xyz 123 H/F", "rome:none", PredictFrom::kTitleAndCard).empty());
  EXPECT_TRUE(keys("Maçon", "", PredictFrom::kCard).empty());
  const reference::Reference empty;
  EXPECT_TRUE(RequirementPrediction(empty).predict("Maçon", OccupationId(), PredictFrom::kTitleAndCard).empty());
}

TEST_F(Prediction, BehavioursAreNeverPredicted) {
  EXPECT_THAT(keys("Faire preuve de rigueur", "rome:D1101", PredictFrom::kTitleAndCard), Not(Contains("rome:106")));
}

}  // namespace
}  // namespace passerelle::evaluation
