// The HTTP/1.1 server: connections, framing, deadlines, limits, TLS, signals. The one place that knows Boost.Beast.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "base/result.hpp"
#include "http/handler.hpp"

namespace passerelle::http {

struct ListenerSettings {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;              ///< 0 = any free one
  unsigned workers = 0;                   ///< threads that answer; 0 = as many as the machine runs at once
  std::size_t connections = 4'096;        ///< open at once; more are answered 503
  std::size_t waiting = 512;              ///< requests that wait for a worker; more are answered 503
  std::size_t header_bytes = 16 * 1024;   ///< request line and headers together
  std::chrono::milliseconds header_time{10'000};   ///< from the first byte to the end of the headers, absolute
  std::chrono::milliseconds body_time{30'000};     ///< for the whole body, absolute
  std::chrono::milliseconds idle_time{75'000};     ///< between two requests of a connection
  std::chrono::milliseconds wait_time{5'000};      ///< a request that waited longer for a worker is answered 503
  std::chrono::milliseconds write_time{30'000};    ///< for the whole answer
  std::chrono::milliseconds drain_time{25'000};    ///< after SIGTERM
  std::string certificate, key;           ///< PEM files: TLS 1.2 and 1.3 instead of plain HTTP
};

class Listener {
 public:
  /// Binds; connections are accepted by run(). Problems: kRequestInvalid (address, port taken), kFileUnreadable (PEM).
  static Result<Listener> open(const ListenerSettings& settings, std::shared_ptr<Handler> handler);
  Listener(Listener&&) noexcept;
  ~Listener();

  std::uint16_t port() const noexcept;
  /// Serves until SIGTERM, SIGINT or drain(): then no new connection is accepted, requests under way are answered, and idle
  /// connections are closed. SIGHUP calls Handler::reload(). True when every connection ended within drain_time.
  bool run();
  /// From any thread.
  void drain();

 private:
  struct Impl;
  explicit Listener(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace passerelle::http
