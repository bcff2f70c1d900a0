#include "http/settings.hpp"

#include <charconv>
#include <filesystem>
#include <limits>

#include <fmt/format.h>
#include <toml++/toml.h>

#include "base/input_file.hpp"

namespace passerelle::http {
namespace {

Problem refuse(std::string_view name, std::string why) { return Problem(ProblemCode::kRequestInvalid, std::string(name), std::move(why)); }

using Apply = Status (*)(Settings&, std::string_view name, std::string_view value);

template <class Number>
Status number(std::string_view name, std::string_view value, Number least, Number most, Number& out) {
  Number read{};
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), read);
  if (error != std::errc() || end != value.data() + value.size() || read < least || read > most) return refuse(name, fmt::format("{} to {}", least, most));
  out = read;
  return {};
}

template <auto Member>
Status listener_text(Settings& s, std::string_view, std::string_view value) {
  s.listener.*Member = value;
  return {};
}
template <auto Member>
Status text(Settings& s, std::string_view, std::string_view value) {
  s.*Member = value;
  return {};
}
template <auto Member>
Status token_text(Settings& s, std::string_view, std::string_view value) {
  s.tokens.*Member = value;
  return {};
}
template <auto Member, std::uint64_t Least, std::uint64_t Most>
Status listener_count(Settings& s, std::string_view name, std::string_view value) {
  std::uint64_t read = 0;
  PASSERELLE_TRY(number<std::uint64_t>(name, value, Least, Most, read));
  s.listener.*Member = static_cast<std::remove_reference_t<decltype(s.listener.*Member)>>(read);
  return {};
}
template <auto Member, std::uint64_t Least, std::uint64_t Most>
Status count(Settings& s, std::string_view name, std::string_view value) {
  std::uint64_t read = 0;
  PASSERELLE_TRY(number<std::uint64_t>(name, value, Least, Most, read));
  s.*Member = static_cast<std::remove_reference_t<decltype(s.*Member)>>(read);
  return {};
}
template <auto Member>
Status seconds(Settings& s, std::string_view name, std::string_view value) {
  std::int64_t read = 0;
  PASSERELLE_TRY(number<std::int64_t>(name, value, 1, 3'600, read));
  s.listener.*Member = std::chrono::seconds(read);
  return {};
}

Status listen(Settings& s, std::string_view name, std::string_view value) {
  const std::size_t colon = value.rfind(':');
  if (colon == std::string_view::npos) return refuse(name, "ADDRESS:PORT");
  std::string_view address = value.substr(0, colon);
  if (address.size() > 1 && address.front() == '[' && address.back() == ']') address = address.substr(1, address.size() - 2);
  PASSERELLE_TRY(number<std::uint16_t>(name, value.substr(colon + 1), 0, std::numeric_limits<std::uint16_t>::max(), s.listener.port));
  s.listener.address = address;
  return {};
}

Status hosts(Settings& s, std::string_view, std::string_view value) {
  s.hosts.clear();
  while (!value.empty()) {
    const std::size_t end = std::min(value.find(','), value.size());
    if (end > 0) s.hosts.emplace_back(value.substr(0, end));
    value.remove_prefix(std::min(end + 1, value.size()));
  }
  return {};
}

Status skew(Settings& s, std::string_view name, std::string_view value) { return number<std::int64_t>(name, value, 0, 600, s.tokens.skew_seconds); }

struct Row { std::string_view name, meaning; Apply apply; bool is_path = false; };
constexpr Row kTable[] = {
    {"listen", "ADDRESS:PORT; 127.0.0.1:8080, port 0 = any free one", listen},
    {"workers", "threads that answer; 0 = as many as the machine runs at once", listener_count<&ListenerSettings::workers, 0, 1'024>},
    {"store", "store file", text<&Settings::store>, true},
    {"policies", "folder of policy files", text<&Settings::policies>, true},
    {"hosts", "names this server answers for; none = any", hosts},
    {"tokens.keys", "JWKS file of the identity provider", text<&Settings::keys>, true},
    {"tokens.issuer", "issuer of the tokens, to the letter", token_text<&TokenRules::issuer>},
    {"tokens.audience", "audience the tokens must have", token_text<&TokenRules::audience>},
    {"tokens.skew_seconds", "by how much clocks may differ; 60", skew},
    {"access.portfolios", "file, a line « subject TAB candidate » a person accompanied; none = tokens carry them", text<&Settings::portfolios>, true},
    {"access.pseudonym_key", "file of 32 bytes or more; none = recruiters see nobody", text<&Settings::pseudonym_key>, true},
    {"limits.requests_per_minute", "of one subject; 600, 0 = any", count<&Settings::requests_per_minute, 0, 10'000'000>},
    {"limits.burst", "requests of one subject that may come at once; 60", count<&Settings::burst, 1, 1'000'000>},
    {"limits.body_bytes", "of a request's body; 1048576", count<&Settings::body_bytes, 1'024, 1'073'741'824>},
    {"limits.import_bytes", "of an import's body; 67108864", count<&Settings::import_bytes, 1'024, 1'073'741'824>},
    {"limits.header_bytes", "of the request line and headers together; 16384", listener_count<&ListenerSettings::header_bytes, 1'024, 65'536>},
    {"limits.connections", "open at once; 4096", listener_count<&ListenerSettings::connections, 1, 1'000'000>},
    {"limits.waiting", "requests that wait for a worker; 512", listener_count<&ListenerSettings::waiting, 1, 1'000'000>},
    {"limits.header_seconds", "for the headers to arrive; 10", seconds<&ListenerSettings::header_time>},
    {"limits.body_seconds", "for the body to arrive; 30", seconds<&ListenerSettings::body_time>},
    {"limits.idle_seconds", "between two requests of a connection; 75", seconds<&ListenerSettings::idle_time>},
    {"limits.wait_seconds", "for a worker to be free; 5", seconds<&ListenerSettings::wait_time>},
    {"limits.write_seconds", "for the answer to be taken; 30", seconds<&ListenerSettings::write_time>},
    {"limits.drain_seconds", "for the requests under way after SIGTERM; 25", seconds<&ListenerSettings::drain_time>},
    {"log.decisions", "folder of the decision log; none = beside the store", text<&Settings::decisions>, true},
    {"log.file", "request log; none = standard error", text<&Settings::log>, true},
    {"tls.certificate", "PEM file of the chain; none = plain HTTP, behind a proxy", listener_text<&ListenerSettings::certificate>, true},
    {"tls.key", "PEM file of the key", listener_text<&ListenerSettings::key>, true},
    {"openapi", "the contract, served as /openapi.json", text<&Settings::openapi>, true},
};

const Row* find(std::string_view name) noexcept {
  for (const Row& row : kTable)
    if (row.name == name) return &row;
  return nullptr;
}

Status apply_table(const toml::table& table, const std::string& prefix, const std::filesystem::path& folder, Settings& settings) {
  for (const auto& [key, node] : table) {
    const std::string name = prefix + std::string(key.str());
    const auto at = [&](Problem problem) { return std::move(problem).at(fmt::format("line {}", key.source().begin.line)); };
    if (const toml::table* inner = node.as_table()) {
      if (!prefix.empty()) return at(Problem(ProblemCode::kFieldUnknown, name, ""));
      PASSERELLE_TRY(apply_table(*inner, name + ".", folder, settings));
      continue;
    }
    const Row* row = find(name);
    if (row == nullptr) return at(Problem(ProblemCode::kFieldUnknown, name, ""));
    std::string value;
    if (const auto* as_text = node.as_string()) {
      value = as_text->get();
      if (row->is_path && !value.empty() && value != "-") value = (folder / value).lexically_normal().string();
    } else if (const auto* as_number = node.as_integer()) {
      value = std::to_string(as_number->get());
    } else if (const auto* list = node.as_array()) {
      for (const auto& each : *list) {
        const auto* one = each.as_string();
        if (one == nullptr) return at(Problem(ProblemCode::kFieldType, name, "string"));
        value += (value.empty() ? "" : ",") + one->get();
      }
    } else {
      return at(Problem(ProblemCode::kFieldType, name, "string"));
    }
    if (Status status = row->apply(settings, name, value); !status) return at(std::move(status).problem());
  }
  return {};
}

}  // namespace

std::vector<SettingName> setting_names() {
  std::vector<SettingName> names;
  for (const Row& row : kTable) names.push_back({row.name, row.meaning});
  return names;
}

Status set(Settings& settings, std::string_view name, std::string_view value) {
  const Row* row = find(name);
  if (row == nullptr) return refuse(name, "no such setting");
  return row->apply(settings, name, value);
}

Status read_settings(const std::string& path, Settings& settings) {
  Result<std::string> content = read_all(path);
  if (!content) return std::move(content).problem().from(path);
  const std::filesystem::path folder = std::filesystem::absolute(path).parent_path();
  try {
    Status status = apply_table(toml::parse(*content, path), "", folder, settings);
    return status ? Status() : Status(std::move(status).problem().from(path));
  } catch (const toml::parse_error& error) {
    return Problem(ProblemCode::kDocumentMalformed, std::string(error.description())).from(path).at(fmt::format("line {}", error.source().begin.line));
  }
}

Status read_environment(const std::function<const char*(const char*)>& look_up, Settings& settings) {
  for (const Row& row : kTable) {
    std::string name = "PASSERELLE_";
    for (const char c : row.name) name += c == '.' ? '_' : static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    if (const char* value = look_up(name.c_str()))
      if (Status status = row.apply(settings, row.name, value); !status) return std::move(status).problem().from(name);
  }
  return {};
}

Status Settings::validate() const {
  if (keys.empty()) return refuse("tokens.keys", "a JWKS file is needed");
  if (tokens.issuer.empty()) return refuse("tokens.issuer", "needed");
  if (tokens.audience.empty()) return refuse("tokens.audience", "needed");
  if (listener.certificate.empty() != listener.key.empty()) return refuse("tls.key", "certificate and key go together");
  return {};
}

}  // namespace passerelle::http
