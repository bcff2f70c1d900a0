// What whoever plans operations is told, plain data. Of a public nobody's is told: a line says « place de quota » and no more, and
// what an employer may see (codec, `for recruiter`) has not even that.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "base/problem.hpp"
#include "operations/feasible_pairs.hpp"
#include "operations/invitation_state.hpp"
#include "scoring/constraint.hpp"
#include "store/operation_rows.hpp"

namespace passerelle::operations {

struct PlanRequest {
  Language language = Language::kFrench;
  std::string agent, purpose;          ///< written to the access log where quotas are looked up
  bool keep = false;                   ///< record the operations, the invitations and the waiting lists
};

struct InvitedLine {
  std::string candidate, offer, offer_title;
  std::int32_t suits = 0, score = 0;   ///< 0…10,000
  VerdictTier tier = VerdictTier::kNow;
  std::uint32_t minutes = 0, metres = 0;
  bool quota = false;
  std::vector<std::string> notes;      ///< what is to be done or asked before the day
};

struct SessionPlan {
  std::string id;
  Day date;
  std::uint16_t from = 0, to = 0;
  std::uint32_t seats = 0;
  std::uint32_t places = 0;            ///< who may be invited in all: the over-booking rule
  std::uint32_t already = 0;           ///< invited before
  std::uint32_t overflow = 0;          ///< probability, in ten-thousandths, that more come than there are seats
  std::uint32_t expected_tenths = 0;   ///< persons expected, in tenths
  std::vector<InvitedLine> invited, waiting;   ///< best first
};

struct QuotaPlan {
  std::string label, legal_basis;
  std::uint16_t percent = 0;
  std::uint32_t places = 0;            ///< reserved, over all sessions, still to be filled
};

struct OperationPlan {
  std::string id, kind, kind_label, title, place, basin;
  std::uint32_t no_show = 0;           ///< used, in ten-thousandths
  bool no_show_stated = false;         ///< by the lead; else estimated
  std::uint32_t no_show_estimate = 0;
  std::uint64_t attendance_known = 0;  ///< persons of this kind whose presence was recorded
  std::vector<SessionPlan> sessions;
  std::vector<QuotaPlan> quotas;
  bool releases_quotas = false;
  std::uint64_t quota_filled = 0;
  LeftOut left_out;
  std::uint64_t possible = 0;          ///< persons who could come to a session of it
  std::uint64_t invited = 0, alone_invited = 0;
  std::int64_t points = 0, alone_points = 0;  ///< feasibility and « suits » of the plan, and of the best list for this operation alone
};

struct OperationsPlan {
  std::string rules;
  std::uint32_t rules_version = 0;
  std::vector<std::string> tables;     ///< of levers
  std::vector<OperationPlan> operations;
  std::uint64_t cut = 0;               ///< possible invitations that were not looked at (considered_per_seat)
  std::vector<std::string> explained;  ///< the rules in words, figures included
  InvitationChanges kept;
  std::uint64_t pairs = 0, find_ms = 0, plan_ms = 0;  ///< what it took; not part of any output that is compared
};

struct OperationShown {
  OperationRow operation;
  std::string kind_label;
  std::uint32_t no_show = 0;                     ///< estimate, in ten-thousandths
  std::uint64_t known = 0, absent = 0;           ///< of this operation
  std::vector<std::uint64_t> states;             ///< persons by InvitationState
  std::uint64_t hired = 0;
  std::vector<InvitationRow> invitations;        ///< only when one operation was asked for
};
struct OperationsShown { std::vector<OperationShown> operations; };

}  // namespace passerelle::operations
