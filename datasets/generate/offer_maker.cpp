#include "generate/offer_maker.hpp"

#include <algorithm>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "generate/offer_text.hpp"

namespace passerelle::generate {
namespace {

using reference::Reference;

/// Invented employers of each sector: one has one activity, and an establishment in each commune it hires in.
constexpr std::uint32_t kEmployersPerSector = 9999 / static_cast<std::uint32_t>(Sector::kCount);

/// Luhn check digit to put behind `digits`.
char luhn_digit(std::string_view digits) {
  int sum = 0;
  bool doubled = true;
  for (std::size_t i = digits.size(); i > 0; --i, doubled = !doubled) {
    int digit = digits[i - 1] - '0';
    if (doubled) digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
    sum += digit;
  }
  return static_cast<char>('0' + (10 - sum % 10) % 10);
}

// CDI 55 %, CDD 20 %, MIS 20 %, insertion 2 % over both kinds of work; agency work is commoner in manual trades.
constexpr Weighted<Contract> kManualContracts[] = {
    {Contract::kCdi, 485},     {Contract::kCdd, 160},           {Contract::kTemp, 300},
    {Contract::kSeasonal, 15}, {Contract::kApprenticeship, 15}, {Contract::kInsertionCdd, 25},
};
constexpr Weighted<Contract> kOtherContracts[] = {
    {Contract::kCdi, 600},     {Contract::kCdd, 230},           {Contract::kTemp, 125},
    {Contract::kSeasonal, 15}, {Contract::kApprenticeship, 15}, {Contract::kInsertionCdd, 15},
};

void draw_contract(Offer& offer, const OccupationProfile& profile, Random& random) {
  const bool by_hand = manual(profile.trade.sector);
  offer.contract = by_hand ? pick(random, kManualContracts) : pick(random, kOtherContracts);
  std::uint32_t months = 0;
  switch (offer.contract) {
    case Contract::kCdd:
      months = random.between(1, 12);
      break;
    case Contract::kTemp:
      months = random.between(1, 6);
      break;
    case Contract::kSeasonal:
      months = random.between(2, 6);
      break;
    case Contract::kApprenticeship:
      months = random.chance(500) ? 12 : 24;
      if (random.chance(600)) offer.reserved |= bit(Reserved::kApprenticeAge);
      break;
    case Contract::kInsertionCdd:
      months = random.between(4, 12);
      offer.reserved |= bit(Reserved::kIae);
      break;
    default:
      break;
  }
  offer.contract_days = static_cast<std::uint16_t>(months * 30);
  offer.contract_text =
      months == 0 ? std::string(code(offer.contract)) : fmt::format("{} - {} Mois", code(offer.contract), months);
  if (offer.reserved == 0 && random.chance(6)) offer.reserved |= bit(Reserved::kSubsidised);
  if (offer.reserved == 0 && random.chance(4)) offer.reserved |= bit(Reserved::kAdaptedCompany);
}

void draw_hours(Offer& offer, Sector sector, Random& random) {
  static constexpr Weighted<std::uint16_t> kFullTime[] = {{2100, 700}, {2220, 80}, {2250, 40}, {2340, 150}, {2400, 30}};
  static constexpr Weighted<std::uint16_t> kPartTime[] = {{900, 10}, {1200, 25}, {1440, 25}, {1500, 20}, {1800, 30}};
  // 45 % of real offers say nothing of hours.
  if (random.chance(550)) {
    const bool often_part = sector == Sector::kCare || sector == Sector::kCleaning || sector == Sector::kTrade ||
                            sector == Sector::kHospitality;
    const bool part = offer.contract != Contract::kApprenticeship && random.chance(often_part ? 400 : 70);
    offer.weekly_minutes = part ? pick(random, kPartTime) : pick(random, kFullTime);
    offer.full_time = !part;
  }
  if (random.chance(600)) {
    offer.schedules = bit(usual_schedule(sector, random));
    if (random.chance(120))
      offer.schedules = static_cast<ScheduleMask>(offer.schedules | bit(usual_schedule(sector, random)));
  }
}

void draw_salary(Offer& offer, const Trade& trade, Random& random) {
  // 42 % of real offers state one. An apprentice's depends on age: left out.
  if (offer.contract == Contract::kApprenticeship || !random.chance(425)) return;
  const auto cents = [](std::uint32_t permille) {
    const std::uint32_t exact = kMinimumWageCents + kMinimumWageCents / 1000 * permille;
    return permille == 0 ? exact : exact / 1000 * 1000;  // whole tens of euros
  };
  const std::uint32_t low =
      random.between(trade.pay_low_permille, (trade.pay_low_permille + trade.pay_high_permille) / 2U);
  offer.salary.monthly_min_cents = std::max(kMinimumWageCents, cents(low));
  offer.salary.monthly_max_cents = offer.salary.monthly_min_cents;
  if (random.chance(600))
    offer.salary.monthly_max_cents =
        std::max(offer.salary.monthly_min_cents, cents(random.between(low, trade.pay_high_permille)));
  const auto euros = [](std::uint32_t c) { return fmt::format("{}.{:02}", c / 100, c % 100); };
  offer.salary.text = offer.salary.monthly_min_cents == offer.salary.monthly_max_cents
                          ? fmt::format("Mensuel de {} Euros sur 12 mois", euros(offer.salary.monthly_min_cents))
                          : fmt::format("Mensuel de {} Euros à {} Euros sur 12 mois",
                                        euros(offer.salary.monthly_min_cents), euros(offer.salary.monthly_max_cents));
}

void draw_dates(Offer& offer, Day today, Random& random) {
  const auto after = [&](std::uint32_t days) { return Day{today.since_epoch + static_cast<std::int32_t>(days)}; };
  const std::uint32_t age = random.between(0, 45);
  offer.published = Day{today.since_epoch - static_cast<std::int32_t>(age)};
  offer.updated = Day{today.since_epoch - static_cast<std::int32_t>(random.between(0, age))};
  if (random.chance(700)) offer.start = after(random.between(0, 60));
  if (random.chance(600)) offer.closing = after(random.between(5, 90));
}

void draw_items(Offer& offer, const World& world, const OccupationProfile& profile, Random& random) {
  // 74 % of real offers list none; of those listed, a quarter are not on the occupation's own card.
  if (!random.chance(260)) return;
  const std::uint32_t wanted = random.chance(500) ? random.between(3, 5) : random.between(4, 14);
  std::uint32_t foreign = 0;
  for (std::uint32_t i = 0; i < wanted; ++i) foreign += random.chance(250) ? 1U : 0U;
  std::vector<ItemId> items;
  draw_card_items(profile, wanted - foreign, 700, random, items);
  for (; foreign > 0 && !profile.related.empty(); --foreign)
    draw_card_items(world.profiles[profile.related[profile.related_weights.draw(random)].value], 1, 700, random, items);
  for (const ItemId item : items) {
    ItemRequirement requirement;
    requirement.item = world.reference.item_keys[item.value];
    requirement.label = world.reference.item_labels[item.value];
    requirement.level = random.chance(150) ? Level::kRequired : Level::kDesired;
    offer.items.push_back(std::move(requirement));
  }
}

void draw_papers(Offer& offer, const World& world, const OccupationProfile& profile, Random& random) {
  for (const LicenceHabit& habit : licences_of(profile.code)) {
    const auto at = random.below(1000);
    if (at < habit.required_permille) offer.licences.push_back({habit.licence, Level::kRequired, Provenance::kField});
    else if (at < std::uint64_t{habit.required_permille} + habit.desired_permille)
      offer.licences.push_back({habit.licence, Level::kDesired, Provenance::kField});
  }
  for (const UsualCertificate& usual : profile.certificates) {
    const auto at = random.below(1000);
    if (at >= std::uint64_t{usual.required_permille} + usual.desired_permille || offer.certificates.size() == 3)
      continue;
    ItemRequirement requirement;
    requirement.item = world.reference.item_keys[usual.item.value];
    requirement.label = world.reference.item_labels[usual.item.value];
    requirement.level = at < usual.required_permille ? Level::kRequired : Level::kDesired;
    offer.certificates.push_back(std::move(requirement));
  }
}

void draw_experience(Offer& offer, Random& random) {
  static constexpr Weighted<std::uint16_t> kMonths[] = {{6, 100}, {12, 240}, {24, 270}, {36, 230}, {60, 160}};
  ExperienceRequirement experience;
  // 47 % of real offers take beginners; all that train do.
  if (random.chance(465) || offer.contract == Contract::kApprenticeship) {
    experience.beginner_accepted = true;
    experience.level = Level::kDesired;
    experience.text = "Débutant accepté";
  } else {
    experience.months = pick(random, kMonths);
    experience.level = random.chance(70) ? Level::kDesired : Level::kRequired;
    experience.text = experience.months % 12 == 0 ? fmt::format("{} An(s)", experience.months / 12)
                                                  : fmt::format("{} Mois", experience.months);
  }
  offer.experience = experience;
}

void draw_knowledge(Offer& offer, const Trade& trade, Random& random) {
  if (trade.education > 2 && random.chance(150)) {
    EducationRequirement education;
    education.minimum =
        trade.education > 3 && random.chance(250) ? static_cast<EducationLevel>(trade.education - 1) : trade.education;
    education.level = random.chance(500) ? Level::kRequired : Level::kDesired;
    offer.education = education;
  }
  const bool desk = trade.sector == Sector::kOffice || trade.education >= 6;
  if (random.chance(desk ? 120 : 25))
    offer.languages.push_back({"en", static_cast<LanguageLevel>(random.between(2, 5)),
                               random.chance(600) ? Level::kRequired : Level::kDesired});
  if (random.chance(14))
    offer.languages.push_back({"fr", static_cast<LanguageLevel>(random.between(2, 4)),
                               random.chance(600) ? Level::kRequired : Level::kDesired});
  if (random.chance(6)) offer.languages.push_back({random.chance(600) ? "nl" : "de", 3, Level::kDesired});
}

void draw_conditions(Offer& offer, Sector sector, Random& random) {
  if (!random.chance(300)) return;
  if (manual(sector)) {
    static constexpr std::string_view kManual[] = {"Port de charges lourdes",
                                                   "Station debout prolongée",
                                                   "Travail en extérieur",
                                                   "Gestes répétitifs",
                                                   "Bruit",
                                                   "Équipement de protection obligatoire"};
    offer.conditions.emplace_back(pick_one(random, kManual));
  } else {
    static constexpr std::string_view kOther[] = {"Déplacements ponctuels", "Station debout prolongée",
                                                  "Contact avec le public", "Travail sur écran"};
    offer.conditions.emplace_back(pick_one(random, kOther));
  }
}

}  // namespace

Schedule usual_schedule(Sector sector, Random& random) {
  static constexpr Weighted<Schedule> kDays[] = {
      {Schedule::kDay, 88}, {Schedule::kRemote, 8}, {Schedule::kIrregular, 4}};
  static constexpr Weighted<Schedule> kShifts[] = {
      {Schedule::kDay, 48}, {Schedule::kShift, 34}, {Schedule::kNight, 7}, {Schedule::kEarly, 7}, {Schedule::kLate, 4}};
  static constexpr Weighted<Schedule> kRoads[] = {
      {Schedule::kDay, 50}, {Schedule::kEarly, 22}, {Schedule::kNight, 12}, {Schedule::kIrregular, 16}};
  static constexpr Weighted<Schedule> kCares[] = {{Schedule::kDay, 44},
                                                  {Schedule::kNight, 16},
                                                  {Schedule::kWeekend, 26},
                                                  {Schedule::kIrregular, 8},
                                                  {Schedule::kOnCall, 6}};
  static constexpr Weighted<Schedule> kHomes[] = {
      {Schedule::kDay, 48}, {Schedule::kSplit, 28}, {Schedule::kWeekend, 20}, {Schedule::kLate, 4}};
  static constexpr Weighted<Schedule> kServices[] = {{Schedule::kDay, 46},
                                                     {Schedule::kWeekend, 26},
                                                     {Schedule::kSplit, 16},
                                                     {Schedule::kLate, 6},
                                                     {Schedule::kEarly, 6}};
  switch (sector) {
    case Sector::kIndustry:
    case Sector::kLogistics:
      return pick(random, kShifts);
    case Sector::kTransport:
      return pick(random, kRoads);
    case Sector::kHealth:
      return pick(random, kCares);
    case Sector::kCare:
      return pick(random, kHomes);
    case Sector::kTrade:
    case Sector::kHospitality:
    case Sector::kCleaning:
    case Sector::kSecurity:
      return pick(random, kServices);
    default:
      return pick(random, kDays);
  }
}

std::string synthetic_siret(std::uint32_t employer, std::uint32_t establishment) {
  std::string siret = fmt::format("0000{:04}", employer % 10000);
  siret += luhn_digit(siret);
  siret += fmt::format("{:04}", establishment % 10000);
  siret += luhn_digit(siret);
  return siret;
}

Offer make_offer(const World& world, std::uint32_t number, OccupationId occupation, CommuneId commune, Random& random) {
  const Reference& reference = world.reference;
  const OccupationProfile& profile = world.profiles[occupation.value];
  const reference::CommuneRow& place = reference.communes[commune.value];
  Offer offer;
  offer.id = fmt::format("gen-o-{:07}", number);
  offer.sources.push_back({"generated", offer.id, ""});
  const std::vector<std::string>& titles = reference.titles[occupation.value];
  offer.title = titles.empty() ? reference.occupation_labels[occupation.value] : pick_one(random, titles);
  offer.occupation = reference.occupation_keys[occupation.value];
  offer.occupation_label = reference.occupation_labels[occupation.value];
  const std::uint32_t employer =
      static_cast<std::uint32_t>(profile.trade.sector) * kEmployersPerSector + random.between(1, kEmployersPerSector);
  offer.employer_name = fmt::format("Entreprise {:04}", employer);
  offer.siret = synthetic_siret(employer, commune.value % 9999 + 1);
  offer.naf = naf_of(profile.trade.sector);
  offer.place.insee = place.code;
  offer.place.name = place.name;
  if (!place.postal_codes.empty()) offer.place.postal_code = place.postal_codes.front();
  if (place.located) offer.place.coordinates = place.coordinates;
  draw_contract(offer, profile, random);
  draw_hours(offer, profile.trade.sector, random);
  draw_salary(offer, profile.trade, random);
  draw_dates(offer, world.today, random);
  draw_items(offer, world, profile, random);
  draw_papers(offer, world, profile, random);
  draw_experience(offer, random);
  draw_knowledge(offer, profile.trade, random);
  draw_conditions(offer, profile.trade.sector, random);
  offer.description = describe_offer(world, offer, profile, random);
  return offer;
}

}  // namespace passerelle::generate
