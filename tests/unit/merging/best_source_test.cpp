// The table of meilleure-source.md, line by line; and what a table does not show.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

#include "base/text.hpp"
#include "merging/best_source.hpp"

namespace passerelle::merging {
namespace {

LicenceRequirement licence(const std::string& text, Provenance provenance) {
  LicenceRequirement asked;
  asked.licence = *licence_from_code(text.substr(0, text.find('-')));
  asked.level = text.ends_with("-S") ? Level::kDesired : Level::kRequired;
  asked.provenance = provenance;
  return asked;
}

Offer offer_of(const std::string& cell, const std::string& id, bool& open) {
  Offer offer;
  offer.id = id;
  offer.sources = {{"source-" + id, "1", ""}};
  std::istringstream words(cell);
  for (std::string word; words >> word;) {
    const std::string key = word.substr(0, word.find('=')), value = word.substr(std::min(word.size(), word.find('=') + 1));
    if (word == "close") open = false;
    else if (key == "via") offer.sources.push_back({value, "2", ""});
    else if (key == "titre") offer.title = value;
    else if (key == "texte") offer.description = value;
    else if (key == "métier") offer.occupation = value;
    else if (key == "employeur") offer.employer_name = value;
    else if (key == "siret") offer.siret = value;
    else if (key == "commune") offer.place.insee = value;
    else if (key == "contrat") offer.contract = *contract_from_code(value);
    else if (key == "heures") offer.weekly_minutes = static_cast<std::uint16_t>(std::stoi(value) * 60);
    else if (key == "salaire") offer.salary.monthly_min_cents = static_cast<std::uint32_t>(std::stoi(value) * 100);
    else if (key == "publiée") offer.published = *parse_day(value);
    else if (key == "maj") offer.updated = *parse_day(value);
    else if (key == "clôture") offer.closing = *parse_day(value);
    else if (key == "permis") offer.licences.push_back(licence(value, Provenance::kField));
    else if (key == "lu") offer.licences.push_back(licence(value, Provenance::kText));
    else ADD_FAILURE() << "unknown word " << word;
  }
  return offer;
}

std::string origin(const BestOffer& best, std::string_view field) {
  std::string from;
  for (const FieldOrigin& each : best.origins)
    if (each.field == field) from += static_cast<char>('A' + each.posting);
  return "(" + from + ")";
}

/// What the record says, in the words of the table; with the origin, of licences by each one's own line.
std::set<std::string> said(const BestOffer& best, const std::vector<Offer>& postings) {
  std::set<std::string> out;
  const Offer& o = best.offer;
  const auto add = [&](const std::string& key, const std::string& value, std::string_view field) {
    if (!value.empty()) out.insert(key + "=" + value + origin(best, field));
  };
  add("titre", o.title, "title");
  add("texte", o.description, "description");
  add("métier", o.occupation, "occupation");
  add("employeur", o.employer_name, "employer");
  add("siret", o.siret, "employer");
  add("commune", o.place.insee, "place");
  if (o.contract != Contract::kUnknown) add("contrat", std::string(code(o.contract)), "contract");
  if (o.weekly_minutes != 0) add("heures", std::to_string(o.weekly_minutes / 60), "hours");
  if (o.salary.monthly_min_cents != 0) add("salaire", std::to_string(o.salary.monthly_min_cents / 100), "salary");
  add("publiée", to_string(o.published), "published");
  add("maj", to_string(o.updated), "updated");
  add("clôture", to_string(o.closing), "closing");
  for (const LicenceRequirement& each : o.licences) {
    std::string from;
    for (std::size_t i = 0; i < postings.size(); ++i)
      if (std::find(postings[i].licences.begin(), postings[i].licences.end(), each) != postings[i].licences.end()) from += static_cast<char>('A' + i);
    out.insert("permis=" + std::string(code(each.licence)) + "-" + std::string(code(each.level)) + "(" + from + ")");
  }
  return out;
}

TEST(BestSource, WinsAsEachLineOfTheTableSays) {
  std::ifstream table(std::string(PASSERELLE_SOURCE_DIR) + "/tests/unit/merging/meilleure-source.md");
  ASSERT_TRUE(table.is_open());
  std::size_t lines = 0;
  for (std::string line; std::getline(table, line);) {
    if (!line.starts_with("| ") || line.starts_with("| Situation")) continue;
    std::vector<std::string> cells;
    std::istringstream in(line.substr(1));
    for (std::string cell; std::getline(in, cell, '|');) cells.emplace_back(trim(cell));
    ASSERT_EQ(cells.size(), 5U) << line;
    std::vector<Offer> offers;
    std::vector<char> open;
    for (std::size_t i = 1; i <= 3; ++i) {
      if (cells[i].empty()) continue;
      bool is_open = true;
      offers.push_back(offer_of(cells[i], std::string(1, static_cast<char>('A' + i - 1)), is_open));
      open.push_back(is_open ? 1 : 0);
    }
    std::vector<Posting> postings;
    for (std::size_t i = 0; i < offers.size(); ++i) postings.push_back({&offers[i], open[i] != 0});
    std::set<std::string> expected;
    std::istringstream words(cells[4]);
    for (std::string word; words >> word;) expected.insert(word);
    EXPECT_EQ(said(best_of(postings), offers), expected) << cells[0];
    ++lines;
  }
  EXPECT_GE(lines, 18U);
}

TEST(BestSource, TheIdIsTheSmallestAndEveryOpenSourceIsKept) {
  bool open = true;
  Offer a = offer_of("titre=Un", "A", open), b = offer_of("titre=Deux heures=35", "B", open), c = offer_of("titre=Trois", "C", open);
  const BestOffer all = best_of(std::vector<Posting>{{&a, true}, {&b, true}, {&c, true}});
  EXPECT_EQ(all.offer.id, "A");
  EXPECT_EQ(all.offer.sources, (std::vector<OfferSource>{{"source-A", "1", ""}, {"source-B", "1", ""}, {"source-C", "1", ""}}));
  // Its source has closed it: the id stays, the source is no longer offered as a link.
  const BestOffer without = best_of(std::vector<Posting>{{&a, false}, {&b, true}, {&c, true}});
  EXPECT_EQ(without.offer.id, "A");
  EXPECT_EQ(without.offer.sources.size(), 2U);
}

TEST(BestSource, FlagsComeWithTheFieldTheySpeakOf) {
  bool open = true;
  Offer a = offer_of("titre=Un heures=35 contrat=CDI", "A", open), b = offer_of("commune=59350", "B", open);
  a.flags = {{ProblemCode::kPlaceMissing, "place", ""}, {ProblemCode::kTextUnread, "salary", "x"}};
  b.flags = {{ProblemCode::kTextUnread, "hours", "y"}};
  const BestOffer best = best_of(std::vector<Posting>{{&a, true}, {&b, true}});
  ASSERT_EQ(best.offer.flags.size(), 1U);
  EXPECT_EQ(best.offer.flags[0].field, "salary");
}

}  // namespace
}  // namespace passerelle::merging
