// A refusal as application/problem+json (RFC 9457).
#pragma once

#include <cstdint>
#include <string>

namespace passerelle::codec {

struct ProblemDocument {
  std::uint16_t status = 500;
  std::string title;      ///< of the status, in the reader's language
  std::string code;       ///< stable, never localised
  std::string detail;     ///< what happened, in the reader's language
  std::string field, position, request;
};

std::string problem_json(const ProblemDocument& document);

}  // namespace passerelle::codec
