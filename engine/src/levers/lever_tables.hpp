// The tables behind barriers and levers, as an institution edits them (datasets/levers): which situations there are, what
// jobs demand, what stands against what, and what lifts it. Facts about rules and services: nothing here is about a person.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "base/problem.hpp"
#include "records/vocabulary_codes.hpp"

namespace passerelle::levers {

/// A text in both languages.
struct Words {
  std::string fr, en;
  const std::string& in(Language language) const noexcept { return language == Language::kFrench || en.empty() ? fr : en; }
};

/// What every table says of itself. A table counts from `valid_from` on, until a later one of the same name does.
struct TableHead {
  std::string name, source;
  std::uint32_t version = 0;
  Day valid_from;
};

// barriers.toml --------------------------------------------------------------------------------------------------------
struct ConstraintEntry { std::uint16_t code = 0; Words label; };
struct SituationEntry {
  std::uint16_t code = 0, constraint = 0;
  Words label;
  bool suspends_licences = false;            ///< licences held are not valid while it lasts
};
struct BarrierVocabulary {
  TableHead head;
  std::uint16_t validity_months = 12;        ///< older than this is to be confirmed
  std::vector<ConstraintEntry> constraints;  ///< ascending by code
  std::vector<SituationEntry> situations;    ///< ascending by code
  const ConstraintEntry* find_constraint(std::uint16_t code) const noexcept;
  const SituationEntry* find_situation(std::uint16_t code) const noexcept;
};

// demands.toml ---------------------------------------------------------------------------------------------------------
/// Place in DemandTable::demands; at most kMaxDemands, so that a job's demands fit one word.
using DemandId = std::uint8_t;
using DemandMask = std::uint64_t;
inline constexpr std::size_t kMaxDemands = 64;
constexpr DemandMask bit(DemandId id) noexcept { return DemandMask{1} << id; }

enum class Computed : std::uint8_t { kNo, kAlways, kBeyondWalking };
/// What the person declares elsewhere that answers the question.
enum class AnsweredBy : std::uint8_t { kNothing, kCar, kLicenceB, kSchedule, kFrench };

struct Demand {
  std::string code;
  Words label;                         ///< a verb phrase: « travailler la nuit »
  ScheduleMask schedules = 0;
  LicenceMask licences = 0;            ///< of level E
  LanguageLevel french = 0;            ///< implied from this level of French on; 0 = not implied
  std::vector<std::string> contexts;   ///< keys
  std::vector<std::string> words;      ///< folded
  Computed computed = Computed::kNo;
  AnsweredBy answered_by = AnsweredBy::kNothing;
};
struct DemandTable {
  TableHead head;
  std::uint32_t walking_metres = 4'000;
  std::vector<Demand> demands;         ///< in the file's order
  const Demand* find(std::string_view code) const noexcept;
};

// conflicts.toml -------------------------------------------------------------------------------------------------------
enum class Severity : std::uint8_t { kNone, kCare, kAsk, kBlocks };
std::string_view code(Severity) noexcept;

struct LeverKind { std::string code; Words label; };
struct Conflict {
  std::uint16_t constraint = 0, situation = 0;  ///< one of the two
  std::vector<std::string> demands;
  Severity severity = Severity::kNone, from_context = Severity::kNone;
  bool ask_when_unknown = false;
  std::vector<std::string> lifted_by;           ///< kinds
  std::string thematic;                         ///< data·inclusion v1
  Words say;                                    ///< {demand} stands for the demand's words
};
struct ConflictTable {
  TableHead head;
  std::vector<LeverKind> kinds;
  std::vector<Conflict> rows;
  const LeverKind* find_kind(std::string_view code) const noexcept;
};

// levers-*.toml --------------------------------------------------------------------------------------------------------
struct Lever {
  std::string id, kind;
  Words label, conditions;
  bool training = false;
  bool needs_employer = false;                  ///< works only if the employer agrees
  LicenceMask gives_licences = 0;
  std::vector<std::string> gives_certificates;  ///< keys; holding any of them counts as holding that one
  ReservedMask gives_attestations = 0;
  Means means = Means::kUnknown;                ///< the person can then travel by it
  std::uint16_t reach_km = 0;                   ///< at most so far by it; 0 = as far as the person's time allows
  LicenceMask requires_licence = 0;
  std::vector<std::string> publics;             ///< any of them; empty = everybody
  std::vector<std::uint16_t> unsuitable_for;    ///< situations in which it is not proposed
  std::vector<std::uint16_t> only_for;          ///< situations in one of which alone it makes sense; empty = any
  std::vector<std::string> territories;         ///< beginnings of INSEE codes; empty = the whole catalogue's territory
  std::vector<std::string> wishes;              ///< of an offer that it makes superfluous: experience, education, competences
  std::uint16_t delay_days = 0;
  std::uint32_t cost_cents = 0;
  std::string payer, thematic, source;
  std::uint32_t places = 0;                     ///< 0 = not known
  Day valid_from, valid_to, source_date;        ///< valid_to unset = until further notice
  bool verified = false;
};
struct LeverCatalogue {
  TableHead head;
  std::string region;
  std::vector<Lever> levers;                    ///< ascending by id
};

/// All tables in force on a day.
struct LeverTables {
  BarrierVocabulary barriers;
  DemandTable demands;
  ConflictTable conflicts;
  std::vector<Lever> levers;                    ///< of all catalogues, ascending by id
  std::vector<TableHead> heads;                 ///< for answers: what they rest on
};

}  // namespace passerelle::levers
