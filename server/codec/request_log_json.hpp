// One line of the request log. Ids are the only personal data it may hold: no query text, no body, no address.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace passerelle::codec {

struct RequestLine {
  std::string at;                       ///< ISO 8601, UTC, milliseconds
  std::string request, method, route;   ///< the route's pattern, "" when there is none
  std::string subject, role;
  std::vector<std::string> ids;         ///< what stood for {…} in the route; pseudonyms as they were sent
  std::uint16_t status = 0;
  std::uint64_t bytes = 0, micros = 0;
  std::string refused;                  ///< code of a refusal
  std::string why;                      ///< what only the log says of it
};

/// Without the line break.
std::string to_json(const RequestLine& line);

}  // namespace passerelle::codec
