// Canonical JSON back to records: for our own bytes, so that every surprise is the same Problem.
#include <rapidjson/document.h>

#include <cmath>
#include <cstddef>
#include <limits>
#include <string>

#include "base/text.hpp"
#include "records/record_json.hpp"

namespace passerelle {
namespace {

// Values and parser stack come from buffers of the thread; only records that outgrow them reach the heap.
using Pool = rapidjson::MemoryPoolAllocator<>;
using Json = rapidjson::GenericDocument<rapidjson::UTF8<>, Pool, Pool>;
using Value = rapidjson::GenericValue<rapidjson::UTF8<>, Pool>;

/// Typed reads that note a mismatch instead of stopping: one check at the end of a record.
struct Reader {
  bool damaged = false;

  std::string_view view(const Value& value) {
    if (!value.IsString()) return damaged = true, std::string_view{};
    return {value.GetString(), value.GetStringLength()};
  }
  void text(const Value& value, std::string& into) { into = view(value); }
  template <class N>
  void number(const Value& value, N& into) {
    if (!value.IsUint64() || value.GetUint64() > std::numeric_limits<N>::max()) { damaged = true; return; }
    into = static_cast<N>(value.GetUint64());
  }
  bool boolean(const Value& value) {
    if (!value.IsBool()) return damaged = true, false;
    return value.GetBool();
  }
  void day(const Value& value, Day& into) {
    const std::optional<Day> day = parse_day(view(value));
    if (!day) { damaged = true; return; }
    into = *day;
  }
  /// The decimal times `scale`, to the nearest integer.
  template <class N>
  void scaled(const Value& value, double scale, N& into) {
    if (!value.IsNumber()) { damaged = true; return; }
    const double number = value.GetDouble() * scale;
    if (!(number >= static_cast<double>(std::numeric_limits<N>::min()) &&
          number <= static_cast<double>(std::numeric_limits<N>::max()))) { damaged = true; return; }
    into = static_cast<N>(std::llround(number));
  }
  template <class T>
  void coded(std::optional<T> found, T& into) {
    if (!found) { damaged = true; return; }
    into = *found;
  }
  template <class Each>
  void list(const Value& value, Each each) {
    if (!value.IsArray()) { damaged = true; return; }
    for (const Value& element : value.GetArray()) each(element);
  }
  /// on_member(name, value) → whether the name is known.
  template <class OnMember>
  void object(const Value& value, OnMember on_member) {
    if (!value.IsObject()) { damaged = true; return; }
    for (const auto& member : value.GetObject())
      if (!on_member(std::string_view(member.name.GetString(), member.name.GetStringLength()), member.value))
        damaged = true;
  }
  template <class Mask, class FromCode>
  void mask(const Value& value, Mask& into, FromCode from_code) {
    into = 0;
    list(value, [&](const Value& element) {
      const auto found = from_code(view(element));
      if (!found) { damaged = true; return; }
      into = static_cast<Mask>(into | bit(*found));
    });
  }

  void place(const Value& value, Place& into) {
    object(value, [&](std::string_view name, const Value& v) {
      if (name == "insee") text(v, into.insee);
      else if (name == "postal_code") text(v, into.postal_code);
      else if (name == "name") text(v, into.name);
      else if (name == "latitude") scaled(v, 1e6, coordinates(into).latitude_udeg);
      else if (name == "longitude") scaled(v, 1e6, coordinates(into).longitude_udeg);
      else return false;
      return true;
    });
  }
  void flags(const Value& value, std::vector<Flag>& into) {
    list(value, [&](const Value& element) {
      Flag& flag = into.emplace_back();
      object(element, [&](std::string_view name, const Value& v) {
        if (name == "code") flag.code = code_from_name(view(v));
        else if (name == "field") text(v, flag.field);
        else if (name == "detail") text(v, flag.detail);
        else return false;
        return true;
      });
    });
  }
  void requirement_list(const Value& value, std::vector<ItemRequirement>& into) {
    list(value, [&](const Value& element) {
      ItemRequirement& item = into.emplace_back();
      object(element, [&](std::string_view name, const Value& v) {
        if (name == "item") text(v, item.item);
        else if (name == "label") text(v, item.label);
        else if (name == "level") coded(level_from_code(view(v)), item.level);
        else if (name == "weight") number(v, item.weight.emplace());
        else return origin(name, v, item);
        return true;
      });
    });
  }
  /// Members that say where a requirement comes from.
  template <class Requirement>
  bool origin(std::string_view name, const Value& v, Requirement& requirement) {
    if (name == "source") coded(provenance_from_code(view(v)), requirement.provenance);
    else if (name == "evidence") text(v, requirement.evidence);
    else if (name == "begin") number(v, requirement.span.begin);
    else if (name == "end") number(v, requirement.span.end);
    else return false;
    return true;
  }
  void cefr(const Value& value, LanguageLevel& into) { coded(cefr_from_code(view(value)), into); }

 private:
  static Coordinates& coordinates(Place& place) {
    return place.coordinates ? *place.coordinates : place.coordinates.emplace();
  }
};

void read_texts(Reader& in, const Value& value, std::vector<std::string>& into) {
  if (value.IsArray()) into.reserve(value.Size());
  in.list(value, [&](const Value& element) { into.emplace_back(in.view(element)); });
}

void read_requirements(Reader& in, const Value& value, Offer& offer) {
  in.object(value, [&](std::string_view name, const Value& v) {
    if (name == "items") {
      in.requirement_list(v, offer.items);
    } else if (name == "certificates") {
      in.requirement_list(v, offer.certificates);
    } else if (name == "licences") {
      in.list(v, [&](const Value& element) {
        LicenceRequirement& licence = offer.licences.emplace_back();
        in.object(element, [&](std::string_view key, const Value& field) {
          if (key == "code") in.coded(licence_from_code(in.view(field)), licence.licence);
          else if (key == "level") in.coded(level_from_code(in.view(field)), licence.level);
          else return in.origin(key, field, licence);
          return true;
        });
      });
    } else if (name == "languages") {
      in.list(v, [&](const Value& element) {
        LanguageRequirement& language = offer.languages.emplace_back();
        in.object(element, [&](std::string_view key, const Value& field) {
          if (key == "code") in.text(field, language.language);
          else if (key == "minimum") in.cefr(field, language.minimum);
          else if (key == "level") in.coded(level_from_code(in.view(field)), language.level);
          else return in.origin(key, field, language);
          return true;
        });
      });
    } else if (name == "experience") {
      ExperienceRequirement& experience = offer.experience.emplace();
      in.object(v, [&](std::string_view key, const Value& field) {
        if (key == "months") in.number(field, experience.months);
        else if (key == "level") in.coded(level_from_code(in.view(field)), experience.level);
        else if (key == "beginner_accepted") experience.beginner_accepted = in.boolean(field);
        else if (key == "text") in.text(field, experience.text);
        else return in.origin(key, field, experience);
        return true;
      });
    } else if (name == "education") {
      EducationRequirement& education = offer.education.emplace();
      in.object(v, [&](std::string_view key, const Value& field) {
        if (key == "minimum") in.number(field, education.minimum);
        else if (key == "level") in.coded(level_from_code(in.view(field)), education.level);
        else if (key == "field") in.text(field, education.field_of_study);
        else return in.origin(key, field, education);
        return true;
      });
    } else {
      return false;
    }
    return true;
  });
}

void read_salary(Reader& in, const Value& value, Salary& salary) {
  in.object(value, [&](std::string_view name, const Value& v) {
    if (name == "monthly_min") in.scaled(v, 100, salary.monthly_min_cents);
    else if (name == "monthly_max") in.scaled(v, 100, salary.monthly_max_cents);
    else if (name == "text") in.text(v, salary.text);
    else return false;
    return true;
  });
}

void read_employer(Reader& in, const Value& value, Offer& offer) {
  in.object(value, [&](std::string_view name, const Value& v) {
    if (name == "name") in.text(v, offer.employer_name);
    else if (name == "siret") in.text(v, offer.siret);
    else if (name == "naf") in.text(v, offer.naf);
    else return false;
    return true;
  });
}

void read_sources(Reader& in, const Value& value, std::vector<OfferSource>& sources) {
  in.list(value, [&](const Value& element) {
    OfferSource& source = sources.emplace_back();
    in.object(element, [&](std::string_view name, const Value& v) {
      if (name == "source") in.text(v, source.source);
      else if (name == "id") in.text(v, source.id);
      else if (name == "url") in.text(v, source.url);
      else return false;
      return true;
    });
  });
}

void read_guesses(Reader& in, const Value& value, std::vector<GuessedOccupation>& guesses) {
  in.list(value, [&](const Value& element) {
    GuessedOccupation& guess = guesses.emplace_back();
    in.object(element, [&](std::string_view name, const Value& v) {
      if (name == "occupation") in.text(v, guess.occupation);
      else if (name == "confidence") in.number(v, guess.confidence);
      else return false;
      return true;
    });
  });
}

void read(Reader& in, const Value& root, Offer& offer) {
  in.object(root, [&](std::string_view name, const Value& v) {
    if (name == "id") in.text(v, offer.id);
    else if (name == "title") in.text(v, offer.title);
    else if (name == "description") in.text(v, offer.description);
    else if (name == "occupation") in.text(v, offer.occupation);
    else if (name == "occupation_label") in.text(v, offer.occupation_label);
    else if (name == "occupation_guesses") read_guesses(in, v, offer.occupation_guesses);
    else if (name == "employer") read_employer(in, v, offer);
    else if (name == "place") in.place(v, offer.place);
    else if (name == "posts") in.number(v, offer.posts);
    else if (name == "contract") in.coded(contract_from_code(in.view(v)), offer.contract);
    else if (name == "contract_text") in.text(v, offer.contract_text);
    else if (name == "contract_days") in.number(v, offer.contract_days);
    else if (name == "reserved") in.mask(v, offer.reserved, reserved_from_code);
    else if (name == "hours_per_week") in.scaled(v, 60, offer.weekly_minutes);
    else if (name == "full_time") offer.full_time = in.boolean(v);
    else if (name == "schedules") in.mask(v, offer.schedules, schedule_from_code);
    else if (name == "schedule_text") in.text(v, offer.schedule_text);
    else if (name == "salary") read_salary(in, v, offer.salary);
    else if (name == "published") in.day(v, offer.published);
    else if (name == "updated") in.day(v, offer.updated);
    else if (name == "start") in.day(v, offer.start);
    else if (name == "closing") in.day(v, offer.closing);
    else if (name == "requirements") read_requirements(in, v, offer);
    else if (name == "conditions") read_texts(in, v, offer.conditions);
    else if (name == "sources") read_sources(in, v, offer.sources);
    else if (name == "flags") in.flags(v, offer.flags);
    else return false;
    return true;
  });
}

void read_wishes(Reader& in, const Value& value, Candidate& candidate) {
  in.object(value, [&](std::string_view name, const Value& v) {
    if (name == "contracts") {
      in.list(v, [&](const Value& e) { in.coded(contract_from_code(in.view(e)), candidate.contracts.emplace_back()); });
    } else if (name == "hours_per_week") {
      in.object(v, [&](std::string_view key, const Value& field) {
        if (key == "min") in.scaled(field, 60, candidate.weekly_minutes_min);
        else if (key == "max") in.scaled(field, 60, candidate.weekly_minutes_max);
        else return false;
        return true;
      });
    } else if (name == "schedules") {
      in.mask(v, candidate.schedules_accepted, schedule_from_code);
    } else if (name == "salary_monthly_min") {
      in.scaled(v, 100, candidate.salary_min_cents);
    } else {
      return false;
    }
    return true;
  });
}

void read_profile_items(Reader& in, const Value& value, std::vector<ProfileItem>& items) {
  if (value.IsArray()) items.reserve(value.Size());
  in.list(value, [&](const Value& element) {
    ProfileItem& item = items.emplace_back();
    if (element.IsString()) return in.text(element, item.item);
    in.object(element, [&](std::string_view name, const Value& v) {
      if (name == "item") in.text(v, item.item);
      else if (name == "label") in.text(v, item.label);
      else if (name == "origin") in.coded(origin_from_code(in.view(v)), item.origin);
      else return false;
      return true;
    });
  });
}

void read_languages(Reader& in, const Value& value, std::vector<SpokenLanguage>& languages) {
  in.list(value, [&](const Value& element) {
    SpokenLanguage& language = languages.emplace_back();
    in.object(element, [&](std::string_view name, const Value& v) {
      if (name == "code") in.text(v, language.language);
      else if (name == "level") in.cefr(v, language.level);
      else return false;
      return true;
    });
  });
}

void read_practised(Reader& in, const Value& value, std::vector<Practised>& all) {
  in.list(value, [&](const Value& element) {
    Practised& practised = all.emplace_back();
    in.object(element, [&](std::string_view name, const Value& v) {
      if (name == "occupation") in.text(v, practised.occupation);
      else if (name == "months") in.number(v, practised.months);
      else return false;
      return true;
    });
  });
}

void read_mobility(Reader& in, const Value& value, Mobility& mobility) {
  in.object(value, [&](std::string_view name, const Value& v) {
    if (name == "radius_km") in.number(v, mobility.radius_km);
    else if (name == "radius_minutes") in.number(v, mobility.radius_minutes);
    else if (name == "means") in.coded(means_from_code(in.view(v)), mobility.means);
    else return false;
    return true;
  });
}

void read(Reader& in, const Value& root, Candidate& candidate) {
  in.object(root, [&](std::string_view name, const Value& v) {
    if (name == "id") in.text(v, candidate.id);
    else if (name == "sought") read_texts(in, v, candidate.sought);
    else if (name == "practised") read_practised(in, v, candidate.practised);
    else if (name == "items") read_profile_items(in, v, candidate.items);
    else if (name == "licences") in.mask(v, candidate.licences.emplace(), licence_from_code);
    else if (name == "certificates") read_texts(in, v, candidate.certificates.emplace());
    else if (name == "languages") read_languages(in, v, candidate.languages);
    else if (name == "education") in.number(v, candidate.education);
    else if (name == "attestations") in.mask(v, candidate.attestations, reserved_from_code);
    else if (name == "wishes") read_wishes(in, v, candidate);
    else if (name == "available") in.day(v, candidate.available);
    else if (name == "home") in.place(v, candidate.home);
    else if (name == "mobility") read_mobility(in, v, candidate.mobility);
    else if (name == "flags") in.flags(v, candidate.flags);
    else return false;
    return true;
  });
}

template <class Record>
Result<Record> decode(std::string_view json) {
  thread_local std::string text;  // parsed in place; strings of the DOM point into it
  thread_local char values[32 * 1024];
  thread_local char stack[8 * 1024];
  text.assign(json);
  Record record;
  Reader reader;
  {
    Pool value_pool(values, sizeof values);
    Pool stack_pool(stack, sizeof stack);
    Json document(&value_pool, sizeof stack / 4, &stack_pool);
    // Iterative: damaged bytes may nest as deep as they like.
    document.ParseInsitu<rapidjson::kParseIterativeFlag>(text.data());
    if (document.HasParseError()) reader.damaged = true;
    else read(reader, document, record);
  }
  // A giant among the records must not stay in memory, once for each thread.
  if (text.capacity() > (std::size_t{1} << 20)) std::string().swap(text);
  if (reader.damaged) return Problem(ProblemCode::kStoreDamaged, "record " + shorten(json, 60));
  return record;
}

}  // namespace

Result<Offer> decode_stored_offer(std::string_view json) { return decode<Offer>(json); }
Result<Candidate> decode_stored_candidate(std::string_view json) { return decode<Candidate>(json); }

}  // namespace passerelle
