#include "base/problem.hpp"

#include <gtest/gtest.h>

#include <cctype>
#include <set>
#include <string>
#include <vector>

#include "base/text.hpp"

namespace passerelle {
namespace {

// kInternal is the last code.
std::vector<ProblemCode> every_code() {
  std::vector<ProblemCode> codes;
  for (unsigned i = 0; i <= static_cast<unsigned>(ProblemCode::kInternal); ++i)
    codes.push_back(static_cast<ProblemCode>(i));
  return codes;
}

TEST(ProblemTable, every_code_has_a_name_of_its_own_that_leads_back_to_it) {
  std::set<std::string_view> names;
  for (const ProblemCode code : every_code()) {
    const std::string_view name = code_name(code);
    EXPECT_FALSE(name.empty());
    EXPECT_TRUE(names.insert(name).second) << name << " names two codes, or one has no line in the table";
    EXPECT_EQ(code_from_name(name), code) << name;
    for (const char c : name) EXPECT_TRUE((c >= 'a' && c <= 'z') || c == '-' || (c >= '0' && c <= '9')) << name;
  }
}

TEST(ProblemTable, an_unknown_name_is_our_own_bug) {
  EXPECT_EQ(code_from_name("no-such-code"), ProblemCode::kInternal);
  EXPECT_EQ(code_from_name(""), ProblemCode::kInternal);
}

TEST(ProblemTable, every_code_has_a_french_and_an_english_text) {
  std::set<std::string> french, english;
  for (const ProblemCode code : every_code()) {
    const Problem problem(code, "x7y");
    const std::string fr = reason_text(problem, Language::kFrench), en = reason_text(problem, Language::kEnglish);
    EXPECT_GT(fr.size(), 8U) << code_name(code);
    EXPECT_GT(en.size(), 8U) << code_name(code);
    EXPECT_TRUE(valid_utf8(fr) && valid_utf8(en));
    EXPECT_TRUE(french.insert(fr).second) << fr;
    EXPECT_TRUE(english.insert(en).second) << en;
    for (const std::string& text : {fr, en}) {
      EXPECT_NE(text.find("x7y"), std::string::npos) << "the detail is lost: " << text;
      EXPECT_EQ(text.find('{'), std::string::npos) << text;
    }
    if (code != ProblemCode::kInterrupted) {
      EXPECT_NE(fr, en);
    }
  }
}

TEST(ProblemTable, a_detail_is_never_taken_for_a_pattern) {
  for (const ProblemCode code : every_code()) {
    const Problem problem(code, "{} {0} %s {");
    EXPECT_NE(reason_text(problem, Language::kFrench).find("{} {0} %s {"), std::string::npos) << code_name(code);
  }
}

TEST(Problem, says_where_what_and_why) {
  const Problem problem =
      Problem(ProblemCode::kFieldType, "salaire", "object").from("offres.json").at("line 12 /salaire");
  EXPECT_EQ(describe(problem, Language::kEnglish),
            "offres.json, line 12 /salaire, salaire: wrong type, object is expected");
  EXPECT_EQ(describe(problem, Language::kFrench),
            "offres.json, ligne 12 /salaire, salaire : type inattendu, il faut un objet");
}

TEST(Problem, what_the_engine_says_in_a_detail_is_said_in_french_too) {
  const struct { ProblemCode code; const char* detail; const char* french; } kTable[] = {
      {ProblemCode::kRequestInvalid, "no such code: CDX", "demande invalide : code inconnu : CDX"},
      {ProblemCode::kRequestInvalid, "a path is needed", "demande invalide : il faut un chemin"},
      {ProblemCode::kRecordMalformed, "3 ≠ 2 columns", "enregistrement illisible : 3 ≠ 2 colonnes"},
      {ProblemCode::kFieldType, "string", "type inattendu, il faut un texte"},
      {ProblemCode::kFieldType, "a whole number is expected", "type inattendu, il faut un nombre entier"},
      {ProblemCode::kPlaceUnknown, "7549 (24 rows)", "lieu introuvable dans le référentiel : 7549 (24 lignes)"},
      {ProblemCode::kItemUnknown, "480 more items", "compétence inconnue des vocabulaires importés : 480 autres compétences"},
      {ProblemCode::kNulByte, "byte 7", "octet nul dans le texte (octet 7)"},
      {ProblemCode::kRecordMalformed, "byte 7: Invalid value.", "enregistrement illisible : octet 7 : valeur invalide"},
      {ProblemCode::kFileUnreadable, "Permission denied", "lecture impossible : accès refusé"},
      {ProblemCode::kFieldType, "integer", "type inattendu, il faut un nombre entier"},
      {ProblemCode::kNotUtf8, "UTF-16", "le texte est en UTF-16, il faut de l'UTF-8"},
      {ProblemCode::kStoreNotOurs, "a directory", "ce fichier n'est pas une base Passerelle (un dossier)"},
      {ProblemCode::kFieldValue, "1 to 65535 is expected", "valeur refusée : de 1 à 65535 attendu"},
      {ProblemCode::kRequestInvalid, "0 to 10000", "demande invalide : de 0 à 10000"},
      // Values are not words of ours.
      {ProblemCode::kFieldValue, "1 to 5", "valeur refusée : 1 to 5"},
      {ProblemCode::kFieldValue, "string", "valeur refusée : string"},
      {ProblemCode::kPlaceUnknown, "Rows)", "lieu introuvable dans le référentiel : Rows)"},
  };
  for (const auto& row : kTable) EXPECT_EQ(reason_text(Problem(row.code, row.detail), Language::kFrench), row.french);
  EXPECT_EQ(reason_text(Problem(ProblemCode::kFieldType, "a text is expected"), Language::kEnglish), "wrong type, a text is expected");
  EXPECT_EQ(position_text("row 40", Language::kFrench), "ligne 40");
  EXPECT_EQ(position_text("row 40", Language::kEnglish), "row 40");
  EXPECT_EQ(position_text("line drawn", Language::kFrench), "line drawn");
}

TEST(Problem, leaves_out_the_parts_that_are_not_there) {
  const Problem missing = Problem(ProblemCode::kFileMissing, "a.csv", "").from("dir");
  EXPECT_EQ(describe(missing, Language::kFrench), "dir, a.csv : fichier absent du dossier");
  EXPECT_EQ(describe(missing, Language::kEnglish), "dir, a.csv: file missing from the directory");
  EXPECT_EQ(describe(Problem(ProblemCode::kFileEmpty).from("a.json"), Language::kEnglish), "a.json: the file is empty");
  EXPECT_EQ(describe(Problem(ProblemCode::kStoreBusy), Language::kEnglish),
            reason_text(Problem(ProblemCode::kStoreBusy), Language::kEnglish));
  EXPECT_EQ(describe(Problem(ProblemCode::kFileEmpty).at("row 2"), Language::kEnglish), "row 2: the file is empty");
}

}  // namespace
}  // namespace passerelle
