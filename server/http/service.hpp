// What answers requests: finds the route, verifies the token, applies the table of rights and the limits, calls the engine,
// encodes, logs and counts. Knows nothing of sockets.
#pragma once

#include <memory>

#include "http/handler.hpp"
#include "http/settings.hpp"
#include "passerelle/decisions.hpp"

namespace passerelle::http {

class Service final : public Handler {
 public:
  /// Opens the store, reads policies, keys and portfolios, and loads what the first answers need. Problems: those of Engine::open()
  /// and of the files; kRequestInvalid (settings).
  /// `to_replay`: for replay() alone, beside a service that runs: the decision log is left to that one.
  static Result<std::shared_ptr<Service>> open(const Settings& settings, bool to_replay = false);
  ~Service() override;

  Response answer(const Request& request) override;
  std::variant<std::size_t, Response> admit(const Request& head) override;
  Response refuse(Refusal why, const Request& head) override;
  /// A past answer made again; reading barriers for it is logged under `by`. Problems: those of replay.hpp.
  Result<struct Replayed> replay(const audit::Entry& entry, const std::string& by);
  /// Policies, keys, portfolios, and the log file anew. What cannot be read stays as it was, and the log says so.
  void reload() override;

 private:
  struct Impl;
  explicit Service(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace passerelle::http
