// The two kernels; included by one file for each instruction set, within that set's own namespace. bounds.hpp says what they give.
// Loops are cut so that each vectorises: integers and floats of 32 bits only, selects instead of branches.

using u32 = std::uint32_t;
using i32 = std::int32_t;

inline u32 all_if(bool condition) { return condition ? ~0U : 0U; }
inline float as_float(u32 value) { return static_cast<float>(static_cast<i32>(value)); }
inline u32 bits_of(float value) { return std::bit_cast<u32>(value); }
inline float at_most(float a, float b) { return a < b ? a : b; }
inline float at_least(float a, float b) { return a > b ? a : b; }
// Both sides are at hand already: a choice of bits, never a branch.
inline float pick(u32 mask, float yes, float no) { return std::bit_cast<float>((bits_of(yes) & mask) | (bits_of(no) & ~mask)); }
inline float keep(u32 mask, float value) { return std::bit_cast<float>(bits_of(value) & mask); }
inline u32 has(u32 kinds, u32 bit) { return all_if((kinds & bit) != 0); }
inline i32 key_of(float points) {
  const float bounded = at_most(points + static_cast<float>(kMostSlack), 10'000.0F);
  return static_cast<i32>(bounded);
}

struct Tallies {
  alignas(64) float score[kGroup], suits[kGroup], wanted[kGroup];
  alignas(64) u32 dead[kGroup], denied[kGroup], asked[kGroup];
};

inline bool none(i32* bounds) {
  for (std::size_t j = 0; j < kGroup; ++j) bounds[j] = -1;
  return false;
}

inline i32 tier_key(u32 denied, u32 asked) { return denied != 0 ? 0 : asked != 0 ? 1 : 3; }

inline void key_column(Key key, const Tallies& t, i32* out) {
  switch (key) {
    case Key::kTier: for (std::size_t j = 0; j < kGroup; ++j) out[j] = tier_key(t.denied[j], t.asked[j]); break;
    case Key::kSuits: for (std::size_t j = 0; j < kGroup; ++j) out[j] = key_of(t.suits[j]); break;
    case Key::kScore: for (std::size_t j = 0; j < kGroup; ++j) out[j] = key_of(t.score[j]); break;
    case Key::kWanted: for (std::size_t j = 0; j < kGroup; ++j) out[j] = key_of(t.wanted[j]); break;
    case Key::kNone: for (std::size_t j = 0; j < kGroup; ++j) out[j] = 0; break;
  }
}

inline bool uses(const BoundRules& r, Key key) { return r.first == key || r.second == key; }

inline bool write_bounds(const BoundRules& r, const Tallies& t, i32 least, i32* bounds) {
  alignas(64) i32 first[kGroup], second[kGroup];
  key_column(r.first, t, first);
  i32 any = 0;
  if (r.second == Key::kNone) {
    for (std::size_t j = 0; j < kGroup; ++j) bounds[j] = t.dead[j] != 0 ? -1 : first[j];
  } else {
    key_column(r.second, t, second);
    for (std::size_t j = 0; j < kGroup; ++j) bounds[j] = t.dead[j] != 0 ? -1 : (first[j] << 14) + second[j];
  }
  for (std::size_t j = 0; j < kGroup; ++j) any |= bounds[j] >= least ? 1 : 0;
  return any != 0;
}

constexpr std::size_t index(Criterion c) { return static_cast<std::size_t>(c); }
constexpr std::size_t index(Constraint c) { return static_cast<std::size_t>(c); }

// One group of lanes, from `from` on; a pair of the block that is far away costs its neighbours nothing beyond it.
inline bool group_of_offers(const BoundRules& r, const PersonQuery& q, const OfferBlock& o, std::size_t from, i32 least, i32* bounds) {
  Tallies t;
  alignas(64) float chord[kGroup];
  {
    const Effect open = r.effects[index(Constraint::kOpen)], radius = r.effects[index(Constraint::kRadius)];
    u32 alive = 0;
    for (std::size_t j = 0; j < kGroup; ++j) {
      const float dx = as_float(static_cast<u32>(o.x[from + j]) - static_cast<u32>(q.x)), dy = as_float(static_cast<u32>(o.y[from + j]) - static_cast<u32>(q.y)),
                  dz = as_float(static_cast<u32>(o.z[from + j]) - static_cast<u32>(q.z));
      const float squared = dx * dx + dy * dy + dz * dz;
      chord[j] = squared;
      const u32 kinds = o.kinds[from + j];
      const u32 placed = all_if((kinds & kNoPlace) == 0) & q.home_known;
      const u32 far = q.has_radius & placed & all_if(squared > q.reach);
      const u32 unknown = q.has_radius & ~placed;
      const u32 closed = all_if((kinds & kClosed) != 0);
      const u32 dead = all_if((kinds & kLane) == 0) | (far & radius.excludes) | (closed & open.excludes);
      t.dead[j] = dead;
      t.denied[j] = (far & radius.denies) | (closed & open.denies);
      t.asked[j] = unknown & radius.asks;
      alive |= ~dead;
    }
    if (alive == 0) return none(bounds);
  }
  {
    const Effect licences = r.effects[index(Constraint::kLicences)], certificates = r.effects[index(Constraint::kCertificates)],
                 regulated = r.effects[index(Constraint::kRegulated)], contract = r.effects[index(Constraint::kContract)],
                 schedule = r.effects[index(Constraint::kSchedule)], available = r.effects[index(Constraint::kAvailable)],
                 reserved = r.effects[index(Constraint::kReserved)], identified = r.effects[index(Constraint::kIdentified)];
    const u32 regulated_dead = q.regulated_fails & regulated.excludes, regulated_denied = q.regulated_fails & regulated.denies,
              regulated_asked = q.regulated_unknown & regulated.asks;
    u32 alive = 0;
    for (std::size_t j = 0; j < kGroup; ++j) {
      const u32 kinds = o.kinds[from + j], masks = o.masks[from + j];
      const u32 required = masks & 0xFFFFU;
      const u32 licence_fails = all_if((required & ~q.licences) != 0) & q.licences_known;
      const u32 licence_unknown = all_if(required != 0) & ~q.licences_known;
      const u32 lacking = all_if((o.certificates[from + j] & ~q.certificates) != 0);
      const u32 certificate_fails = lacking & q.certificates_known;
      const u32 certificate_unknown = (lacking & ~q.certificates_known) | (~lacking & all_if((kinds & kCertificateUnnamed) != 0));
      const u32 kind = kinds >> kContractShift & 15U;
      const u32 contract_unknown = all_if(kind == 0) & ~q.any_contract;
      const u32 contract_fails = all_if(kind != 0) & ~q.any_contract & ~q.accepts[kind];
      const u32 schedule_fails = all_if((masks >> 16U & ~q.schedules) != 0);
      const u32 late = all_if(q.available > o.start[from + j] + r.late_days);
      const u32 reserved_fails = all_if((kinds >> kReservedShift & 0xFFU & ~q.attestations) != 0);
      const u32 unidentified = all_if((kinds & kUnidentified) != 0);
      const u32 dead = t.dead[j] | regulated_dead | (licence_fails & licences.excludes) | (certificate_fails & certificates.excludes) |
                       (contract_fails & contract.excludes) | (schedule_fails & schedule.excludes) | (late & available.excludes) |
                       (reserved_fails & reserved.excludes);
      t.dead[j] = dead;
      t.denied[j] |= regulated_denied | (licence_fails & licences.denies) | (certificate_fails & certificates.denies) | (contract_fails & contract.denies) |
                     (schedule_fails & schedule.denies) | (late & available.denies) | (reserved_fails & reserved.denies);
      t.asked[j] |= regulated_asked | (licence_unknown & licences.asks) | (certificate_unknown & certificates.asks) | (contract_unknown & contract.asks) |
                    (unidentified & identified.asks);
      alive |= ~dead;
    }
    if (alive == 0) return none(bounds);
  }
  const bool score = uses(r, Key::kScore), suits = uses(r, Key::kSuits), wanted = uses(r, Key::kWanted);
  if (score || suits) {
    const float fixed = r.weight[index(Criterion::kOccupation)] * q.occupation_on * q.occupation,
                fixed_sub = r.sub_weight[index(Criterion::kOccupation)] * q.occupation_on * q.occupation;
    const float divisor = q.total + r.weight[index(Criterion::kOccupation)] * q.occupation_on, divisor_sub = r.sub_weight[index(Criterion::kOccupation)] * q.occupation_on;
    for (std::size_t j = 0; j < kGroup; ++j) {
      const u32 kinds = o.kinds[from + j];
      const float competences = pick(has(kinds, kListed), 10'000.0F, keep(has(kinds, kCardOnly), q.card)) * pick(has(kinds, kFromCard), r.card_share, 1.0F);
      const float months = as_float(o.months_minutes[from + j] & 0xFFFFU);
      const float experience = keep(has(kinds, kExperience), at_most(10'000.0F, q.months * 10'000.0F / at_least(months, 1.0F)));
      const float education = q.education_points[kinds >> kEducationShift & 15U];
      const float languages = keep(has(kinds, kLanguages), 10'000.0F);
      const u32 of_class = kinds >> kClassShift & (kClasses - 1);
      t.score[j] = fixed + r.weight[index(Criterion::kCompetences)] * competences + r.weight[index(Criterion::kExperience)] * experience +
                   r.weight[index(Criterion::kEducation)] * education + r.weight[index(Criterion::kLanguages)] * languages +
                   r.tension[kinds >> kTensionShift & 7U];
      const float sum_sub = fixed_sub + r.sub_weight[index(Criterion::kCompetences)] * competences + r.sub_weight[index(Criterion::kExperience)] * experience +
                            r.sub_weight[index(Criterion::kEducation)] * education + r.sub_weight[index(Criterion::kLanguages)] * languages;
      t.suits[j] = sum_sub / at_least(divisor_sub + r.suits_of_class[of_class], 1e-6F);
      t.wanted[j] = divisor + r.total_of_class[of_class];  // for now, the divisor of the score
    }
  }
  if (score || wanted) {
    alignas(64) float sum[kGroup], sum_sub[kGroup];
    const auto on = [&](Criterion c) { return q.wanted_on[index(c) - index(Criterion::kSought)]; };
    const auto weight = [&](Criterion c) { return r.weight[index(c)] * on(c); };
    const auto sub = [&](Criterion c) { return r.sub_weight[index(c)] * on(c); };
    const float ws = weight(Criterion::kSought), wt = weight(Criterion::kTravel), wc = weight(Criterion::kContract), wh = weight(Criterion::kHours),
                wd = weight(Criterion::kSchedule), wp = weight(Criterion::kSalary), wb = weight(Criterion::kStart);
    const float ss = sub(Criterion::kSought), st = sub(Criterion::kTravel), sc = sub(Criterion::kContract), sh = sub(Criterion::kHours),
                sd = sub(Criterion::kSchedule), sp = sub(Criterion::kSalary), sb = sub(Criterion::kStart);
    const float from_day = static_cast<float>(q.available > r.today ? q.available : r.today);
    const float wanted_salary = at_least(q.salary, 1.0F);
    for (std::size_t j = 0; j < kGroup; ++j) {
      const u32 kinds = o.kinds[from + j];
      const float on_the_way = q.travel[bucket_of_chord(chord[j])];
      const float travel = pick(has(kinds, kNoPlace), r.silent, on_the_way);
      const float contract = q.contract_points[kinds >> kContractShift & 15U];
      const float minutes = as_float(o.months_minutes[from + j] >> 16U);
      const float outside = at_least(0.0F, at_least(q.least_minutes - minutes, minutes - q.most_minutes));
      const float hours = pick(all_if(minutes == 0.0F), r.silent, at_least(0.0F, 10'000.0F - outside * r.hours_slope) + 1.0F);
      const u32 offered = o.masks[from + j] >> 16U;
      const float schedule = pick(all_if(offered == 0), r.silent, keep(all_if((offered & ~q.schedules) == 0), 10'000.0F));
      const float pay = o.salary[from + j];
      const float short_by = at_least(0.0F, q.salary - pay) / wanted_salary;
      const float salary = pick(all_if(pay == 0.0F), r.silent, at_least(0.0F, 10'000.0F - short_by * r.salary_slope) + 1.0F);
      const float wait = static_cast<float>(o.start[from + j]) - from_day;
      const float waiting = pick(all_if(wait >= 0.0F), wait * r.wait_slope, -wait * r.late_slope);
      const float begin = pick(all_if(o.start[from + j] == kNoDay), r.silent, at_least(0.0F, 10'000.0F - waiting) + 1.0F);
      sum[j] = ws * q.sought + wt * travel + wc * contract + wh * hours + wd * schedule + wp * salary + wb * begin;
      sum_sub[j] = ss * q.sought + st * travel + sc * contract + sh * hours + sd * schedule + sp * salary + sb * begin;
    }
    if (score) for (std::size_t j = 0; j < kGroup; ++j) t.score[j] = (t.score[j] + sum[j]) / at_least(t.wanted[j], 1e-6F);
    if (wanted) for (std::size_t j = 0; j < kGroup; ++j) t.wanted[j] = sum_sub[j] / at_least(q.wanted_total, 1e-6F);
  }
  return write_bounds(r, t, least, bounds);
}

inline bool group_of_people(const BoundRules& r, const OfferQuery& q, const PeopleBlock& p, std::size_t from, i32 least, i32* bounds) {
  Tallies t;
  alignas(64) float chord[kGroup];
  const u32 placed_offer = all_if((q.kinds & kNoPlace) == 0);
  {
    const Effect open = r.effects[index(Constraint::kOpen)], radius = r.effects[index(Constraint::kRadius)];
    const u32 closed = all_if((q.kinds & kClosed) != 0);
    u32 alive = 0;
    for (std::size_t j = 0; j < kGroup; ++j) {
      const float dx = as_float(static_cast<u32>(p.x[from + j]) - static_cast<u32>(q.x)), dy = as_float(static_cast<u32>(p.y[from + j]) - static_cast<u32>(q.y)),
                  dz = as_float(static_cast<u32>(p.z[from + j]) - static_cast<u32>(q.z));
      const float squared = dx * dx + dy * dy + dz * dz;
      chord[j] = squared;
      const u32 kinds = p.kinds[from + j];
      const u32 placed = all_if((kinds & kHomeKnown) != 0) & placed_offer, has_radius = all_if((kinds & kHasRadius) != 0);
      const u32 far = has_radius & placed & all_if(squared > p.reach[from + j]);
      const u32 dead = all_if((kinds & kPerson) == 0) | (far & radius.excludes) | (closed & open.excludes);
      t.dead[j] = dead;
      t.denied[j] = (far & radius.denies) | (closed & open.denies);
      t.asked[j] = has_radius & ~placed & radius.asks;
      alive |= ~dead;
    }
    if (alive == 0) return none(bounds);
  }
  const u32 contract_kind = q.kinds >> kContractShift & 15U;
  const u32 contract_shift = 4U * (contract_kind & 7U);
  const bool contract_high = contract_kind >= 8;
  {
    const Effect licences = r.effects[index(Constraint::kLicences)], certificates = r.effects[index(Constraint::kCertificates)],
                 regulated = r.effects[index(Constraint::kRegulated)], contract = r.effects[index(Constraint::kContract)],
                 schedule = r.effects[index(Constraint::kSchedule)], available = r.effects[index(Constraint::kAvailable)],
                 reserved = r.effects[index(Constraint::kReserved)], identified = r.effects[index(Constraint::kIdentified)];
    const u32 unnamed = all_if((q.kinds & kCertificateUnnamed) != 0), asks_licences = all_if(q.licences != 0);
    const u32 reserved_for = q.kinds >> kReservedShift & 0xFFU;
    const u32 unidentified = all_if((q.kinds & kUnidentified) != 0) & identified.asks;
    const i32 by = q.start + r.late_days;
    const u32* contracts = contract_high ? p.contracts_high : p.contracts_low;
    const u32 kind_known = all_if(contract_kind != 0);
    u32 alive = 0;
    for (std::size_t j = 0; j < kGroup; ++j) {
      const u32 kinds = p.kinds[from + j], masks = p.masks[from + j];
      const u32 licences_known = all_if((kinds & kLicencesKnown) != 0), certificates_known = all_if((kinds & kCertificatesKnown) != 0);
      const u32 licence_fails = all_if((q.licences & ~(masks & 0xFFFFU)) != 0) & licences_known;
      const u32 licence_unknown = asks_licences & ~licences_known;
      const u32 lacking = all_if((q.certificates & ~p.certificates[from + j]) != 0);
      const u32 certificate_fails = lacking & certificates_known;
      const u32 certificate_unknown = (lacking & ~certificates_known) | (~lacking & unnamed);
      const u32 regulated_fails = all_if((kinds & kRegulatedFails) != 0), regulated_unknown = all_if((kinds & kRegulatedUnknown) != 0);
      const u32 chooses = all_if((p.contracts_low[from + j] | p.contracts_high[from + j]) != 0);
      const u32 accepted = all_if((contracts[from + j] >> contract_shift & 15U) != 0);
      const u32 contract_unknown = chooses & ~kind_known;
      const u32 contract_fails = chooses & kind_known & ~accepted;
      const u32 schedule_fails = all_if((q.schedules & ~(masks >> 16U)) != 0);
      const u32 late = all_if(p.available[from + j] > by);
      const u32 reserved_fails = all_if((reserved_for & ~(kinds >> kAttestationShift & 0xFFU)) != 0);
      const u32 dead = t.dead[j] | (regulated_fails & regulated.excludes) | (licence_fails & licences.excludes) | (certificate_fails & certificates.excludes) |
                       (contract_fails & contract.excludes) | (schedule_fails & schedule.excludes) | (late & available.excludes) |
                       (reserved_fails & reserved.excludes);
      t.dead[j] = dead;
      t.denied[j] |= (regulated_fails & regulated.denies) | (licence_fails & licences.denies) | (certificate_fails & certificates.denies) |
                     (contract_fails & contract.denies) | (schedule_fails & schedule.denies) | (late & available.denies) | (reserved_fails & reserved.denies);
      t.asked[j] |= (regulated_unknown & regulated.asks) | (licence_unknown & licences.asks) | (certificate_unknown & certificates.asks) |
                    (contract_unknown & contract.asks) | unidentified;
      alive |= ~dead;
    }
    if (alive == 0) return none(bounds);
  }
  const bool score = uses(r, Key::kScore), suits = uses(r, Key::kSuits), wanted = uses(r, Key::kWanted);
  if (score || suits) {
    const float listed = (q.kinds & kListed) != 0 ? 10'000.0F : 0.0F, share = (q.kinds & kFromCard) != 0 ? r.card_share : 1.0F;
    const bool by_card = (q.kinds & kListed) == 0 && (q.kinds & kCardOnly) != 0;
    const float months_scale = (q.kinds & kExperience) != 0 ? 10'000.0F / at_least(q.months, 1.0F) * 1.000001F : 0.0F;
    const float education_on = (q.kinds & kEducationAsked) != 0 ? 1.0F : 0.0F, languages = (q.kinds & kLanguages) != 0 ? 10'000.0F : 0.0F;
    const u32 of_class = q.kinds >> kClassShift & (kClasses - 1);
    const float tension = r.tension[q.kinds >> kTensionShift & 7U];
    const float divisor = r.weight[index(Criterion::kOccupation)] * q.occupation_on + r.total_of_class[of_class];
    const float divisor_sub = at_least(r.sub_weight[index(Criterion::kOccupation)] * q.occupation_on + r.suits_of_class[of_class], 1e-6F);
    const float wo = r.weight[index(Criterion::kOccupation)] * q.occupation_on, so = r.sub_weight[index(Criterion::kOccupation)] * q.occupation_on;
    for (std::size_t j = 0; j < kGroup; ++j) {
      const float occupation = as_float(p.near[from + j] & 0xFFFFU);
      const float competences = (by_card ? p.card[from + j] : listed) * share;
      const float experience = at_most(10'000.0F, p.months[from + j] * months_scale);
      const float education = q.education_points[p.kinds[from + j] >> kHeldEducationShift & 15U] * education_on;
      t.score[j] = wo * occupation + r.weight[index(Criterion::kCompetences)] * competences + r.weight[index(Criterion::kExperience)] * experience +
                   r.weight[index(Criterion::kEducation)] * education + r.weight[index(Criterion::kLanguages)] * languages + tension;
      const float sum_sub = so * occupation + r.sub_weight[index(Criterion::kCompetences)] * competences + r.sub_weight[index(Criterion::kExperience)] * experience +
                            r.sub_weight[index(Criterion::kEducation)] * education + r.sub_weight[index(Criterion::kLanguages)] * languages;
      t.suits[j] = sum_sub / divisor_sub;
      t.wanted[j] = divisor + r.total_of_wanted[p.kinds[from + j] >> kWantedShift & (kWantedClasses - 1)];
    }
  }
  if (score || wanted) {
    alignas(64) float sum[kGroup], sum_sub[kGroup];
    const auto w = [&](Criterion c) { return r.weight[index(c)]; };
    const auto s = [&](Criterion c) { return r.sub_weight[index(c)]; };
    const float start = static_cast<float>(q.start);
    const u32* contracts = contract_high ? p.contracts_high : p.contracts_low;
    const u32 known = all_if(q.occupation_on != 0.0F);
    const float* travels = r.travel.data();
    for (std::size_t j = 0; j < kGroup; ++j) {
      const u32 kinds = p.kinds[from + j];
      const auto when = [&](u32 bit, float points) { return keep(has(kinds, 1U << (kWantedShift + bit)), points); };
      const float sought = when(0, pick(known, as_float(p.near[from + j] >> 16U), r.silent));
      const float on_the_way = travels[p.travel[from + j] + static_cast<u32>(bucket_of_chord(chord[j]))];
      const float travel = when(1, pick(placed_offer, on_the_way, r.silent));
      const float ranked = r.contract_points[contracts[from + j] >> contract_shift & 15U];
      const float contract = when(2, pick(all_if(contract_kind == 0), r.silent, ranked));
      const float outside = at_least(0.0F, at_least(as_float(p.minutes[from + j] & 0xFFFFU) - q.minutes, q.minutes - as_float(p.minutes[from + j] >> 16U)));
      const float hours = when(3, pick(all_if(q.minutes == 0.0F), r.silent, at_least(0.0F, 10'000.0F - outside * r.hours_slope) + 1.0F));
      const float fitting = keep(all_if((q.schedules & ~(p.masks[from + j] >> 16U)) == 0), 10'000.0F);
      const float schedule = when(4, pick(all_if(q.schedules == 0), r.silent, fitting));
      const float short_by = at_least(0.0F, p.salary[from + j] - q.salary) / at_least(p.salary[from + j], 1.0F);
      const float salary = when(5, pick(all_if(q.salary == 0.0F), r.silent, at_least(0.0F, 10'000.0F - short_by * r.salary_slope) + 1.0F));
      const float wait = start - static_cast<float>(p.available[from + j] > r.today ? p.available[from + j] : r.today);
      const float waiting = pick(all_if(wait >= 0.0F), wait * r.wait_slope, -wait * r.late_slope);
      const float begin = when(6, pick(all_if(q.start == kNoDay), r.silent, at_least(0.0F, 10'000.0F - waiting) + 1.0F));
      sum[j] = w(Criterion::kSought) * sought + w(Criterion::kTravel) * travel + w(Criterion::kContract) * contract + w(Criterion::kHours) * hours +
               w(Criterion::kSchedule) * schedule + w(Criterion::kSalary) * salary + w(Criterion::kStart) * begin;
      sum_sub[j] = s(Criterion::kSought) * sought + s(Criterion::kTravel) * travel + s(Criterion::kContract) * contract + s(Criterion::kHours) * hours +
                   s(Criterion::kSchedule) * schedule + s(Criterion::kSalary) * salary + s(Criterion::kStart) * begin;
    }
    if (score) for (std::size_t j = 0; j < kGroup; ++j) t.score[j] = (t.score[j] + sum[j]) / at_least(t.wanted[j], 1e-6F);
    if (wanted)
      for (std::size_t j = 0; j < kGroup; ++j)
        t.wanted[j] = sum_sub[j] / at_least(r.wanted_of_wanted[p.kinds[from + j] >> kWantedShift & (kWantedClasses - 1)], 1e-6F);
  }
  return write_bounds(r, t, least, bounds);
}

u32 bound_offers(const BoundRules& r, const PersonQuery& q, const OfferBlock& o, u32 groups, i32 least, i32* bounds) {
  u32 reached = 0;
  for (std::size_t g = 0; g < kGroups; ++g) reached |= static_cast<u32>((groups >> g & 1U) != 0 ? group_of_offers(r, q, o, g * kGroup, least, bounds + g * kGroup) : none(bounds + g * kGroup)) << g;
  return reached;
}

u32 bound_people(const BoundRules& r, const OfferQuery& q, const PeopleBlock& p, u32 groups, i32 least, i32* bounds) {
  u32 reached = 0;
  for (std::size_t g = 0; g < kGroups; ++g) reached |= static_cast<u32>((groups >> g & 1U) != 0 ? group_of_people(r, q, p, g * kGroup, least, bounds + g * kGroup) : none(bounds + g * kGroup)) << g;
  return reached;
}
