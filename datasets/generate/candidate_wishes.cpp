#include "generate/candidate_wishes.hpp"

namespace passerelle::generate {
namespace {

void draw_contracts(Person& person, Random& random) {
  std::vector<Contract>& wanted = person.candidate.contracts;
  const ReservedMask attested = person.facts.attestations;
  enum class Kind { kAny, kOpenOnly, kOpenFirst, kAll, kShort };
  static constexpr Weighted<Kind> kKinds[] = {
      {Kind::kAny, 250}, {Kind::kOpenOnly, 200}, {Kind::kOpenFirst, 280}, {Kind::kAll, 220}, {Kind::kShort, 50}};
  switch (pick(random, kKinds)) {
    case Kind::kAny:
      return;
    case Kind::kOpenOnly:
      wanted = {Contract::kCdi};
      break;
    case Kind::kOpenFirst:
      wanted = {Contract::kCdi, Contract::kCdd};
      break;
    case Kind::kAll:
      wanted = {Contract::kCdi, Contract::kCdd, Contract::kTemp};
      break;
    case Kind::kShort:
      wanted = {Contract::kTemp, Contract::kCdd, Contract::kSeasonal};
      break;
  }
  if (attested & bit(Reserved::kIae)) wanted.push_back(Contract::kInsertionCdd);
  if (attested & bit(Reserved::kApprenticeAge)) wanted.insert(wanted.begin(), Contract::kApprenticeship);
}

void draw_hours(Candidate& candidate, Sector sector, Random& random) {
  const bool often_part = sector == Sector::kCare || sector == Sector::kCleaning || sector == Sector::kTrade;
  if (random.chance(often_part ? 220 : 80)) {
    static constexpr Weighted<std::uint16_t> kMost[] = {{1200, 30}, {1440, 40}, {1800, 30}};
    candidate.weekly_minutes_max = pick(random, kMost);
    candidate.weekly_minutes_min = random.chance(500) ? std::uint16_t{900} : std::uint16_t{0};
  } else if (random.chance(380)) {
    candidate.weekly_minutes_min = random.chance(700) ? std::uint16_t{2100} : std::uint16_t{1800};
    if (random.chance(250)) candidate.weekly_minutes_max = 2340;
  }
}

void draw_schedules(Candidate& candidate, Sector sector, Random& random) {
  if (random.chance(450)) return;  // any
  ScheduleMask accepted = bit(Schedule::kDay) | bit(Schedule::kRemote);
  if (random.chance(650)) {
    // Most who are used to a trade accept its hours, one or two of them.
    accepted =
        static_cast<ScheduleMask>(accepted | bit(usual_schedule(sector, random)) | bit(usual_schedule(sector, random)));
    if (random.chance(350))
      accepted = static_cast<ScheduleMask>(accepted | bit(Schedule::kEarly) | bit(Schedule::kIrregular));
  }
  candidate.schedules_accepted = accepted;
}

void draw_salary(Candidate& candidate, const Trade& trade, Random& random) {
  if (!random.chance(350)) return;
  const std::uint32_t above = random.between(0, (trade.pay_low_permille + trade.pay_high_permille) / 2U);
  const std::uint32_t exact = kMinimumWageCents + kMinimumWageCents / 1000 * above;
  candidate.salary_min_cents = above < 20 ? kMinimumWageCents : exact / 5000 * 5000;  // whole fifties of euros
  if (candidate.salary_min_cents < kMinimumWageCents) candidate.salary_min_cents = kMinimumWageCents;
}

}  // namespace

void draw_wishes(Person& person, const OccupationProfile& profile, Day today, Random& random) {
  draw_contracts(person, random);
  draw_hours(person.candidate, profile.trade.sector, random);
  draw_schedules(person.candidate, profile.trade.sector, random);
  draw_salary(person.candidate, profile.trade, random);
  if (random.chance(280))
    person.candidate.available = Day{today.since_epoch + static_cast<std::int32_t>(random.between(3, 90))};
}

}  // namespace passerelle::generate
