#include "evaluation/proximity_truth.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "samples.hpp"
#include "support/shared_data.hpp"

namespace passerelle::evaluation {
namespace {

constexpr const char* kName = "unix_rubrique_mobilite_v340_utf8.csv";
constexpr const char* kHeader = "\"code_rome\",\"code_rome_cible\",\"code_type_mobilite\",\"libelle_type_mobilite\"\n";

ProblemCode failure(const std::string& directory) {
  const auto truth = read_proximity_types(directory);
  EXPECT_FALSE(truth.ok());
  return truth.ok() ? ProblemCode::kInternal : truth.problem().code;
}

TEST(ProximityTruth, KeepsTheNearPairsOnceAndNoOther) {
  const TemporaryDirectory folder;
  folder.write(kName, std::string(kHeader) +
                          "\"F1703\",\"F1704\",\"1\",\"Proche\"\n\"D1102\",\"D1101\",\"1\",\"Proche\"\n\"D1102\","
                          "\"F1703\",\"2\",\"Evolution\"\n"
                          "\"F1703\",\"F1704\",\"1\",\"Proche\"\n\"F1703\",\"F1703\",\"1\",\"Proche\"\n\"\",\"F1703\","
                          "\"1\",\"Proche\"\n");
  const auto truth = read_proximity_types(folder.path());
  ASSERT_TRUE(truth) << describe(truth.problem(), Language::kEnglish);
  EXPECT_EQ(truth->version, "340");
  EXPECT_EQ(truth->file, kName);
  EXPECT_THAT(truth->pairs, ::testing::ElementsAre(ProximityPair{"rome:D1102", "rome:D1101"},
                                                   ProximityPair{"rome:F1703", "rome:F1704"}));
}

TEST(ProximityTruth, SaysWhatIsMissing) {
  const TemporaryDirectory folder;
  EXPECT_EQ(failure(folder.path() + "/nowhere"), ProblemCode::kFileNotFound);
  EXPECT_EQ(failure(folder.path()), ProblemCode::kFileMissing);
  folder.write("unix_rubrique_mobilite_vX_utf8.csv", "not a version");
  EXPECT_EQ(failure(folder.path()), ProblemCode::kFileMissing);
  folder.write(kName, std::string(kHeader) + "\"D1102\",\"F1703\",\"2\",\"Evolution\"\n");
  EXPECT_EQ(failure(folder.path()), ProblemCode::kDocumentUnexpected) << "no near pair";
  EXPECT_EQ(failure(folder.path() + "/" + kName), ProblemCode::kDocumentUnexpected) << "a file, not its directory";
  folder.write(kName, "");
  EXPECT_EQ(failure(folder.path()), ProblemCode::kFileEmpty);
  folder.write(kName, "\"code_rome\",\"code_rome_cible\",\"numero_ordre\"\n\"D1102\",\"D1101\",\"1\"\n");
  EXPECT_EQ(failure(folder.path()), ProblemCode::kColumnMissing) << "the ranked proximities of version 4 have no type";
  folder.write("unix_rubrique_mobilite_v341_utf8.csv", kHeader);
  EXPECT_EQ(failure(folder.path()), ProblemCode::kDocumentUnexpected) << "two versions";
}

TEST(ProximityTruth, RealFile) {
  PASSERELLE_NEED_SHARED(shared);
  const auto truth = read_proximity_types((shared / "rome_v347").string());
  ASSERT_TRUE(truth) << describe(truth.problem(), Language::kEnglish);
  EXPECT_EQ(truth->version, "347");
  EXPECT_EQ(truth->pairs.size(), 1784U);
}

}  // namespace
}  // namespace passerelle::evaluation
