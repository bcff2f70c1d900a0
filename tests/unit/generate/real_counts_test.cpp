// The region on a real day: posts by commune and occupation as published.
#include <map>
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "generate/counts_reader.hpp"
#include "generate/generate.hpp"
#include "records/record_json.hpp"
#include "reference/rome_reader.hpp"
#include "support/shared_data.hpp"
#include "unit/generate/worlds.hpp"

namespace passerelle::generate {
namespace {

TEST(RealCounts, HautsDeFranceIsReproducedToThePost) {
  PASSERELLE_NEED_SHARED(shared);
  const std::filesystem::path geography = std::filesystem::path(PASSERELLE_SOURCE_DIR) / "datasets" / "geography";
  reference::ReferenceInputs in;
  auto rome = reference::read_rome((shared / "rome_v460").string());
  ASSERT_TRUE(rome.ok()) << describe(rome.problem(), Language::kEnglish);
  in.vocabularies.push_back(std::move(*rome));
  auto communes = reference::read_communes((geography / "communes").string());
  auto aliases = reference::read_commune_aliases((geography / "commune-aliases.csv").string());
  ASSERT_TRUE(communes.ok() && aliases.ok());
  in.communes = std::move(communes->rows);
  in.aliases = std::move(aliases->rows);
  const auto reference = reference::build_reference(in, nullptr, {2}).reference;
  auto counts = read_counts((shared / "tension" / "offer_counts_commune_x_rome_2021-12-21.csv").string());
  ASSERT_TRUE(counts.ok());
  EXPECT_TRUE(counts->notes.empty());

  GenerateRequest request;
  request.counts = std::move(counts->rows);
  std::map<std::pair<std::string, std::string>, std::uint32_t> want, seen;
  for (const OfferCount& row : request.counts) {
    const auto commune = reference->find_commune(row.commune);
    if (commune && reference->communes[commune->value].region == "32")
      want[{reference->communes[commune->value].code, row.occupation}] += row.count;
  }
  const auto posts = posts_in_region(request, *reference);
  ASSERT_TRUE(posts.ok());
  ASSERT_EQ(*posts, 55'561U);
  request.offers = 55'561;
  const Status status = generate_offers(request, *reference, {2}, [&](std::string_view line) -> Status {
    const auto offer = decode_stored_offer(line);
    if (!offer) return offer.problem();
    seen[{offer->place.insee,
          reference->occupation_parent_keys[reference->find_occupation(offer->occupation)->value]}] += offer->posts;
    for (const ItemRequirement& item : offer->items) EXPECT_TRUE(reference->find_item(item.item));
    return {};
  });
  ASSERT_TRUE(status.ok()) << describe(status.problem(), Language::kEnglish);
  EXPECT_EQ(seen, want);

  // The whole country keeps the posts whose commune is not known.
  request.region = "";
  EXPECT_EQ(*posts_in_region(request, *reference), 925'168U);
}

}  // namespace
}  // namespace passerelle::generate
