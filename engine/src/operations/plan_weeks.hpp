// Who is invited to what over several weeks: each week is the best there is, the earlier ones first and then firm. Pure.
//
// Week by week is the best over all weeks as far as nobody is kept from a week by an invitation of an earlier one: the limit per
// week couples nothing, the days between two operations of one kind do. Both at once over several weeks contain the problem of
// three-dimensional matching, for which no fast exact method is known; and an invitation that has gone out stands.
#pragma once

#include <cstdint>
#include <vector>

#include "base/date.hpp"
#include "operations/seat_flow.hpp"

namespace passerelle::operations {

struct PlannedSession {
  std::uint32_t operation = 0, kind = 0;
  Day date;
  std::uint32_t waiting = 0;             ///< length of its waiting list
  SeatSession seats;                     ///< `kind` of it is not looked at
};

/// What a person is engaged in already, by an earlier plan or by what was recorded.
struct Engagement {
  std::uint32_t person = 0, operation = 0, kind = 0;  ///< operation: kNoOperation when it is none of the plan's
  Day date;
  bool counts = true;                    ///< false: a refusal or the like, which only keeps from being asked again
  friend bool operator==(const Engagement&, const Engagement&) = default;
};
inline constexpr std::uint32_t kNoOperation = 0xFFFFFFFF;

struct WeeksProblem {
  std::uint32_t persons = 0;             ///< numbered in external-id order
  std::uint32_t operations = 0;
  std::uint16_t per_week = 1, kind_days = 28;   ///< kind_days at least 7
  std::vector<PlannedSession> sessions;  ///< numbered in the order in which ties fall
  std::vector<SeatArc> arcs;             ///< whoever could come; in any order
  std::vector<Engagement> engagements;
};

struct OperationWorth {
  std::uint64_t invited = 0, alone_invited = 0;
  std::int64_t worth = 0, alone_worth = 0;      ///< alone: the best list for this operation, as if there were no other
};

struct WeeksPlan {
  std::vector<Seat> seats;                            ///< ascending by person, then session
  std::vector<std::vector<std::uint32_t>> waiting;    ///< by session: persons, best first
  std::vector<OperationWorth> operations;
};

WeeksPlan plan_weeks(const WeeksProblem& problem);

/// Monday to Sunday, numbered.
std::int32_t week_of(Day day) noexcept;

}  // namespace passerelle::operations
