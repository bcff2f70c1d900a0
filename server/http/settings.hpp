// The service's settings: a TOML file, over it the environment, over that the command line. One table names them all.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/listener.hpp"
#include "http/token.hpp"

namespace passerelle::http {

struct Settings {
  ListenerSettings listener;
  std::string store = "passerelle.db";
  std::string policies;                      ///< folder of policy files
  std::string openapi;                       ///< the contract, as YAML
  std::vector<std::string> hosts;            ///< names this server answers for; empty = any
  std::string keys;                          ///< JWKS file
  TokenRules tokens;
  std::string portfolios;                    ///< file: a line « subject TAB candidate » for each person accompanied; "" = tokens carry them
  std::string pseudonym_key;                 ///< file of 32 bytes or more; "" = recruiters see nobody
  std::uint32_t requests_per_minute = 600, burst = 60;   ///< of one subject
  std::size_t body_bytes = 1024 * 1024;
  std::size_t import_bytes = 64 * 1024 * 1024;
  std::string log;                           ///< file; "" = standard error
  std::string decisions;                     ///< folder of the decision log; "" = beside the store

  std::string decision_log() const { return decisions.empty() ? store + ".decisions" : decisions; }

  /// kRequestInvalid with the setting's name.
  Status validate() const;
};

/// "limits.body_bytes" and its like, with what they are for (English), in the order of the documentation.
struct SettingName { std::string_view name, meaning; };
std::vector<SettingName> setting_names();

/// Sets one by its name; kRequestInvalid: no such setting, or a value it cannot have.
Status set(Settings& settings, std::string_view name, std::string_view value);
/// Reads the file. Relative paths in it are relative to it. Unknown keys are refused with their line.
Status read_settings(const std::string& path, Settings& settings);
/// PASSERELLE_LIMITS_BODY_BYTES and its like. `look_up`: the environment.
Status read_environment(const std::function<const char*(const char*)>& look_up, Settings& settings);

}  // namespace passerelle::http
