// The whole way on real offers: decoded, normalised, hidden, recovered.
#include "evaluation/recovery.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <string>

#include <gtest/gtest.h>

#include "intake/read_records.hpp"
#include "reference/build_reference.hpp"
#include "reference/rome_reader.hpp"
#include "support/shared_data.hpp"

namespace passerelle::evaluation {
namespace {

TEST(RecoveryReal, CardAndTitleTogetherFindMoreThanEither) {
  PASSERELLE_NEED_SHARED(shared);
  auto rome = reference::read_rome((shared / "rome_v460").string());
  ASSERT_TRUE(rome) << describe(rome.problem(), Language::kEnglish);
  reference::ReferenceInputs inputs;
  inputs.vocabularies.push_back(*std::move(rome));
  const auto reference = reference::build_reference(inputs).reference;

  std::map<std::string, Offer> offers;  // by id
  for (const auto& entry : std::filesystem::directory_iterator(shared / "offers")) {
    if (entry.path().extension() != ".jsonl") continue;
    const Status read = read_offers(entry.path().string(), OfferFormat::kFranceTravail, *reference, Threads{},
                                    [&](ReadRecord<Offer>&& record) -> Status {
                                      if (Offer* offer = std::get_if<Offer>(&record.outcome))
                                        offers.emplace(offer->id, std::move(*offer));
                                      return {};
                                    });
    ASSERT_TRUE(read) << describe(read.problem(), Language::kEnglish);
  }
  ASSERT_EQ(offers.size(), 963U);

  const RequirementPrediction prediction(*reference);
  RecoveryEvaluation evaluation(*reference, prediction);
  for (const auto& [id, offer] : offers) evaluation.add(offer);
  const auto report = evaluation.report();
  ASSERT_TRUE(report);
  const RecoveryLine &card = report->lines[0], &title = report->lines[1], &both = report->lines[2];
  // 1,526 entries with a code, and some that their label leads to; nothing but a label is unknown.
  EXPECT_GE(card.all.offers, 314U);
  EXPECT_GE(card.all.hidden, 1526U);
  EXPECT_EQ(report->unknown, 0U);
  EXPECT_LT(card.distinct.offers, card.all.offers);
  EXPECT_GE(card.all.recall, 0.28);
  EXPECT_GE(title.all.recall, 0.19);
  EXPECT_GE(both.all.recall, 0.31);
  EXPECT_GT(both.distinct.recall, std::max(card.distinct.recall, title.distinct.recall));
}

}  // namespace
}  // namespace passerelle::evaluation
