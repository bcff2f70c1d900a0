// Laws 7 and 8: barriers and publics change nothing that matching gives, and no list shows them.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <fmt/format.h>

#include "codec/answer_json.hpp"
#include "property/import_files.hpp"
#include "scoring/policy.hpp"

namespace passerelle::testing {
namespace {

constexpr int kOffers = 6, kCandidates = 6;
const Day kDate = day_of(2026, 2, 1);
/// In every text of a restricted record that these tests write.
constexpr std::string_view kMark = "SECRET";

const std::vector<Policy>& shipped_policies() {
  static const std::vector<Policy> kPolicies = [] {
    std::vector<Policy> policies;
    for (const char* name : {"recruiter", "adviser", "operations"}) {
      auto policy = read_policy(fmt::format("{}/datasets/policies/{}.toml", PASSERELLE_SOURCE_DIR, name));
      if (!policy) throw std::runtime_error(describe(policy.problem(), Language::kEnglish));
      policies.push_back(std::move(*policy));
    }
    return policies;
  }();
  return kPolicies;
}

/// A restricted record as JSON, or "" for none.
std::string any_restricted() {
  const int barriers = *rc::gen::inRange(0, 4), publics = *rc::gen::inRange(0, 3);
  if (barriers + publics == 0) return *rc::gen::element<std::string>("", "{}", "null");
  std::string json;
  for (int i = 0; i < barriers; ++i) {
    json += json.empty() ? "" : ",";
    json += fmt::format(R"({{"constraint":{},"state":"{}")", *rc::gen::inRange(22, 30),
                        *rc::gen::element<std::string>("not-explored", "yes", "no", "closed"));
    if (*rc::gen::arbitrary<bool>())
      json += fmt::format(R"(,"impact":"{}")", *rc::gen::element<std::string>("low", "medium", "high"));
    if (*rc::gen::arbitrary<bool>()) json += R"(,"priority":true)";
    if (*rc::gen::arbitrary<bool>()) json += R"(,"explored":"2025-11-03","agent":"SECRET-agent")";
    if (*rc::gen::arbitrary<bool>()) json += R"(,"lever":"SECRET-location solidaire","lever_expected":"2026-03-01")";
    if (*rc::gen::arbitrary<bool>())
      json += fmt::format(R"(,"situations":[{{"code":{},"state":"yes"}}])", *rc::gen::inRange(6, 42));
    json += "}";
  }
  json = barriers > 0 ? R"({"barriers":[)" + json + "]" : "{";
  for (int i = 0; i < publics; ++i)
    json += fmt::format("{}\"{}\"", i == 0 ? (barriers > 0 ? R"(,"publics":[)" : R"("publics":[)") : ",",
                        *rc::gen::element<std::string>("under-26", "over-50", "rqth", "rsa", "qpv", "SECRET-public"));
  return json + (publics > 0 ? "]}" : "}");
}

/// Everything matching gives out: both lists and every pair, under every policy, as the bytes an adaptor sends.
std::string answers(const Engine& engine) {
  std::string text;
  const auto add = [&](const auto& answer) {
    if (!answer) RC_FAIL(describe(answer.problem(), Language::kEnglish));
    for (const Language language : {Language::kFrench, Language::kEnglish})
      text += codec::to_json(*answer, language) + "\n";
  };
  for (const Policy& policy : shipped_policies()) {
    MatchRequest request;
    request.policy = policy;
    request.date = kDate;
    for (int o = 0; o < kOffers; ++o) {
      request.id = fmt::format("O{}", o);
      add(engine.shortlist(request));
    }
    for (int c = 0; c < kCandidates; ++c) {
      request.id = fmt::format("C{}", c);
      add(engine.suggest(request));
      PairRequest pair;
      pair.policy = policy;
      pair.date = kDate;
      pair.candidate = request.id;
      pair.offer = "O0";
      add(engine.explain(pair));
    }
  }
  return text;
}

struct Person {
  int flavour;
  std::string restricted;
};

std::string people_file(const std::vector<Person>& people) {
  std::string bytes;
  for (std::size_t i = 0; i < people.size(); ++i)
    bytes += candidate_json(fmt::format("C{}", i), people[i].flavour, people[i].restricted) + "\n";
  return bytes;
}

void import_offers(ImportStore& store) {
  std::string bytes;
  for (int i = 0; i < kOffers; ++i) bytes += offer_json(fmt::format("O{}", i), i * 5) + "\n";
  RC_ASSERT(store.offers("offres.ndjson", bytes).ok());
}

ImportCounts import_people(ImportStore& store, const std::string& bytes) {
  const auto report = store.candidates("candidats.ndjson", bytes);
  if (!report) RC_FAIL(describe(report.problem(), Language::kEnglish));
  return report->counts;
}

RC_GTEST_PROP(Law7NonInterference, BarriersAndPublicsChangeNoByteOfAnyAnswer, ()) {
  std::vector<Person> without, with, other;
  for (int i = 0; i < kCandidates; ++i) {
    const int flavour = *rc::gen::inRange(0, 30);
    without.push_back({flavour, ""});
    with.push_back({flavour, any_restricted()});
    other.push_back({flavour, any_restricted()});
  }
  ImportStore plain, barred;
  import_offers(plain);
  import_offers(barred);
  const ImportCounts counts = import_people(plain, people_file(without));
  RC_ASSERT(counts.added == static_cast<std::uint64_t>(kCandidates));
  RC_ASSERT(import_people(barred, people_file(with)) == counts);
  RC_ASSERT(plain.everything() == barred.everything());
  const std::string before = answers(plain.engine());
  RC_ASSERT(before.find("\"rank\":1") != std::string::npos);  // there is something that could differ
  RC_ASSERT(answers(barred.engine()) == before);
  // and when what is known of the same persons changes later on
  import_people(barred, people_file(other));
  RC_ASSERT(barred.snapshot() == plain.snapshot());
  RC_ASSERT(answers(barred.engine()) == before);
}

/// The shipped tables of barriers and levers.
std::vector<std::string> lever_files() {
  std::vector<std::string> files;
  for (const char* name : {"barriers", "demands", "conflicts", "levers-hauts-de-france"})
    files.push_back(fmt::format("{}/datasets/levers/{}.toml", PASSERELLE_SOURCE_DIR, name));
  return files;
}

/// A diagnosis in Passerelle's own format: barriers and publics with marks in every text.
std::string any_diagnosis(int person) {
  std::string restricted = any_restricted();
  if (restricted.size() < 3 || restricted == "null") restricted = R"({"publics":["SECRET-public"]})";
  // Situations must be of their constraint: of the general record only the constraint is kept.
  for (std::size_t at = restricted.find(R"(,"situations")"); at != std::string::npos; at = restricted.find(R"(,"situations")"))
    restricted.erase(at, restricted.find(']', at) + 1 - at);
  return fmt::format(R"({{"candidate":"C{}",{}}})", person, restricted.substr(1, restricted.size() - 2));
}

adviser::AccessRequest access(const char* role, int person) {
  return {role, "SECRET-agent", "SECRET-purpose", {fmt::format("C{}", person)}};
}

// Everything an adviser can do to a person's situation: diagnoses, corrections, pages, « what if », new tables. After each,
// every byte a recruiter can get is what it was, and no mark shows.
RC_GTEST_PROP(Law7NonInterference, WhatAdvisersDoChangesNoByteOfARecruiter, ()) {
  ImportStore store;
  import_offers(store);
  std::vector<Person> people;
  for (int i = 0; i < kCandidates; ++i) people.push_back({*rc::gen::inRange(0, 30), any_restricted()});
  import_people(store, people_file(people));
  const std::string before = answers(store.engine()), everything = store.everything(), listing = store.listing();
  RC_ASSERT(before.find(kMark) == std::string::npos);
  const auto tables = store.engine().import_lever_tables(lever_files());
  if (!tables) RC_FAIL(describe(tables.problem(), Language::kEnglish));
  for (int mutation = 0; mutation < 6; ++mutation) {
    const int person = *rc::gen::inRange(0, kCandidates);
    std::string errors;
    switch (*rc::gen::inRange(0, 4)) {
      case 0: {
        const std::string file = store.directory().write("diagnoses.ndjson", any_diagnosis(person) + "\n");
        adviser::BarrierImport request;
        request.paths = {file};
        request.access = access("import", person);
        const auto report = store.engine().import_barriers(request, kDate);
        if (!report) RC_FAIL(describe(report.problem(), Language::kEnglish));
        RC_ASSERT(report->counts.read == 1U);
        RC_ASSERT(report->counts.quarantined == 0U);
        break;
      }
      case 1: {
        const int situation = *rc::gen::inRange(6, 42);
        const auto status = store.engine().correct_barrier({fmt::format("C{}", person), fmt::format("situation {}", situation),
                                                            *rc::gen::element<std::string>("yes", "no", "closed", "not-explored"), "SECRET-reason", kDate, access("adviser", person)});
        if (!status) RC_FAIL(describe(status.problem(), Language::kEnglish));
        break;
      }
      case 2: {
        AdviserRequest request;
        request.candidate = fmt::format("C{}", person);
        request.policy = shipped_policies()[1];
        request.date = kDate;
        request.access = access("adviser", person);
        RC_ASSERT(store.engine().adviser_page(request).ok());
        break;
      }
      default: {
        // Someone else's adviser, and a recruiter: refused, without a word about the person.
        AdviserRequest request;
        request.candidate = fmt::format("C{}", person);
        request.policy = shipped_policies()[1];
        request.date = kDate;
        request.access = access("adviser", person + 1);
        auto refused = store.engine().adviser_page(request);
        RC_ASSERT(!refused.ok());
        RC_ASSERT(refused.problem().code == ProblemCode::kAccessRefused);
        errors += codec::error_json(refused.problem(), Language::kFrench);
        request.access = access("recruiter", person);
        refused = store.engine().adviser_page(request);
        RC_ASSERT(!refused.ok());
        errors += codec::error_json(refused.problem(), Language::kEnglish);
      }
    }
    RC_ASSERT(errors.find(kMark) == std::string::npos);
    RC_ASSERT(answers(store.engine()) == before);
  }
  RC_ASSERT(store.everything() == everything);
  RC_ASSERT(store.listing() == listing);
}

RC_GTEST_PROP(Law7NonInterference, NoListOfCandidatesShowsThem, ()) {
  std::vector<Person> people;
  for (int i = 0; i < kCandidates; ++i) people.push_back({*rc::gen::inRange(0, 30), any_restricted()});
  ImportStore store;
  import_people(store, people_file(people));
  const std::string listing = store.listing();
  for (const std::string_view word :
       {kMark, std::string_view("restricted"), std::string_view("barriers"), std::string_view("publics"),
        std::string_view("constraint"), std::string_view("under-26"), std::string_view("rqth")})
    RC_ASSERT(listing.find(word) == std::string::npos);
}

// A record that is refused, for a fault inside its restricted part or elsewhere, is reported without quoting that part.
RC_GTEST_PROP(Law7NonInterference, TheQuarantineDoesNotQuoteThem, ()) {
  const std::vector<std::string> faults = {
      R"({"barriers":[{"constraint":23,"impact":"SECRET-very bad"}]})",
      R"({"barriers":[{"constraint":23,"state":"SECRET"}]})",
      R"({"barriers":[{"constraint":23,"explored":"SECRET day"}]})",
      R"({"barriers":[{"constraint":"SECRET"}]})",
      R"({"barriers":"SECRET"})",
      R"({"publics":{"SECRET":1}})",
      R"({"publics":["rsa",5]})",
      R"({"SECRET-field":true})",
      R"({"barriers":[{"constraint":23,"SECRET-note":"x"}]})",
      R"({"barriers":[{"constraint":23,"SECRET-note":"x","SECRET-note":"y"}]})",
      R"({"barriers":[{"lever":"SECRET"}]})",
      R"({"publics":["SECRET)"
      "\xE9"
      R"("]})",
      R"({"publics":["SECRET\u0000"]})",
      R"("SECRET")",
  };
  std::string bytes = candidate_json("C0", 1, R"({"publics":["SECRET"]})") + "\n";
  for (const std::string& fault : faults) bytes += candidate_json(fmt::format("F{}", bytes.size()), 2, fault) + "\n";
  // Faults elsewhere, beside a restricted part that is in order.
  std::string elsewhere = candidate_json("E1", 3, any_restricted());
  bytes += elsewhere.insert(1, R"("education":"bac",)") + "\n";
  bytes += candidate_json("C0", 1, R"({"publics":["SECRET-other"]})") + "\n";  // the same id, other content
  std::string cut = candidate_json("E2", 1, R"({"publics":["SECRET"]})");
  cut.resize(cut.size() - 4);
  bytes += cut + "\n";
  ImportStore store;
  const auto report = store.candidates("candidats.ndjson", bytes);
  RC_ASSERT(report.ok());
  RC_ASSERT(report->counts.added == 1U);
  std::string shown;
  for (const Language language : {Language::kFrench, Language::kEnglish}) {
    shown += codec::to_json(*report, language);
    RC_ASSERT(store.engine()
                  .quarantine([&](const QuarantineEntry& entry) -> Status {
                    shown += codec::to_json(entry, language);
                    return {};
                  })
                  .ok());
  }
  RC_ASSERT(report->counts.quarantined == faults.size() + 3);
  RC_ASSERT(shown.find("candidats.ndjson") != std::string::npos);
  if (const auto at = shown.find(kMark); at != std::string::npos) RC_FAIL(shown.substr(at < 200 ? 0 : at - 200, 300));
}

}  // namespace
}  // namespace passerelle::testing
