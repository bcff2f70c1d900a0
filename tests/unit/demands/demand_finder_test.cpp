// What an offer demands, and where that was read.
#include <gtest/gtest.h>

#include <algorithm>

#include <fmt/format.h>

#include "demands/demand_finder.hpp"
#include "levers/read_tables.hpp"

namespace passerelle::demands {
namespace {

const levers::DemandTable& table() {
  static const levers::DemandTable shipped = [] {
    auto read = levers::read_table(fmt::format("{}/datasets/levers/demands.toml", PASSERELLE_SOURCE_DIR));
    if (!read) throw std::runtime_error(describe(read.problem(), Language::kEnglish));
    return std::get<levers::DemandTable>(*read);
  }();
  return shipped;
}

const ContextsByOccupation kContexts = {{"rome:X", {{"rome:300803", "Travail de nuit"}, {"rome:1", "autre"}}}};

std::vector<std::string> found(const Offer& offer) {
  std::vector<std::string> names;
  for (const FoundDemand& one : DemandFinder(table(), kContexts).find(offer))
    if (one.source != Source::kComputed) names.push_back(fmt::format("{} {} {}", table().demands[one.demand].code, code(one.source), one.evidence));
  return names;
}
using Names = std::vector<std::string>;

TEST(DemandFinder, ReadsFieldsTextAndContexts) {
  Offer offer;
  EXPECT_EQ(found(offer), Names{});
  offer.schedules = bit(Schedule::kNight);
  EXPECT_EQ(found(offer), Names{"night-hours field Nuit"});
  offer = {};
  offer.occupation = "rome:X";
  EXPECT_EQ(found(offer), Names{"night-hours context Travail de nuit"});
  offer.description = "Poste de NUIT, port de charges.";
  EXPECT_EQ(found(offer), (Names{"night-hours text poste de nuit", "heavy-loads text port de charges"}));
  offer.schedules = bit(Schedule::kNight);
  EXPECT_EQ(found(offer).front(), "night-hours field Nuit");
  // What the offer states of its hours replaces what is usual.
  offer.description.clear();
  offer.schedules = bit(Schedule::kDay);
  EXPECT_EQ(found(offer), Names{});
  offer = {};
  offer.licences = {{Licence::kB, Level::kDesired, Provenance::kField}};
  EXPECT_EQ(found(offer), Names{});
  offer.licences.push_back({Licence::kC, Level::kRequired, Provenance::kField});
  EXPECT_EQ(found(offer).size(), 1U);
  EXPECT_TRUE(found(offer).front().starts_with("driving field"));
  offer = {};
  offer.languages = {{"fr", 4, Level::kRequired}, {"en", 6, Level::kRequired}};
  EXPECT_EQ(found(offer), (Names{"written-french field B2", "reading-french field B2", "spoken-french field B2"}));
  offer.languages = {{"fr", 1, Level::kRequired}};
  EXPECT_EQ(found(offer), Names{"spoken-french field A1"});
}

TEST(DemandFinder, WordsAreWholeAndMayBeDenied) {
  Offer offer;
  offer.description = "surgelesque";
  EXPECT_EQ(found(offer), Names{});
  offer.description = "Pas de travail de nuit. Sans port de charges.";
  EXPECT_EQ(found(offer), Names{});
  offer.description = "Pas de travail de nuit la semaine ; le vendredi, travail de nuit.";
  EXPECT_EQ(found(offer), Names{"night-hours text travail de nuit"});
  offer.description = "Postulez en ligne. Véhicule indispensable";
  EXPECT_EQ(found(offer), (Names{"own-vehicle text vehicule indispensable", "online-application text postulez en ligne"}));
}

TEST(DemandFinder, TheReaderOfTextsCanBeReplaced) {
  const DemandFinder finder(table(), kContexts, [](const Offer&, std::vector<FoundDemand>& out) { out.push_back({2, Source::kText, "mine"}); });
  Offer offer;
  offer.description = "travail de nuit";
  const JobDemands masks = finder.masks(offer);
  EXPECT_EQ(masks.stated, levers::bit(0) | levers::bit(2));
  EXPECT_EQ(masks.usual, 0U);
}

TEST(DemandFinder, EveryDemandCanBeMet) {
  // Each demand is implied by something: a field, a context, words, or it is computed.
  for (const levers::Demand& demand : table().demands)
    EXPECT_TRUE(demand.schedules != 0 || demand.licences != 0 || demand.french != 0 || !demand.contexts.empty() || !demand.words.empty() ||
                demand.computed != levers::Computed::kNo)
        << demand.code;
  for (const levers::Demand& demand : table().demands)
    for (const std::string& words : demand.words) {
      Offer offer;
      offer.description = "Le poste : " + words + ".";
      const auto names = found(offer);
      EXPECT_TRUE(std::any_of(names.begin(), names.end(), [&](const std::string& name) { return name.starts_with(demand.code + " text"); })) << words;
    }
}

}  // namespace
}  // namespace passerelle::demands
