// Runs every scenario of this folder: the fast path and the oracle must both give what the tables say.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <memory>

#include <fmt/format.h>

#include "base/input_file.hpp"
#include "base/text.hpp"
#include "corpus/build_corpus.hpp"
#include "oracle/oracle.hpp"
#include "ranking/explain.hpp"
#include "support/lists.hpp"
#include "ranking/rank_key.hpp"
#include "scenarios/scenario.hpp"

namespace passerelle::scenarios {
namespace {

/// The day on which every question is asked: a Monday, as README.md says.
const Day kToday = day_of(2025, 3, 3);

/// What one test case is about: a section, or a file that could not be read.
struct Case {
  std::string name;
  Section section;
  std::string failure;
  friend void PrintTo(const Case& one, std::ostream* out) { *out << one.section.file << ":" << one.section.line; }
};

std::string test_name(const std::string& file, const std::string& title) {
  std::string name = fold(std::filesystem::path(file).stem().string()) + "__" + fold(title);
  for (char& c : name)
    if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
  return name;
}

struct Files {
  std::vector<Document> documents;
  std::vector<Case> cases;
};

const Files& files() {
  static const Files all = [] {
    namespace fs = std::filesystem;
    Files found;
    std::vector<fs::path> paths;
    for (const auto& entry : fs::directory_iterator(std::string(PASSERELLE_SOURCE_DIR) + "/tests/scenarios"))
      if (entry.path().extension() == ".md" && entry.path().filename() != "README.md") paths.push_back(entry.path());
    std::sort(paths.begin(), paths.end());
    for (const fs::path& path : paths) {
      const std::string file = path.filename().string();
      try {
        const Result<std::string> text = read_all(path.string());
        if (!text) throw Malformed(file, 0, describe(text.problem(), Language::kEnglish));
        found.documents.push_back(parse_markdown(*text, file));
        if (found.documents.back().sections.empty()) throw Malformed(file, 0, "no scenario");
        for (const Section& section : found.documents.back().sections)
          found.cases.push_back({test_name(file, section.title), section, ""});
      } catch (const Malformed& error) { found.cases.push_back({test_name(file, "cannot be read"), {}, error.what()}); }
    }
    return found;
  }();
  return all;
}

const std::shared_ptr<const reference::Reference>& territory() {
  static const auto reference = build_territory(files().documents);
  return reference;
}

/// A line of an answer, with all that is said of it.
struct Line {
  std::string id;
  RankKey key;
  PairScore score;
  Explanation why;
  std::vector<std::string> texts;
};

struct World {
  Scenario scenario;
  std::shared_ptr<const Corpus> corpus;

  explicit World(const Section& section) : scenario(read_scenario(section, *territory())) {
    CorpusBuilder builder(territory());
    for (const Offer& offer : scenario.offers) builder.add(offer);
    for (const Candidate& person : scenario.persons) builder.add(person);
    corpus = builder.finish("scenario");
  }
};

Line explained(const ScoringContext& context, std::string id, CandidateId person, OfferId offer, VerdictTier tier,
               const PairScore& score, const ConstraintStates& states) {
  Line line{std::move(id),
            rank_key(context.policy, tier, score),
            score,
            explain(context, person, offer, score, states, Language::kFrench),
            {}};
  for (const Contribution& part : line.why.contributions)
    for (const auto* facts : {&part.evidence, &part.missing})
      for (const Fact& fact : *facts) line.texts.push_back(text(fact, Language::kFrench));
  for (const VerdictReason& reason : line.why.verdict.reasons)
    line.texts.push_back(text(reason.fact, Language::kFrench));
  return line;
}

std::vector<Line> answer(const World& world, const ScoringContext& context, const Expectation& asked) {
  constexpr std::size_t kAll = 1'000;
  std::vector<Line> lines;
  if (asked.about_person) {
    const CandidateId person = *world.corpus->find_candidate(asked.about);
    for (const auto& line : testing::suggest(context, person, kAll).lines)
      lines.push_back(explained(context, std::string(world.corpus->offers.ids[line.id.value]), person, line.id, line.tier,
                                line.score, line.constraints));
  } else {
    const OfferId offer = *world.corpus->find_offer(asked.about);
    for (const auto& line : testing::shortlist(context, offer, kAll).lines)
      lines.push_back(explained(context, std::string(world.corpus->candidates.ids[line.id.value]), line.id, offer, line.tier,
                                line.score, line.constraints));
  }
  return lines;
}

std::string written(const std::vector<Line>& lines) {
  std::string out = lines.empty() ? "(empty)\n" : "";
  for (const Line& line : lines) {
    out += fmt::format("{}: score {}, suits {}, wanted {}, {}\n", line.id, line.score.score, line.score.suits,
                       line.score.wanted, label(line.why.verdict.tier, Language::kFrench));
    for (const Contribution& part : line.why.contributions)
      out += part.applicable
                 ? fmt::format("    {} {} x {}\n", label(part.criterion, Language::kFrench), part.points, part.weight)
                 : fmt::format("    {} sans objet\n", label(part.criterion, Language::kFrench));
    for (const std::string& said : line.texts) out += fmt::format("      {}\n", said);
  }
  return out;
}

void check_against_oracle(const World& world, const ScoringContext& context, const Expectation& asked,
                          const std::vector<Line>& lines) {
  const oracle::World slow{*territory(), context.policy, context.travel, context.date};
  std::vector<oracle::Line> truth;
  if (asked.about_person)
    truth = oracle::suggest(slow, world.scenario.persons[world.corpus->find_candidate(asked.about)->value],
                            world.scenario.offers, 1'000);
  else
    truth = oracle::shortlist(slow, world.scenario.persons,
                              world.scenario.offers[world.corpus->find_offer(asked.about)->value], 1'000);
  ASSERT_EQ(lines.size(), truth.size()) << "the oracle's list differs";
  for (std::size_t i = 0; i < truth.size(); ++i) {
    EXPECT_EQ(lines[i].id, truth[i].id) << "the oracle's order differs at " << i;
    EXPECT_EQ(lines[i].score.points, truth[i].pair.score.points) << lines[i].id;
    EXPECT_EQ(lines[i].score.score, truth[i].pair.score.score) << lines[i].id;
    EXPECT_EQ(lines[i].score.suits, truth[i].pair.score.suits) << lines[i].id;
    EXPECT_EQ(lines[i].score.wanted, truth[i].pair.score.wanted) << lines[i].id;
    EXPECT_EQ(lines[i].why.verdict.tier, truth[i].pair.tier) << lines[i].id;
  }
}

bool says(const std::vector<std::string>& texts, const std::string& words) {
  const std::string wanted = fmt::format(" {} ", fold(words));
  return std::any_of(texts.begin(), texts.end(), [&](const std::string& said) {
    return fmt::format(" {} ", fold(said)).find(wanted) != std::string::npos;
  });
}

void check_list(const Expectation& expected, const std::vector<Line>& lines) {
  std::vector<std::string> wanted, given;
  for (const auto& group : expected.list) wanted.insert(wanted.end(), group.begin(), group.end());
  for (const Line& line : lines) given.push_back(line.id);
  ASSERT_EQ(given, wanted);
  // « = »: only the id decides; « , »: the first is strictly better.
  std::size_t at = 0;
  for (const auto& group : expected.list) {
    for (std::size_t i = 0; i < group.size(); ++i, ++at) {
      if (at == 0) continue;
      const std::string both = lines[at - 1].id + " and " + lines[at].id;
      if (i > 0) {
        EXPECT_EQ(lines[at].key, lines[at - 1].key) << both << " are not on a par";
      } else {
        EXPECT_LT(lines[at].key, lines[at - 1].key) << both << " are on a par";
      }
    }
  }
}

void check_line(const Expectation& expected, const Line& line) {
  std::int32_t sum = 0;
  for (const Contribution& part : line.why.contributions) sum += part.contribution;
  EXPECT_EQ(sum, line.score.score) << "the contributions of " << line.id;
  for (const ExpectedVerdict& verdict : expected.verdicts) {
    if (verdict.id != line.id) continue;
    EXPECT_EQ(label(line.why.verdict.tier, Language::kFrench), label(verdict.tier, Language::kFrench)) << line.id;
    std::vector<std::string> reasons;
    for (const VerdictReason& reason : line.why.verdict.reasons)
      reasons.push_back(text(reason.fact, Language::kFrench));
    if (verdict.because.empty()) continue;
    EXPECT_TRUE(says(reasons, verdict.because)) << line.id << ": no reason says « " << verdict.because << " »";
  }
  for (const ExpectedPoints& points : expected.points) {
    if (points.id != line.id) continue;
    const Points given = line.score.points[static_cast<std::size_t>(points.criterion)];
    EXPECT_EQ(given, points.points.value_or(kNotApplicable))
        << line.id << ": " << label(points.criterion, Language::kFrench);
  }
}

void check(const World& world, const Expectation& expected) {
  const Result<Policy> policy =
      read_policy(fmt::format("{}/datasets/policies/{}.toml", PASSERELLE_SOURCE_DIR, expected.policy));
  ASSERT_TRUE(policy) << describe(policy.problem(), Language::kEnglish);
  const TravelModel travel(policy->travel);
  const ScoringContext context{*world.corpus, *policy, travel, kToday};
  const std::vector<Line> lines = answer(world, context, expected);
  SCOPED_TRACE(fmt::format("line {}, the answer:\n{}", expected.line, written(lines)));
  check_list(expected, lines);
  check_against_oracle(world, context, expected, lines);
  for (const Line& line : lines) check_line(expected, line);
  const auto listed = [&](const std::string& id) {
    return std::any_of(lines.begin(), lines.end(), [&](const Line& l) { return l.id == id; });
  };
  for (const ExpectedVerdict& verdict : expected.verdicts)
    EXPECT_TRUE(listed(verdict.id)) << verdict.id << " has a verdict and is not in the list";
  for (const ExpectedPoints& points : expected.points)
    EXPECT_TRUE(listed(points.id)) << points.id << " has points and is not in the list";
  for (const Words& words : expected.says) {
    bool found = false;
    for (const Line& line : lines)
      found = found || ((words.id.empty() || words.id == line.id) && says(line.texts, words.words));
    EXPECT_TRUE(found) << words.id << ": nothing says « " << words.words << " »";
  }
  for (const Words& words : expected.never_says)
    for (const Line& line : lines) {
      if (!words.id.empty() && words.id != line.id) continue;
      EXPECT_FALSE(says(line.texts, words.words)) << line.id << ": something says « " << words.words << " »";
    }
}

class Scenarios : public ::testing::TestWithParam<Case> {};

TEST_P(Scenarios, Holds) {
  const Case& one = GetParam();
  if (!one.failure.empty()) FAIL() << one.failure;
  try {
    const World world(one.section);
    for (const Expectation& expected : world.scenario.expectations) check(world, expected);
  } catch (const std::exception& error) { FAIL() << error.what(); }
}

INSTANTIATE_TEST_SUITE_P(Tables, Scenarios, ::testing::ValuesIn(files().cases),
                         [](const auto& one) { return one.param.name; });

TEST(ScenarioFiles, AreAllThere) {
  EXPECT_GE(files().documents.size(), 10U);
  EXPECT_GE(files().cases.size(), 40U);
}

}  // namespace
}  // namespace passerelle::scenarios
