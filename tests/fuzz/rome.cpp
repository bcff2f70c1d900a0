// A directory of ROME's files, its tables one behind the other in the fuzzer's bytes, each under a line "== TABLE": read
// or refused, and what is read can be built.
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include <unistd.h>

#include "reference/build_reference.hpp"
#include "reference/rome_reader.hpp"

namespace {

constexpr std::string_view kTables[] = {
    "referentiel_code_rome",     "referentiel_competence",        "coherence_item",
    "liens_rome_referentiels",   "referentiel_savoir",            "referentiel_contexte_travail",
    "referentiel_appellation",   "rubrique_mobilite",             "texte",
    "arborescence_secteur_naf",  "referentiel_code_rome_riasec",  "arborescence_centre_interet",
    "arborescence_secteur_activite", "arborescence_thematique"};

/// Emptied and filled anew for each input.
void write_directory(const std::filesystem::path& directory, std::string_view text) {
  std::filesystem::remove_all(directory);
  std::filesystem::create_directory(directory);
  while (!text.empty()) {
    const std::size_t next = text.find("\n== ");
    const std::string_view part = text.substr(0, next);
    text = next == std::string_view::npos ? std::string_view() : text.substr(next + 1);
    const std::size_t line = part.find('\n');
    if (!part.starts_with("== ") || line == std::string_view::npos) continue;
    const std::string_view name = part.substr(3, line - 3);
    for (const std::string_view table : kTables)
      if (table == name)
        std::ofstream(directory / ("unix_" + std::string(table) + "_v1_utf8.csv"), std::ios::binary)
            << part.substr(line + 1) << '\n';
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace passerelle;
  static const std::filesystem::path directory =
      std::filesystem::temp_directory_path() / ("passerelle-fuzz-rome-" + std::to_string(getpid()));
  write_directory(directory, {reinterpret_cast<const char*>(data), size});
  Result<reference::VocabularyData> rome = reference::read_rome(directory.string());
  if (!rome) {
    if (rome.problem().code == ProblemCode::kInternal) std::abort();
    return 0;
  }
  reference::ReferenceInputs inputs;
  inputs.vocabularies.push_back(std::move(*rome));
  if (reference::build_reference(inputs, nullptr, Threads{1}).reference == nullptr) std::abort();
  return 0;
}
