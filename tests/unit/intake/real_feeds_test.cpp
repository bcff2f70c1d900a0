// The samples of partners' feeds, each through its shipped mapping: every value accounted for, no offer lost.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "intake/sources/source_check.hpp"
#include "support/shared_data.hpp"
#include "unit/intake/samples.hpp"

namespace passerelle {
namespace {

struct Sample {
  const char* source;
  const char* file;
  std::size_t offers;
  std::uint64_t read;   ///< values of the sample that are in the offers
};

// Figures of the samples as they are; a mapping that reads less fails here.
constexpr Sample kSamples[] = {
    {"apec", "import-apec.test.input.xml", 5, 88},
    {"clever-connect", "import-clever-connect.test.input.xml", 3, 80},
    {"decathlon", "decathlon.test.input.json", 3, 79},
    {"edf", "import-edf.test.input.xml", 3, 62},
    {"enedis", "import-enedis.test.input.xml", 2, 37},
    {"engagement-jeunes", "engagementJeunes.test.input.json", 2, 27},
    {"france-travail-cegid", "import-france-travail-cegid.test.input.json", 4, 49},
    {"france-travail-cegid", "france-travail-cegid-mapper.test.input.json", 1, 13},
    {"hellowork", "import-hello-work.test.input.xml", 5, 94},
    {"hellowork", "import-hello-work-buddi.test.input.xml", 3, 66},
    {"jobteaser", "import-jobteaser.test.input.xml", 2, 22},
    {"jooble", "import-jooble.test.input.xml", 2, 20},
    {"kelio", "import-kelio.test.input.xml", 2, 36},
    {"la-poste", "import-laposte.test.input.xml", 2, 41},
    {"leboncoin", "import-leboncoin.test.input.csv", 2, 14},
};

std::string mapping_file(const std::string& source) { return std::string(PASSERELLE_SOURCE_DIR) + "/datasets/sources/" + source + ".toml"; }

TEST(RealFeeds, EveryValueOfEverySampleIsAccountedFor) {
  PASSERELLE_NEED_SHARED(shared);
  for (const Sample& sample : kSamples) {
    const auto mapping = read_source_mapping(mapping_file(sample.source));
    ASSERT_TRUE(mapping.ok()) << describe(mapping.problem(), Language::kEnglish);
    const auto check = check_source(*mapping, (shared / "feeds" / sample.file).string(), [&](const CheckedRecord& record) {
      EXPECT_FALSE(record.problem) << sample.file;
      for (const FieldUse& use : record.uses) {
        EXPECT_NE(use.fate, FieldUse::Fate::kUnknown) << sample.file << " " << use.path;
        EXPECT_NE(use.fate, FieldUse::Fate::kUnread) << sample.file << " " << use.path << " " << target_name(*use.target);
        EXPECT_TRUE(use.fate != FieldUse::Fate::kUnused || !use.reason.empty()) << sample.file << " " << use.path;
      }
    });
    ASSERT_TRUE(check.ok()) << describe(check.problem(), Language::kEnglish);
    EXPECT_TRUE(check->complete()) << sample.file;
    EXPECT_EQ(check->offers, sample.offers) << sample.file;
    EXPECT_EQ(check->records, sample.offers) << sample.file;
    EXPECT_EQ(check->read, sample.read) << sample.file;
  }
}

// A file whose mapping forgets one field is found out, whichever field it is.
TEST(RealFeeds, AForgottenFieldIsFoundOut) {
  PASSERELLE_NEED_SHARED(shared);
  auto mapping = read_source_mapping(mapping_file("hellowork"));
  ASSERT_TRUE(mapping.ok());
  const std::string sample = (shared / "feeds" / "import-hello-work.test.input.xml").string();
  const auto whole = check_source(*mapping, sample);
  ASSERT_TRUE(whole.ok());
  std::set<std::string> absent;
  for (const AbsentField& field : whole->absent) absent.insert(field.path);
  for (std::size_t i = 0; i < mapping->rules.size(); ++i) {
    SourceMapping other = *mapping;
    const FieldRule dropped = other.rules[i];
    if (dropped.target == MappingTarget::kId || dropped.target == MappingTarget::kTitle) continue;
    other.rules.erase(other.rules.begin() + static_cast<std::ptrdiff_t>(i));
    const auto check = check_source(other, sample);
    ASSERT_TRUE(check.ok());
    bool missed = false;
    for (const FieldPath& path : dropped.paths) missed = missed || (!absent.contains(path.text()) && !other.reads(path.text()));
    EXPECT_EQ(check->complete(), !missed) << target_name(dropped.target);
  }
}

TEST(RealFeeds, EveryOfferOfEverySampleIsDelivered) {
  PASSERELLE_NEED_SHARED(shared);
  std::set<std::string> ids;
  std::size_t offers = 0;
  for (const Sample& sample : kSamples) {
    const auto mapping = read_source_mapping(mapping_file(sample.source));
    ASSERT_TRUE(mapping.ok());
    const Status status =
        read_mapped_offers((shared / "feeds" / sample.file).string(), *mapping, testing::sample_reference(), Threads{2}, [&](ReadRecord<Offer>&& record) -> Status {
          const Offer* offer = std::get_if<Offer>(&record.outcome);
          EXPECT_NE(offer, nullptr) << sample.file << " " << record.position;
          if (offer == nullptr) return {};
          ++offers;
          ids.insert(offer->id);
          EXPECT_EQ(offer->sources.front().source, sample.source);
          EXPECT_EQ(offer->id, std::string(sample.source) + ":" + offer->sources.front().id);
          EXPECT_TRUE(offer->sources.front().url.starts_with("https://")) << offer->id;
          EXPECT_NE(offer->title, "") << offer->id;
          EXPECT_GT(offer->description.size(), 60U) << offer->id;
          EXPECT_EQ(offer->description.find("</"), std::string::npos) << offer->id;
          EXPECT_EQ(offer->description.find("&nbsp;"), std::string::npos) << offer->id;
          EXPECT_NE(offer->employer_name, "") << offer->id;
          EXPECT_FALSE(offer->place.name.empty() && offer->place.insee.empty()) << offer->id;
          // All but Leboncoin's give a date, all but Leboncoin's and Jooble's the contract.
          const std::string_view source = sample.source;
          EXPECT_TRUE(source == "leboncoin" || offer->published.set() || offer->updated.set()) << offer->id;
          const bool volunteers = offer->contract_text == "VIE";
          EXPECT_TRUE(source == "leboncoin" || source == "jooble" || volunteers || offer->contract != Contract::kUnknown) << offer->id;
          return {};
        });
    EXPECT_TRUE(status.ok()) << sample.file;
  }
  EXPECT_EQ(offers, 41U);
  // One id is twice in one sample, with other content: the import quarantines the second.
  EXPECT_EQ(ids.size(), 40U);
}

}  // namespace
}  // namespace passerelle
