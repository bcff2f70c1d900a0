// What is generated can be imported: no record refused, none flagged.
#include <filesystem>
#include <fstream>
#include <string>
#include <variant>
#include <vector>

#include <gtest/gtest.h>

#include "generate/generate.hpp"
#include "intake/extract/apply_findings.hpp"
#include "intake/read_records.hpp"
#include "records/record_json.hpp"
#include "unit/generate/worlds.hpp"

namespace passerelle::generate {
namespace {

class GeneratedFile {
 public:
  GeneratedFile(const char* name, const std::vector<std::string>& lines)
      : path_((std::filesystem::temp_directory_path() / name).string()) {
    std::ofstream out(path_, std::ios::binary);
    for (const std::string& line : lines) out << line << '\n';
  }
  ~GeneratedFile() { std::filesystem::remove(path_); }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

TEST(Generated, OffersAreReadWithoutAFlag) {
  const auto reference = testing::shipped_reference();
  GenerateRequest request;
  request.offers = 3'000;
  const auto lines = testing::offer_lines(request, *reference, 2);
  const GeneratedFile file("passerelle-generated-offers.ndjson", lines);
  std::size_t read = 0;
  const Status status =
      read_offers(file.path(), OfferFormat::kPasserelle, *reference, {2}, [&](ReadRecord<Offer>&& record) -> Status {
        if (const Problem* problem = std::get_if<Problem>(&record.outcome)) {
          ADD_FAILURE() << describe(*problem, Language::kEnglish) << "\n" << lines[read];
        } else {
          Offer offer = std::get<Offer>(record.outcome);
          for (const Flag& flag : offer.flags)
            ADD_FAILURE() << code_name(flag.code) << " " << flag.field << " " << flag.detail;
          // But for what the text adds, which no field states.
          const Offer stated = *decode_stored_offer(lines[read]);
          extract::forget_findings(offer);
          offer.conditions = stated.conditions;
          if (stated.schedules == 0) offer.schedules = 0;
          EXPECT_EQ(encode(offer), lines[read]) << "the normaliser has nothing to change";
        }
        ++read;
        return {};
      });
  EXPECT_TRUE(status.ok());
  EXPECT_EQ(read, 3'000U);
}

TEST(Generated, CandidatesAreReadWithoutAFlag) {
  const auto reference = testing::shipped_reference();
  GenerateRequest request;
  request.candidates = 3'000;
  const auto lines = testing::candidate_lines(request, *reference, 2);
  const GeneratedFile file("passerelle-generated-candidates.ndjson", lines);
  std::size_t read = 0;
  const Status status = read_candidates(
      file.path(), CandidateFormat::kPasserelle, *reference, {2}, [&](ReadRecord<Candidate>&& record) -> Status {
        if (const Problem* problem = std::get_if<Problem>(&record.outcome)) {
          ADD_FAILURE() << describe(*problem, Language::kEnglish) << "\n" << lines[read];
        } else {
          for (const Flag& flag : std::get<Candidate>(record.outcome).flags)
            ADD_FAILURE() << code_name(flag.code) << " " << flag.field << " " << flag.detail;
          EXPECT_EQ(record.restricted_json, testing::split_restricted(lines[read]).second);
        }
        ++read;
        return {};
      });
  EXPECT_TRUE(status.ok());
  EXPECT_EQ(read, 3'000U);
}

}  // namespace
}  // namespace passerelle::generate
