#include "codec/operations_json.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

namespace passerelle::codec {
namespace {

using Writer = rapidjson::Writer<rapidjson::StringBuffer>;
using namespace operations;

void member(Writer& w, const char* name, const std::string& text) { w.Key(name); w.String(text.data(), static_cast<rapidjson::SizeType>(text.size())); }
void member(Writer& w, const char* name, std::uint64_t number) { w.Key(name); w.Uint64(number); }
void signed_member(Writer& w, const char* name, std::int64_t number) { w.Key(name); w.Int64(number); }
void flag(Writer& w, const char* name, bool value) { w.Key(name); w.Bool(value); }
void strings(Writer& w, const char* name, const std::vector<std::string>& texts) {
  w.Key(name);
  w.StartArray();
  for (const std::string& text : texts) w.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
  w.EndArray();
}
template <class List, class Each>
void objects(Writer& w, const char* name, const List& list, const Each& each) {
  w.Key(name);
  w.StartArray();
  for (const auto& one : list) {
    w.StartObject();
    each(one);
    w.EndObject();
  }
  w.EndArray();
}
std::string time_of(std::uint16_t minutes) { return fmt::format("{:02}:{:02}", minutes / 60, minutes % 60); }
std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + '"';
}
/// Quoted only where it must be: ids stay as they are.
std::string field(const std::string& text) { return text.find_first_of(",;\t|\"\r\n") == std::string::npos ? text : quoted(text); }

void write_line(Writer& w, const InvitedLine& line, Audience audience) {
  member(w, "candidate", line.candidate);
  member(w, "offer", line.offer);
  member(w, "offer_title", line.offer_title);
  member(w, "suits", static_cast<std::uint64_t>(line.suits));
  if (audience == Audience::kRecruiter) return;
  member(w, "score", static_cast<std::uint64_t>(line.score));
  member(w, "verdict", std::string(code(line.tier)));
  member(w, "minutes", std::uint64_t{line.minutes});
  member(w, "metres", std::uint64_t{line.metres});
  member(w, "place", line.quota ? "quota" : "open");
  strings(w, "notes", line.notes);
}

}  // namespace

OperationsPlan for_audience(const OperationsPlan& plan, Audience audience) {
  OperationsPlan seen = plan;
  if (audience == Audience::kLead) return seen;
  seen.explained.clear();
  seen.tables.clear();
  seen.cut = 0;
  seen.kept = {};
  for (OperationPlan& operation : seen.operations) {
    operation.quotas.clear();
    operation.quota_filled = 0;
    operation.left_out = {};
    operation.possible = 0;
    operation.points = operation.alone_points = 0;
    operation.alone_invited = 0;
    for (SessionPlan& session : operation.sessions) {
      session.waiting.clear();
      std::stable_sort(session.invited.begin(), session.invited.end(), [](const InvitedLine& a, const InvitedLine& b) { return std::pair(-a.suits, a.candidate) < std::pair(-b.suits, b.candidate); });
      for (InvitedLine& line : session.invited) {
        line.score = 0;
        line.tier = VerdictTier::kNow;
        line.minutes = line.metres = 0;
        line.quota = false;
        line.notes.clear();
      }
    }
  }
  return seen;
}

std::string to_json(const OperationsAnswer& answer, Audience audience) {
  const OperationsPlan plan = for_audience(answer.plan, audience);
  const bool lead = audience == Audience::kLead;
  rapidjson::StringBuffer buffer;
  Writer w(buffer);
  w.StartObject();
  w.Key("policy");
  w.StartObject();
  member(w, "name", answer.provenance.policy);
  member(w, "version", std::uint64_t{answer.provenance.policy_version});
  w.EndObject();
  w.Key("rules");
  w.StartObject();
  member(w, "name", plan.rules);
  member(w, "version", std::uint64_t{plan.rules_version});
  w.EndObject();
  member(w, "snapshot", answer.provenance.snapshot);
  member(w, "build", answer.provenance.build);
  member(w, "date", to_string(answer.provenance.date));
  if (lead) {
    strings(w, "tables", plan.tables);
    strings(w, "explained", plan.explained);
  }
  objects(w, "operations", plan.operations, [&](const OperationPlan& operation) {
    member(w, "id", operation.id);
    member(w, "kind", operation.kind);
    member(w, "title", operation.title);
    member(w, "place", operation.place);
    if (lead) {
      member(w, "basin", operation.basin);
      w.Key("no_show");
      w.StartObject();
      member(w, "per_10000", std::uint64_t{operation.no_show});
      flag(w, "stated", operation.no_show_stated);
      member(w, "estimate_per_10000", std::uint64_t{operation.no_show_estimate});
      member(w, "recorded", operation.attendance_known);
      w.EndObject();
      objects(w, "quotas", operation.quotas, [&](const QuotaPlan& quota) {
        member(w, "label", quota.label);
        member(w, "legal_basis", quota.legal_basis);
        member(w, "percent", std::uint64_t{quota.percent});
        member(w, "places", std::uint64_t{quota.places});
      });
      flag(w, "releases_quotas", operation.releases_quotas);
      member(w, "quota_filled", operation.quota_filled);
      w.Key("left_out");
      w.StartObject();
      member(w, "not_located", operation.left_out.not_located);
      member(w, "out_of_reach", operation.left_out.out_of_reach);
      member(w, "no_transport_at_that_hour", operation.left_out.no_transport);
      member(w, "not_suited", operation.left_out.not_suited);
      member(w, "prerequisites", operation.left_out.prerequisites);
      w.EndObject();
      member(w, "possible", operation.possible);
      w.Key("relevance");
      w.StartObject();
      member(w, "invited", operation.invited);
      signed_member(w, "points", operation.points);
      member(w, "alone_invited", operation.alone_invited);
      signed_member(w, "alone_points", operation.alone_points);
      signed_member(w, "lost_points", operation.alone_points - operation.points);
      w.EndObject();
    }
    objects(w, "sessions", operation.sessions, [&](const SessionPlan& session) {
      member(w, "id", session.id);
      member(w, "date", to_string(session.date));
      member(w, "from", time_of(session.from));
      member(w, "to", time_of(session.to));
      member(w, "seats", std::uint64_t{session.seats});
      if (lead) {
        member(w, "places", std::uint64_t{session.places});
        member(w, "already", std::uint64_t{session.already});
        member(w, "overflow_per_10000", std::uint64_t{session.overflow});
        member(w, "expected_tenths", std::uint64_t{session.expected_tenths});
      }
      objects(w, "invited", session.invited, [&](const InvitedLine& line) { write_line(w, line, audience); });
      if (lead) objects(w, "waiting", session.waiting, [&](const InvitedLine& line) { write_line(w, line, audience); });
    });
  });
  if (lead) {
    w.Key("kept");
    w.StartObject();
    member(w, "read", plan.kept.read);
    member(w, "new", plan.kept.added);
    member(w, "changed", plan.kept.changed);
    member(w, "unchanged", plan.kept.unchanged);
    w.EndObject();
  }
  w.EndObject();
  return {buffer.GetString(), buffer.GetSize()};
}

std::string to_csv(const OperationsAnswer& answer, Audience audience) {
  const OperationsPlan plan = for_audience(answer.plan, audience);
  const bool lead = audience == Audience::kLead;
  std::string out = lead ? "operation,session,candidate,state,rank,date,from,to,place,offer,verdict,suits,minutes,metres,seat,notes\n" : "operation,session,candidate,date,from,to,place,offer,suits\n";
  for (const OperationPlan& operation : plan.operations)
    for (const SessionPlan& session : operation.sessions) {
      const auto row = [&](const InvitedLine& line, const char* state, std::size_t rank) {
        const std::string when = to_string(session.date) + "," + time_of(session.from) + "," + time_of(session.to) + "," + field(operation.place) + "," + field(line.offer) + ",";
        out += field(operation.id) + "," + field(session.id) + "," + field(line.candidate) + ",";
        if (!lead) {
          out += when + std::to_string(line.suits) + "\n";
          return;
        }
        std::string notes;
        for (const std::string& note : line.notes) notes += (notes.empty() ? "" : " / ") + note;
        out += std::string(state) + "," + (rank == 0 ? std::string() : std::to_string(rank)) + "," + when + std::string(code(line.tier)) + "," + std::to_string(line.suits) + "," +
               std::to_string(line.minutes) + "," + std::to_string(line.metres) + "," + (line.quota ? "quota" : "open") + "," + field(notes) + "\n";
      };
      for (const InvitedLine& line : session.invited) row(line, "invited", 0);
      for (std::size_t i = 0; i < session.waiting.size(); ++i) row(session.waiting[i], "waiting", i + 1);
    }
  return out;
}

std::string to_json(const InvitationChanges& changes) {
  return fmt::format(R"({{"read":{},"new":{},"changed":{},"unchanged":{}}})", changes.read, changes.added, changes.changed, changes.unchanged);
}

std::string to_json(const OperationsShown& shown, Language language) {
  rapidjson::StringBuffer buffer;
  Writer w(buffer);
  w.StartObject();
  objects(w, "operations", shown.operations, [&](const OperationShown& one) {
    member(w, "id", one.operation.id);
    member(w, "kind", one.operation.kind);
    member(w, "kind_label", one.kind_label);
    member(w, "title", one.operation.title);
    member(w, "basin", one.operation.basin);
    objects(w, "sessions", one.operation.sessions, [&](const OperationSessionRow& session) {
      member(w, "id", session.id);
      member(w, "date", to_string(session.date));
      member(w, "from", time_of(session.from));
      member(w, "to", time_of(session.to));
      member(w, "seats", std::uint64_t{session.seats});
    });
    w.Key("states");
    w.StartObject();
    for (std::size_t s = 0; s < one.states.size(); ++s) member(w, std::string(code(static_cast<InvitationState>(s))).c_str(), one.states[s]);
    w.EndObject();
    member(w, "hired", one.hired);
    member(w, "no_show_estimate_per_10000", std::uint64_t{one.no_show});
    if (!one.invitations.empty())
      objects(w, "invitations", one.invitations, [&](const InvitationRow& row) {
        member(w, "session", row.session);
        member(w, "candidate", row.candidate);
        member(w, "state", row.state);
        const auto state = invitation_state_from(row.state);
        member(w, "state_label", state ? std::string(label(*state, language)) : row.state);
        if (row.rank != 0) member(w, "rank", std::uint64_t{row.rank});
        flag(w, "hired", row.hired);
      });
  });
  w.EndObject();
  return {buffer.GetString(), buffer.GetSize()};
}

std::string to_csv(const OperationsShown& shown) {
  std::string out = "operation,session,candidate,state,hired,rank\n";
  for (const OperationShown& one : shown.operations)
    for (const InvitationRow& row : one.invitations)
      out += field(row.operation) + "," + field(row.session) + "," + field(row.candidate) + "," + row.state + "," + (row.hired ? "1" : "0") + "," + (row.rank == 0 ? std::string() : std::to_string(row.rank)) + "\n";
  return out;
}

}  // namespace passerelle::codec
