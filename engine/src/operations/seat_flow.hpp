// Who is invited to which session of one week, so that the sum of what the invitations are worth is the largest there is: a
// min-cost flow, exact, in integers. Pure: nothing here knows who a person is, nor why a place is reserved.
//
// A person is invited at most `person_places` times in the week and at most once to each kind of operation; a session takes at
// most `places` persons. Of these, `reserved` ones are for the persons of a quota: they are filled first, as many as can be,
// and stay empty for want of such persons unless the session releases them.
//
// Two problems that differ in the order of their arcs have one answer: of the best plans the one whose persons stand earliest
// (the least sum of places in external-id order, then of sessions).
#pragma once

#include <cstdint>
#include <vector>

namespace passerelle::operations {

struct SeatArc {
  std::uint32_t person = 0, session = 0;
  std::int64_t worth = 0;            ///< 0…kMostWorth
  std::uint32_t quotas = 0;          ///< a bit for each quota of the session whose reserved places the person may take
  friend bool operator==(const SeatArc&, const SeatArc&) = default;
};
inline constexpr std::int64_t kMostWorth = 1'000'000;
inline constexpr std::size_t kMostQuotas = 8;

struct SeatSession {
  std::uint32_t kind = 0;
  std::uint32_t places = 0;          ///< persons who may still be invited
  std::vector<std::uint32_t> reserved;  ///< of these, by quota; their sum is at most `places`, and there are at most kMostQuotas
  bool releases = false;             ///< whether others may take reserved places that nobody of the quota takes
};

struct SeatProblem {
  std::vector<std::uint32_t> person_places;  ///< by person, in external-id order: invitations left in the week
  std::vector<SeatSession> sessions;         ///< in the order in which ties fall
  std::vector<SeatArc> arcs;                 ///< in any order; a person and a session at most once
};

struct Seat {
  std::uint32_t person = 0, session = 0;
  bool reserved = false;             ///< on a place of a quota
  friend auto operator<=>(const Seat&, const Seat&) = default;
};

struct SeatPlan {
  std::vector<Seat> seats;           ///< ascending by person, then session
  std::int64_t worth = 0;            ///< sum over the seats
  std::uint64_t reserved_filled = 0;
};

SeatPlan best_seats(SeatProblem problem);

}  // namespace passerelle::operations
