// A small vocabulary made up for these tests: bakery, masonry and nursing, two occupations of each.
#pragma once

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <unistd.h>

#include "records/offer.hpp"
#include "reference/build_reference.hpp"
#include "support/temporary_directory.hpp"

namespace passerelle::evaluation {

using passerelle::testing::TemporaryDirectory;

inline reference::ItemRow make_item(std::string key, std::string label,
                                    reference::ItemKind kind = reference::ItemKind::kSkill) {
  reference::ItemRow item;
  item.key = std::move(key);
  item.label = std::move(label);
  item.kind = kind;
  return item;
}

inline reference::OccupationRow make_occupation(std::string code, std::string parent, std::string label,
                                                std::vector<reference::CardLine> card) {
  reference::OccupationRow occupation;
  occupation.key = "rome:" + code;
  occupation.parent = "rome:" + parent;
  occupation.domain = code.substr(0, 3);
  occupation.label = label;
  occupation.titles = {label};
  occupation.card = std::move(card);
  return occupation;
}

inline reference::VocabularyData small_trades() {
  using enum reference::Core;
  using enum reference::ItemKind;
  reference::VocabularyData data;
  data.name = "rome";
  data.version = "1";
  data.items = {make_item("rome:100", "Pétrir une pâte"),
                make_item("rome:101", "Surveiller une cuisson"),
                make_item("rome:102", "Monter un mur en briques"),
                make_item("rome:103", "Gâcher un mortier"),
                make_item("rome:104", "Faire un pansement"),
                make_item("rome:105", "Hygiène hospitalière", kKnowledge),
                make_item("rome:106", "Faire preuve de rigueur", kBehaviour),
                make_item("rome:400001", "Tenir une vitrine"),
                make_item("rome:107", "Robots de cuisine", kKnowledge)};
  data.occupations = {
      make_occupation(
          "D1101", "D1101", "Boulanger / Boulangère",
          {{"rome:100", kPrincipal}, {"rome:101", kOther}, {"rome:400001", kPrincipal}, {"rome:106", kPrincipal}}),
      make_occupation("D1102", "D1102", "Pâtissier / Pâtissière",
                      {{"rome:100", kPrincipal}, {"rome:101", kPrincipal}, {"rome:107", kEmerging}}),
      make_occupation("F1703", "F1703", "Maçon / Maçonne", {{"rome:102", kPrincipal}, {"rome:103", kPrincipal}}),
      make_occupation("F1704", "F1704", "Maçon / Maçonne du patrimoine", {{"rome:103", kPrincipal}}),
      make_occupation("J1501", "J1501", "Aide-soignant / Aide-soignante",
                      {{"rome:105", kPrincipal}, {"rome:104", kOther}}),
      make_occupation("J1506", "J1506", "Infirmier / Infirmière", {{"rome:104", kPrincipal}, {"rome:105", kOther}}),
  };
  return data;
}

inline std::shared_ptr<const reference::Reference> small_reference() {
  reference::ReferenceInputs inputs;
  inputs.vocabularies = {small_trades()};
  return reference::build_reference(inputs).reference;
}

inline Offer make_offer(std::string id, std::string title, std::string occupation,
                        const std::vector<std::string>& items) {
  Offer offer;
  offer.id = std::move(id);
  offer.title = std::move(title);
  offer.occupation = std::move(occupation);
  for (const std::string& item : items) {
    ItemRequirement requirement;
    requirement.item = item;
    requirement.label = item.empty() ? "sans code" : item;
    offer.items.push_back(requirement);
  }
  return offer;
}

}  // namespace passerelle::evaluation
