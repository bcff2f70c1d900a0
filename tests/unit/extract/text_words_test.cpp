#include "intake/extract/text_words.hpp"

#include <string>

#include <gtest/gtest.h>

#include "intake/extract/word_forms.hpp"

namespace passerelle::extract {
namespace {

std::string joined(const TextWords& words) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) out += (i ? " " : "") + std::string(words.word(i));
  return out;
}

TEST(TextWords, KnowWhereTheyStand) {
  const std::string text = "Élévateur : C++, permis B.";
  const TextWords words = read_words(text);
  EXPECT_EQ(joined(words), "elevateur c++ permis b");
  EXPECT_EQ(text.substr(words.words[0].begin, words.words[0].end - words.words[0].begin), "Élévateur");
  EXPECT_EQ(text.substr(words.words[1].begin, words.words[1].end - words.words[1].begin), "C++");
}

TEST(TextWords, InclusiveWritingIsNoWord) {
  EXPECT_EQ(joined(read_words("infirmier(ère) motivé.e et dynamique")), "infirmier motive et dynamique");
}

TEST(TextWords, SentencesEndAtStopsAndLines) {
  const TextWords words = read_words("Permis B. Anglais courant\nNuit");
  ASSERT_EQ(words.sentences.size(), 3U);
  EXPECT_NE(words.words[0].sentence, words.words[2].sentence);
}

TEST(WordForms, OneFamilyForVerbAndNoun) {
  EXPECT_EQ(word_family("preparation"), word_family("preparer"));
  EXPECT_EQ(word_family("vendre"), word_family("vente"));
  EXPECT_NE(word_family("soudure"), word_family("vente"));
}

}  // namespace
}  // namespace passerelle::extract
