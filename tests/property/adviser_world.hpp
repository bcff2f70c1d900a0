// Random worlds with situations, levers and texts that demand something: for the laws of the adviser's and the territory's layer.
#pragma once

#include "adviser/ground.hpp"
#include "property/world.hpp"
#include "scoring/pair_score.hpp"
#include "sensitive/restricted_record.hpp"

namespace passerelle::testing {

/// The shipped tables with a few of the levers, so that every set can be tried.
levers::LeverTables some_tables(Dice& dice, std::size_t levers_kept);

RestrictedRecord random_record(Dice& dice, const levers::BarrierVocabulary& vocabulary, Day date);

/// The world with a demand in many of its texts.
World worded(World world, Dice& dice);

struct AdviserWorld {
  World world;
  std::shared_ptr<const Corpus> corpus;
  Policy policy;
  TravelModel travel;
  ScoringContext context;
  std::shared_ptr<const adviser::Ground> ground;

  /// `tables` and `suggest` instead of some of the shipped levers, and of the adviser's policy.
  AdviserWorld(World w, Dice& dice, levers::LeverTables tables, Policy suggest);
  AdviserWorld(std::uint64_t seed, Dice& dice, std::size_t levers_kept);
};

}  // namespace passerelle::testing
