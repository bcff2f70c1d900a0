#include "concurrency/live_records.hpp"

#include <stdexcept>

#include <fmt/format.h>

#include "scoring/policy.hpp"

namespace passerelle::testing {
namespace {

constexpr const char* kOccupations[] = {"rome:N1103", "rome:N1101", "rome:N1105", "rome:H1403"};
constexpr const char* kItems[] = {"demo:tableur", "demo:erp", "demo:organisation", "demo:calme"};

unsigned mixed(unsigned number, unsigned version, unsigned salt) {
  unsigned h = number * 2654435761U ^ version * 40503U ^ salt * 97U;
  h ^= h >> 15U;
  h *= 2246822519U;
  return h ^ h >> 13U;
}

[[noreturn]] void fail(const Problem& problem) { throw std::runtime_error(describe(problem, Language::kEnglish)); }

}  // namespace

void make_store(const std::string& path) {
  auto engine = Engine::open({path, Store::Mode::kCreate, {1}});
  if (!engine) fail(engine.problem());
  auto report = engine->import_vocabularies({fmt::format("{}/datasets/demo/vocabulary-logistique.json", PASSERELLE_DEMO_ROOT)});
  if (!report) fail(report.problem());
}

Engine open_engine(const std::string& path, bool live) {
  OpenRequest request{path, Store::Mode::kWrite, {1}};
  request.live = live;
  auto engine = Engine::open(request);
  if (!engine) fail(engine.problem());
  return std::move(*engine);
}

std::string offer_id(unsigned number) { return fmt::format("O{}", number); }
std::string candidate_id(unsigned number) { return fmt::format("C{}", number); }

std::string offer_json(unsigned number, unsigned version) {
  const auto pick = [&](unsigned salt, unsigned n) { return mixed(number, version, salt) % n; };
  return fmt::format(
      R"({{"id":"{}","title":"poste","employer":{{"name":"v{}"}},"occupation":"{}","place":{{"latitude":50.{:02},"longitude":3.{:02}}},"contract":"{}","requirements":{{"items":[{{"item":"{}"}}],"certificates":[{{"item":"cert:k{}","level":"E"}},{{"item":"cert:k{}","level":"E"}}],"licences":{}}}}})",
      offer_id(number), version, kOccupations[pick(1, 4)], 60 + pick(2, 10), pick(3, 10), pick(4, 2) == 0 ? "CDI" : "CDD", kItems[pick(5, 4)], pick(6, 9), pick(7, 9),
      pick(8, 3) == 0 ? R"([{"code":"B"}])" : "[]");
}

std::string candidate_json(unsigned number, unsigned version) {
  const auto pick = [&](unsigned salt, unsigned n) { return mixed(number, version, salt + 20) % n; };
  return fmt::format(
      R"({{"id":"{}","sought":["{}"],"practised":[{{"occupation":"{}","months":{}}}],"items":["{}"],"licences":{},"certificates":["cert:k{}"],"home":{{"latitude":50.{:02},"longitude":3.{:02}}},"mobility":{{"radius_km":{}}}}})",
      candidate_id(number), kOccupations[pick(1, 4)], kOccupations[pick(2, 4)], 6 + pick(3, 3) * 12, kItems[pick(4, 4)], pick(5, 2) == 0 ? R"(["B"])" : "[]", pick(6, 9),
      60 + pick(7, 10), pick(8, 10), pick(9, 2) == 0 ? 10 : 40);
}

unsigned version_of(const Offer& offer) { return static_cast<unsigned>(std::stoul(offer.employer_name.substr(1))); }

MatchRequest request_for(std::string id, const std::string& policy) {
  auto read = read_policy(fmt::format("{}/datasets/policies/{}.toml", PASSERELLE_DEMO_ROOT, policy));
  if (!read) fail(read.problem());
  MatchRequest request;
  request.id = std::move(id);
  request.policy = std::move(*read);
  request.date = day_of(2026, 2, 1);
  return request;
}

}  // namespace passerelle::testing
