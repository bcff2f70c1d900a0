// What the listener asks of the service behind it. Every member may be called from several threads at once.
#pragma once

#include <cstddef>
#include <variant>

#include "http/message.hpp"

namespace passerelle::http {

/// Why the listener itself refuses a request, before it is whole.
enum class Refusal : std::uint8_t {
  kMalformed,       ///< not HTTP/1.0 or 1.1, or framed in more than one way
  kHeadersTooLarge,
  kBodyTooLarge,
  kTimeout,         ///< the headers or the body did not arrive in time
  kOverloaded,      ///< too many connections, or requests waiting
};

class Handler {
 public:
  virtual ~Handler() = default;
  /// The whole request is there.
  virtual Response answer(const Request& request) = 0;
  /// Asked when the headers of a request with a body are there: how many bytes of body to read, or the answer to give instead.
  virtual std::variant<std::size_t, Response> admit(const Request& head) = 0;
  /// `head` is what is known of the request; its method is "" when nothing is.
  virtual Response refuse(Refusal why, const Request& head) = 0;
  /// SIGHUP: read again what may change while serving.
  virtual void reload() = 0;
};

}  // namespace passerelle::http
