// References to generate from: a tiny one written here, and what the project ships.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "generate/generate.hpp"
#include "reference/build_reference.hpp"
#include "reference/geography_reader.hpp"
#include "reference/vocabulary_reader.hpp"

namespace passerelle::generate::testing {

using ReferencePtr = std::shared_ptr<const reference::Reference>;

/// Four communes of Hauts-de-France (one old code), one of another region, two basins; five occupations, two of them
/// under one parent.
inline ReferencePtr tiny_reference() {
  using namespace reference;
  ReferenceInputs in;
  VocabularyData rome;
  rome.name = "rome";
  for (int i = 0; i < 60; ++i)
    rome.items.push_back(
        {"rome:" + std::to_string(100 + i), "Faire la tâche " + std::to_string(i), ItemKind::kSkill, "", 0, {}});
  const auto occupation = [&](const char* code, const char* parent, int first) {
    OccupationRow row;
    row.key = std::string("rome:") + code;
    row.parent = std::string("rome:") + parent;
    row.label = std::string("Métier ") + code;
    row.titles = {std::string("Titre A de ") + code, std::string("Titre B de ") + code};
    for (int i = 0; i < 20; ++i)
      row.card.push_back({"rome:" + std::to_string(100 + first + i), i < 8 ? Core::kPrincipal : Core::kOther});
    rome.occupations.push_back(std::move(row));
  };
  occupation("N1103", "N1103", 0);
  occupation("N1106", "N1103", 5);
  occupation("N1101", "N1101", 10);
  occupation("J1506", "J1506", 30);
  occupation("N4101", "N4101", 40);
  rome.occupations[3].regulated = true;
  in.vocabularies.push_back(std::move(rome));
  VocabularyData certificates;
  certificates.name = "certificates";
  certificates.items = {{"cert:caces-r489-3", "CACES R489 catégorie 3", ItemKind::kCertificate, "", 0, {}},
                        {"cert:de-infirmier", "Diplôme d'État d'infirmier", ItemKind::kCertificate, "", 0, {}},
                        {"cert:fimo-marchandises", "FIMO marchandises", ItemKind::kCertificate, "", 0, {}}};
  certificates.regulated = {{"rome:J1506", {"cert:de-infirmier"}}};
  in.vocabularies.push_back(std::move(certificates));
  const auto commune = [&](const char* code, const char* department, const char* region, std::uint32_t population) {
    CommuneRow row;
    row.code = code;
    row.name = std::string("Commune ") + code;
    row.department = department;
    row.region = region;
    row.postal_codes = {std::string(code)};
    row.population = population;
    row.located = true;
    row.coordinates = {50'500'000, 3'000'000};
    in.communes.push_back(std::move(row));
  };
  commune("59001", "59", "32", 90'000);
  commune("59002", "59", "32", 9'000);
  commune("80001", "80", "32", 900);
  commune("02001", "02", "", 100);  // its region is told by its department
  commune("75056", "75", "11", 2'000'000);
  in.aliases = {{"59999", "59002", "Ancienne commune"}};
  in.basins = {{"3201", "Bassin un", "32"}, {"3202", "Bassin deux", "32"}};
  in.basin_members = {{"59001", "3201"}, {"59002", "3201"}, {"80001", "3202"}, {"02001", "3202"}};
  return build_reference(in).reference;
}

/// The demonstration vocabularies, certificates and communes of the project's own datasets.
inline ReferencePtr shipped_reference() {
  const std::filesystem::path datasets = std::filesystem::path(PASSERELLE_SOURCE_DIR) / "datasets";
  reference::ReferenceInputs in;
  for (const char* file :
       {"vocabularies/certificates.json", "demo/vocabulary-industrie.json", "demo/vocabulary-transport.json",
        "demo/vocabulary-logistique.json", "demo/vocabulary-sante.json", "demo/vocabulary-btp.json"}) {
    auto read = reference::read_vocabulary((datasets / file).string());
    if (!read) {
      ADD_FAILURE() << describe(read.problem(), Language::kEnglish);
      continue;
    }
    in.vocabularies.push_back(std::move(*read));
  }
  auto communes = reference::read_communes((datasets / "geography/communes/32.csv").string());
  if (communes) in.communes = std::move(communes->rows);
  else ADD_FAILURE() << describe(communes.problem(), Language::kEnglish);
  return reference::build_reference(in).reference;
}

inline std::vector<std::string> offer_lines(const GenerateRequest& request, const reference::Reference& reference,
                                            unsigned threads = 1) {
  std::vector<std::string> lines;
  const Status status = generate_offers(request, reference, {threads}, [&](std::string_view line) -> Status {
    lines.emplace_back(line);
    return {};
  });
  EXPECT_TRUE(status.ok()) << describe(status.problem(), Language::kEnglish);
  return lines;
}

inline std::vector<std::string> candidate_lines(const GenerateRequest& request, const reference::Reference& reference,
                                                unsigned threads = 1) {
  std::vector<std::string> lines;
  const Status status = generate_candidates(request, reference, {threads}, [&](std::string_view line) -> Status {
    lines.emplace_back(line);
    return {};
  });
  EXPECT_TRUE(status.ok()) << describe(status.problem(), Language::kEnglish);
  return lines;
}

/// A candidate's line in its two parts; the second is "" when there is none.
inline std::pair<std::string, std::string> split_restricted(const std::string& line) {
  const std::string mark = ",\"restricted\":";
  const auto at = line.find(mark);
  if (at == std::string::npos) return {line, ""};
  return {line.substr(0, at) + "}", line.substr(at + mark.size(), line.size() - at - mark.size() - 1)};
}

}  // namespace passerelle::generate::testing
