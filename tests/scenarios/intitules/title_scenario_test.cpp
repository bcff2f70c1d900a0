// The table of titles that an adviser can read, against the real ROME.
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "intake/normalise/normalise_offer.hpp"
#include "reference/build_reference.hpp"
#include "reference/rome_reader.hpp"
#include "scenarios/markdown.hpp"
#include "support/shared_data.hpp"

namespace passerelle::scenarios {
namespace {

std::string occupation_of(const std::string& cell) { return "rome:" + cell.substr(0, cell.find(' ')); }

TEST(Titles, LeadToTheOccupationsOfTheTable) {
  PASSERELLE_NEED_SHARED(shared);
  auto rome = reference::read_rome((shared / "rome_v460").string());
  ASSERT_TRUE(rome.ok());
  reference::ReferenceInputs inputs;
  inputs.vocabularies.push_back(*std::move(rome));
  const auto reference = reference::build_reference(inputs).reference;
  const ReferenceLookup lookup(*reference);

  const std::string file = std::string(PASSERELLE_SOURCE_DIR) + "/tests/scenarios/intitules/intitules.md";
  std::ifstream in(file);
  std::stringstream text;
  text << in.rdbuf();
  const Document document = parse_markdown(text.str(), "intitules.md");
  std::size_t rows = 0;
  for (const Section& section : document.sections)
    for (const Table& table : section.tables) {
      ASSERT_EQ(table.columns, (std::vector<std::string>{"intitulé", "texte", "lieu", "issue", "métier"})) << table.line;
      for (const Row& row : table.rows) {
        ++rows;
        const std::string where = "intitules.md:" + std::to_string(row.line) + " " + row.cells[0];
        OfferDraft draft;
        draft.offer.id = "1";
        draft.offer.title = row.cells[0];
        draft.offer.description = row.cells[1];
        draft.place.name = row.cells[2];
        const Offer offer = normalise_offer(std::move(draft), lookup);
        const std::string& outcome = row.cells[3];
        const std::string& named = row.cells[4];
        ASSERT_TRUE(outcome == "retenu" || outcome == "à choisir") << where;
        ASSERT_FALSE(offer.occupation_guesses.empty()) << where;
        if (named != "—") { EXPECT_TRUE(reference->find_occupation(occupation_of(named))) << where; }
        if (outcome == "retenu") {
          EXPECT_EQ(offer.occupation, occupation_of(named)) << where;
          continue;
        }
        EXPECT_EQ(offer.occupation, "") << where << ", " << unsigned{offer.occupation_guesses.front().confidence} << " %";
        bool among = named == "—";
        for (const GuessedOccupation& guess : offer.occupation_guesses) among = among || guess.occupation == occupation_of(named);
        EXPECT_TRUE(among) << where;
      }
    }
  EXPECT_GE(rows, 25U);
}

}  // namespace
}  // namespace passerelle::scenarios
