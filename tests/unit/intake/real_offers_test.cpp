// Real offers, the real ROME and the communes that the project ships: nothing is lost, and what is read is counted.
#include <gtest/gtest.h>

#include <iostream>
#include <map>

#include "intake/decoders/passerelle_offer.hpp"
#include "intake/normalise/normalise_offer.hpp"
#include "records/record_json.hpp"
#include "reference/geography_reader.hpp"
#include "reference/rome_reader.hpp"
#include "support/shared_data.hpp"
#include "unit/intake/samples.hpp"

namespace passerelle {
namespace {

std::shared_ptr<const reference::Reference> real_reference(const std::filesystem::path& shared) {
  reference::ReferenceInputs inputs;
  auto rome = reference::read_rome((shared / "rome_v460").string());
  if (!rome.ok()) return nullptr;
  inputs.vocabularies.push_back(std::move(*rome));
  const std::filesystem::path geography = std::filesystem::path(PASSERELLE_SOURCE_DIR) / "datasets" / "geography";
  auto communes = reference::read_communes((geography / "communes").string());
  auto aliases = reference::read_commune_aliases((geography / "commune-aliases.csv").string());
  if (!communes.ok() || !aliases.ok()) return nullptr;
  inputs.communes = std::move(communes->rows);
  inputs.aliases = std::move(aliases->rows);
  return reference::build_reference(inputs).reference;
}

TEST(RealOffers, NoneIsLostAndAllComeBackFromTheirJson) {
  PASSERELLE_NEED_SHARED(shared);
  const auto reference = real_reference(shared);
  ASSERT_NE(reference, nullptr);
  const ReferenceLookup lookup(*reference);
  std::map<std::string, int> counts;
  for (const char* name : {"france_travail_v2_2024-2025.jsonl", "france_travail_v2_dept07_2025-05.jsonl"}) {
    const Status status =
        read_offers((shared / "offers" / name).string(), OfferFormat::kFranceTravail, *reference, Threads{2},
                    [&](ReadRecord<Offer>&& record) -> Status {
                      ++counts["read"];
                      const Offer* offer = std::get_if<Offer>(&record.outcome);
                      if (offer == nullptr) {
                        ADD_FAILURE() << describe(std::get<Problem>(record.outcome), Language::kEnglish);
                        return {};
                      }
                      ++counts["offers"];
                      if (reference->find_occupation(offer->occupation)) ++counts["occupation known"];
                      if (offer->place.coordinates) ++counts["located"];
                      if (reference->find_commune(offer->place.insee)) ++counts["commune known"];
                      // A place that cannot be used says why.
                      for (const Flag& flag : offer->flags)
                        if (flag.code == ProblemCode::kPlaceUnknown || flag.code == ProblemCode::kPlaceMissing)
                          ++counts["place flagged"];
                      if (offer->place.insee.empty() == false && !offer->place.coordinates)
                        ++counts["commune without position"];
                      if (offer->contract != Contract::kUnknown) ++counts["contract known"];
                      if (!offer->salary.text.empty()) ++counts["salary texts"];
                      if (offer->salary.monthly_min_cents != 0 || offer->salary.monthly_max_cents != 0)
                        ++counts["salaries read"];
                      for (const Flag& flag : offer->flags)
                        if (flag.code == ProblemCode::kTextUnread) ++counts["texts unread"];
                      if (!offer->schedule_text.empty()) ++counts["schedule texts"];
                      if (offer->weekly_minutes != 0) ++counts["hours read"];
                      if (offer->experience && (offer->experience->months != 0 || offer->experience->beginner_accepted))
                        ++counts["experience read"];
                      if (offer->salary.monthly_min_cents != 0) {
                        EXPECT_GE(offer->salary.monthly_min_cents, 50000U) << offer->id;
                        EXPECT_LE(offer->salary.monthly_min_cents, 1500000U) << offer->id;
                      }
                      if (offer->salary.monthly_max_cents != 0) {
                        EXPECT_GE(offer->salary.monthly_max_cents, offer->salary.monthly_min_cents) << offer->id;
                      }
                      EXPECT_EQ(decode_stored_offer(encode(*offer)).value(), *offer);
                      auto again = decode_passerelle_offer(encode(*offer));
                      EXPECT_TRUE(again.ok()) << offer->id << ": " << describe(again.problem(), Language::kEnglish);
                      if (again.ok()) { EXPECT_EQ(encode(normalise_offer(std::move(*again), lookup)), encode(*offer)); }
                      return {};
                    });
    EXPECT_TRUE(status.ok()) << describe(status.problem(), Language::kEnglish);
  }
  for (const auto& [what, count] : counts) std::cout << what << ": " << count << "\n";
  EXPECT_EQ(counts["read"], 963);
  EXPECT_EQ(counts["offers"], 963);
  EXPECT_EQ(counts["occupation known"], 963);
  EXPECT_EQ(counts["contract known"], 963);
  EXPECT_EQ(counts["commune known"], 834);
  EXPECT_EQ(counts["located"], 841);
  EXPECT_EQ(counts["place flagged"], 963 - 834);
  // 433 of the 557 salary texts; but one, the others have no figure (« selon profil »).
  EXPECT_EQ(counts["salary texts"], 557);
  EXPECT_GE(counts["salaries read"], 433);
  EXPECT_LE(counts["texts unread"], 1);
  EXPECT_GE(counts["hours read"], 463);
  EXPECT_GE(counts["experience read"], 902);
}

}  // namespace
}  // namespace passerelle
