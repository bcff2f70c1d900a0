// Health, version, contract, metrics.
#include "codec/page_json.hpp"
#include "http/call.hpp"

namespace passerelle::http {
namespace {

Answer text_response(std::string body, const char* type) {
  Response response;
  response.body = std::move(body);
  response.headers.emplace_back("Content-Type", type);
  return response;
}

/// Whether requests can be answered: the store answers. What matching needs was loaded before the first connection.
Answer ready(const Call& call) {
  const auto summary = call.engine.summary();
  if (!summary) return Failure(HttpProblem::kOverloaded);
  return json_response(codec::object_json({{"status", "ready"}}));
}

}  // namespace

Answer answer_system(const Call& call) {
  switch (call.rule.route) {
    case Route::kHealth: return json_response(codec::object_json({{"status", "ok"}}));
    case Route::kReady: return ready(call);
    case Route::kVersion: return json_response(codec::object_json({{"build", std::string(build_name())}}));
    case Route::kOpenApi: return text_response(call.contract, "application/json");
    default: return text_response(call.metrics.text(), "text/plain; version=0.0.4; charset=utf-8");
  }
}

}  // namespace passerelle::http
