#include "intake/normalise/reference_lookup.hpp"

#include <gtest/gtest.h>

#include "unit/intake/samples.hpp"

namespace passerelle {
namespace {

using testing::sample_reference;

TEST(ReferenceLookup, FindsItemsByLabelAndAlias) {
  const ReferenceLookup lookup(sample_reference());
  const auto item = [&](std::string_view label) {
    const auto id = lookup.item_called(label);
    return id ? sample_reference().item_keys[id->value] : "";
  };
  EXPECT_EQ(item("PRÉPARER UNE COMMANDE"), "rome:100");
  EXPECT_EQ(item("conduite de chariot"), "rome:101");
  EXPECT_EQ(item("Gestes et postures"), "rome:104");   // a skill before a knowledge
  EXPECT_EQ(item("CACES 3"), "");                       // a certificate is no skill
  EXPECT_EQ(item("Préparer"), "");                      // nor is part of a label
  const auto certificate = lookup.certificate_called("r489 cat. 3");
  ASSERT_TRUE(certificate);
  EXPECT_EQ(sample_reference().item_keys[certificate->value], "cert:caces-r489-3");
}

TEST(ReferenceLookup, FindsOccupationsByEitherGender) {
  const ReferenceLookup lookup(sample_reference());
  const auto occupation = [&](std::string_view title) {
    const auto id = lookup.occupation_called(title);
    return id ? sample_reference().occupation_keys[id->value] : "";
  };
  EXPECT_EQ(occupation("Préparateur / Préparatrice de commandes"), "rome:N1103");
  EXPECT_EQ(occupation("Préparatrice de commandes"), "rome:N1103");
  EXPECT_EQ(occupation("préparateur de commandes (H/F)"), "rome:N1103");
  EXPECT_EQ(occupation("Magasinier préparateur de commandes"), "rome:N1103");
  EXPECT_EQ(occupation("Magasinière préparatrice de commandes"), "rome:N1103");
  EXPECT_EQ(occupation("Cariste F/H"), "rome:N1101");
  EXPECT_EQ(occupation("Agent de quai"), "");           // of two occupations: not guessed
  EXPECT_EQ(occupation("Astronaute"), "");
  EXPECT_EQ(occupation(""), "");
}

}  // namespace
}  // namespace passerelle
