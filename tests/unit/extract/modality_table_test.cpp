// The table of modalite.md, line by line.
#include <algorithm>
#include <fstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/text.hpp"
#include "intake/extract/apply_findings.hpp"
#include "samples.hpp"

namespace passerelle::extract {
namespace {

std::string said(const Finding& finding) {
  std::string out;
  bool level = true;
  switch (finding.kind) {
    case Kind::kLicence: out = "permis " + finding.code; break;
    case Kind::kCertificate: out = "certificat " + finding.code; break;
    case Kind::kLanguage: out = "langue " + finding.code + " " + std::to_string(finding.value); break;
    case Kind::kEducation: out = "formation " + std::to_string(finding.value); break;
    case Kind::kExperience:
      out = finding.code.empty() ? "expérience " + std::to_string(finding.value) : "débutant";
      level = finding.code.empty();
      break;
    case Kind::kSchedule: out = "horaires " + finding.code; level = false; break;
    case Kind::kDemand: out = "demande " + finding.code; level = false; break;
    case Kind::kCompetence: out = "compétence " + finding.code; break;
  }
  if (finding.negated) return out + " non";
  return level ? out + " " + std::string(code(finding.level)) : out;
}

TEST(Modality, ReadsEachLineOfTheTableAsWritten) {
  const Extractor extractor(sample_reference());
  const OccupationId cariste = *sample_reference().find_occupation("rome:N1101");
  std::ifstream table(std::string(PASSERELLE_SOURCE_DIR) + "/tests/unit/extract/modalite.md");
  ASSERT_TRUE(table.is_open());
  std::size_t lines = 0;
  for (std::string line; std::getline(table, line);) {
    if (!line.starts_with("| ") || line.starts_with("| Phrase")) continue;
    const std::size_t middle = line.find(" | ", 2);
    const std::size_t last = line.rfind('|');
    ASSERT_NE(middle, std::string::npos) << line;
    const std::string text = line.substr(2, middle - 2);
    const std::string expected(trim(last > middle + 3 ? std::string_view(line).substr(middle + 3, last - middle - 3) : std::string_view{}));
    std::vector<std::string> found;
    for (const Finding& finding : decided(extractor.find(text, "", cariste))) found.push_back(said(finding));
    std::string joined;
    for (const std::string& each : found) joined += (joined.empty() ? "" : ", ") + each;
    EXPECT_EQ(joined, expected) << text;
    ++lines;
  }
  EXPECT_GE(lines, 30U);
}

TEST(Modality, PassengersDecideWhichTrainingIsMeant) {
  const Extractor extractor(sample_reference());
  EXPECT_EQ(extractor.find("FIMO exigée.", "Conducteur routier", {}).front().code, "cert:fimo-marchandises");
  EXPECT_EQ(extractor.find("FIMO exigée.", "Conducteur de bus", {}).front().code, "cert:fimo-voyageurs");
}

}  // namespace
}  // namespace passerelle::extract
