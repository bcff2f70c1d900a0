#include "property/adviser_world.hpp"

#include <fmt/format.h>

#include "levers/read_tables.hpp"

namespace passerelle::testing {

levers::LeverTables some_tables(Dice& dice, std::size_t levers_kept) {
  static const levers::LeverTables all = [] {
    levers::LeverTables tables;
    tables.barriers = std::get<levers::BarrierVocabulary>(*levers::read_table(fmt::format("{}/datasets/levers/barriers.toml", PASSERELLE_SOURCE_DIR)));
    tables.demands = std::get<levers::DemandTable>(*levers::read_table(fmt::format("{}/datasets/levers/demands.toml", PASSERELLE_SOURCE_DIR)));
    tables.conflicts = std::get<levers::ConflictTable>(*levers::read_table(fmt::format("{}/datasets/levers/conflicts.toml", PASSERELLE_SOURCE_DIR)));
    tables.levers = std::get<levers::LeverCatalogue>(*levers::read_table(fmt::format("{}/datasets/levers/levers-hauts-de-france.toml", PASSERELLE_SOURCE_DIR))).levers;
    for (levers::Lever& lever : tables.levers) {
      lever.territories.clear();  // the world's communes are made up
      lever.valid_from = Day{0};
    }
    return tables;
  }();
  levers::LeverTables tables = all;
  while (tables.levers.size() > levers_kept) tables.levers.erase(tables.levers.begin() + dice.below(static_cast<std::uint32_t>(tables.levers.size())));
  return tables;
}

RestrictedRecord random_record(Dice& dice, const levers::BarrierVocabulary& vocabulary, Day date) {
  RestrictedRecord record;
  const auto state = [&] { return static_cast<BarrierState>(dice.below(4)); };
  for (const levers::ConstraintEntry& constraint : vocabulary.constraints) {
    if (dice.chance(45)) continue;
    Barrier& barrier = record.barriers.emplace_back();
    barrier.constraint = constraint.code;
    barrier.state = dice.chance(60) ? BarrierState::kYes : state();
    barrier.impact = static_cast<BarrierImpact>(dice.below(4));
    barrier.priority = dice.chance(20);
    if (dice.chance(85)) barrier.explored = Day{date.since_epoch - static_cast<std::int32_t>(dice.below(700))};
    for (const levers::SituationEntry& situation : vocabulary.situations)
      if (situation.constraint == constraint.code && dice.chance(35)) barrier.situations.push_back({situation.code, dice.chance(60) ? BarrierState::kYes : state(), {}});
  }
  for (const char* one : {"under-26", "over-50", "rqth", "rsa", "qpv", "familles", "long-term"})
    if (dice.chance(20)) record.publics.emplace_back(one);
  return record;
}

World worded(World world, Dice& dice) {
  const std::vector<std::string> texts = {"", "", "travail de nuit", "vehicule indispensable", "port de charges", "candidature en ligne", "francais courant",
                                          "tenue de caisse", "casier judiciaire", "grand deplacement", "demarrage immediat", "outil informatique, travail le samedi"};
  for (Offer& offer : world.offers) offer.description = dice.pick(texts);
  return world;
}

AdviserWorld::AdviserWorld(std::uint64_t seed, Dice& dice, std::size_t levers_kept)
    : AdviserWorld(worded(random_world(seed, 40, 6), dice), dice, some_tables(dice, levers_kept), policies().front()) {}

AdviserWorld::AdviserWorld(World w, Dice& dice, levers::LeverTables tables, Policy suggest)
    : world(std::move(w)), corpus(world.corpus()), policy(std::move(suggest)), travel(policy.travel), context{*corpus, policy, travel, world.date} {
  demands::ContextsByOccupation contexts;
  for (const std::string& key : corpus->reference->occupation_keys)
    if (dice.chance(50)) contexts[key].push_back({dice.pick(std::vector<std::string>{"rome:300803", "rome:300795", "rome:403020", "rome:300817"}), "usual"});
  auto built = adviser::build_ground(corpus, world.date, std::move(tables), contexts, {}, {}, [&](const auto& take) -> Status {
    for (const Offer& offer : world.offers) PASSERELLE_TRY(take(offer));
    return {};
  });
  ground = std::move(*built);
}

}  // namespace passerelle::testing
