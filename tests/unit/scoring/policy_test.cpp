#include <gtest/gtest.h>

#include <filesystem>
#include <set>

#include "unit/scoring/small_world.hpp"

namespace passerelle {
namespace {

// The shortest policy that is valid; lines are counted from 1.
constexpr const char* kShort =
    "name = \"short\"\n"     // 1
    "version = 3\n"          // 2
    "order = [\"score\"]\n"  // 3
    "[criteria]\n"           // 4
    "competences = 10\n";    // 5

Problem refused(const std::string& toml) {
  const Result<Policy> policy = parse_policy(toml, "essai.toml");
  EXPECT_FALSE(policy) << toml;
  return policy ? Problem{} : policy.problem();
}

void expect_refused(const std::string& more, const std::string& position, const std::string& field) {
  const Problem problem = refused(kShort + more);
  EXPECT_EQ(problem.code, ProblemCode::kRequestInvalid) << more;
  EXPECT_EQ(problem.source, "essai.toml");
  EXPECT_EQ(problem.position, position) << more;
  EXPECT_EQ(problem.field, field) << more;
  EXPECT_FALSE(problem.detail.empty());
}

TEST(PolicyFile, ShippedPoliciesAreValidAndNamedAfterTheirFiles) {
  std::set<std::string> names;
  for (const auto& entry :
       std::filesystem::directory_iterator(std::string(PASSERELLE_SOURCE_DIR) + "/datasets/policies")) {
    if (entry.path().extension() != ".toml") continue;
    const Result<Policy> policy = read_policy(entry.path().string());
    ASSERT_TRUE(policy) << describe(policy.problem(), Language::kEnglish);
    EXPECT_EQ(policy->name, entry.path().stem().string());
    EXPECT_FALSE(policy->title_fr.empty());
    EXPECT_FALSE(policy->title_en.empty());
    names.insert(policy->name);
  }
  EXPECT_TRUE(names.contains("adviser") && names.contains("recruiter") && names.contains("operations"));
}

TEST(PolicyFile, TheRecruitersHasNoWeightOnResidenceOrWishes) {
  const Policy policy = testing::shipped_policy("recruiter");
  EXPECT_FALSE(policy.shows_wishes);
  for (const Criterion c : {Criterion::kTravel, Criterion::kHours, Criterion::kSchedule, Criterion::kSalary,
                            Criterion::kStart, Criterion::kTension})
    EXPECT_FALSE(policy.use(c).shown()) << code(c);
  EXPECT_EQ(policy.use(Constraint::kRadius), ConstraintUse::kExclude);
}

TEST(PolicyFile, DefaultsStandWhereTheFileIsSilent) {
  const Result<Policy> policy = parse_policy(kShort, "essai.toml");
  ASSERT_TRUE(policy);
  EXPECT_EQ(policy->version, 3U);
  EXPECT_EQ(policy->use(Criterion::kCompetences).weight, 10);
  EXPECT_EQ(policy->use(Criterion::kCompetences).sub_weight, 10);
  EXPECT_EQ(policy->use(Criterion::kTravel).weight, 0);
  EXPECT_EQ(policy->use(Constraint::kLicences), ConstraintUse::kExclude);
  EXPECT_TRUE(policy->shows_wishes);
  EXPECT_EQ(policy->wishes.when_silent, WishRule{}.when_silent);
}

TEST(PolicyFile, ReadsEveryTable) {
  const Result<Policy> policy =
      parse_policy(std::string(kShort) +
                       "travel = { weight = 0, sub_weight = 7 }\n"
                       "[constraints]\nlicences = \"verdict\"\nradius = \"ignore\"\n"
                       "[eligibility]\nmin_relation = 100\nby_sought = false\nmin_card_cover = 0\n"
                       "[competences]\nrequired_percent = 300\ncertified = 200\ndeclared = 190\n"
                       "[travel]\ndecay_metres = 9000\n[travel.bike]\nurban_kmh10 = 99\n"
                       "[wishes]\nwhen_silent = 4000\nlate_tolerance_days = 9\n",
                   "essai.toml");
  ASSERT_TRUE(policy) << describe(policy.problem(), Language::kEnglish);
  EXPECT_EQ(policy->use(Criterion::kTravel).weight, 0);
  EXPECT_EQ(policy->use(Criterion::kTravel).sub_weight, 7);
  EXPECT_TRUE(policy->use(Criterion::kTravel).shown());
  EXPECT_EQ(policy->use(Constraint::kLicences), ConstraintUse::kVerdict);
  EXPECT_EQ(policy->use(Constraint::kRadius), ConstraintUse::kIgnore);
  EXPECT_EQ(policy->eligibility.min_relation, 100);
  EXPECT_FALSE(policy->eligibility.by_sought);
  EXPECT_TRUE(policy->eligibility.by_practised);
  EXPECT_EQ(policy->competences.required_percent, 300);
  EXPECT_EQ(policy->competences.certified, 200);
  EXPECT_EQ(policy->travel.decay_metres, 9'000U);
  EXPECT_EQ(policy->travel.means[static_cast<std::size_t>(Means::kBike)].urban_kmh10, 99);
  EXPECT_EQ(policy->travel.means[static_cast<std::size_t>(Means::kBike)].access_minutes, 2);
  EXPECT_EQ(policy->wishes.when_silent, 4'000);
  EXPECT_EQ(policy->wishes.late_tolerance_days, 9);
}

TEST(PolicyFile, UnknownKeysAreRefusedWithLineAndPath) {
  expect_refused("humour = 10\n", "line 6", "criteria.humour");
  expect_refused("\n[constraints]\nweather = \"exclude\"\n", "line 8", "constraints.weather");
  expect_refused("[travel.bike]\nwings = 2\n", "line 7", "travel.bike.wings");
  expect_refused("travel = { weight = 1, colour = 2 }\n", "line 6", "criteria.travel.colour");
  expect_refused("[wishes]\nluck = 1\n", "line 7", "wishes.luck");
  expect_refused("[horoscope]\nsign = 1\n", "line 6", "horoscope");
}

TEST(PolicyFile, WrongTypesAreRefusedWithLineAndPath) {
  expect_refused("travel = \"much\"\n", "line 6", "criteria.travel");
  expect_refused("travel = 1.5\n", "line 6", "criteria.travel");
  expect_refused("[constraints]\nradius = \"perhaps\"\n", "line 7", "constraints.radius");
  expect_refused("[constraints]\nradius = true\n", "line 7", "constraints.radius");
  expect_refused("[eligibility]\nby_sought = 1\n", "line 7", "eligibility.by_sought");
  EXPECT_EQ(refused("wishes = 3\n" + std::string(kShort)).field, "wishes");
  EXPECT_EQ(refused("name = 3\n").field, "name");
  EXPECT_EQ(refused("order = \"score\"\n").field, "order");
  EXPECT_EQ(refused("order = [\"luck\"]\n").field, "order");
  EXPECT_EQ(refused("order = [4]\n").position, "line 1");
}

TEST(PolicyFile, FiguresThatDoNotFitAreRefusedNotWrapped) {
  expect_refused("travel = 65536\n", "line 6", "criteria.travel");
  expect_refused("travel = -1\n", "line 6", "criteria.travel");
  expect_refused("[competences]\ndeclared = 256\n", "line 7", "competences.declared");
}

TEST(PolicyFile, BrokenTomlSaysTheLine) {
  const Problem problem = refused("name = \"a\"\nversion = = 2\n");
  EXPECT_EQ(problem.code, ProblemCode::kDocumentMalformed);
  EXPECT_EQ(problem.position, "line 2");
  EXPECT_EQ(problem.source, "essai.toml");
}

TEST(PolicyFile, AMissingFileIsSaid) {
  const Result<Policy> policy = read_policy("/nowhere/such.toml");
  ASSERT_FALSE(policy);
  EXPECT_EQ(policy.problem().code, ProblemCode::kFileNotFound);
}

TEST(PolicyRules, EachBoundIsKept) {
  const auto field_refused = [](auto change) {
    Policy policy = *parse_policy(kShort, "essai.toml");
    change(policy);
    const Status valid = policy.validate();
    return valid ? std::string("(accepted)") : valid.problem().field;
  };
  EXPECT_EQ(field_refused([](Policy&) {}), "(accepted)");
  EXPECT_EQ(field_refused([](Policy& p) { p.name.clear(); }), "name");
  EXPECT_EQ(field_refused([](Policy& p) { p.version = 0; }), "version");
  EXPECT_EQ(field_refused([](Policy& p) { p.order.clear(); }), "order");
  EXPECT_EQ(field_refused([](Policy& p) { p.order = {SortKey::kSuits, SortKey::kTier, SortKey::kSuits}; }), "order");
  EXPECT_EQ(field_refused([](Policy& p) { p.criteria.fill({}); }), "criteria");
  EXPECT_EQ(field_refused([](Policy& p) {
              p.criteria.fill({});
              p.criteria[0].sub_weight = 1;
            }),
            "criteria");
  EXPECT_EQ(field_refused([](Policy& p) { p.criteria[0].weight = 1'001; }), "criteria.occupation");
  EXPECT_EQ(field_refused([](Policy& p) { p.criteria[6].sub_weight = 1'001; }), "criteria.travel");
  EXPECT_EQ(field_refused([](Policy& p) { p.eligibility.min_relation = 10'001; }), "eligibility.min_relation");
  EXPECT_EQ(field_refused([](Policy& p) { p.eligibility.min_card_cover = kCardCoverFloor - 1; }),
            "eligibility.min_card_cover");
  EXPECT_EQ(field_refused([](Policy& p) { p.eligibility.min_card_cover = 0; }), "(accepted)");
  EXPECT_EQ(field_refused([](Policy& p) { p.competences.required_percent = 99; }), "competences.required_percent");
  EXPECT_EQ(field_refused([](Policy& p) { p.competences.core_percent = 1'001; }), "competences.core_percent");
  EXPECT_EQ(field_refused([](Policy& p) { p.competences.card_percent = 101; }), "competences.card_percent");
  EXPECT_EQ(field_refused([](Policy& p) { p.competences.licence_weight = 1'001; }), "competences.licence_weight");
  EXPECT_EQ(field_refused([](Policy& p) { p.competences.declared = 100; }),
            "competences");  // below what is inferred: law 5
  EXPECT_EQ(field_refused([](Policy& p) { p.wishes.when_silent = 10'001; }), "wishes.when_silent");
  EXPECT_EQ(field_refused([](Policy& p) { p.wishes.contract_floor = -1; }), "wishes");
  EXPECT_EQ(field_refused([](Policy& p) { p.wishes.hours_zero_minutes = 0; }), "wishes");
  EXPECT_EQ(field_refused([](Policy& p) { p.wishes.wait_zero_days = 0; }), "wishes");
  EXPECT_EQ(field_refused([](Policy& p) { p.travel.decay_metres = 0; }), "travel");
  EXPECT_EQ(field_refused([](Policy& p) { p.travel.means[static_cast<std::size_t>(Means::kBike)].rural_kmh10 = 0; }),
            "travel.bike");
}

TEST(PolicyRules, AnInvalidFileNamesItsSource) {
  const Problem problem = refused("name = \"a\"\nversion = 1\norder = [\"score\"]\n");
  EXPECT_EQ(problem.field, "criteria");
  EXPECT_EQ(problem.source, "essai.toml");
}

template <class Enum, class FromCode>
void check_codes(std::size_t n, FromCode from_code) {
  std::set<std::string_view> codes, labels;
  for (std::size_t i = 0; i < n; ++i) {
    const auto value = static_cast<Enum>(i);
    EXPECT_EQ(from_code(code(value)), value);
    codes.insert(code(value));
    labels.insert(label(value, Language::kFrench));
    EXPECT_FALSE(label(value, Language::kEnglish).empty());
  }
  EXPECT_EQ(codes.size(), n);
  EXPECT_EQ(labels.size(), n);
  EXPECT_EQ(from_code("no such code"), std::nullopt);
}

TEST(Names, OfCriteriaAndConstraintsAreTheirOwn) {
  check_codes<Criterion>(kCriteria, criterion_from_code);
  check_codes<Constraint>(kConstraints, constraint_from_code);
}

TEST(Names, OfStatesUsesAndTiersAreStable) {
  EXPECT_EQ(code(ConstraintState::kHolds), "holds");
  EXPECT_EQ(code(ConstraintState::kFails), "fails");
  EXPECT_EQ(code(ConstraintState::kUnknown), "unknown");
  for (const ConstraintUse use : {ConstraintUse::kExclude, ConstraintUse::kVerdict, ConstraintUse::kIgnore})
    EXPECT_EQ(constraint_use_from_code(code(use)), use);
  EXPECT_EQ(constraint_use_from_code(""), std::nullopt);
  EXPECT_EQ(code(VerdictTier::kNow), "now");
  EXPECT_EQ(code(VerdictTier::kWith), "with");
  EXPECT_EQ(code(VerdictTier::kAsk), "ask");
  EXPECT_EQ(code(VerdictTier::kNo), "no");
  EXPECT_EQ(label(VerdictTier::kAsk, Language::kFrench), "à vérifier");
}

TEST(Names, GroupsAreThoseOfTheDocument) {
  EXPECT_EQ(group_of(Criterion::kOccupation), Group::kSuits);
  EXPECT_EQ(group_of(Criterion::kLanguages), Group::kSuits);
  EXPECT_EQ(group_of(Criterion::kSought), Group::kWanted);
  EXPECT_EQ(group_of(Criterion::kStart), Group::kWanted);
  EXPECT_EQ(group_of(Criterion::kTension), Group::kPolicy);
}

}  // namespace
}  // namespace passerelle
