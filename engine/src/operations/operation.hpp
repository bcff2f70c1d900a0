// Recruitment operations as they are announced: job datings, recruitment by simulation, collective trainings, forums … Plain data;
// read_operations.hpp reads them, datasets/schema/operations.schema.json describes the file.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/coordinates.hpp"
#include "base/date.hpp"
#include "records/vocabulary_codes.hpp"

namespace passerelle::operations {

/// What one must have to take part; exactly one of the four. `reachable_days`: whoever begins on the day of the plan has it so
/// many days later, through what `through` says; none = the levers in force say.
struct Prerequisite {
  std::optional<Licence> licence;
  std::string certificate;            ///< key
  EducationLevel education = 0;       ///< at least
  std::string language;               ///< ISO 639-1, with `language_level` at least
  LanguageLevel language_level = 0;
  std::optional<std::uint16_t> reachable_days;
  std::string through;
};

/// Seats of a session kept for persons of a public, by the lead's decision. Open: the label and the legal basis are told with
/// every plan; who is of the public never is.
struct Quota {
  std::string public_code;            ///< as in a restricted record: "rqth", "under-26" …
  std::string label, legal_basis;     ///< neither may be empty
  std::uint16_t percent = 0;          ///< of the seats of each session, 1…100
};

/// One half-day. Minutes from midnight, local time.
struct Session {
  std::string id;                     ///< unique within the operation
  Day date;
  std::uint16_t from = 0, to = 0;
  std::uint32_t seats = 0;            ///< 1…kMostSeats
};
inline constexpr std::uint32_t kMostSeats = 2'000;

struct Operation {
  std::string id, kind, title;        ///< kind: of the invitation rules
  std::vector<std::string> offers;    ///< ids; at least one
  std::string insee, place_name;      ///< a commune, or …
  std::optional<Coordinates> coordinates;  ///< … a place
  std::vector<Session> sessions;      ///< at least one, in the file's order
  std::vector<Prerequisite> prerequisites;
  std::optional<std::uint32_t> no_show;    ///< what the lead expects, in ten-thousandths; stands instead of the estimate
  std::vector<Quota> quotas;
  bool releases_quotas = false;       ///< whether others take reserved places that nobody of the public takes
};

}  // namespace passerelle::operations
