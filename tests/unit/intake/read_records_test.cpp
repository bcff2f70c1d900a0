#include "intake/read_records.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include "records/record_json.hpp"
#include "unit/intake/samples.hpp"

namespace passerelle {
namespace {

using ::testing::ElementsAre;
using testing::sample_reference;
using testing::TemporaryDirectory;

struct ReadFile {
  std::vector<ReadRecord<Offer>> records;
  Status status;
};

ReadFile read(const std::string& path, OfferFormat format = OfferFormat::kFranceTravail, unsigned threads = 2) {
  ReadFile result;
  result.status =
      read_offers(path, format, sample_reference(), Threads{threads}, [&](ReadRecord<Offer>&& record) -> Status {
        result.records.push_back(std::move(record));
        return {};
      });
  return result;
}

std::string said(const ReadRecord<Offer>& record) {
  if (const Problem* problem = std::get_if<Problem>(&record.outcome))
    return std::string(code_name(problem->code)) + " @ " + problem->position;
  return std::get<Offer>(record.outcome).id;
}
std::vector<std::string> said(const ReadFile& file) {
  std::vector<std::string> result;
  for (const auto& record : file.records) result.push_back(said(record));
  return result;
}

TEST(ReadOffers, BadRecordsAmongGoodOnes) {
  const TemporaryDirectory folder;
  const std::string path = folder.write("offers.jsonl",
      "{\"id\":\"1\"}\n"
      "{\"id\":\n"
      "{\"id\":\"3\",\"intitule\":\"caf\xE9\"}\n"
      "{\"id\":\"4\",\"intitule\":\"a\\u0000\"}\n"
      "{\"intitule\":\"sans id\"}\n"
      "{\"id\":\"6\",\"salaire\":{\"libelle\":12}}\n"
      "\n"
      "7\n"
      "{\"id\":\"9\"}\n");
  const ReadFile file = read(path);
  ASSERT_TRUE(file.status.ok());
  EXPECT_THAT(said(file), ElementsAre("1", "record-malformed @ line 2", "not-utf8 @ line 3",
                                      "nul-byte @ line 4 /intitule", "field-missing @ line 5 /id",
                                      "field-type @ line 6 /salaire/libelle", "field-type @ line 8", "9"));
  const Problem& problem = std::get<Problem>(file.records[5].outcome);
  EXPECT_EQ(problem.source, path);
  EXPECT_EQ(problem.field, "libelle");
  EXPECT_EQ(file.records[5].record_id, "6");
  EXPECT_EQ(file.records[5].payload, "{\"id\":\"6\",\"salaire\":{\"libelle\":12}}");
  EXPECT_EQ(file.records[0].position, "line 1");
  EXPECT_EQ(file.records[0].payload, "{\"id\":\"1\"}");
}

TEST(ReadOffers, PointersOfASearchResponse) {
  const TemporaryDirectory folder;
  const ReadFile file = read(folder.write("o.json", R"({"resultats":[{"id":"1"},{"id":"2","permis":7},{"id":"3"}]})"));
  ASSERT_TRUE(file.status.ok());
  EXPECT_THAT(said(file), ElementsAre("1", "field-type @ /resultats/1/permis", "3"));
}

TEST(ReadOffers, FaultsOfTheWholeFile) {
  const TemporaryDirectory folder;
  const struct { const char* why; std::string path; ProblemCode code; std::size_t before;
  } kTable[] = {
      {"no such file", folder.path() + "/none.json", ProblemCode::kFileNotFound, 0},
      {"a directory", folder.path(), ProblemCode::kFileIsDirectory, 0},
      {"an empty file", folder.write("empty.json", ""), ProblemCode::kFileEmpty, 0},
      {"white space", folder.write("blank.json", " \n \n"), ProblemCode::kFileEmpty, 0},
      {"a truncated document", folder.write("cut.json", R"({"resultats":[{"id":"1"},{"id":"2")"),
       ProblemCode::kDocumentTruncated, 1},
      {"a truncated line", folder.write("cut.jsonl", "{\"id\":\"1\"}\n{\"id\":"), ProblemCode::kDocumentTruncated, 1},
      {"CSV", folder.write("offers.csv", "id;titre\n1;x\n"), ProblemCode::kDocumentMalformed, 0},
  };
  for (const auto& row : kTable) {
    const ReadFile file = read(row.path);
    ASSERT_FALSE(file.status.ok()) << row.why;
    EXPECT_EQ(file.status.problem().code, row.code) << row.why;
    EXPECT_EQ(file.status.problem().source, row.path) << row.why;
    EXPECT_EQ(file.records.size(), row.before) << row.why;
  }
}

TEST(ReadOffers, NothingInAFileIsFine) {
  const TemporaryDirectory folder;
  for (const char* text : {"[]", R"({"resultats":[]})", R"({"resultats":[],"filtresPossibles":[]})"}) {
    const ReadFile file = read(folder.write("o.json", text));
    EXPECT_TRUE(file.status.ok()) << text;
    EXPECT_TRUE(file.records.empty()) << text;
  }
}

TEST(ReadOffers, CompressedFilesReadTheSame) {
  const TemporaryDirectory folder;
  const std::string path = folder.path() + "/offers.json.gz";
  gzFile out = gzopen(path.c_str(), "wb");
  ASSERT_NE(out, nullptr);
  gzputs(out, "{\"id\":\"1\"}\n{\"id\":\"2\"}\n");
  gzclose(out);
  EXPECT_THAT(said(read(path)), ElementsAre("1", "2"));
}

TEST(ReadOffers, OrderAndOutcomeDoNotDependOnThreads) {
  const TemporaryDirectory folder;
  std::string text;
  for (int i = 0; i < 5000; ++i)
    text += "{\"id\":\"" + std::to_string(i) + "\",\"lieuTravail\":{\"libelle\":\"59 - LILLE\"}" +
            (i % 97 == 0 ? ",\"permis\":1" : "") + "}\n";
  const std::string path = folder.write("o.jsonl", text);
  const ReadFile one = read(path, OfferFormat::kFranceTravail, 1), four = read(path, OfferFormat::kFranceTravail, 4);
  ASSERT_EQ(one.records.size(), 5000U);
  EXPECT_EQ(said(one), said(four));
  EXPECT_EQ(said(one)[1], "1");
  EXPECT_EQ(said(one)[97], "field-type @ line 98 /permis");
}

TEST(ReadOffers, ASinkThatRefusesStopsTheReading) {
  const TemporaryDirectory folder;
  const std::string path = folder.write("o.jsonl", "{\"id\":\"1\"}\n{\"id\":\"2\"}\n{\"id\":\"3\"}\n");
  int seen = 0;
  const Status status = read_offers(path, OfferFormat::kFranceTravail, sample_reference(), Threads{1},
                                    [&](ReadRecord<Offer>&&) -> Status {
                                      if (++seen == 2) return Problem(ProblemCode::kStoreFull, "disk");
                                      return {};
                                    });
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.problem().code, ProblemCode::kStoreFull);
  EXPECT_EQ(seen, 2);
}

TEST(ReadOffers, ProgressReachesTheEnd) {
  const TemporaryDirectory folder;
  const std::string path = folder.write("o.jsonl", "{\"id\":\"1\"}\n");
  std::size_t consumed = 0, total = 0;
  ASSERT_TRUE(read_offers(
                  path, OfferFormat::kFranceTravail, sample_reference(), Threads{1},
                  [](ReadRecord<Offer>&&) -> Status { return {}; },
                  [&](std::size_t c, std::size_t t) {
                    consumed = c;
                    total = t;
                  })
                  .ok());
  EXPECT_EQ(consumed, 11U);
  EXPECT_EQ(total, 11U);
}

TEST(ReadCandidates, ToSayThatThereAreNoBarriersIsNotToSayNothing) {
  const TemporaryDirectory folder;
  const std::string path = folder.write("c.jsonl",
      "{\"id\":\"1\"}\n{\"id\":\"2\",\"restricted\":null}\n{\"id\":\"3\",\"restricted\":{}}\n"
      "{\"id\":\"4\",\"restricted\":{\"barriers\":[],\"publics\":[]}}\n");
  std::vector<bool> given;
  ASSERT_TRUE(read_candidates(path, CandidateFormat::kPasserelle, sample_reference(), Threads{1},
                              [&](ReadRecord<Candidate>&& record) -> Status {
                                EXPECT_EQ(record.restricted_json, "");
                                given.push_back(record.restricted_given);
                                return {};
                              })
                  .ok());
  EXPECT_EQ(given, (std::vector<bool>{false, true, true, true}));
}

TEST(ReadCandidates, BarriersGoTheirOwnWayAndBytesAreNotKept) {
  const TemporaryDirectory folder;
  const std::string path = folder.write("c.jsonl",
      "{\"id\":\"1\",\"restricted\":{\"publics\":[\"rsa\"]}}\n"
      "{\"id\":\"2\",\"phone\":\"0600000000\"}\n");
  std::vector<ReadRecord<Candidate>> records;
  ASSERT_TRUE(read_candidates(path, CandidateFormat::kPasserelle, sample_reference(), Threads{1},
                              [&](ReadRecord<Candidate>&& record) -> Status {
                                records.push_back(std::move(record));
                                return {};
                              })
                  .ok());
  ASSERT_EQ(records.size(), 2U);
  EXPECT_EQ(records[0].restricted_json, R"({"publics":["rsa"]})");
  EXPECT_TRUE(records[0].restricted_given);
  EXPECT_EQ(encode(std::get<Candidate>(records[0].outcome)).find("rsa"), std::string::npos);
  EXPECT_EQ(records[1].record_id, "2");
  EXPECT_EQ(std::get<Problem>(records[1].outcome).code, ProblemCode::kFieldUnknown);
  EXPECT_EQ(records[1].payload, "{\"id\":\"2\",\"phone\":\"0600000000\"}");
}

TEST(ReadCandidates, JsonResumeFiles) {
  const TemporaryDirectory folder;
  const std::string path =
      folder.write("resume.json", "{\n  \"id\": \"R\",\n  \"basics\": {\"label\": \"Cariste\"}\n}\n");
  std::vector<std::string> ids;
  ASSERT_TRUE(read_candidates(path, CandidateFormat::kJsonResume, sample_reference(), Threads{1},
                              [&](ReadRecord<Candidate>&& record) -> Status {
                                ids.push_back(std::get<Candidate>(record.outcome).id);
                                return {};
                              })
                  .ok());
  EXPECT_THAT(ids, ElementsAre("R"));
}

}  // namespace
}  // namespace passerelle
