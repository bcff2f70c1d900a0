// Records to canonical JSON. The order of the calls below is the canonical order of the keys.
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <cstdint>

#include "records/record_json.hpp"

namespace passerelle {
namespace {

/// A writer that leaves defaults out.
class Out {
 public:
  void open() { writer_.StartObject(); }
  void close() { writer_.EndObject(); }
  void open_array() { writer_.StartArray(); }
  void close_array() { writer_.EndArray(); }
  void key(std::string_view name) { writer_.Key(name.data(), size(name)); }
  void value(std::string_view text) { writer_.String(text.data(), size(text)); }

  void text(std::string_view name, std::string_view text) {
    if (text.empty()) return;
    key(name);
    value(text);
  }
  void number(std::string_view name, std::uint64_t number, std::uint64_t left_out = 0) {
    if (number == left_out) return;
    key(name);
    writer_.Uint64(number);
  }
  void boolean(std::string_view name, bool value) {
    key(name);
    writer_.Bool(value);
  }
  void day(std::string_view name, Day day) {
    if (day.set()) text(name, to_string(day));
  }
  /// `scaled` / 10^decimals without trailing zeros: exact, no floating point.
  void decimal(std::string_view name, std::int64_t scaled, unsigned decimals) {
    key(name);
    char digits[32];
    char* end = digits + sizeof digits;
    char* p = end;
    std::uint64_t rest = static_cast<std::uint64_t>(scaled < 0 ? -scaled : scaled);
    bool written = false;
    for (unsigned i = 0; i < decimals; ++i, rest /= 10) {
      const char digit = static_cast<char>('0' + rest % 10);
      if (digit == '0' && !written) continue;
      written = true;
      *--p = digit;
    }
    if (written) *--p = '.';
    do *--p = static_cast<char>('0' + rest % 10);
    while (rest /= 10);
    if (scaled < 0) *--p = '-';
    writer_.RawValue(p, static_cast<std::size_t>(end - p), rapidjson::kNumberType);
  }
  void euros(std::string_view name, std::uint32_t cents) {
    if (cents != 0) decimal(name, cents, 2);
  }
  /// Hours with two decimals: 0.01 h is 36 s, so that every minute comes back.
  void hours(std::string_view name, std::uint16_t minutes) {
    if (minutes != 0) decimal(name, (std::int64_t{minutes} * 100 + 30) / 60, 2);
  }
  /// The codes of the bits set, in the order of the list.
  template <class E>
  void mask_values(unsigned mask) {
    open_array();
    for (unsigned i = 0; i < static_cast<unsigned>(E::kCount); ++i)
      if (mask & (1U << i)) value(code(static_cast<E>(i)));
    close_array();
  }
  template <class E>
  void mask(std::string_view name, unsigned mask) {
    if (mask == 0) return;
    key(name);
    mask_values<E>(mask);
  }
  template <class T, class Write>
  void list(std::string_view name, const std::vector<T>& values, Write write) {
    if (values.empty()) return;
    key(name);
    open_array();
    for (const T& each : values) write(each);
    close_array();
  }
  std::string take() { return std::string(buffer_.GetString(), buffer_.GetSize()); }

 private:
  static rapidjson::SizeType size(std::string_view text) { return static_cast<rapidjson::SizeType>(text.size()); }
  rapidjson::StringBuffer buffer_;
  rapidjson::Writer<rapidjson::StringBuffer> writer_{buffer_};
};

void write_level(Out& out, Level level, Level left_out) {
  if (level != left_out) out.text("level", code(level));
}

void write_place(Out& out, std::string_view name, const Place& place) {
  if (place == Place{}) return;
  out.key(name);
  out.open();
  out.text("insee", place.insee);
  out.text("postal_code", place.postal_code);
  out.text("name", place.name);
  if (place.coordinates) {
    out.decimal("latitude", place.coordinates->latitude_udeg, 6);
    out.decimal("longitude", place.coordinates->longitude_udeg, 6);
  }
  out.close();
}

/// Where a requirement comes from; nothing for a field of the source.
template <class Requirement>
void write_origin(Out& out, const Requirement& requirement) {
  if (requirement.provenance != Provenance::kField) out.text("source", code(requirement.provenance));
  out.text("evidence", requirement.evidence);
  out.number("begin", requirement.span.begin);
  out.number("end", requirement.span.end);
}

void write_requirement(Out& out, const ItemRequirement& item) {
  out.open();
  out.text("item", item.item);
  out.text("label", item.label);
  write_level(out, item.level, Level::kDesired);
  // A weight is 1…1000; zero would not come back, so it is written whenever present.
  if (item.weight) out.number("weight", *item.weight, UINT64_MAX);
  write_origin(out, item);
  out.close();
}

void write_flags(Out& out, const std::vector<Flag>& flags) {
  out.list("flags", flags, [&](const Flag& flag) {
    out.open();
    out.text("code", code_name(flag.code));
    out.text("field", flag.field);
    out.text("detail", flag.detail);
    out.close();
  });
}

void write_requirements(Out& out, const Offer& offer) {
  if (offer.items.empty() && offer.certificates.empty() && offer.licences.empty() && offer.languages.empty() &&
      !offer.experience && !offer.education)
    return;
  out.key("requirements");
  out.open();
  out.list("items", offer.items, [&](const ItemRequirement& item) { write_requirement(out, item); });
  out.list("certificates", offer.certificates, [&](const ItemRequirement& item) { write_requirement(out, item); });
  out.list("licences", offer.licences, [&](const LicenceRequirement& licence) {
    out.open();
    out.text("code", code(licence.licence));
    write_level(out, licence.level, Level::kRequired);
    write_origin(out, licence);
    out.close();
  });
  out.list("languages", offer.languages, [&](const LanguageRequirement& language) {
    out.open();
    out.text("code", language.language);
    out.text("minimum", cefr_code(language.minimum));
    write_level(out, language.level, Level::kRequired);
    write_origin(out, language);
    out.close();
  });
  if (offer.experience) {
    out.key("experience");
    out.open();
    out.number("months", offer.experience->months);
    write_level(out, offer.experience->level, Level::kRequired);
    if (offer.experience->beginner_accepted) out.boolean("beginner_accepted", true);
    out.text("text", offer.experience->text);
    write_origin(out, *offer.experience);
    out.close();
  }
  if (offer.education) {
    out.key("education");
    out.open();
    out.number("minimum", offer.education->minimum);
    write_level(out, offer.education->level, Level::kDesired);
    out.text("field", offer.education->field_of_study);
    write_origin(out, *offer.education);
    out.close();
  }
  out.close();
}

}  // namespace

std::string encode(const Offer& offer) {
  Out out;
  out.open();
  out.text("id", offer.id);
  out.text("title", offer.title);
  out.text("description", offer.description);
  out.text("occupation", offer.occupation);
  out.text("occupation_label", offer.occupation_label);
  out.list("occupation_guesses", offer.occupation_guesses, [&](const GuessedOccupation& guess) {
    out.open();
    out.text("occupation", guess.occupation);
    out.number("confidence", guess.confidence);
    out.close();
  });
  if (!offer.employer_name.empty() || !offer.siret.empty() || !offer.naf.empty()) {
    out.key("employer");
    out.open();
    out.text("name", offer.employer_name);
    out.text("siret", offer.siret);
    out.text("naf", offer.naf);
    out.close();
  }
  write_place(out, "place", offer.place);
  out.number("posts", offer.posts, 1);
  out.text("contract", code(offer.contract));
  out.text("contract_text", offer.contract_text);
  out.number("contract_days", offer.contract_days);
  out.mask<Reserved>("reserved", offer.reserved);
  out.hours("hours_per_week", offer.weekly_minutes);
  if (offer.full_time) out.boolean("full_time", *offer.full_time);
  out.mask<Schedule>("schedules", offer.schedules);
  out.text("schedule_text", offer.schedule_text);
  if (offer.salary != Salary{}) {
    out.key("salary");
    out.open();
    out.euros("monthly_min", offer.salary.monthly_min_cents);
    out.euros("monthly_max", offer.salary.monthly_max_cents);
    out.text("text", offer.salary.text);
    out.close();
  }
  out.day("published", offer.published);
  out.day("updated", offer.updated);
  out.day("start", offer.start);
  out.day("closing", offer.closing);
  write_requirements(out, offer);
  out.list("conditions", offer.conditions, [&](const std::string& condition) { out.value(condition); });
  out.list("sources", offer.sources, [&](const OfferSource& source) {
    out.open();
    out.text("source", source.source);
    out.text("id", source.id);
    out.text("url", source.url);
    out.close();
  });
  write_flags(out, offer.flags);
  out.close();
  return out.take();
}

std::string encode(const Candidate& candidate) {
  Out out;
  out.open();
  out.text("id", candidate.id);
  out.list("sought", candidate.sought, [&](const Key& key) { out.value(key); });
  out.list("practised", candidate.practised, [&](const Practised& practised) {
    out.open();
    out.text("occupation", practised.occupation);
    out.number("months", practised.months);
    out.close();
  });
  out.list("items", candidate.items, [&](const ProfileItem& item) {
    if (item.label.empty() && item.origin == ItemOrigin::kDeclared) return out.value(item.item);
    out.open();
    out.text("item", item.item);
    out.text("label", item.label);
    if (item.origin != ItemOrigin::kDeclared) out.text("origin", code(item.origin));
    out.close();
  });
  // Present and empty means « holds none », so an empty list is written.
  if (candidate.licences) {
    out.key("licences");
    out.mask_values<Licence>(*candidate.licences);
  }
  if (candidate.certificates) {
    out.key("certificates");
    out.open_array();
    for (const Key& key : *candidate.certificates) out.value(key);
    out.close_array();
  }
  out.list("languages", candidate.languages, [&](const SpokenLanguage& language) {
    out.open();
    out.text("code", language.language);
    out.text("level", cefr_code(language.level));
    out.close();
  });
  out.number("education", candidate.education);
  out.mask<Reserved>("attestations", candidate.attestations);
  if (!candidate.contracts.empty() || candidate.weekly_minutes_min || candidate.weekly_minutes_max ||
      candidate.schedules_accepted || candidate.salary_min_cents) {
    out.key("wishes");
    out.open();
    out.list("contracts", candidate.contracts, [&](Contract contract) {
      if (contract != Contract::kUnknown) out.value(code(contract));
    });
    if (candidate.weekly_minutes_min || candidate.weekly_minutes_max) {
      out.key("hours_per_week");
      out.open();
      out.hours("min", candidate.weekly_minutes_min);
      out.hours("max", candidate.weekly_minutes_max);
      out.close();
    }
    out.mask<Schedule>("schedules", candidate.schedules_accepted);
    out.euros("salary_monthly_min", candidate.salary_min_cents);
    out.close();
  }
  out.day("available", candidate.available);
  write_place(out, "home", candidate.home);
  if (candidate.mobility != Mobility{}) {
    out.key("mobility");
    out.open();
    out.number("radius_km", candidate.mobility.radius_km);
    out.number("radius_minutes", candidate.mobility.radius_minutes);
    out.text("means", code(candidate.mobility.means));
    out.close();
  }
  write_flags(out, candidate.flags);
  out.close();
  return out.take();
}

}  // namespace passerelle
