// Changes of single records, and imports line by line.
#include <cstring>

#include "codec/write_json.hpp"
#include "http/call.hpp"
#include "http/parameters.hpp"

namespace passerelle::http {
namespace {

constexpr std::size_t kMostPurpose = 200;
constexpr std::size_t kMostId = 200;

/// If-Match and If-None-Match. One strong tag or « * »: a list would ask for one of several contents, which nobody means here.
std::variant<WriteCondition, Failure> condition_of(const Request& request) {
  WriteCondition condition;
  const std::string_view match = request.header("if-match"), none = request.header("if-none-match");
  if (match == "*") condition.version = "*";
  else if (!match.empty()) {
    if (match.size() < 2 || match.front() != '"' || match.back() != '"' || match.find('"', 1) != match.size() - 1) return Failure(HttpProblem::kPreconditionFailed, "If-Match");
    condition.version = match.substr(1, match.size() - 2);
    if (condition.version.empty()) return Failure(HttpProblem::kPreconditionFailed, "If-Match");
  }
  if (none == "*") condition.must_be_new = true;
  else if (!none.empty()) return Failure(HttpProblem::kPreconditionFailed, "If-None-Match");
  return condition;
}

Answer written(const Call& call, RecordKind kind, const Result<WriteAnswer>& answer) {
  if (!answer) {
    // A condition on a record that is not there is not met (RFC 9110 § 13.1.1).
    if (answer.problem().code == ProblemCode::kNotFound && !call.request.header("if-match").empty()) return Failure(HttpProblem::kPreconditionFailed, "If-Match");
    return Failure(codec::shown_problem(answer.problem(), kind));
  }
  Response response = json_response(codec::to_json(*answer, call.language));
  if (answer->outcome == WriteOutcome::kNew) response.status = 201;
  if (!answer->version.empty()) response.headers.emplace_back("ETag", '"' + answer->version + '"');
  return response;
}

Answer erase(const Call& call, WriteCondition condition) {
  auto purpose = text_parameter(call.target, "purpose", kMostPurpose);
  if (auto* failure = std::get_if<Failure>(&purpose)) return *failure;
  if (std::get<std::string>(purpose).empty()) return Failure(HttpProblem::kParameterValue, "purpose");
  ErasureRequest request;
  request.candidate = call.arguments[0];
  request.agent = call.identity.subject;
  request.purpose = std::move(std::get<std::string>(purpose));
  request.condition = std::move(condition);
  auto erased = call.engine.erase_candidate(request);
  // Asked again for somebody who is gone, it finishes what a failure between the two left undone.
  if (erased || erased.problem().code == ProblemCode::kNotFound) {
    const auto forgotten = call.decisions->erase(request.candidate, request.agent, request.purpose);
    if (!forgotten) return Failure(forgotten.problem());
  }
  return written(call, RecordKind::kCandidate, erased);
}

Answer import_lines(const Call& call, RecordKind kind) {
  if (call.request.body.empty()) return Failure(HttpProblem::kBodyMissing);
  StreamImport stream;
  stream.kind = kind;
  stream.source = "api";
  std::string_view rest = call.request.body;
  stream.read = [&](char* buffer, std::size_t capacity) -> Result<std::size_t> {
    const std::size_t taken = std::min(capacity, rest.size());
    std::memcpy(buffer, rest.data(), taken);
    rest.remove_prefix(taken);
    return taken;
  };
  Response response;
  response.headers.emplace_back("Content-Type", "application/x-ndjson");
  stream.deliver = [&](const LineResult& line) -> Status {
    response.body += codec::to_json(line, kind, call.language);
    response.body += '\n';
    return {};
  };
  const Status done = call.engine.import_records(stream);
  if (done) return response;
  // What was delivered is kept and durable: it is answered, and the problem that ended the stream after it.
  if (response.body.empty()) return Failure(done.problem());
  LineResult end;
  end.problem = done.problem();
  end.position = done.problem().position;
  response.body += codec::to_json(end, kind, call.language) + '\n';
  return response;
}

}  // namespace

Answer answer_writing(const Call& call) {
  const Route route = call.rule.route;
  if (route == Route::kImportOffers) return import_lines(call, RecordKind::kOffer);
  if (route == Route::kImportCandidates) return import_lines(call, RecordKind::kCandidate);
  auto conditions = condition_of(call.request);
  if (auto* failure = std::get_if<Failure>(&conditions)) return *failure;
  const WriteCondition& condition = std::get<WriteCondition>(conditions);
  const std::string& id = call.arguments[0];
  if (id.size() > kMostId) return Failure(Problem(ProblemCode::kNotFound, "id"));
  if (!call.rule.media.empty() && call.request.body.empty()) return Failure(HttpProblem::kBodyMissing);
  switch (route) {
    case Route::kPutOffer: return written(call, RecordKind::kOffer, call.engine.put_offer(id, call.request.body, condition));
    case Route::kPatchOffer: return written(call, RecordKind::kOffer, call.engine.patch_offer(id, call.request.body, condition));
    case Route::kDeleteOffer: return written(call, RecordKind::kOffer, call.engine.remove_offer(id, condition));
    case Route::kPutCandidate: return written(call, RecordKind::kCandidate, call.engine.put_candidate(id, call.request.body, condition));
    case Route::kPatchCandidate: return written(call, RecordKind::kCandidate, call.engine.patch_candidate(id, call.request.body, condition));
    default: return erase(call, condition);
  }
}

}  // namespace passerelle::http
