#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "base/csv_table.hpp"
#include "base/text.hpp"
#include "operations/attendance_record.hpp"
#include "operations/operations_desk.hpp"

namespace passerelle::operations {
namespace {

Result<std::vector<InvitationRow>> read_rows(const std::string& path, const std::vector<OperationRow>& operations, Day today) {
  std::map<std::string_view, const OperationRow*> by_id;
  for (const OperationRow& operation : operations) by_id[operation.id] = &operation;
  std::vector<InvitationRow> rows;
  std::set<std::tuple<std::string, std::string, std::string>> seen;
  const std::vector<CsvColumn> columns = {{"operation"}, {"session"}, {"candidate"}, {"state"}, {"hired", false}};
  PASSERELLE_TRY(read_csv(path, columns, [&](const CsvRow& csv) -> Status {
    const std::string position = fmt::format("row {}", csv.number());
    const auto refuse = [&](ProblemCode code, const char* field, std::string_view detail) { return Problem(code, field, shorten(detail, 80)).at(position); };
    for (std::size_t i = 0; i < 4; ++i)
      if (trim(csv[i]).empty()) return refuse(ProblemCode::kFieldMissing, columns[i].name.c_str(), "");
    InvitationRow row{std::string(trim(csv[0])), std::string(trim(csv[1])), std::string(trim(csv[2])), "", 0, false, position};
    const auto state = invitation_state_from(csv[3]);
    if (!state) return refuse(ProblemCode::kFieldValue, "state", csv[3]);
    row.state = code(*state);
    const std::string_view hired = trim(csv[4]);
    if (hired != "" && hired != "0" && hired != "1") return refuse(ProblemCode::kFieldValue, "hired", hired);
    row.hired = hired == "1";
    if (row.hired && *state != InvitationState::kPresent) return refuse(ProblemCode::kFieldValue, "hired", fmt::format("{}, {}", hired, row.state));
    const auto operation = by_id.find(row.operation);
    if (operation == by_id.end()) return refuse(ProblemCode::kNotFound, "operation", row.operation);
    const auto& sessions = operation->second->sessions;
    const auto session = std::find_if(sessions.begin(), sessions.end(), [&](const OperationSessionRow& one) { return one.id == row.session; });
    if (session == sessions.end()) return refuse(ProblemCode::kNotFound, "session", row.session);
    if ((*state == InvitationState::kPresent || *state == InvitationState::kAbsent) && session->date > today)
      return refuse(ProblemCode::kFieldValue, "state", fmt::format("{}, {} > {}", row.state, to_string(session->date), to_string(today)));
    if (!seen.emplace(row.operation, row.session, row.candidate).second) return refuse(ProblemCode::kDuplicateId, "candidate", row.candidate);
    rows.push_back(std::move(row));
    return {};
  }));
  return rows;
}

}  // namespace

Result<InvitationChanges> record_invitations(Store& store, const std::string& path, Day today) {
  const std::string source = std::filesystem::path(path).filename().string();
  auto operations = store.operations();
  if (!operations) return std::move(operations).problem();
  auto rows = read_rows(path, *operations, today);
  if (!rows) return std::move(rows).problem().from(source);
  auto standing = store.invitations();
  if (!standing) return std::move(standing).problem();
  // Where each person will stand: nobody holds two seats of one operation.
  std::map<std::tuple<std::string, std::string, std::string>, std::pair<std::string, std::string>> will;
  for (const InvitationRow& row : *standing) will[{row.operation, row.candidate, row.session}] = {row.state, ""};
  std::map<std::tuple<std::string, std::string, std::string>, std::uint32_t> ranks;
  for (const InvitationRow& row : *standing) ranks[{row.operation, row.candidate, row.session}] = row.rank;
  for (InvitationRow& row : *rows) {
    // On the waiting list one keeps one's place.
    if (row.state == code(InvitationState::kWaiting)) row.rank = ranks[{row.operation, row.candidate, row.session}];
    will[{row.operation, row.candidate, row.session}] = {row.state, row.position};
  }
  const std::pair<std::string, std::string>* last = nullptr;
  const std::tuple<std::string, std::string, std::string>* of = nullptr;
  for (const auto& [key, state] : will) {
    if (!counts(*invitation_state_from(state.first))) continue;
    if (of != nullptr && std::get<0>(*of) == std::get<0>(key) && std::get<1>(*of) == std::get<1>(key) && !(state.second.empty() && last->second.empty()))
      return Problem(ProblemCode::kDuplicateId, "candidate", fmt::format("{} : {}, {}", std::get<1>(key), std::get<2>(*of), std::get<2>(key))).from(source).at(std::max(state.second, last->second));
    of = &key;
    last = &state;
  }
  auto changes = store.change_invitations({}, *rows, [](const InvitationRow* before, const InvitationRow& after) -> Status {
    const auto from = before == nullptr ? std::optional<InvitationState>{} : invitation_state_from(before->state);
    if (may_become(from, *invitation_state_from(after.state))) return {};
    return Problem(ProblemCode::kFieldValue, "state", fmt::format("{} → {}", before == nullptr ? "–" : before->state, after.state));
  });
  if (!changes) return std::move(changes).problem().from(source);
  return changes;
}

Result<OperationsShown> show_operations(const Store& store, const InvitationRules& rules, const std::string& id, Language language) {
  auto pinned = store.pin();
  if (!pinned) return std::move(pinned).problem();
  auto operations = pinned->operations();
  if (!operations) return std::move(operations).problem();
  auto invitations = pinned->invitations();
  if (!invitations) return std::move(invitations).problem();
  const AttendanceRecord attendance(*operations, *invitations);
  OperationsShown shown;
  std::map<std::string_view, std::size_t> places;
  for (const OperationRow& row : *operations) {
    if (!id.empty() && row.id != id) continue;
    places[row.id] = shown.operations.size();
    OperationShown& one = shown.operations.emplace_back();
    one.operation = row;
    const KindRule* kind = rules.find_kind(row.kind);
    one.kind_label = kind == nullptr ? row.kind : language == Language::kFrench ? kind->title_fr : kind->title_en;
    one.no_show = no_show_rate(kind == nullptr ? NoShowPrior{} : kind->no_show, attendance.of_kind(row.kind), attendance.of_basin(row.kind, row.basin));
    one.states.assign(static_cast<std::size_t>(InvitationState::kAbsent) + 1, 0);
  }
  if (!id.empty() && shown.operations.empty()) return Problem(ProblemCode::kNotFound, id);
  for (const InvitationRow& row : *invitations) {
    const auto at = places.find(row.operation);
    if (at == places.end()) continue;
    OperationShown& one = shown.operations[at->second];
    const InvitationState state = invitation_state_from(row.state).value_or(InvitationState::kWaiting);
    ++one.states[static_cast<std::size_t>(state)];
    one.known += state == InvitationState::kPresent || state == InvitationState::kAbsent ? 1 : 0;
    one.absent += state == InvitationState::kAbsent ? 1 : 0;
    one.hired += row.hired ? 1 : 0;
    if (!id.empty()) one.invitations.push_back(row);
  }
  return shown;
}

}  // namespace passerelle::operations
