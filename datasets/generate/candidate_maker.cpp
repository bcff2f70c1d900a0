#include "generate/candidate_maker.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "generate/candidate_wishes.hpp"

namespace passerelle::generate {
namespace {

using reference::Reference;

Habitat habitat_of(std::uint32_t population) {
  if (population >= 50'000) return Habitat::kCity;
  if (population >= 10'000) return Habitat::kTown;
  // Not known reads as the middle.
  return population >= 2'000 || population == 0 ? Habitat::kSmallTown : Habitat::kRural;
}

unsigned draw_age(Random& random) {
  struct Band {
    unsigned low, high;
  };
  static constexpr Weighted<Band> kBands[] = {
      {{18, 25}, 155}, {{26, 34}, 225}, {{35, 49}, 350}, {{50, 59}, 190}, {{60, 66}, 80}};
  const Band band = pick(random, kBands);
  return random.between(band.low, band.high);
}

void draw_occupations(Candidate& candidate, std::vector<OccupationId>& worked, const World& world, OccupationId first,
                      unsigned age, Random& random) {
  const OccupationProfile& profile = world.profiles[first.value];
  const auto near = [&]() {
    return profile.related.empty() ? first : profile.related[profile.related_weights.draw(random)];
  };
  std::vector<OccupationId> sought{first};
  static constexpr Weighted<std::size_t> kSought[] = {{1, 55}, {2, 28}, {3, 17}};
  for (std::size_t wanted = pick(random, kSought), tries = 6; sought.size() < wanted && tries > 0; --tries)
    if (const OccupationId other = near(); std::find(sought.begin(), sought.end(), other) == sought.end())
      sought.push_back(other);
  for (const OccupationId o : sought) candidate.sought.push_back(world.reference.occupation_keys[o.value]);

  static constexpr Weighted<std::size_t> kYoung[] = {{0, 25}, {1, 50}, {2, 25}};
  static constexpr Weighted<std::size_t> kAdult[] = {{0, 6}, {1, 44}, {2, 32}, {3, 18}};
  const std::size_t count = age < 22 ? pick(random, kYoung) : pick(random, kAdult);
  // The first one sought has been practised by seven in ten of those who have worked.
  if (count > 0 && random.chance(760)) worked.push_back(first);
  for (std::size_t tries = 8; worked.size() < count && tries > 0; --tries) {
    const OccupationId other = near();
    if (std::find(worked.begin(), worked.end(), other) == worked.end()) worked.push_back(other);
  }
  std::uint32_t left = (age - 17) * 10;  // working life so far, in months, breaks left out
  for (const OccupationId o : worked) {
    static constexpr Weighted<std::uint32_t> kLongest[] = {{6, 20}, {24, 30}, {60, 25}, {120, 15}, {300, 10}};
    const std::uint32_t months = std::min(std::max(1U, left), random.between(2, pick(random, kLongest)));
    left -= std::min(left, months);
    candidate.practised.push_back({world.reference.occupation_keys[o.value], static_cast<std::uint16_t>(months)});
  }
}

void draw_items(Candidate& candidate, const std::vector<OccupationId>& worked, const World& world, OccupationId first,
                Random& random) {
  std::vector<ItemId> items;
  if (worked.empty()) {
    draw_card_items(world.profiles[first.value], random.between(4, 6), 600, random, items);
  } else {
    const std::uint32_t wanted = random.between(4, 15);
    // The most recent occupation gives most of them.
    for (std::size_t i = 0; i < worked.size(); ++i) {
      const std::size_t have = items.size();
      const std::size_t share = i + 1 == worked.size() ? wanted - have : (wanted - have + 1) * 2 / 3;
      draw_card_items(world.profiles[worked[i].value], share, 650, random, items);
    }
  }
  for (const ItemId item : items)
    candidate.items.push_back({world.reference.item_keys[item.value], "",
                               random.chance(80) ? ItemOrigin::kCertified : ItemOrigin::kDeclared});
}

void draw_licences(Person& person, const std::vector<OccupationId>& worked, const World& world, OccupationId first,
                   Random& random) {
  PersonFacts& facts = person.facts;
  std::uint32_t b = facts.age < 20 ? 310 : facts.age < 26 ? 480 : 630;
  if (facts.habitat == Habitat::kCity) b -= 70;
  if (facts.habitat == Habitat::kRural) b += 140;
  LicenceMask held = random.chance(b) ? bit(Licence::kB) : LicenceMask{0};
  const auto add_usual = [&](OccupationId occupation, std::uint32_t share) {
    for (const LicenceHabit& habit : licences_of(world.profiles[occupation.value].code))
      if (habit.held_permille != 0 && random.chance(habit.held_permille * share / 1000))
        held = static_cast<LicenceMask>(held | bit(habit.licence));
  };
  for (const OccupationId o : worked) add_usual(o, 1000);
  if (worked.empty() || worked.front() != first) add_usual(first, 600);
  // Who holds C, CE or D holds what it supposes; only the plain categories are written, as people list them.
  held = static_cast<LicenceMask>(with_implied(held) & (held | bit(Licence::kB) | bit(Licence::kC)));
  if (held & bit(Licence::kB) && random.chance(45)) held = static_cast<LicenceMask>(held | bit(Licence::kA2));
  if (!(held & bit(Licence::kB)) && random.chance(100)) held = static_cast<LicenceMask>(held | bit(Licence::kAM));
  facts.licence_known = !random.chance(held & ~bit(Licence::kB) ? 20 : 83);
  facts.holds_b = (held & bit(Licence::kB)) != 0;
  if (facts.licence_known) person.candidate.licences = held;
}

void draw_certificates(Candidate& candidate, const std::vector<OccupationId>& worked, const World& world,
                       OccupationId first, Random& random) {
  std::vector<Key> held;
  const Reference& reference = world.reference;
  const auto add = [&](ItemId item) {
    const Key& key = reference.item_keys[item.value];
    if (std::find(held.begin(), held.end(), key) == held.end()) held.push_back(key);
  };
  const auto add_diploma = [&](OccupationId o, std::uint32_t per_mille) {
    if (o.value >= reference.diplomas.rows() || reference.diplomas[o.value].empty()) return;
    if (random.chance(per_mille)) add(reference.diplomas[o.value][random.below(reference.diplomas[o.value].size())]);
  };
  for (const OccupationId o : worked) {
    add_diploma(o, 960);  // who practised a regulated occupation had the right to
    for (const UsualCertificate& usual : world.profiles[o.value].certificates)
      if (random.chance(usual.held_permille)) add(usual.item);
  }
  if (worked.empty() || worked.front() != first) {
    add_diploma(first, 550);
    for (const UsualCertificate& usual : world.profiles[first.value].certificates)
      if (random.chance(usual.held_permille / 3U)) add(usual.item);
  }
  // A file that says nothing is not the same as one that says none.
  if (!held.empty() || !random.chance(250)) candidate.certificates = std::move(held);
}

void draw_knowledge(Person& person, const OccupationProfile& profile, Random& random) {
  Candidate& candidate = person.candidate;
  static constexpr Weighted<int> kShift[] = {{-2, 10}, {-1, 24}, {0, 42}, {1, 17}, {2, 7}};
  const int level = std::clamp(profile.trade.education + pick(random, kShift), 2, 8);
  if (!random.chance(60)) candidate.education = static_cast<EducationLevel>(level);
  person.facts.education = static_cast<EducationLevel>(level);

  static constexpr Weighted<LanguageLevel> kFrench[] = {{6, 915}, {5, 25}, {4, 25}, {3, 20}, {2, 10}, {1, 5}};
  person.facts.french = pick(random, kFrench);
  if (random.chance(900) || person.facts.french < 6) candidate.languages.push_back({"fr", person.facts.french});
  if (random.chance(level >= 5 ? 750 : 300))
    candidate.languages.push_back({"en", static_cast<LanguageLevel>(random.between(1, level >= 5 ? 5 : 3))});
  static constexpr Weighted<const char*> kOthers[] = {{"ar", 22}, {"es", 20}, {"nl", 12}, {"de", 12},
                                                      {"it", 8},  {"pt", 8},  {"pl", 8},  {"uk", 5}};
  if (random.chance(person.facts.french < 6 ? 800 : 110)) {
    // Who learnt French late speaks another language fully.
    const LanguageLevel other =
        person.facts.french < 6 ? LanguageLevel{6} : static_cast<LanguageLevel>(random.between(1, 4));
    candidate.languages.push_back({pick(random, kOthers), other});
  }
}

void draw_mobility(Person& person, Random& random) {
  PersonFacts& facts = person.facts;
  const bool rural = facts.habitat == Habitat::kRural || facts.habitat == Habitat::kSmallTown;
  static constexpr Weighted<Means> kCityOnFoot[] = {
      {Means::kPublicTransport, 72}, {Means::kBike, 12}, {Means::kWalk, 12}, {Means::kMoped, 4}};
  static constexpr Weighted<Means> kRuralOnFoot[] = {
      {Means::kPublicTransport, 42}, {Means::kBike, 20}, {Means::kWalk, 18}, {Means::kMoped, 20}};
  const bool drives = facts.holds_b && random.chance(rural ? 930 : 800);
  facts.means = drives ? Means::kCar : rural ? pick(random, kRuralOnFoot) : pick(random, kCityOnFoot);
  // A moped asks for a licence too (AM, or any above it).
  const bool may_ride =
      facts.holds_b || (person.candidate.licences && (*person.candidate.licences & bit(Licence::kAM)));
  if (facts.means == Means::kMoped && !may_ride) facts.means = Means::kPublicTransport;

  facts.stays_close = random.chance(428);
  Mobility& mobility = person.candidate.mobility;
  const bool slow = facts.means == Means::kWalk || facts.means == Means::kBike;
  if (random.chance(180)) {
    static constexpr Weighted<std::uint16_t> kShort[] = {{15, 20}, {20, 40}, {30, 40}};
    static constexpr Weighted<std::uint16_t> kLong[] = {{30, 25}, {45, 40}, {60, 30}, {90, 5}};
    mobility.radius_minutes = facts.stays_close ? pick(random, kShort) : pick(random, kLong);
  } else if (slow) {
    static constexpr Weighted<std::uint16_t> kOnFoot[] = {{3, 15}, {5, 45}, {10, 40}};
    mobility.radius_km = pick(random, kOnFoot);
  } else {
    static constexpr Weighted<std::uint16_t> kShort[] = {{5, 20}, {10, 80}};
    static constexpr Weighted<std::uint16_t> kLong[] = {{20, 40}, {30, 37}, {50, 18}, {100, 5}};
    mobility.radius_km = facts.stays_close ? pick(random, kShort) : pick(random, kLong);
  }
  if (!random.chance(60)) mobility.means = facts.means;
}

void draw_attestations(Person& person, Random& random) {
  PersonFacts& facts = person.facts;
  const auto hold = [&](Reserved kind) {
    facts.attestations = static_cast<ReservedMask>(facts.attestations | bit(kind));
  };
  if (random.chance(facts.education <= 3 ? 100 : 35)) hold(Reserved::kIae);
  if (random.chance(facts.age >= 45 ? 45 : 20)) hold(Reserved::kAdaptedCompany);
  if (random.chance(20)) hold(Reserved::kSubsidised);
  if (facts.age <= 29 && random.chance(220)) hold(Reserved::kApprenticeAge);
  person.candidate.attestations = facts.attestations;
}

}  // namespace

Person make_candidate(const World& world, std::uint32_t number, OccupationId occupation, CommuneId commune,
                      Random& random) {
  const reference::CommuneRow& home = world.reference.communes[commune.value];
  const OccupationProfile& profile = world.profiles[occupation.value];
  Person person;
  person.candidate.id = fmt::format("gen-c-{:07}", number);
  person.candidate.home.insee = home.code;
  person.candidate.home.name = home.name;
  if (!home.postal_codes.empty()) person.candidate.home.postal_code = home.postal_codes.front();
  person.facts.age = draw_age(random);
  person.facts.habitat = habitat_of(home.population);
  std::vector<OccupationId> worked;
  draw_occupations(person.candidate, worked, world, occupation, person.facts.age, random);
  person.facts.practised = !worked.empty();
  draw_items(person.candidate, worked, world, occupation, random);
  draw_licences(person, worked, world, occupation, random);
  draw_certificates(person.candidate, worked, world, occupation, random);
  draw_knowledge(person, profile, random);
  draw_mobility(person, random);
  draw_attestations(person, random);
  draw_wishes(person, profile, world.today, random);
  return person;
}

}  // namespace passerelle::generate
