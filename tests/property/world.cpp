#include "property/world.hpp"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

#include "corpus/build_corpus.hpp"
#include "corpus/corpus_file.hpp"
#include "reference/build_reference.hpp"
#include "support/temporary_directory.hpp"

namespace passerelle::testing {
namespace {

std::string item_key(std::uint32_t i) { return fmt::format("t:item{:02}", i); }
std::string occupation_key(std::uint32_t i) { return fmt::format("t:job{:02}", i); }
constexpr std::uint32_t kItems = 40, kOccupations = 12, kCommunes = 9;

// A key that exists, or now and then one that no vocabulary has.
std::string some_item(Dice& dice) { return dice.chance(10) ? "t:nowhere" : item_key(dice.below(kItems)); }
std::string some_occupation(Dice& dice) { return dice.chance(8) ? "t:nojob" : occupation_key(dice.below(kOccupations)); }

Place some_place(Dice& dice) {
  Place place;
  if (dice.chance(10)) return place;
  place.insee = dice.chance(5) ? "99999" : fmt::format("T{:04}", dice.below(kCommunes));
  if (dice.chance(30)) place.coordinates = Coordinates{static_cast<std::int32_t>(50'000'000 + dice.below(500'000)), static_cast<std::int32_t>(3'000'000 + dice.below(700'000))};
  return place;
}

LicenceMask some_licences(Dice& dice) {
  LicenceMask mask = 0;
  for (const Licence licence : {Licence::kB, Licence::kC, Licence::kCE}) if (dice.chance(35)) mask |= bit(licence);
  return mask;
}

}  // namespace

std::shared_ptr<const reference::Reference> random_reference(Dice& dice, bool travel_times) {
  using namespace reference;
  ReferenceInputs inputs;
  VocabularyData& vocabulary = inputs.vocabularies.emplace_back();
  vocabulary.name = "t";
  vocabulary.version = "1";
  for (std::uint32_t i = 0; i < kItems; ++i) {
    ItemRow row;
    row.key = item_key(i);
    row.label = fmt::format("item {} of trade {}", i, i % 5);
    row.kind = i < 4 ? ItemKind::kMacro : i >= kItems - 3 ? ItemKind::kCertificate : ItemKind::kSkill;
    if (row.kind == ItemKind::kMacro) row.group = row.key;
    else if (dice.chance(60)) row.group = item_key(dice.below(4));
    if (dice.chance(20)) row.weight = static_cast<std::uint16_t>(1 + dice.below(1000));
    vocabulary.items.push_back(row);
  }
  for (std::uint32_t o = 0; o < kOccupations; ++o) {
    OccupationRow row;
    row.key = occupation_key(o);
    row.label = fmt::format("job {}", o);
    row.parent = occupation_key(o / 3 * 3);
    row.regulated = dice.chance(15);
    for (std::uint32_t i = 0; i < 3 + dice.below(8); ++i) row.card.push_back({item_key(dice.below(kItems)), dice.chance(50) ? Core::kPrincipal : Core::kOther});
    for (std::uint16_t rank = 1; rank <= dice.below(4); ++rank) row.proximities.push_back({occupation_key(dice.below(kOccupations)), rank});
    vocabulary.occupations.push_back(row);
    if (row.regulated && dice.chance(70)) vocabulary.regulated.push_back({row.key, {item_key(kItems - 1), item_key(kItems - 2)}});
  }
  for (std::uint32_t c = 0; c < kCommunes; ++c) {
    CommuneRow row;
    row.code = fmt::format("T{:04}", c);
    row.name = fmt::format("Town {}", c);
    row.population = c % 3 == 0 ? 50'000 : 900;
    row.located = c != 8;
    row.coordinates = {static_cast<std::int32_t>(50'000'000 + 60'000 * c), static_cast<std::int32_t>(3'000'000 + 40'000 * c)};
    inputs.communes.push_back(row);
    inputs.basin_members.push_back({row.code, c < 5 ? "0001" : "0002"});
  }
  inputs.basins = {{"0001", "North", "T"}, {"0002", "South", "T"}};
  for (std::uint32_t o = 0; o < kOccupations; o += 3) {
    TensionRow row;
    row.occupation = occupation_key(o);
    row.basin = dice.chance(50) ? "0001" : "0002";
    row.tension = static_cast<std::uint8_t>(1 + dice.below(5));
    inputs.tension.push_back(row);
  }
  for (std::uint32_t i = 0; i < 30; ++i)
    inputs.travel_times.push_back({fmt::format("T{:04}", dice.below(kCommunes)), fmt::format("T{:04}", dice.below(kCommunes)),
                                   dice.chance(50) ? Means::kCar : Means::kPublicTransport, static_cast<std::uint16_t>(dice.below(120))});
  if (!travel_times) inputs.travel_times.clear();
  return build_reference(inputs, nullptr, Threads{1}).reference;
}

Offer random_offer(Dice& dice, const reference::Reference&, std::uint32_t number) {
  Offer offer;
  offer.id = fmt::format("o{:05}", number);
  offer.sources = {{"test", offer.id, ""}};
  offer.title = "An offer";
  if (!dice.chance(6)) offer.occupation = some_occupation(dice);
  offer.place = some_place(dice);
  offer.contract = dice.pick(std::vector<Contract>{Contract::kUnknown, Contract::kCdi, Contract::kCdd, Contract::kTemp});
  if (dice.chance(10)) offer.reserved = bit(dice.chance(50) ? Reserved::kIae : Reserved::kAdaptedCompany);
  if (dice.chance(60)) offer.weekly_minutes = static_cast<std::uint16_t>(60 * (20 + 5 * dice.below(5)));
  if (dice.chance(40)) offer.schedules = static_cast<ScheduleMask>(bit(Schedule::kDay) | (dice.chance(40) ? bit(Schedule::kNight) : 0));
  if (dice.chance(50)) offer.salary.monthly_min_cents = 180'000 + 10'000 * dice.below(10);
  if (dice.chance(30)) offer.start = Day{20'000 + static_cast<std::int32_t>(dice.below(120)) - 40};
  if (dice.chance(20)) offer.closing = Day{20'000 + static_cast<std::int32_t>(dice.below(20)) - 5};
  if (dice.chance(60)) {
    const bool read_from_text = dice.chance(40);
    for (std::uint32_t i = 0; i < 1 + dice.below(6); ++i) {
      ItemRequirement item;
      if (read_from_text) item.provenance = Provenance::kText;
      item.item = some_item(dice);
      item.level = dice.chance(30) ? Level::kRequired : Level::kDesired;
      if (dice.chance(15)) item.weight = static_cast<std::uint16_t>(1 + dice.below(1000));
      offer.items.push_back(item);
    }
  }
  if (dice.chance(20)) offer.certificates.push_back({item_key(kItems - 1 - dice.below(3)), "", dice.chance(50) ? Level::kRequired : Level::kDesired, std::nullopt, Provenance::kField, {}, {}});
  for (const Licence licence : {Licence::kB, Licence::kC})
    if (dice.chance(20)) offer.licences.push_back({licence, dice.chance(50) ? Level::kRequired : Level::kDesired, Provenance::kField});
  if (dice.chance(20)) offer.languages.push_back({dice.pick(std::vector<std::string>{"en", "fr", "ka", "kab"}), static_cast<LanguageLevel>(dice.below(6)), dice.chance(50) ? Level::kRequired : Level::kDesired});
  if (dice.chance(60)) {
    ExperienceRequirement experience;
    experience.beginner_accepted = dice.chance(40);
    if (!experience.beginner_accepted && dice.chance(80)) experience.months = static_cast<std::uint16_t>(6 * (1 + dice.below(8)));
    offer.experience = experience;
  }
  if (dice.chance(30)) offer.education = EducationRequirement{static_cast<EducationLevel>(2 + dice.below(6)), Level::kDesired, ""};
  return offer;
}

Candidate random_candidate(Dice& dice, const reference::Reference&, std::uint32_t number) {
  Candidate person;
  person.id = fmt::format("c{:05}", number);
  for (std::uint32_t i = 0; i < dice.below(3); ++i) person.sought.push_back(some_occupation(dice));
  for (std::uint32_t i = 0; i < dice.below(3); ++i) person.practised.push_back({some_occupation(dice), static_cast<std::uint16_t>(dice.below(60))});
  for (std::uint32_t i = 0; i < dice.below(9); ++i) person.items.push_back({some_item(dice), "", dice.chance(20) ? ItemOrigin::kCertified : ItemOrigin::kDeclared});
  if (!dice.chance(15)) person.licences = some_licences(dice);
  if (!dice.chance(25)) {
    person.certificates.emplace();
    for (std::uint32_t i = 0; i < 3; ++i) if (dice.chance(35)) person.certificates->push_back(item_key(kItems - 1 - i));
  }
  if (dice.chance(50)) person.languages.push_back({dice.pick(std::vector<std::string>{"en", "fr", "ka", "kab"}), static_cast<LanguageLevel>(dice.below(7))});
  if (dice.chance(70)) person.education = static_cast<EducationLevel>(2 + dice.below(6));
  if (dice.chance(15)) person.attestations = bit(Reserved::kIae);
  if (dice.chance(40)) {
    person.contracts = {Contract::kCdi};
    if (dice.chance(60)) person.contracts.push_back(Contract::kCdd);
    if (dice.chance(30)) person.contracts.insert(person.contracts.begin(), Contract::kTemp);
  }
  if (dice.chance(30)) person.weekly_minutes_min = static_cast<std::uint16_t>(60 * (20 + 5 * dice.below(4)));
  if (dice.chance(20)) person.weekly_minutes_max = static_cast<std::uint16_t>(person.weekly_minutes_min + 60 * 5);
  if (dice.chance(30)) person.schedules_accepted = static_cast<ScheduleMask>(bit(Schedule::kDay) | (dice.chance(30) ? bit(Schedule::kNight) : 0));
  if (dice.chance(30)) person.salary_min_cents = 180'000 + 10'000 * dice.below(10);
  if (dice.chance(40)) person.available = Day{20'000 + static_cast<std::int32_t>(dice.below(100)) - 30};
  person.home = some_place(dice);
  if (dice.chance(70)) person.mobility.radius_km = static_cast<std::uint16_t>(1 + dice.below(60));
  else if (dice.chance(60)) person.mobility.radius_minutes = static_cast<std::uint16_t>(5 + dice.below(90));
  person.mobility.means = dice.pick(std::vector<Means>{Means::kUnknown, Means::kCar, Means::kBike, Means::kPublicTransport, Means::kWalk});
  return person;
}

World random_world(std::uint64_t seed, std::uint32_t offers, std::uint32_t candidates, bool travel_times) {
  Dice dice(seed);
  World world;
  world.reference = random_reference(dice, travel_times);
  world.date = Day{20'000};
  for (std::uint32_t i = 0; i < offers; ++i) world.offers.push_back(random_offer(dice, *world.reference, i));
  for (std::uint32_t i = 0; i < candidates; ++i) world.candidates.push_back(random_candidate(dice, *world.reference, i));
  // Twins provoke ties to the last unit: only the id tells them apart.
  for (std::uint32_t i = 0; i + 1 < offers; i += 3) { const std::string id = world.offers[i + 1].id; world.offers[i + 1] = world.offers[i]; world.offers[i + 1].id = id; }
  for (std::uint32_t i = 0; i + 1 < candidates; i += 3) { const std::string id = world.candidates[i + 1].id; world.candidates[i + 1] = world.candidates[i]; world.candidates[i + 1].id = id; }
  return world;
}

std::shared_ptr<const Corpus> World::corpus() const {
  CorpusBuilder builder(reference);
  for (const Offer& offer : offers) builder.add(offer);
  for (const Candidate& candidate : candidates) builder.add(candidate);
  return builder.finish("test");
}

std::shared_ptr<const Corpus> World::mapped_corpus() const {
  const TemporaryDirectory folder;
  const std::string file = folder.path() + "/corpus";
  if (!save_corpus(*corpus(), "test", file)) throw std::runtime_error("the corpus cannot be written");
  return map_corpus(file, reference, "test", "test").corpus;
}

std::vector<Policy> policies() {
  std::vector<Policy> all;
  for (const char* name : {"adviser", "recruiter", "operations"}) {
    Result<Policy> policy = read_policy(std::string(PASSERELLE_SOURCE_DIR) + "/datasets/policies/" + name + ".toml");
    if (!policy) throw std::runtime_error(describe(policy.problem(), Language::kEnglish));
    all.push_back(*policy);
  }
  Policy odd = all.front();
  odd.name = "odd";
  odd.order = {SortKey::kWanted, SortKey::kTier, SortKey::kSuits};
  odd.constraints.fill(ConstraintUse::kVerdict);
  odd.constraints[static_cast<std::size_t>(Constraint::kLicences)] = ConstraintUse::kIgnore;
  odd.eligibility.min_relation = 0;
  odd.eligibility.min_card_cover = 0;
  odd.competences.min_neighbour = 256;
  odd.competences.same_group = 102;
  odd.competences.inferred_other = 0;
  for (CriterionUse& use : odd.criteria) use = {1, 1};
  all.push_back(odd);
  return all;
}

}  // namespace passerelle::testing
