// Services and certifications: what is kept, and what is left out and why.
#include <gtest/gtest.h>

#include "levers/resource_readers.hpp"
#include "support/shared_data.hpp"
#include "support/temporary_directory.hpp"

namespace passerelle::levers {
namespace {

TEST(Services, AreReadInEveryShapeAndCarryNoPerson) {
  const std::string one = R"({"id":"s--1","nom":" Location de scooters ","thematiques":["mobilite--acceder-a-un-vehicule"],"publics":["jeunes"],"frais":"payant",)"
                          R"("commune":"Amiens","code_insee":"80021","latitude":49.9,"longitude":2.3,"zone_eligibilite":["80"],"date_maj":"2025-02-14","courriel":"x@y.z","contact_nom_prenom":"Z"})";
  for (const std::string& json : {R"({"items":[)" + one + "]}", "[" + one + "]", one, one + "\n" + R"({"id":"s--1","nom":"y","thematiques":["a--b"]})" + "\n"}) {
    const auto read = parse_services(json);
    ASSERT_TRUE(read.ok()) << describe(read.problem(), Language::kEnglish);
    ASSERT_EQ(read->rows.size(), 1U) << json;
    const Service& service = read->rows.front();
    EXPECT_EQ(service.name, "Location de scooters");
    EXPECT_EQ(service.insee, "80021");
    EXPECT_EQ(service.zones, std::vector<std::string>{"80"});
    ASSERT_TRUE(service.coordinates.has_value());
    EXPECT_EQ(service.coordinates->latitude_udeg, 49'900'000);
    EXPECT_EQ(service.updated, day_of(2025, 2, 14));
  }
  const auto faults = parse_services(R"([{"id":"a","nom":"x"},{"nom":"x","thematiques":["t--u"]},{"id":"b","thematiques":["t--u"]},{"id":"c","nom":7,"thematiques":["t--u"]},3])");
  ASSERT_TRUE(faults.ok());
  EXPECT_TRUE(faults->rows.empty());
  ASSERT_EQ(faults->left_out.size(), 5U);
  EXPECT_EQ(faults->left_out[0].field, "thematiques");
  EXPECT_EQ(faults->left_out[0].position, "/0");
  EXPECT_EQ(faults->left_out[3].code, ProblemCode::kFieldType);
  EXPECT_EQ(parse_services("[").problem().code, ProblemCode::kDocumentMalformed);
  EXPECT_EQ(parse_services("7").problem().code, ProblemCode::kDocumentUnexpected);
}

TEST(Certifications, KeepTheirOccupationsAndQuotes) {
  const passerelle::testing::TemporaryDirectory directory;
  const std::string path = directory.write("c.csv",
                                           "Code_Diplome;Libelle_Diplome;Code_Rome_1;Code_Rome_2;Code_RNCP;Code_Niveau_Europeen;Annee_Derniere_Session;Etat_Libelle\n"
                                           "1;Titre \"cariste\";N1101;N1105;34857;3;2026;Publié\n"
                                           "2;Sans métier;;;1;3;;Publié\n"
                                           "3;Préparation;N1101;;;;;formations préparatoires et non certifiantes\n"
                                           "1;Encore;N1101;;;;;Publié\n");
  const auto read = read_certifications(path);
  ASSERT_TRUE(read.ok()) << describe(read.problem(), Language::kEnglish);
  ASSERT_EQ(read->rows.size(), 1U);
  EXPECT_EQ(read->rows[0].label, "Titre \"cariste\"");
  EXPECT_EQ(read->rows[0].occupations, (std::vector<std::string>{"N1101", "N1105"}));
  EXPECT_EQ(read->rows[0].level, 3);
  EXPECT_EQ(read->rows[0].last_session, 2026);
  ASSERT_EQ(read->left_out.size(), 3U);
  EXPECT_EQ(read->left_out[0].field, "Code_Rome_1");
  EXPECT_EQ(read->left_out[0].position, "row 3");
  EXPECT_EQ(read->left_out[2].code, ProblemCode::kDuplicateId);
}

TEST(Resources, TheRealFilesAreRead) {
  PASSERELLE_NEED_SHARED(shared);
  const auto services = read_services((shared / "data_inclusion" / "api_mock_services.json").string());
  ASSERT_TRUE(services.ok());
  EXPECT_EQ(services->rows.size(), 4U);
  EXPECT_EQ(services->left_out.size(), 3U);
  const auto certifications = read_certifications((shared / "training" / "certifinfo_rome_formacode_rncp.csv").string());
  ASSERT_TRUE(certifications.ok()) << describe(certifications.problem(), Language::kEnglish);
  EXPECT_EQ(certifications->rows.size() + certifications->left_out.size(), 10'067U);
  EXPECT_GT(certifications->rows.size(), 6'000U);
}

}  // namespace
}  // namespace passerelle::levers
