// A job offer as matching and people see it: one normalised record whatever the source.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "base/problem.hpp"
#include "records/place.hpp"
#include "records/vocabulary_codes.hpp"

namespace passerelle {

/// Keys of vocabulary entries are "scheme:code", e.g. "rome:N1103" (occupation), "rome:100023" (item),
/// "cert:caces-r489-3". They are kept as given even when no imported vocabulary knows them.
using Key = std::string;

/// Where words stand: bytes [begin, end) of the offer's description; both 0 when they do not come from there.
struct TextSpan {
  std::uint32_t begin = 0, end = 0;
  friend bool operator==(const TextSpan&, const TextSpan&) = default;
};

struct ItemRequirement {
  Key item;                 ///< empty when the source gave a label without a code
  std::string label;        ///< as the source wrote it
  Level level = Level::kDesired;
  std::optional<std::uint16_t> weight;  ///< 1…1000, by the source; overrides the vocabulary's
  Provenance provenance = Provenance::kField;
  std::string evidence = {};     ///< for provenance text: the sentence that asks for it, shortened when long
  TextSpan span = {};            ///< the words it was found by
  friend bool operator==(const ItemRequirement&, const ItemRequirement&) = default;
};

struct LicenceRequirement {
  Licence licence = Licence::kB;
  Level level = Level::kRequired;
  Provenance provenance = Provenance::kField;
  std::string evidence = {};
  TextSpan span = {};
  friend bool operator==(const LicenceRequirement&, const LicenceRequirement&) = default;
};

struct LanguageRequirement {
  std::string language;     ///< ISO 639-1
  LanguageLevel minimum = 0;
  Level level = Level::kRequired;
  Provenance provenance = Provenance::kField;
  std::string evidence = {};
  TextSpan span = {};
  friend bool operator==(const LanguageRequirement&, const LanguageRequirement&) = default;
};

struct ExperienceRequirement {
  std::uint16_t months = 0; ///< 0 with `beginner_accepted`, or when asked without a figure
  Level level = Level::kRequired;
  bool beginner_accepted = false;
  std::string text;         ///< as the source wrote it
  Provenance provenance = Provenance::kField;
  std::string evidence = {};
  TextSpan span = {};
  friend bool operator==(const ExperienceRequirement&, const ExperienceRequirement&) = default;
};

struct EducationRequirement {
  EducationLevel minimum = 0;
  Level level = Level::kDesired;
  std::string field_of_study;
  Provenance provenance = Provenance::kField;
  std::string evidence = {};
  TextSpan span = {};
  friend bool operator==(const EducationRequirement&, const EducationRequirement&) = default;
};

struct Salary {
  /// Gross euro cents per month, full-time equivalent (35 h); 0 = not stated.
  std::uint32_t monthly_min_cents = 0;
  std::uint32_t monthly_max_cents = 0;
  std::string text;         ///< as the source wrote it
  friend bool operator==(const Salary&, const Salary&) = default;
};

struct OfferSource {
  std::string source;       ///< "france-travail", "passerelle" or the partner's name
  std::string id;           ///< the offer's id there
  std::string url;
  friend bool operator==(const OfferSource&, const OfferSource&) = default;
};

/// What the normaliser or the resolver noticed about a kept record.
struct Flag {
  ProblemCode code = ProblemCode::kInternal;
  std::string field;
  std::string detail;
  friend bool operator==(const Flag&, const Flag&) = default;
};

/// An occupation that title and text point to.
struct GuessedOccupation {
  Key occupation;
  std::uint8_t confidence = 0;  ///< percent: how often such a guess is right about the occupation or its ROME 3 family
  friend bool operator==(const GuessedOccupation&, const GuessedOccupation&) = default;
};

struct Offer {
  std::string id;                     ///< external id, unique in a store
  std::vector<OfferSource> sources;   ///< at least one
  std::string title;
  std::string description;
  Key occupation;                     ///< empty when not given
  std::string occupation_label;       ///< as the source wrote it
  /// Best first; empty when the source gives an occupation that the vocabularies know. The first is the offer's when it is
  /// trusted enough; else the offer has none, and these are for a person to choose from.
  std::vector<GuessedOccupation> occupation_guesses;
  std::string employer_name;
  std::string siret;
  std::string naf;
  Place place;
  std::uint16_t posts = 1;
  Contract contract = Contract::kUnknown;
  std::string contract_text;
  std::uint16_t contract_days = 0;    ///< 0 = open-ended or not stated
  ReservedMask reserved = 0;
  std::uint16_t weekly_minutes = 0;   ///< 0 = not stated
  std::optional<bool> full_time;
  ScheduleMask schedules = 0;         ///< 0 = not stated
  std::string schedule_text;
  Salary salary;
  Day published, updated, start, closing;
  std::vector<ItemRequirement> items; ///< competences, savoirs, savoir-être
  std::vector<ItemRequirement> certificates;  ///< hard when level E
  std::vector<LicenceRequirement> licences;
  std::vector<LanguageRequirement> languages;
  std::optional<ExperienceRequirement> experience;
  std::optional<EducationRequirement> education;
  std::vector<std::string> conditions;  ///< working conditions, as the source wrote them
  std::vector<Flag> flags;            ///< from normalisation; reference-dependent ones are recomputed on load
  friend bool operator==(const Offer&, const Offer&) = default;
};

}  // namespace passerelle
