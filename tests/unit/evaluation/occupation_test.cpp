// `evaluate occupation`: what it counts, and the figures on real offers.
#include "evaluation/occupation.hpp"

#include <filesystem>
#include <stdexcept>

#include <gtest/gtest.h>

#include "intake/read_records.hpp"
#include "reference/build_reference.hpp"
#include "reference/rome_reader.hpp"
#include "support/shared_data.hpp"
#include "unit/intake/samples.hpp"

namespace passerelle::evaluation {
namespace {

Offer offer_of(std::string id, std::string title, std::string occupation) {
  Offer offer;
  offer.id = std::move(id);
  offer.title = std::move(title);
  offer.occupation = std::move(occupation);
  return offer;
}

FoundOccupations line(const OccupationReport& report, std::string_view group, std::string_view name) {
  for (const OccupationLine& each : report.lines)
    if (each.group == group && each.name == name) return each.found;
  throw std::runtime_error("no such line");
}

TEST(OccupationEvaluation, CountsWhatIsFoundAndLeavesOutWhatHasNoTruth) {
  OccupationEvaluation evaluation(testing::sample_reference());
  evaluation.add(offer_of("1", "Cariste (H/F)", "rome:N1101"), "a");
  evaluation.add(offer_of("2", "Cariste (H/F)", "rome:N1103"), "a");  // another truth
  evaluation.add(offer_of("3", "Cariste", ""), "a");
  evaluation.add(offer_of("4", "Cariste", "rome:Z9999"), "a");
  Offer guessed = offer_of("5", "Cariste", "rome:N1101");
  guessed.occupation_guesses = {{"rome:N1101", 90}};
  evaluation.add(guessed, "a");
  Offer untitled = offer_of("6", "Cariste", "rome:N1101");
  untitled.flags = {{ProblemCode::kValueEstimated, "title", "Cariste"}};
  evaluation.add(untitled, "b");
  const OccupationReport report = evaluation.report();
  EXPECT_EQ(report.read, 6U);
  EXPECT_EQ(report.left_out, 3U);
  EXPECT_EQ(report.without_title, 1U);
  EXPECT_EQ(line(report, "all", "").offers, 3U);
  EXPECT_EQ(line(report, "file", "a").code_first, 1U);
  EXPECT_EQ(line(report, "file", "a").offers, 2U);
  EXPECT_EQ(line(report, "file", "b").code_first, 0U);  // a title that stands in is hidden as well
  EXPECT_EQ(line(report, "half", "tuning").offers + line(report, "half", "reported").offers, 3U);
}

TEST(OccupationEvaluation, RealOffersAreFoundAsOftenAsTheReadmeSays) {
  PASSERELLE_NEED_SHARED(shared);
  auto rome = reference::read_rome((shared / "rome_v460").string());
  ASSERT_TRUE(rome) << describe(rome.problem(), Language::kEnglish);
  reference::ReferenceInputs inputs;
  inputs.vocabularies.push_back(*std::move(rome));
  const auto reference = reference::build_reference(inputs).reference;
  OccupationEvaluation evaluation(*reference);
  for (const char* file : {"france_travail_v2_dept07_2025-05.jsonl", "france_travail_v2_2024-2025.jsonl"}) {
    const Status read = read_offers((shared / "offers" / file).string(), OfferFormat::kFranceTravail, *reference, Threads{}, [&](ReadRecord<Offer>&& record) -> Status {
      if (const Offer* offer = std::get_if<Offer>(&record.outcome)) evaluation.add(*offer, file);
      return {};
    });
    ASSERT_TRUE(read) << describe(read.problem(), Language::kEnglish);
  }
  const OccupationReport report = evaluation.report();
  const auto least = [](std::size_t part, const FoundOccupations& f, double share) { EXPECT_GE(static_cast<double>(part), share * static_cast<double>(f.offers)); };
  const FoundOccupations all = line(report, "all", "");
  const FoundOccupations ardeche = line(report, "file", "france_travail_v2_dept07_2025-05.jsonl");
  ASSERT_EQ(all.offers, 963U);
  ASSERT_EQ(ardeche.offers, 150U);
  EXPECT_EQ(report.without_title, 12U);
  // A little below what is measured: a worse finder fails, a better one need not be told.
  least(all.code_first, all, 0.43);
  least(all.code_among, all, 0.72);
  least(ardeche.code_first, ardeche, 0.68);
  least(ardeche.code_among, ardeche, 0.85);
  least(ardeche.family_first, ardeche, 0.77);
  // Confidence keeps what it promises on the half that set nothing, where there are enough offers to tell.
  for (const ReliabilityBin& bin : report.bins[1]) {
    if (bin.offers < 40) continue;
    const double shown = static_cast<double>(bin.confidence) / static_cast<double>(bin.offers);
    const double right = 100.0 * static_cast<double>(bin.family_right) / static_cast<double>(bin.offers);
    EXPECT_NEAR(shown, right, 12.0) << bin.from << "–" << bin.to;
  }
}

}  // namespace
}  // namespace passerelle::evaluation
