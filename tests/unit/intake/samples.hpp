// A small reference and files made up for these tests.
#pragma once

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <unistd.h>

#include "intake/read_records.hpp"
#include "reference/build_reference.hpp"
#include "support/temporary_directory.hpp"

namespace passerelle::testing {

inline reference::CommuneRow commune(std::string code, std::string name, std::vector<std::string> postal_codes,
                                     std::uint32_t population, double latitude, double longitude) {
  reference::CommuneRow row;
  row.department = code.substr(0, code.compare(0, 2, "97") == 0 ? 3 : 2);
  row.code = std::move(code);
  row.name = std::move(name);
  row.postal_codes = std::move(postal_codes);
  row.population = population;
  row.located = true;
  row.coordinates = {static_cast<std::int32_t>(latitude * 1e6), static_cast<std::int32_t>(longitude * 1e6)};
  return row;
}

inline reference::ItemRow item(std::string key, std::string label, reference::ItemKind kind,
                               std::vector<std::string> aliases = {}) {
  reference::ItemRow row;
  row.key = std::move(key);
  row.label = std::move(label);
  row.kind = kind;
  row.aliases = std::move(aliases);
  return row;
}

inline std::shared_ptr<const reference::Reference> make_reference() {
  using reference::ItemKind;
  reference::ReferenceInputs inputs;
  reference::VocabularyData rome;
  rome.name = "rome";
  rome.version = "1";
  rome.items = {
      item("rome:100", "Préparer une commande", ItemKind::kSkill),
      item("rome:101", "Conduire un chariot élévateur", ItemKind::kSkill, {"Conduite de chariot"}),
      item("rome:102", "Gestes et postures", ItemKind::kKnowledge),
      item("rome:103", "Travailler en équipe", ItemKind::kBehaviour),
      item("rome:104", "Gestes et postures", ItemKind::kSkill),
  };
  const auto occupation = [&](std::string key, std::string label, std::vector<std::string> titles) {
    reference::OccupationRow row;
    row.key = std::move(key);
    row.label = std::move(label);
    row.parent = row.key;
    row.titles = std::move(titles);
    rome.occupations.push_back(std::move(row));
  };
  occupation("rome:N1101", "Conducteur / Conductrice d'engins de manutention", {"Cariste", "Agent / Agente de quai"});
  occupation("rome:N1103", "Préparateur / Préparatrice de commandes",
             {"Agent / Agente de quai", "Magasinier préparateur / Magasinière préparatrice de commandes"});
  reference::VocabularyData certificates;
  certificates.name = "certificates";
  certificates.version = "1";
  certificates.items = {
      item("cert:caces-r489-3", "CACES R489 catégorie 3", ItemKind::kCertificate, {"CACES 3", "R489 cat 3"}),
      item("cert:fimo", "FIMO marchandises", ItemKind::kCertificate, {"FIMO"})};
  inputs.vocabularies = {std::move(rome), std::move(certificates)};
  inputs.communes = {
      commune("59350", "Lille", {"59000", "59160", "59260", "59777", "59800"}, 236000, 50.6311, 3.0468),
      commune("59512", "Roubaix", {"59100"}, 98000, 50.6889, 3.1750),
      commune("59009", "Villeneuve-d'Ascq", {"59491", "59493", "59650"}, 62000, 50.6325, 3.1535),
      commune("62041", "Arras", {"62000"}, 42000, 50.2876, 2.7616),
      commune("62765", "Saint-Omer", {"62500"}, 15000, 50.7525, 2.2670),
      commune("62757", "Saint-Martin-lez-Tatinghem", {"62500"}, 6000, 50.7450, 2.2200),
      commune("60600", "Saint-Maximin", {"60740"}, 3000, 49.2200, 2.4500),
      commune("30282", "Saint-Maximin", {"30700"}, 800, 43.9950, 4.4500),
      commune("75056", "Paris", {"75001", "75015", "75116"}, 2100000, 48.8566, 2.3522),
      commune("13055", "Marseille", {"13001", "13015"}, 870000, 43.2965, 5.3698),
      commune("01004", "Ambérieu-en-Bugey", {"01500"}, 14000, 45.9580, 5.3580),
      commune("07330", "Vallon-Pont-d'Arc", {"07150"}, 2300, 44.4070, 4.3950),
      commune("76101", "Blangy-sur-Bresle", {"76340"}, 3000, 49.9320, 1.6290),
      commune("97411", "Saint-Denis", {"97400", "97490"}, 150000, -20.8823, 55.4504),
      commune("2A004", "Ajaccio", {"20000", "20090"}, 73000, 41.9192, 8.7386),
      // 59123 is the code of one and the postal code of two others.
      commune("59123", "Camphin-en-Pévèle", {"59780"}, 2300, 50.5950, 3.2590),
      commune("59107", "Bray-Dunes", {"59123"}, 4500, 51.0790, 2.5170),
      commune("59668", "Zuydcoote", {"59123"}, 1600, 51.0690, 2.4890),
      commune("80021", "Amiens", {"80000"}, 134000, 49.8941, 2.2958),
  };
  inputs.aliases = {
      {"75115", "75056", "Paris 15e"}, {"13215", "13055", "Marseille 15e"}, {"59298", "59350", "Hellemmes"}};
  return reference::build_reference(inputs).reference;
}

/// Built once: every test only reads it.
inline const reference::Reference& sample_reference() {
  static const auto kReference = make_reference();
  return *kReference;
}

/// The flags of a kind as "field: detail".
inline std::vector<std::string> flags_of(const std::vector<Flag>& flags, ProblemCode code) {
  std::vector<std::string> result;
  for (const Flag& flag : flags)
    if (flag.code == code) result.push_back(flag.field + ": " + flag.detail);
  return result;
}

}  // namespace passerelle::testing
