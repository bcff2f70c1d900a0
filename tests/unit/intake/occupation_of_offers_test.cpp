// The occupation of an offer on its way in: taken, or flagged, never against the source; the same for any number of threads.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "intake/decoders/passerelle_offer.hpp"
#include "intake/normalise/guess_occupation.hpp"
#include "intake/normalise/normalise_offer.hpp"
#include "records/record_json.hpp"
#include "reference/rome_reader.hpp"
#include "support/shared_data.hpp"
#include "unit/intake/samples.hpp"

namespace passerelle {
namespace {

using ::testing::IsEmpty;
using testing::flags_of;
using testing::sample_reference;

Offer normalised(Offer offer) {
  OfferDraft draft;
  draft.offer = std::move(offer);
  return normalise_offer(std::move(draft), ReferenceLookup(sample_reference()));
}

Offer titled(std::string title) {
  Offer offer;
  offer.id = "1";
  offer.title = std::move(title);
  return offer;
}

TEST(OccupationOfOffers, IsTakenFromTheTitleAndSaysSo) {
  const Offer offer = normalised(titled("Cariste de nuit - urgent (H/F)"));
  EXPECT_EQ(offer.occupation, "rome:N1101");
  ASSERT_FALSE(offer.occupation_guesses.empty());
  EXPECT_EQ(offer.occupation_guesses.front().occupation, "rome:N1101");
  EXPECT_GE(offer.occupation_guesses.front().confidence, occupation::kTrustedConfidence);
  EXPECT_EQ(flags_of(offer.flags, ProblemCode::kOccupationGuessed).size(), 1U);
  EXPECT_THAT(flags_of(offer.flags, ProblemCode::kOccupationMissing), IsEmpty());
}

TEST(OccupationOfOffers, IsFlaggedAndNotGuessedWhenUncertain) {
  const Offer offer = normalised(titled("Agent de quai"));
  EXPECT_EQ(offer.occupation, "");
  ASSERT_EQ(offer.occupation_guesses.size(), 2U);
  EXPECT_LT(offer.occupation_guesses.front().confidence, occupation::kTrustedConfidence);
  EXPECT_EQ(flags_of(offer.flags, ProblemCode::kOccupationUncertain).size(), 1U);
  EXPECT_THAT(flags_of(offer.flags, ProblemCode::kOccupationGuessed), IsEmpty());
}

TEST(OccupationOfOffers, ACodeOfTheSourceIsNeverOverwritten) {
  Offer offer = titled("Cariste");
  offer.occupation = "rome:N1103";
  const Offer known = normalised(offer);
  EXPECT_EQ(known.occupation, "rome:N1103");
  EXPECT_THAT(known.occupation_guesses, IsEmpty());
  offer.occupation = "rome:Z9999";
  const Offer unknown = normalised(offer);
  EXPECT_EQ(unknown.occupation, "rome:Z9999");
  EXPECT_EQ(flags_of(unknown.flags, ProblemCode::kOccupationUnknown).size(), 1U);
  EXPECT_FALSE(unknown.occupation_guesses.empty());  // for a person to choose from
  // Nor is its label, where a vocabulary knows it.
  Offer labelled = titled("Cariste");
  labelled.occupation_label = "Préparatrice de commandes";
  EXPECT_EQ(normalised(labelled).occupation, "rome:N1103");
  EXPECT_THAT(normalised(labelled).occupation_guesses, IsEmpty());
}

TEST(OccupationOfOffers, ComesBackFromItsJsonAndIsFoundAnew) {
  const ReferenceLookup lookup(sample_reference());
  for (const char* title : {"Cariste de nuit", "Agent de quai", "Astronaute"}) {
    const Offer offer = normalised(titled(title));
    EXPECT_EQ(decode_stored_offer(encode(offer)).value(), offer);
    auto draft = decode_passerelle_offer(encode(offer));
    ASSERT_TRUE(draft.ok());
    // No source is given above; the decoder names one.
    Offer expected = offer;
    expected.sources = draft->offer.sources;
    EXPECT_EQ(encode(normalise_offer(std::move(*draft), lookup)), encode(expected));
  }
  // Taken from another reference's guess: not the source's statement.
  Offer offer = titled("Cariste");
  offer.occupation = "rome:N1103";
  offer.occupation_guesses = {{"rome:N1103", 80}};
  EXPECT_EQ(normalised(offer).occupation, "rome:N1101");
  // Put in by a person who chose another: stays.
  offer.occupation_guesses = {{"rome:N1101", 40}};
  EXPECT_EQ(normalised(offer).occupation, "rome:N1103");
}

TEST(OccupationOfOffers, AnyBytesGiveFiveAlternativesAtMost) {
  const ReferenceLookup lookup(sample_reference());
  for (const std::string& title : {std::string("\xff\xfe cariste"), std::string(100'000, 'c'), std::string("((((/////----"), std::string("é/è - (A) -B-"), std::string()}) {
    const auto guesses = guess_occupation(titled(title), lookup);
    EXPECT_LE(guesses.size(), kOccupationAlternatives);
    for (const auto& guess : guesses) EXPECT_LE(guess.confidence, occupation::kMostConfidence);
  }
}

TEST(OccupationOfOffers, IsTheSameForAnyNumberOfThreads) {
  PASSERELLE_NEED_SHARED(shared);
  auto rome = reference::read_rome((shared / "rome_v460").string());
  ASSERT_TRUE(rome.ok());
  reference::ReferenceInputs inputs;
  inputs.vocabularies.push_back(*std::move(rome));
  const auto reference = reference::build_reference(inputs).reference;
  std::string without_code;
  const Status read = read_offers((shared / "offers" / "france_travail_v2_dept07_2025-05.jsonl").string(), OfferFormat::kFranceTravail, *reference, Threads{2},
                                  [&](ReadRecord<Offer>&& record) -> Status {
                                    Offer& offer = std::get<Offer>(record.outcome);
                                    offer.occupation.clear();
                                    offer.occupation_label.clear();
                                    without_code += encode(offer) + "\n";
                                    return {};
                                  });
  ASSERT_TRUE(read.ok());
  const testing::TemporaryDirectory folder;
  const std::string file = folder.write("offers.ndjson", without_code);
  const auto with = [&](unsigned threads) {
    std::string all;
    const Status status = read_offers(file, OfferFormat::kPasserelle, *reference, Threads{threads}, [&](ReadRecord<Offer>&& record) -> Status {
      const Offer& offer = std::get<Offer>(record.outcome);
      // Taken or left open, never silently.
      const bool taken = !flags_of(offer.flags, ProblemCode::kOccupationGuessed).empty(), open = !flags_of(offer.flags, ProblemCode::kOccupationUncertain).empty();
      EXPECT_NE(taken, open) << offer.id;
      EXPECT_EQ(taken, !offer.occupation.empty()) << offer.id;
      all += encode(offer) + "\n";
      return {};
    });
    EXPECT_TRUE(status.ok());
    return all;
  };
  const std::string one = with(1);
  EXPECT_EQ(with(2), one);
  EXPECT_EQ(with(7), one);
}

}  // namespace
}  // namespace passerelle
