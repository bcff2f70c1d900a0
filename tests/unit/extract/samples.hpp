// A small reference for the tests of the extractor.
#pragma once

#include <memory>

#include "reference/build_reference.hpp"

namespace passerelle::extract {

inline std::shared_ptr<const reference::Reference> make_reference() {
  using reference::ItemKind;
  const auto item = [](std::string key, std::string label, ItemKind kind, std::vector<std::string> aliases = {}) {
    reference::ItemRow row;
    row.key = std::move(key);
    row.label = std::move(label);
    row.kind = kind;
    row.aliases = std::move(aliases);
    return row;
  };
  reference::ReferenceInputs inputs;
  reference::VocabularyData rome;
  rome.name = "rome";
  rome.version = "1";
  rome.items = {item("rome:100", "Préparer une commande", ItemKind::kSkill), item("rome:101", "Conduire un chariot élévateur", ItemKind::kSkill),
                item("rome:102", "Gestes et postures", ItemKind::kKnowledge), item("rome:103", "Esprit d'équipe", ItemKind::kBehaviour)};
  // Enough other labels for words to differ in weight.
  for (int i = 0; i < 400; ++i) rome.items.push_back(item("rome:9" + std::to_string(1000 + i), "Sujet" + std::to_string(i) + " matière" + std::to_string(i), ItemKind::kKnowledge));
  reference::OccupationRow row;
  row.key = row.parent = "rome:N1101";
  row.label = "Cariste";
  row.card = {{"rome:101", reference::Core::kPrincipal}, {"rome:100", reference::Core::kOther}};
  rome.occupations = {row};
  reference::VocabularyData certificates;
  certificates.name = "certificates";
  certificates.version = "1";
  certificates.items = {item("cert:caces-r489-3", "CACES R489 catégorie 3", ItemKind::kCertificate), item("cert:caces-r489-5", "CACES R489 catégorie 5", ItemKind::kCertificate),
                        item("cert:fimo-marchandises", "FIMO marchandises", ItemKind::kCertificate), item("cert:fimo-voyageurs", "FIMO voyageurs", ItemKind::kCertificate)};
  inputs.vocabularies = {std::move(rome), std::move(certificates)};
  return reference::build_reference(inputs).reference;
}

inline const reference::Reference& sample_reference() {
  static const auto kReference = make_reference();
  return *kReference;
}

}  // namespace passerelle::extract
