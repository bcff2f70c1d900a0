#include <gtest/gtest.h>

#include <set>

#include "records/languages.hpp"
#include "records/vocabulary_codes.hpp"

namespace passerelle {
namespace {

template <class E, class FromCode>
void check_list(FromCode from_code, unsigned first) {
  std::set<std::string_view> codes, french, english;
  for (unsigned i = first; i < static_cast<unsigned>(E::kCount); ++i) {
    const E value = static_cast<E>(i);
    EXPECT_FALSE(code(value).empty());
    EXPECT_EQ(from_code(code(value)), value) << code(value);
    codes.insert(code(value));
    french.insert(label(value, Language::kFrench));
    english.insert(label(value, Language::kEnglish));
  }
  const std::size_t n = static_cast<std::size_t>(E::kCount) - first;
  EXPECT_EQ(codes.size(), n);
  EXPECT_EQ(french.size(), n);
  EXPECT_EQ(english.size(), n);
  EXPECT_EQ(from_code(""), std::nullopt);
  EXPECT_EQ(from_code("no such code"), std::nullopt);
}

TEST(Codes, EveryEnumeratorHasItsOwnCodeAndLabels) {
  check_list<Contract>(contract_from_code, 1);
  check_list<Schedule>(schedule_from_code, 0);
  check_list<Licence>(licence_from_code, 0);
  check_list<Means>(means_from_code, 1);
  check_list<Reserved>(reserved_from_code, 0);
}

TEST(Codes, AreReadWhateverTheirCase) {
  EXPECT_EQ(contract_from_code("cdi"), Contract::kCdi);
  EXPECT_EQ(licence_from_code("c1e"), Licence::kC1E);
  EXPECT_EQ(level_from_code("e"), Level::kRequired);
}

TEST(Codes, PublishedCodesMeanWhatTheSourceSays) {
  EXPECT_EQ(contract_from_code("MIS"), Contract::kTemp);
  EXPECT_EQ(contract_from_code("DDI"), Contract::kInsertionCdd);
  EXPECT_EQ(contract_from_code("TTI"), Contract::kInsertionTemp);
  EXPECT_EQ(contract_from_code("DIN"), Contract::kOpenTemp);
  EXPECT_EQ(code(Level::kRequired), "E");
  EXPECT_EQ(code(Level::kDesired), "S");
  EXPECT_EQ(cefr_from_code("B2"), LanguageLevel{4});
  EXPECT_EQ(cefr_code(6), "C2");
  EXPECT_EQ(cefr_code(0), "");
  EXPECT_EQ(education_label(5, Language::kFrench), "Bac+2");
  EXPECT_EQ(education_label(200, Language::kFrench), "Niveau non précisé");
}

TEST(Licences, ImplyWhatTheLawSays) {
  const auto mask = [](std::initializer_list<Licence> licences) {
    LicenceMask m = 0;
    for (Licence l : licences) m = static_cast<LicenceMask>(m | bit(l));
    return m;
  };
  using enum Licence;
  const struct { LicenceMask held, expected; const char* why; } kTable[] = {
      {0, 0, "nothing implies nothing"},
      {mask({kAM}), mask({kAM}), "a moped licence opens nothing more"},
      {mask({kA}), mask({kA, kA2, kA1, kAM}), "motorcycles step by step"},
      {mask({kB}), mask({kB, kB1, kAM}), "a car licence covers quadricycles and mopeds"},
      {mask({kBE}), mask({kBE, kB, kB1, kAM}), "a trailer supposes the car"},
      {mask({kC}), mask({kC, kC1, kB, kB1, kAM}), "a lorry supposes the car, not its trailer"},
      {mask({kC1E}), mask({kC1E, kC1, kBE, kB, kB1, kAM}), "C1E covers BE"},
      {mask({kCE}), mask({kCE, kC1E, kC, kC1, kBE, kB, kB1, kAM}), "CE covers C1E and BE, not DE"},
      {mask({kCE, kD}), mask({kCE, kC1E, kC, kC1, kBE, kB, kB1, kAM, kD, kD1, kDE, kD1E}), "CE with D covers DE"},
      {mask({kD}), mask({kD, kD1, kB, kB1, kAM}), "a bus supposes the car, not the lorry"},
  };
  for (const auto& row : kTable) EXPECT_EQ(with_implied(row.held), row.expected) << row.why;
}

TEST(Languages, HaveNamesInBothLanguages) {
  EXPECT_EQ(language_label("en", Language::kFrench), "Anglais");
  EXPECT_EQ(language_label("nl", Language::kFrench), "Néerlandais");
  EXPECT_EQ(language_label("nl", Language::kEnglish), "Dutch");
  EXPECT_EQ(language_label("zz", Language::kFrench), "zz");
  for (const LanguageName& language : known_languages()) {
    EXPECT_FALSE(language.french.empty()) << language.code;
    EXPECT_FALSE(language.english.empty()) << language.code;
  }
}

}  // namespace
}  // namespace passerelle
