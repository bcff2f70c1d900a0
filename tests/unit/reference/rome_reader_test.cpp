#include "reference/rome_reader.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "base/text.hpp"
#include "samples.hpp"
#include "support/shared_data.hpp"

namespace passerelle::reference {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr const char* kOccupations =
    "\"code_rome\",\"code_ogr\",\"libelle_rome\",\"emploi_reglemente\",\"code_rome_parent\"\n"
    "\"X1101\",\"1\",\"Cordier / Cordière\",\"N\",\"X1101\"\n"
    "\"X1102\",\"2\",\"Voilier / Voilière\",\"O\",\"X1101\"\n";
constexpr const char* kCompetences =
    "\"code_ogr\",\"nature\",\"libelle_competence\",\"code_ogr_macro_comp\",\"cat_comp\"\n"
    "\"10\",\"Compétence\",\"Tresser un cordage\",\"30\",\"Savoir-faire\"\n"
    "\"11\",\"Compétence\",\"Coudre une\nvoile\",\"30\",\"Savoir-faire\"\n"
    "\"30\",\"Macro-compétence\",\"Travailler les fibres\",\"\",\"Savoir-faire\"\n"
    "\"31\",\"Macro-compétence\",\"Faire preuve de patience\",\"\",\"Savoir-être professionnel\"\n";
constexpr const char* kLinks =
    "\"code_rome\",\"code_ogr\",\"coeur_metier\"\n"
    "\"X1101\",\"10\",\"Principale\"\n\"X1101\",\"31\",\"\"\n\"X1102\",\"11\",\"Émergente\"\n";

/// The three required files; the tests add to them or damage one.
void write_rome(const TemporaryDirectory& folder, const std::string& version = "901") {
  const std::string ending = fmt::format("_v{}_utf8.csv", version);
  folder.write("unix_referentiel_code_rome" + ending, kOccupations);
  folder.write("unix_referentiel_competence" + ending, kCompetences);
  folder.write("unix_coherence_item" + ending, kLinks);
}

TEST(RomeReader, ReadsTheRequiredFilesAndNotesTheOthers) {
  const TemporaryDirectory folder;
  write_rome(folder);
  const auto rome = read_rome(folder.path());
  ASSERT_TRUE(rome) << said(rome.problem());
  EXPECT_EQ(rome->name, "rome");
  EXPECT_EQ(rome->version, "901");
  ASSERT_EQ(rome->occupations.size(), 2U);
  EXPECT_EQ(rome->occupations[1].key, "rome:X1102");
  EXPECT_EQ(rome->occupations[1].parent, "rome:X1101");
  EXPECT_EQ(rome->occupations[1].domain, "X11");
  EXPECT_TRUE(rome->occupations[1].regulated);
  EXPECT_FALSE(rome->occupations[0].regulated);
  ASSERT_EQ(rome->occupations[0].card.size(), 2U);
  EXPECT_EQ(rome->occupations[0].card[0].core, Core::kPrincipal);
  EXPECT_EQ(rome->occupations[0].card[1].core, Core::kOther);
  ASSERT_EQ(rome->occupations[1].card.size(), 1U);
  EXPECT_EQ(rome->occupations[1].card[0].core, Core::kEmerging);
  ASSERT_EQ(rome->items.size(), 4U);
  EXPECT_EQ(rome->items[1].label, "Coudre une\nvoile");
  EXPECT_EQ(rome->items[1].group, "rome:30");
  EXPECT_EQ(rome->items[2].kind, ItemKind::kMacro);
  EXPECT_EQ(rome->items[3].kind, ItemKind::kBehaviour);
  std::set<std::string> missing;
  for (const Problem& note : rome->notes) {
    EXPECT_EQ(note.code, ProblemCode::kFileMissing) << said(note);
    missing.insert(note.field);
  }
  EXPECT_EQ(missing.size(), 11U);
  EXPECT_TRUE(missing.count("unix_rubrique_mobilite_v901_utf8.csv"));
}

TEST(RomeReader, ReadsOptionalTablesWhenTheyAreThere) {
  const TemporaryDirectory folder;
  write_rome(folder);
  folder.write("unix_referentiel_savoir_v901_utf8.csv",
               "code_ogr_savoir,libelle_savoir,categorie_savoir,sous_categorie_savoir\n"
               "50,Nœuds marins,Techniques professionnelles,Techniques manuelles\n51,CAP cordier,Certifications et "
               "habilitations,Certifications\n");
  folder.write("unix_referentiel_contexte_travail_v901_utf8.csv",
               "code_ogr,libelle_cont_travail,libelle_type_cont_trav\n70,En plein air,Conditions\n");
  folder.write("unix_liens_rome_referentiels_v901_utf8.csv",
               "code_rome,code_compo_bloc,code_rubrique,code_ogr\nX1101,1,,1\nX1101,5,1,10\nX1101,5,3,50\nX1101,6,,"
               "70\nX1101,5,3,51\n");
  folder.write("unix_referentiel_appellation_v901_utf8.csv",
               "code_ogr,libelle_appellation_long,libelle_appellation_court,code_rome\n"
               "90,Cordier / Cordière,Cordier(ère),X1101\n91,\"CORDIER, cordière\",Fabricant de cordes,X1101\n");
  folder.write("unix_rubrique_mobilite_v901_utf8.csv",
               "code_rome,code_rome_cible,numero_ordre\nX1102,X1101,7\nX1101,X9999,1\n");
  folder.write("unix_texte_v901_utf8.csv",
               "code_rome,code_compo_bloc,libelle_type_texte,position_phrase,libelle_texte\n"
               "X1101,3,definition,2,Entretient l''outillage.\nX1101,3,definition,1,Fabrique des "
               "cordages.\nX1101,4,acces_metier,1,Un CAP.\n");
  folder.write("unix_arborescence_secteur_naf_v901_utf8.csv",
               "code_secteur_naf,libelle,code_rome\n13,Textile de m\xE9tier,X1101\n");
  folder.write("unix_referentiel_code_rome_riasec_v901_utf8.csv", "code_rome,riasec_majeur,riasec_mineur\nX1101,R,C\n");
  folder.write("unix_arborescence_centre_interet_v901_utf8.csv",
               "code_centre_interet,code_rome,principal\n4,X1101,oui\n");
  const auto rome = read_rome(folder.path());
  ASSERT_TRUE(rome) << said(rome.problem());
  const OccupationRow& cordier = rome->occupations[0];
  EXPECT_EQ(cordier.card.size(), 4U);
  EXPECT_EQ(cordier.card[0].core, Core::kPrincipal) << "the link table must not replace the mark";
  EXPECT_THAT(cordier.contexts, ElementsAre("rome:70"));
  EXPECT_THAT(cordier.titles, ElementsAre("Cordier / Cordière", "Cordier(ère)", "Fabricant de cordes"));
  EXPECT_EQ(cordier.definition, "Fabrique des cordages. Entretient l'outillage.");
  EXPECT_THAT(cordier.traits, ElementsAre("interest-main:4", "interest:4", "naf:13", "riasec-minor:C", "riasec:R"));
  EXPECT_TRUE(cordier.proximities.empty());
  ASSERT_EQ(rome->occupations[1].proximities.size(), 1U);
  EXPECT_EQ(rome->occupations[1].proximities[0].rank, 1) << "ranks are places, not the numbers given";
  ASSERT_EQ(rome->items.size(), 6U);
  EXPECT_EQ(rome->items[4].kind, ItemKind::kKnowledge);
  EXPECT_EQ(rome->items[4].group, "rome:savoir/techniques-professionnelles/techniques-manuelles");
  EXPECT_EQ(rome->items[5].kind, ItemKind::kCertificate);
  const auto unknown = std::find_if(rome->notes.begin(), rome->notes.end(),
                                    [](const Problem& n) { return n.code == ProblemCode::kOccupationUnknown; });
  ASSERT_NE(unknown, rome->notes.end());
  EXPECT_EQ(unknown->field, "code_rome_cible");
  EXPECT_EQ(unknown->detail, "X9999");
  EXPECT_EQ(unknown->position, "row 3");
}

TEST(RomeReader, OlderVersionsWithoutTheNewColumnsAreRead) {
  const TemporaryDirectory folder;
  folder.write("unix_referentiel_code_rome_v340_utf8.csv", "code_rome,libelle_rome\nX1101,Cordier\nX1102,Voilier\n");
  folder.write("unix_referentiel_competence_v340_utf8.csv", "code_ogr,libelle_competence\n10,Tresser\n");
  folder.write("unix_liens_rome_referentiels_v340_utf8.csv", "code_rome,code_compo_bloc,code_ogr\nX1101,5,10\n");
  folder.write("unix_rubrique_mobilite_v340_utf8.csv", "code_rome,code_rome_cible,code_type_mobilite\nX1101,X1102,1\n");
  const auto rome = read_rome(folder.path());
  ASSERT_TRUE(rome) << said(rome.problem());
  EXPECT_EQ(rome->occupations[0].parent, "");
  ASSERT_EQ(rome->occupations[0].card.size(), 1U);
  EXPECT_EQ(rome->occupations[0].card[0].item, "rome:10");
  EXPECT_EQ(rome->occupations[0].proximities.size(), 1U);
}

TEST(RomeReader, BadInputIsNamed) {
  EXPECT_EQ(read_rome("/nonexistent/rome").problem().code, ProblemCode::kFileNotFound);

  const TemporaryDirectory empty;
  EXPECT_EQ(read_rome(empty.path()).problem().code, ProblemCode::kFileMissing);

  const TemporaryDirectory without_competences;
  without_competences.write("unix_referentiel_code_rome_v901_utf8.csv", kOccupations);
  const auto missing = read_rome(without_competences.path());
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.problem().code, ProblemCode::kFileMissing);
  EXPECT_EQ(missing.problem().field, "unix_referentiel_competence_v901_utf8.csv");
  EXPECT_EQ(missing.problem().source, without_competences.path());

  const TemporaryDirectory without_links;
  without_links.write("unix_referentiel_code_rome_v901_utf8.csv", kOccupations);
  without_links.write("unix_referentiel_competence_v901_utf8.csv", kCompetences);
  EXPECT_EQ(read_rome(without_links.path()).problem().field, "unix_coherence_item_v901_utf8.csv");

  const TemporaryDirectory column;
  write_rome(column);
  column.write("unix_coherence_item_v901_utf8.csv", "code_rome,code,coeur_metier\nX1101,10,\n");
  const auto no_column = read_rome(column.path());
  ASSERT_FALSE(no_column);
  EXPECT_EQ(no_column.problem().code, ProblemCode::kColumnMissing);
  EXPECT_EQ(no_column.problem().field, "code_ogr");

  const TemporaryDirectory latin;
  write_rome(latin);
  latin.write("unix_referentiel_competence_v901_utf8.csv",
              "code_ogr,libelle_competence\n10,D\xE9"
              "couper\n");
  const auto not_utf8 = read_rome(latin.path());
  ASSERT_FALSE(not_utf8);
  EXPECT_EQ(not_utf8.problem().code, ProblemCode::kNotUtf8);
  EXPECT_EQ(not_utf8.problem().position, "row 2");
  EXPECT_EQ(not_utf8.problem().field, "libelle_competence");
}

TEST(RomeReader, TwoVersionsInOneFolderAreRefused) {
  const TemporaryDirectory folder;
  write_rome(folder, "901");
  write_rome(folder, "902");
  const auto rome = read_rome(folder.path());
  ASSERT_FALSE(rome);
  EXPECT_EQ(rome.problem().code, ProblemCode::kDocumentUnexpected);
  EXPECT_THAT(rome.problem().detail, HasSubstr("901, 902"));
}

TEST(RomeReader, AFaultOnEveryRowGivesFewNotes) {
  const TemporaryDirectory folder;
  write_rome(folder);
  std::string links = "code_rome,code_ogr,coeur_metier\n";
  for (int i = 0; i < 500; ++i) links.append("Y").append(std::to_string(1000 + i)).append(",10,\n");
  folder.write("unix_coherence_item_v901_utf8.csv", links);
  const auto rome = read_rome(folder.path());
  ASSERT_TRUE(rome);
  const auto count = std::count_if(rome->notes.begin(), rome->notes.end(),
                                   [](const Problem& n) { return n.code == ProblemCode::kOccupationUnknown; });
  EXPECT_EQ(count, 51);
}

TEST(RomeReader, EveryRowOfTheRealVersionIsRead) {
  PASSERELLE_NEED_SHARED(shared);
  const auto rome = read_rome((shared / "rome_v460").string());
  ASSERT_TRUE(rome) << said(rome.problem());
  EXPECT_EQ(rome->version, "460");
  EXPECT_TRUE(rome->notes.empty()) << said(rome->notes.front());
  EXPECT_EQ(rome->occupations.size(), 1584U);
  EXPECT_EQ(rome->contexts.size(), 179U);
  std::set<std::string> parents, keys;
  std::size_t links = 0, principal = 0, emerging = 0, proximities = 0, regulated = 0, titles = 0;
  for (const OccupationRow& occupation : rome->occupations) {
    keys.insert(occupation.key);
    parents.insert(occupation.parent);
    links += occupation.card.size() + occupation.contexts.size();
    for (const CardLine& line : occupation.card) {
      principal += line.core == Core::kPrincipal;
      emerging += line.core == Core::kEmerging;
    }
    proximities += occupation.proximities.size();
    regulated += occupation.regulated;
    titles += occupation.titles.size();
    EXPECT_FALSE(occupation.definition.empty()) << occupation.key;
    EXPECT_FALSE(occupation.traits.empty()) << occupation.key;
    for (std::size_t i = 0; i < occupation.proximities.size(); ++i)
      EXPECT_EQ(occupation.proximities[i].rank, i + 1) << occupation.key;
  }
  EXPECT_EQ(parents.size(), 532U);
  for (const std::string& parent : parents) EXPECT_TRUE(keys.count(parent)) << parent;
  EXPECT_EQ(links, 104'219U);
  EXPECT_EQ(principal, 18'900U);
  EXPECT_EQ(emerging, 1'731U);
  EXPECT_EQ(proximities, 14'912U);
  EXPECT_EQ(regulated, 241U);
  EXPECT_EQ(titles, 15'286U);  // 13,120 long titles and their different short forms
  std::map<ItemKind, std::size_t> kinds;
  std::set<std::string> items;
  for (const ItemRow& item : rome->items) {
    ++kinds[item.kind];
    items.insert(item.key);
    EXPECT_FALSE(item.label.empty()) << item.key;
  }
  EXPECT_EQ(items.size(), 18'317U + 15'354U);
  EXPECT_EQ(kinds[ItemKind::kSkill], 17'810U);
  EXPECT_EQ(kinds[ItemKind::kMacro] + kinds[ItemKind::kBehaviour], 507U);
  EXPECT_EQ(kinds[ItemKind::kBehaviour], 16U);
  EXPECT_EQ(kinds[ItemKind::kKnowledge] + kinds[ItemKind::kCertificate], 15'354U);
  EXPECT_EQ(kinds[ItemKind::kCertificate], 3'223U);
  for (const ItemRow& item : rome->items) {
    if (item.kind != ItemKind::kSkill) continue;
    EXPECT_TRUE(items.count(item.group)) << item.key;
  }
}

}  // namespace
}  // namespace passerelle::reference
