// Small vocabularies and files made up for these tests.
#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <unistd.h>

#include <gtest/gtest.h>

#include "base/problem.hpp"
#include "reference/tables.hpp"
#include "support/temporary_directory.hpp"

namespace passerelle::reference {

using passerelle::testing::TemporaryDirectory;

inline std::string said(const Problem& problem) { return describe(problem, Language::kEnglish); }

inline ItemRow make_item(std::string key, std::string label, std::string group = {}, ItemKind kind = ItemKind::kSkill) {
  ItemRow item;
  item.key = std::move(key);
  item.label = std::move(label);
  item.group = std::move(group);
  item.kind = kind;
  return item;
}

inline OccupationRow make_occupation(std::string key, std::string label, std::string parent, std::vector<CardLine> card,
                                     std::vector<Proximity> proximities = {}) {
  OccupationRow occupation;
  occupation.key = std::move(key);
  occupation.label = std::move(label);
  occupation.parent = std::move(parent);
  occupation.card = std::move(card);
  occupation.proximities = std::move(proximities);
  return occupation;
}

inline CommuneRow make_commune(std::string code, std::string name, std::vector<std::string> postal_codes,
                               std::int32_t latitude_udeg, std::int32_t longitude_udeg) {
  CommuneRow commune;
  commune.code = std::move(code);
  commune.name = std::move(name);
  commune.postal_codes = std::move(postal_codes);
  commune.located = true;
  commune.coordinates = {latitude_udeg, longitude_udeg};
  return commune;
}

/// Four trades that share some items; proximities are listed.
inline VocabularyData trades() {
  VocabularyData data;
  data.name = "trades";
  data.version = "7";
  data.items = {make_item("t:weld", "Souder à l'arc", "t:group/metal"),
                make_item("t:cut", "Découper une tôle", "t:group/metal"), make_item("t:plan", "Lire un plan"),
                make_item("t:paint", "Peindre au pistolet"),
                make_item("t:team", "Travailler en équipe", "", ItemKind::kBehaviour)};
  data.occupations = {
      make_occupation("t:A1", "Soudeur", "t:A1",
                      {{"t:weld", Core::kPrincipal}, {"t:plan", Core::kOther}, {"t:team", Core::kOther}},
                      {{"t:B1", 1}, {"t:C1", 2}}),
      make_occupation("t:A2", "Chaudronnier", "t:A1",
                      {{"t:weld", Core::kOther}, {"t:cut", Core::kPrincipal}, {"t:team", Core::kOther}}),
      make_occupation("t:B1", "Peintre industriel", "t:B1", {{"t:paint", Core::kPrincipal}, {"t:team", Core::kOther}},
                      {{"t:A1", 3}}),
      make_occupation("t:C1", "Dessinateur", "t:C1", {{"t:plan", Core::kPrincipal}, {"t:team", Core::kOther}}),
  };
  return data;
}

}  // namespace passerelle::reference
