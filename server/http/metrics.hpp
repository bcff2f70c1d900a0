// What is counted while serving, as Prometheus reads it. No label ever holds an id.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace passerelle::http {

class Metrics {
 public:
  Metrics();
  ~Metrics();
  /// `route`: the pattern, "" when no route was found. `refused`: the code of a refusal, "" when there was none. Thread-safe.
  void count(std::string_view route, std::uint16_t status, double seconds, std::string_view refused);
  /// Prometheus text format, version 0.0.4.
  std::string text() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace passerelle::http
