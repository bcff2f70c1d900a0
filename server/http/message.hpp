// What a request and a response are to the rest of the adaptor: plain structs, so that routes, rights and encoding are
// tested without a socket. Only listener.cpp knows the HTTP library.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace passerelle::http {

/// Name in lower case, value as sent without the white space around it.
using Header = std::pair<std::string, std::string>;

struct Request {
  std::string method;             ///< as sent, e.g. "GET"; method names are case-sensitive
  std::string target;             ///< as sent: path and query, still percent-encoded
  std::vector<Header> headers;
  std::string body;
  std::string peer;               ///< address at the other end

  /// The first value of a header, "" when there is none. `name` in lower case.
  std::string_view header(std::string_view name) const noexcept {
    for (const Header& each : headers)
      if (each.first == name) return each.second;
    return {};
  }
  std::size_t count(std::string_view name) const noexcept {
    return static_cast<std::size_t>(std::count_if(headers.begin(), headers.end(), [&](const Header& each) { return each.first == name; }));
  }
};

struct Response {
  std::uint16_t status = 200;
  std::vector<Header> headers;    ///< without Content-Length, Connection and Date, which the listener adds
  std::string body;
};

}  // namespace passerelle::http
