#include "base/text.hpp"

#include <gmock/gmock.h>

#include <string>

namespace passerelle {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace std::string_literals;

TEST(Fold, lower_case_without_accents_one_space_between_words) {
  EXPECT_EQ(fold("Préparateur / Préparatrice de commandes — H/F"), "preparateur preparatrice de commandes h f");
  EXPECT_EQ(fold("ÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸ àâäçéèêëîïôöùûüÿ"), "aaaceeeeiioouuuy aaaceeeeiioouuuy");
  EXPECT_EQ(fold("  CACES® R489 - cat. 3  "), "caces r489 cat 3");
}

TEST(Fold, french_ligatures_are_two_letters) {
  EXPECT_EQ(fold("Maître d'œuvre"), "maitre d oeuvre");
  EXPECT_EQ(fold("ŒUVRE"), "oeuvre");
  EXPECT_EQ(fold("Lætitia, curriculum vitæ, ÆGIS"), "laetitia curriculum vitae aegis");
  EXPECT_EQ(fold("Straße"), "strasse");
  EXPECT_EQ(fold("ﬁnition au ﬂuor"), "finition au fluor") << "typographic ligatures of PDF extracts";
}

TEST(Fold, every_apostrophe_and_dash_separates) {
  for (const char* apostrophe : {"'", "’", "‘", "`", "´", "′"})
    EXPECT_EQ(fold("Chef d"s + apostrophe + "équipe"), "chef d equipe") << apostrophe;
  for (const char* dash : {"-", "‐", "‑", "–", "—", "/", "·", "\u00A0", "\u202F", "\n\t"})
    EXPECT_EQ(fold("aide"s + dash + "soignant"), "aide soignant") << dash;
}

TEST(Fold, combining_accents_and_soft_hyphens_stay_inside_the_word) {
  EXPECT_EQ(fold("pre\u0301parateur"), "preparateur") << "decomposed, as macOS writes it";
  EXPECT_EQ(fold("sou\u00ADdeur"), "soudeur") << "soft hyphen of a PDF";
  EXPECT_EQ(fold("sou\u200Bdeur"), "soudeur") << "zero-width space";
  EXPECT_EQ(fold("sou\u0301deu\u0302r"), fold("soúdeûr"));
  EXPECT_EQ(fold("\u0301"), "");
  EXPECT_EQ(fold("a \u0301 b"), "a b");
}

TEST(Fold, composed_and_decomposed_texts_are_the_same) {
  EXPECT_EQ(fold("Éle\u0300ve infirmie\u0300re"), fold("Élève infirmière"));
}

TEST(Fold, other_scripts_and_digits_are_kept) {
  EXPECT_EQ(fold("Инженер 2-й категории"), "инженер 2 и категории");
  EXPECT_EQ(fold("フォークリフト運転"), fold("フォークリフト運転"));
  EXPECT_NE(fold("運転"), "");
  EXPECT_EQ(fold("2x8, 35h"), "2x8 35h");
  EXPECT_EQ(fold("m²"), "m2");
}

TEST(Fold, invalid_bytes_separate_words_and_never_more) {
  EXPECT_EQ(fold("soud\xE9 ur"), "soud ur") << "Latin-1";
  EXPECT_EQ(fold("a\xFF\xFE"
                 "b"),
            "a b");
  EXPECT_EQ(fold("a\xC3"), "a") << "cut inside a character";
  EXPECT_EQ(fold("a\0b"s), "a b");
  EXPECT_EQ(fold("\xED\xA0\x80x"), "x") << "a surrogate is no character";
}

TEST(Fold, nothing_gives_nothing) {
  EXPECT_EQ(fold(""), "");
  EXPECT_EQ(fold(" \t\r\n .,;!? "), "");
  EXPECT_THAT(folded_words("  …  "), IsEmpty());
}

TEST(Fold, folding_twice_is_folding_once) {
  for (const char* text : {"Maître d'œuvre — H/F", "sou\u00ADdeur", "Straße", "½ journée", "ﬁ", "İstanbul", "Ⅳ", "№ 5"})
    EXPECT_EQ(fold(fold(text)), fold(text)) << text;
}

TEST(Fold, a_megabyte_of_text) {
  std::string text, expected;
  while (text.size() < (1U << 20)) {
    text += "Électricien·ne du bâtiment ";
    expected += expected.empty() ? "electricien ne du batiment" : " electricien ne du batiment";
  }
  EXPECT_EQ(fold(text), expected);
}

TEST(FoldedWords, are_the_words_of_fold) {
  EXPECT_THAT(folded_words("L'Élève-ingénieur(e), 1re année"),
              ElementsAre("l", "eleve", "ingenieur", "e", "1re", "annee"));
}

struct Utf8Case {
  std::string bytes;
  std::optional<std::size_t> bad_at;
};

TEST(ValidUtf8, tells_where_the_first_bad_byte_is) {
  const Utf8Case cases[] = {
      {"", {}},
      {"abc", {}},
      {"é œ € 😀", {}},
      {"a\0b"s, {}},
      {"caf\xE9", 3},  // Latin-1
      {"é\xE9t\xE9", 2},
      {"\x80", 0},    // a continuation without a start
      {"ab\xC3", 2},  // cut
      {"\xE2\x82", 0},
      {"\xF0\x9F\x98", 0},
      {"\xC0\xAF", 0},  // overlong
      {"\xE0\x80\xAF", 0},
      {"x\xED\xA0\x80", 1},     // surrogate
      {"\xF4\x90\x80\x80", 0},  // beyond U+10FFFF
      {"\xFF", 0},
      {"\xEF\xBB\xBF"
       "a",
       {}},
      {"\xF4\x8F\xBF\xBF", {}},  // U+10FFFF itself
  };
  for (const Utf8Case& c : cases) {
    std::size_t at = 12345;
    EXPECT_EQ(valid_utf8(c.bytes, &at), !c.bad_at.has_value()) << ::testing::PrintToString(c.bytes);
    EXPECT_EQ(at, c.bad_at.value_or(12345)) << ::testing::PrintToString(c.bytes);
    EXPECT_EQ(valid_utf8(c.bytes), !c.bad_at.has_value());
  }
}

TEST(Trim, takes_ascii_white_space_off_both_ends) {
  EXPECT_EQ(trim(" \t\r\n\f\va b\n"), "a b");
  EXPECT_EQ(trim(""), "");
  EXPECT_EQ(trim(" \n "), "");
  EXPECT_EQ(trim("\u00A0a"), "\u00A0a") << "a no-break space is text";
}

TEST(AsciiLower, leaves_other_bytes_alone) {
  EXPECT_EQ(ascii_lower("GZ.ZsT-É"), "gz.zst-É");
  EXPECT_EQ(ascii_lower("\xC9[@`{Z"), "\xC9[@`{z");
}

TEST(Shorten, cuts_at_a_code_point_and_says_so) {
  EXPECT_EQ(shorten("soudeur", 7), "soudeur");
  EXPECT_EQ(shorten("soudeur", 4), "soud…");
  EXPECT_EQ(shorten("éééé", 8), "éééé");
  EXPECT_EQ(shorten("éééé", 7), "ééé…");
  EXPECT_EQ(shorten("éééé", 1), "…");
  EXPECT_EQ(shorten("😀😀", 7), "😀…");
  EXPECT_EQ(shorten("", 0), "");
  EXPECT_EQ(shorten("abc", 0), "…");
  EXPECT_EQ(shorten("\x80\x80\x80\x80", 2), "…") << "bytes that are not UTF-8 are not followed beyond the beginning";
  for (std::size_t most = 0; most < 40; ++most)
    EXPECT_TRUE(valid_utf8(shorten("Maître d'œuvre — 😀 — ½", most))) << most;
}

}  // namespace
}  // namespace passerelle
