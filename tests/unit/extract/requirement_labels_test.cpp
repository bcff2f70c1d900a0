// Against labels set by hand on real offers: the figures that must not fall.
#include "evaluation/requirement_labels.hpp"

#include <filesystem>

#include <gtest/gtest.h>

#include "evaluation/requirements.hpp"
#include "intake/read_records.hpp"
#include "reference/rome_reader.hpp"
#include "reference/vocabulary_reader.hpp"
#include "samples.hpp"
#include "support/shared_data.hpp"
#include "support/temporary_directory.hpp"

namespace passerelle::evaluation {
namespace {

const std::string kLabels = std::string(PASSERELLE_SOURCE_DIR) + "/tests/labels/requirements.tsv";

TEST(RequirementLabels, TheFileOfTheProjectIsReadable) {
  const auto labels = read_requirement_labels(kLabels);
  ASSERT_TRUE(labels) << describe(labels.problem(), Language::kEnglish);
  EXPECT_GE(labels->size(), 1800U);
}

TEST(Requirements, RealOffersAreReadAsWellAsMeasured) {
  PASSERELLE_NEED_SHARED(shared);
  auto rome = reference::read_rome((shared / "rome_v460").string());
  ASSERT_TRUE(rome);
  auto certificates = reference::read_vocabulary(std::string(PASSERELLE_SOURCE_DIR) + "/datasets/vocabularies/certificates.json");
  ASSERT_TRUE(certificates);
  reference::ReferenceInputs inputs;
  inputs.vocabularies.push_back(*std::move(rome));
  inputs.vocabularies.push_back(*std::move(certificates));
  const auto reference = reference::build_reference(inputs).reference;
  const extract::Extractor extractor(*reference);
  RequirementsEvaluation evaluation(*reference, extractor, *read_requirement_labels(kLabels));
  for (const auto& entry : std::filesystem::directory_iterator(shared / "offers")) {
    if (entry.path().extension() != ".jsonl") continue;
    const Status read = read_offers(entry.path().string(), OfferFormat::kFranceTravail, *reference, Threads{}, [&](ReadRecord<Offer>&& record) -> Status {
      if (const Offer* offer = std::get_if<Offer>(&record.outcome)) evaluation.add(*offer);
      return {};
    });
    ASSERT_TRUE(read);
  }
  RequirementsReport report = evaluation.report();
  EXPECT_EQ(report.offers, 963U);
  EXPECT_EQ(report.labelled_offers, 160U);
  EXPECT_GE(report.with_item_text * 100, report.offers * 85);
  for (const char* kind : {"licence", "certificate"}) {
    const FoundFigures& figures = report.kinds[kind][1];
    EXPECT_GE(figures.precision(), 0.91) << kind;
    EXPECT_GE(figures.recall(), 0.90) << kind;
  }
  EXPECT_GE(report.kinds["competence"][1].judged_precision(), 0.70);
  EXPECT_GE(report.kinds["competence"][1].recall(), 0.38);
}

}  // namespace
}  // namespace passerelle::evaluation
