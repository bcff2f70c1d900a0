#include <algorithm>
#include <chrono>
#include <map>
#include <set>

#include <fmt/format.h>

#include "adviser/stored_tables.hpp"
#include "base/text.hpp"
#include "operations/attendance_record.hpp"
#include "operations/operations_desk.hpp"
#include "operations/plan_weeks.hpp"
#include "operations/quota_publics.hpp"

namespace passerelle::operations {
namespace {

using Clock = std::chrono::steady_clock;
std::uint64_t millis_since(Clock::time_point start) {
  return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start).count());
}

class Desk {
 public:
  Desk(Store& store, const ScoringContext& context, const InvitationRules& rules, const PlanRequest& request, Threads threads)
      : store_(store), context_(context), corpus_(context.corpus), rules_(rules), request_(request), threads_(threads) {}

  Result<OperationsPlan> plan(const std::vector<Operation>& operations, std::string_view source) {
    auto announced = look_up(operations, corpus_, rules_, context_.date, source);
    if (!announced) return std::move(announced).problem();
    announced_ = std::move(*announced);
    PASSERELLE_TRY(load_levers());
    for (const Announced& one : announced_) {
      auto& checks = checks_.emplace_back();
      for (const Prerequisite& asked : one.operation->prerequisites) checks.emplace_back(corpus_, levers_, asked, context_.date);
    }
    PASSERELLE_TRY(load_history());
    start_answer();
    Clock::time_point start = Clock::now();
    FeasiblePairs found = feasible_pairs(context_, rules_, announced_, checks_, threads_);
    answer_.find_ms = millis_since(start);
    pairs_ = std::move(found.pairs);
    for (std::size_t o = 0; o < announced_.size(); ++o) answer_.operations[o].left_out = found.left_out[o];
    count_possible();
    cut();
    answer_.pairs = pairs_.size();
    PASSERELLE_TRY(load_quotas(source));
    start = Clock::now();
    build_problem();
    const WeeksPlan plan = plan_weeks(problem_);
    answer_.plan_ms = millis_since(start);
    tell(plan);
    explain();
    if (request_.keep) {
      auto kept = keep();
      if (!kept) return std::move(kept).problem();
      answer_.kept = *kept;
    }
    return std::move(answer_);
  }

 private:
  const char* say(const char* french, const char* english) const { return request_.language == Language::kFrench ? french : english; }

  Status load_levers() {
    auto tables = adviser::stored_tables(store_, context_.date);
    // Without tables of levers nothing is reachable but by what the operations themselves propose.
    if (!tables) return tables.problem().code == ProblemCode::kReferenceMissing ? Status{} : Status(std::move(tables).problem());
    levers_ = std::move(tables->levers);
    for (const levers::TableHead& head : tables->heads) answer_.tables.push_back(fmt::format("{} v{}", head.name, head.version));
    return {};
  }

  // What was kept and recorded: who is engaged, who holds places already, and what no-shows to expect.
  Status load_history() {
    auto kept = store_.operations();
    if (!kept) return std::move(kept).problem();
    auto invitations = store_.invitations();
    if (!invitations) return std::move(invitations).problem();
    attendance_.emplace(*kept, *invitations);
    std::map<std::string_view, const OperationRow*> rows;
    for (const OperationRow& row : *kept) rows[row.id] = &row;
    std::map<std::string_view, std::uint32_t> numbers;
    for (std::uint32_t o = 0; o < announced_.size(); ++o) numbers[announced_[o].operation->id] = o;
    for (const InvitationRow& row : *invitations) {
      const auto state = invitation_state_from(row.state);
      const auto person = corpus_.find_candidate(row.candidate);
      const auto operation = rows.find(row.operation);
      if (!state || !person || operation == rows.end() || *state == InvitationState::kWaiting) continue;
      Engagement one;
      one.person = corpus_.order_of(*person);
      one.counts = counts(*state);
      const auto number = numbers.find(row.operation);
      one.operation = number == numbers.end() ? kNoOperation : number->second;
      const KindRule* kind = rules_.find_kind(operation->second->kind);
      one.kind = kind == nullptr ? kNoOperation : static_cast<std::uint32_t>(kind - rules_.kinds.data());
      for (const OperationSessionRow& session : operation->second->sessions)
        if (session.id == row.session) one.date = session.date;
      // The file may have moved the session: its own day counts.
      if (one.operation != kNoOperation)
        for (std::uint32_t s = 0; s < announced_[one.operation].operation->sessions.size(); ++s) {
          const Session& session = announced_[one.operation].operation->sessions[s];
          if (session.id != row.session) continue;
          one.date = session.date;
          if (one.counts) already_.push_back({announced_[one.operation].first_session + s, *person});
        }
      if (one.date.set()) problem_.engagements.push_back(one);
    }
    return {};
  }

  void start_answer() {
    answer_.rules = rules_.name;
    answer_.rules_version = rules_.version;
    for (std::uint32_t o = 0; o < announced_.size(); ++o) {
      const Announced& one = announced_[o];
      const Operation& operation = *one.operation;
      OperationPlan& told = answer_.operations.emplace_back();
      told.id = operation.id;
      told.kind = one.kind->code;
      told.kind_label = request_.language == Language::kFrench ? one.kind->title_fr : one.kind->title_en;
      told.title = operation.title;
      told.place = one.place;
      told.basin = one.basin;
      const Attendance of_kind = attendance_->of_kind(operation.kind);
      told.attendance_known = of_kind.known;
      told.no_show_estimate = no_show_rate(one.kind->no_show, of_kind, attendance_->of_basin(operation.kind, one.basin));
      told.no_show_stated = operation.no_show.has_value();
      told.no_show = operation.no_show.value_or(told.no_show_estimate);
      told.releases_quotas = operation.releases_quotas;
      for (const Quota& quota : operation.quotas) told.quotas.push_back({quota.label, quota.legal_basis, quota.percent, 0});
      for (std::size_t s = 0; s < operation.sessions.size(); ++s) {
        const Session& session = operation.sessions[s];
        SessionPlan& place = told.sessions.emplace_back();
        place.id = session.id;
        place.date = session.date;
        place.from = session.from;
        place.to = session.to;
        place.seats = session.seats;
        const auto [known, added] = places_known_.try_emplace(std::pair(session.seats, told.no_show), 0);
        if (added) known->second = invitations_for(session.seats, told.no_show, rules_.overbooking);
        place.places = known->second;
        of_session_.emplace_back(o, static_cast<std::uint32_t>(s));
      }
    }
    for (const auto& [session, person] : already_) ++session_plan(session).already;
  }

  SessionPlan& session_plan(std::uint32_t session) { return answer_.operations[of_session_[session].first].sessions[of_session_[session].second]; }
  std::int64_t worth_of(const FeasiblePair& pair) const { return rules_.fill_points + points_of(pair.tier, pair.suits); }

  void count_possible() {
    for (std::size_t i = 0; i < pairs_.size(); ++i) {
      const std::uint32_t operation = of_session_[pairs_[i].session].first;
      if (i == 0 || pairs_[i - 1].candidate != pairs_[i].candidate || of_session_[pairs_[i - 1].session].first != operation) ++answer_.operations[operation].possible;
    }
  }

  // The best so many of each session, ties by external id.
  void cut() {
    if (rules_.considered_per_seat == 0) return;
    std::vector<std::vector<std::uint32_t>> of_session(of_session_.size());
    for (std::uint32_t i = 0; i < pairs_.size(); ++i) of_session[pairs_[i].session].push_back(i);
    std::vector<bool> kept(pairs_.size(), true);
    for (std::uint32_t s = 0; s < of_session.size(); ++s) {
      auto& list = of_session[s];
      const std::size_t most = std::size_t{session_plan(s).seats} * rules_.considered_per_seat;
      if (list.size() <= most) continue;
      std::nth_element(list.begin(), list.begin() + static_cast<std::ptrdiff_t>(most), list.end(), [&](std::uint32_t a, std::uint32_t b) {
        const std::int64_t of_a = worth_of(pairs_[a]), of_b = worth_of(pairs_[b]);
        return of_a != of_b ? of_a > of_b : corpus_.order_of(pairs_[a].candidate) < corpus_.order_of(pairs_[b].candidate);
      });
      for (std::size_t i = most; i < list.size(); ++i) kept[list[i]] = false;
      answer_.cut += list.size() - most;
    }
    std::vector<FeasiblePair> left;
    for (std::size_t i = 0; i < pairs_.size(); ++i)
      if (kept[i]) left.push_back(pairs_[i]);
    pairs_ = std::move(left);
  }

  Status load_quotas(std::string_view source) {
    std::set<std::string> all;
    std::string asked_for;
    for (const Announced& one : announced_) {
      for (const Quota& quota : one.operation->quotas) all.insert(quota.public_code);
      if (!one.operation->quotas.empty()) asked_for += (asked_for.empty() ? "" : ", ") + one.operation->id;
    }
    publics_.assign(all.begin(), all.end());
    if (publics_.empty()) return {};
    if (publics_.size() > kMostPublics) return Problem(ProblemCode::kFieldValue, "public", fmt::format("{} > {}", publics_.size(), kMostPublics)).from(source);
    std::vector<bool> wanted(corpus_.candidates.size(), false);
    for (const FeasiblePair& pair : pairs_)
      if (!announced_[of_session_[pair.session].first].operation->quotas.empty()) wanted[pair.candidate.value] = true;
    for (const auto& [session, person] : already_)
      if (!announced_[of_session_[session].first].operation->quotas.empty()) wanted[person.value] = true;
    constexpr std::size_t kMostInLog = 400;
    if (asked_for.size() > kMostInLog) asked_for = asked_for.substr(0, kMostInLog) + "…";
    auto masks = quota_publics(store_, corpus_, publics_, wanted, request_.agent, trim(request_.purpose).empty() ? request_.purpose : request_.purpose + " : " + asked_for);
    if (!masks) return std::move(masks).problem();
    public_masks_ = std::move(*masks);
    return {};
  }

  /// A bit for each quota of the operation that the person may take a place of.
  std::uint32_t quotas_of(std::uint32_t operation, CandidateId person) const {
    const auto& quotas = announced_[operation].operation->quotas;
    std::uint32_t mask = 0;
    for (std::size_t q = 0; q < quotas.size(); ++q) {
      const auto number = static_cast<std::size_t>(std::lower_bound(publics_.begin(), publics_.end(), quotas[q].public_code) - publics_.begin());
      if ((public_masks_[person.value] >> number & 1U) != 0) mask |= 1U << q;
    }
    return mask;
  }

  void build_problem() {
    problem_.persons = static_cast<std::uint32_t>(corpus_.candidates.size());
    problem_.operations = static_cast<std::uint32_t>(announced_.size());
    problem_.per_week = rules_.per_week;
    problem_.kind_days = rules_.kind_days;
    for (std::uint32_t s = 0; s < of_session_.size(); ++s) {
      const std::uint32_t o = of_session_[s].first;
      SessionPlan& told = session_plan(s);
      PlannedSession& session = problem_.sessions.emplace_back();
      session.operation = o;
      session.kind = announced_[o].kind_number;
      session.date = told.date;
      session.waiting = (told.seats * rules_.waiting_percent + 99) / 100;
      // An operation whose no-shows turned out fewer than was thought has nobody more to invite, and sends nobody away.
      session.seats.places = told.places > told.already ? told.places - told.already : 0;
      session.seats.releases = announced_[o].operation->releases_quotas;
      std::uint32_t left = told.places;
      for (const Quota& quota : announced_[o].operation->quotas) {
        // A quota is never nothing for want of a whole place.
        const std::uint32_t places = std::min(left, std::max<std::uint32_t>(1, told.places * quota.percent / 100));
        session.seats.reserved.push_back(places);
        left -= places;
      }
    }
    for (const auto& [session, person] : already_) {
      auto& reserved = problem_.sessions[session].seats.reserved;
      const std::uint32_t mask = reserved.empty() ? 0 : quotas_of(of_session_[session].first, person);
      for (std::size_t q = 0; q < reserved.size(); ++q)
        if ((mask >> q & 1U) != 0 && reserved[q] > 0) {
          --reserved[q];
          break;
        }
    }
    for (std::uint32_t s = 0; s < of_session_.size(); ++s) {
      SeatSession& seats = problem_.sessions[s].seats;
      std::uint32_t left = seats.places;
      for (std::size_t q = 0; q < seats.reserved.size(); ++q) {
        seats.reserved[q] = std::min(seats.reserved[q], left);
        left -= seats.reserved[q];
        answer_.operations[of_session_[s].first].quotas[q].places += seats.reserved[q];
      }
    }
    problem_.arcs.reserve(pairs_.size());
    for (const FeasiblePair& pair : pairs_) {
      const std::uint32_t operation = of_session_[pair.session].first;
      const std::uint32_t quotas = announced_[operation].operation->quotas.empty() ? 0 : quotas_of(operation, pair.candidate);
      problem_.arcs.push_back({corpus_.order_of(pair.candidate), pair.session, worth_of(pair), quotas});
    }
  }

  InvitedLine line_of(const FeasiblePair& pair, bool quota) const {
    const Announced& operation = announced_[of_session_[pair.session].first];
    const Session& session = operation.operation->sessions[of_session_[pair.session].second];
    InvitedLine line;
    line.candidate = std::string(corpus_.candidates.ids[pair.candidate.value]);
    line.offer = std::string(corpus_.offers.ids[pair.offer.value]);
    line.suits = pair.suits;
    line.score = pair.score;
    line.tier = pair.tier;
    line.minutes = pair.minutes;
    line.metres = pair.metres;
    line.quota = quota;
    for (const PrerequisiteCheck& check : checks_[of_session_[pair.session].first]) {
      const PrerequisiteFinding found = check.finding(pair.candidate, session.date);
      const std::string through = found.lever != nullptr ? found.lever->label.in(request_.language) : check.asked().through;
      if (found.standing == PrerequisiteStanding::kReachable)
        line.notes.push_back(fmt::format(fmt::runtime(say("{} : possible le {} par « {} »", "{}: possible on {} through “{}”")), check.label(request_.language), to_string(found.ready), through));
      else if (found.standing == PrerequisiteStanding::kUnknown)
        line.notes.push_back(found.lever == nullptr ? fmt::format(fmt::runtime(say("{} : à demander", "{}: to be asked")), check.label(request_.language))
                                                    : fmt::format(fmt::runtime(say("{} : peut-être par « {} », à voir avec le conseiller", "{}: perhaps through “{}”, to be seen with the adviser")), check.label(request_.language), through));
    }
    if (pair.tier == VerdictTier::kAsk && line.notes.empty()) line.notes.emplace_back(say("une condition de l'offre est à vérifier", "a condition of the offer is to be checked"));
    if (pair.tier == VerdictTier::kWith && line.notes.empty()) line.notes.emplace_back(say("l'opération forme à ce qui manque", "the operation trains for what is missing"));
    return line;
  }

  void tell(const WeeksPlan& plan) {
    const auto pair_of = [&](std::uint32_t person, std::uint32_t session) -> const FeasiblePair& {
      const CandidateId candidate = corpus_.candidates_by_id[person];
      return *std::lower_bound(pairs_.begin(), pairs_.end(), std::pair(candidate.value, session), [](const FeasiblePair& pair, const auto& key) { return std::pair(pair.candidate.value, pair.session) < key; });
    };
    std::vector<std::vector<std::pair<const FeasiblePair*, bool>>> invited(of_session_.size());
    for (const Seat& seat : plan.seats) {
      invited[seat.session].emplace_back(&pair_of(seat.person, seat.session), seat.reserved);
      if (seat.reserved) ++answer_.operations[of_session_[seat.session].first].quota_filled;
    }
    for (std::uint32_t s = 0; s < of_session_.size(); ++s) {
      SessionPlan& session = session_plan(s);
      const auto better = [&](const FeasiblePair& a, const FeasiblePair& b) {
        const std::int64_t of_a = worth_of(a), of_b = worth_of(b);
        return of_a != of_b ? of_a > of_b : corpus_.order_of(a.candidate) < corpus_.order_of(b.candidate);
      };
      std::sort(invited[s].begin(), invited[s].end(), [&](const auto& a, const auto& b) { return better(*a.first, *b.first); });
      for (const auto& [pair, quota] : invited[s]) session.invited.push_back(line_of(*pair, quota));
      for (const std::uint32_t person : plan.waiting[s]) session.waiting.push_back(line_of(pair_of(person, s), false));
      const std::uint32_t no_show = answer_.operations[of_session_[s].first].no_show;
      const auto all = session.already + static_cast<std::uint32_t>(session.invited.size());
      session.overflow = overflow_probability(all, session.seats, no_show);
      session.expected_tenths = static_cast<std::uint32_t>((std::uint64_t{all} * (kWhole - no_show) + 500) / 1'000);
    }
    for (std::size_t o = 0; o < announced_.size(); ++o) {
      OperationPlan& told = answer_.operations[o];
      const OperationWorth& worth = plan.operations[o];
      told.invited = worth.invited;
      told.alone_invited = worth.alone_invited;
      told.points = worth.worth - static_cast<std::int64_t>(worth.invited * rules_.fill_points);
      told.alone_points = worth.alone_worth - static_cast<std::int64_t>(worth.alone_invited * rules_.fill_points);
    }
    add_titles();
  }

  // Titles are for people: one read an offer that somebody is invited for.
  void add_titles() {
    std::map<std::string, std::string> titles;
    for (OperationPlan& operation : answer_.operations)
      for (SessionPlan& session : operation.sessions)
        for (auto* list : {&session.invited, &session.waiting})
          for (InvitedLine& line : *list) {
            const auto [at, added] = titles.try_emplace(line.offer);
            if (added)
              if (const auto offer = store_.offer(line.offer)) at->second = offer->title;
            line.offer_title = at->second;
          }
  }

  void explain() {
    auto& words = answer_.explained;
    words.push_back(fmt::format(fmt::runtime(say("Une personne est invitée au plus {} fois par semaine, et jamais à deux opérations du même type à moins de {} jours.",
                                                 "Nobody is invited more than {} time(s) a week, nor to two operations of one kind less than {} days apart.")),
                                rules_.per_week, rules_.kind_days));
    words.push_back(fmt::format(fmt::runtime(say("Surréservation : on invite tant que les présents attendus tiennent dans les places et que le risque d'en avoir plus que de places reste sous {} %, sans dépasser {} % des places.",
                                                 "Over-booking: people are invited as long as those expected fit the seats and the risk of more coming than there are seats stays within {} %, never beyond {} % of the seats.")),
                                rules_.overbooking.overflow / 100, rules_.overbooking.most_percent));
    words.emplace_back(say("Ordre : qui peut venir sans condition, puis avec un prérequis accessible avant la date, puis ce qui reste à demander ; ensuite l'adéquation à l'offre liée. À égalité, l'identifiant décide.",
                           "Order: who can come without more, then with a prerequisite within reach before the day, then what is to be asked; then how well they suit the linked offer. Ties fall to the id."));
    if (!publics_.empty())
      words.emplace_back(say("Quotas : les places réservées, décidées par la personne qui organise, sont servies d'abord ; l'appartenance à un public est lue sous accès tracé et n'est pas restituée.",
                             "Quotas: reserved places, as the lead decided, are filled first; who is of a public is read behind the access log and told to nobody."));
    if (answer_.cut != 0)
      words.push_back(fmt::format(fmt::runtime(say("{} invitations possibles n'ont pas été examinées : seules les {} meilleures par place le sont.", "{} possible invitations were not looked at: only the best {} a seat are.")),
                                  answer_.cut, rules_.considered_per_seat));
  }

  Result<InvitationChanges> keep() {
    std::vector<OperationRow> rows;
    std::vector<InvitationRow> invitations;
    for (const Announced& one : announced_) {
      OperationRow& row = rows.emplace_back();
      row.id = one.operation->id;
      row.kind = one.operation->kind;
      row.title = one.operation->title;
      row.basin = one.basin;
      for (const Session& session : one.operation->sessions) row.sessions.push_back({session.id, session.date, session.from, session.to, session.seats});
    }
    for (const OperationPlan& operation : answer_.operations)
      for (const SessionPlan& session : operation.sessions) {
        const auto add = [&](const InvitedLine& line, InvitationState state, std::uint32_t rank) {
          invitations.push_back({operation.id, session.id, line.candidate, std::string(code(state)), rank, false, fmt::format("operation {}", operation.id)});
        };
        for (const InvitedLine& line : session.invited) add(line, InvitationState::kInvited, 0);
        for (std::size_t i = 0; i < session.waiting.size(); ++i) add(session.waiting[i], InvitationState::kWaiting, static_cast<std::uint32_t>(i + 1));
      }
    return store_.change_invitations(rows, invitations, [](const InvitationRow* before, const InvitationRow& after) -> Status {
      // Somebody else recorded something since the plan was made: the plan is to be made again.
      const auto from = before == nullptr ? std::optional<InvitationState>{} : invitation_state_from(before->state);
      if (from && *from != InvitationState::kWaiting) return Problem(ProblemCode::kStoreBusy, "candidate", after.candidate);
      return {};
    });
  }

  Store& store_;
  const ScoringContext& context_;
  const Corpus& corpus_;
  const InvitationRules& rules_;
  const PlanRequest& request_;
  Threads threads_;
  std::vector<Announced> announced_;
  std::vector<levers::Lever> levers_;
  std::vector<std::vector<PrerequisiteCheck>> checks_;           // by operation
  std::optional<AttendanceRecord> attendance_;
  std::vector<std::pair<std::uint32_t, CandidateId>> already_;   // session, who takes a place of it
  std::vector<std::pair<std::uint32_t, std::uint32_t>> of_session_;  // by session: operation, place among its sessions
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> places_known_;
  std::vector<FeasiblePair> pairs_;
  std::vector<std::string> publics_;                             // ascending
  std::vector<std::uint32_t> public_masks_;                      // by candidate
  WeeksProblem problem_;
  OperationsPlan answer_;
};

}  // namespace

Result<OperationsPlan> plan_operations(Store& store, const ScoringContext& context, const InvitationRules& rules, const std::vector<Operation>& operations,
                                       std::string_view source, const PlanRequest& request, Threads threads) {
  return Desk(store, context, rules, request, threads).plan(operations, source);
}

}  // namespace passerelle::operations
