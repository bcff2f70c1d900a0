// What a request is refused with. One table (failure.cpp) says for every problem, the engine's and the adaptor's own, which
// status it is.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/problem.hpp"
#include "http/message.hpp"

namespace passerelle::http {

/// Problems that only exist over HTTP.
enum class HttpProblem : std::uint8_t {
  kMalformed,          ///< not a request we read
  kTargetMalformed,    ///< the path or the query
  kParameterUnknown,
  kParameterValue,
  kHost,               ///< none, several, or one we do not answer for
  kTokenMissing,
  kTokenRefused,
  kNotAllowed,         ///< the role may not
  kOtherEmployer,
  kOtherPortfolio,
  kPolicyNotAllowed,   ///< the role may not ask under this policy
  kRouteUnknown,
  kMethodNotAllowed,
  kTimeout,
  kBodyTooLarge,
  kBodyMissing,
  kBodyUnexpected,
  kMediaType,
  kNotAcceptable,
  kPreconditionFailed,
  kPreconditionNeeded,
  kTooManyRequests,
  kHeadersTooLarge,
  kOverloaded,
  kInternal,
  kCount,
};

struct Failure {
  std::uint16_t status = 500;
  std::string_view code;               ///< stable, never localised
  std::string french, english;         ///< what happened
  std::string field, position;
  std::vector<Header> headers;         ///< e.g. Allow, Retry-After

  Failure(HttpProblem problem, std::string field_name = {}, const std::string& detail = {});  // NOLINT: implicit on purpose
  Failure(const Problem& problem);                                                             // NOLINT

  Failure with(std::string name, std::string value) && {
    headers.emplace_back(std::move(name), std::move(value));
    return std::move(*this);
  }
};

/// The status of a problem.
std::uint16_t status_of(ProblemCode code) noexcept;
std::uint16_t status_of(HttpProblem problem) noexcept;
std::string_view code_name(HttpProblem problem) noexcept;
/// « Introuvable », "Not Found".
std::string_view status_title(std::uint16_t status, Language language) noexcept;

/// The answer: application/problem+json.
Response to_response(const Failure& failure, Language language, std::string_view request_id);

}  // namespace passerelle::http
