#include "ranking/explain.hpp"

#include <gmock/gmock.h>

#include "unit/scoring/small_world.hpp"

namespace passerelle::testing {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

const Day kDate{20'000};
Day later(int days) { return Day{kDate.since_epoch + days}; }

ItemRequirement asked(const char* key, Level level = Level::kDesired) {
  ItemRequirement item;
  item.item = key;
  item.level = level;
  return item;
}

Explanation explained(const Candidate& person, const Offer& offer, const char* policy = "adviser",
                      Language language = Language::kFrench) {
  const PairUnderTest pair(person, offer, shipped_policy(policy));
  return explain(pair.context(), pair.person(), pair.offer(), pair.score(),
                 constraint_states(pair.context(), pair.person(), pair.offer()), language);
}

const Contribution& part(const Explanation& why, Criterion criterion) {
  for (const Contribution& one : why.contributions)
    if (one.criterion == criterion) return one;
  throw std::out_of_range("criterion not shown");
}

std::vector<std::string_view> codes(const std::vector<Fact>& facts) {
  std::vector<std::string_view> out;
  for (const Fact& fact : facts) out.push_back(code(fact.code));
  return out;
}

std::vector<std::string> texts(const std::vector<Fact>& facts, Language language = Language::kFrench) {
  std::vector<std::string> out;
  for (const Fact& fact : facts) out.push_back(text(fact, language));
  return out;
}

// Everything a reader of the explanation would see.
std::vector<std::string> all_texts(const Explanation& why, Language language = Language::kFrench) {
  std::vector<std::string> out;
  for (const Contribution& one : why.contributions)
    for (const auto* facts : {&one.evidence, &one.missing})
      for (std::string& sentence : texts(*facts, language)) out.push_back(std::move(sentence));
  for (const VerdictReason& reason : why.verdict.reasons) out.push_back(text(reason.fact, language));
  return out;
}

std::vector<std::string> reasons(const Explanation& why, Language language = Language::kFrench) {
  std::vector<std::string> out;
  for (const VerdictReason& reason : why.verdict.reasons) out.push_back(text(reason.fact, language));
  return out;
}

// An offer that asks for something of every kind, and a person who states every wish.
Offer demanding_offer() {
  Offer offer = plain_offer();
  offer.contract = Contract::kCdd;
  offer.weekly_minutes = 39 * 60;
  offer.schedules = bit(Schedule::kDay);
  offer.salary.monthly_min_cents = 190'000;
  offer.start = later(14);
  offer.items = {asked("t:knead", Level::kRequired), asked("t:smile")};
  offer.languages = {{"en", 4, Level::kRequired}};
  offer.education = EducationRequirement{4, Level::kDesired, ""};
  offer.experience = ExperienceRequirement{24, Level::kRequired, false, ""};
  return offer;
}

Candidate wishful_person() {
  Candidate person = plain_person();
  person.practised = {{"t:baker", 12}};
  person.items = {{"t:knead", "", ItemOrigin::kDeclared}};
  person.languages = {{"en", 2}};
  person.education = 3;
  person.contracts = {Contract::kCdi, Contract::kCdd};
  person.weekly_minutes_max = 35 * 60;
  person.schedules_accepted = bit(Schedule::kDay);
  person.salary_min_cents = 200'000;
  person.available = kDate;
  person.home.insee = "10002";
  person.mobility.radius_km = 30;
  return person;
}

TEST(Explain, EveryCriterionShowsItsEvidenceInFrench) {
  const Explanation why = explained(wishful_person(), demanding_offer());
  EXPECT_THAT(texts(part(why, Criterion::kOccupation).evidence), ElementsAre("Baker : le métier même"));
  EXPECT_THAT(texts(part(why, Criterion::kCompetences).evidence),
              ElementsAre("Knead by hand", "Greet customers — supposé par la pratique de « Baker »"));
  EXPECT_THAT(texts(part(why, Criterion::kExperience).evidence), ElementsAre("12 mois comptés pour 24 demandés"));
  EXPECT_THAT(texts(part(why, Criterion::kExperience).missing), ElementsAre("il manque 12 mois d'expérience"));
  EXPECT_THAT(texts(part(why, Criterion::kEducation).missing),
              ElementsAre("niveau Baccalauréat demandé, CAP, BEP déclaré"));
  EXPECT_THAT(texts(part(why, Criterion::kLanguages).missing),
              ElementsAre("Anglais : niveau B2 demandé, niveau déclaré plus bas"));
  EXPECT_THAT(texts(part(why, Criterion::kSought).evidence), ElementsAre("Baker : le métier même"));
  EXPECT_THAT(texts(part(why, Criterion::kTravel).evidence),
              ElementsAre(AllOf(HasSubstr("km par la route"), HasSubstr("rayon de 30 km"))));
  EXPECT_THAT(texts(part(why, Criterion::kContract).evidence),
              ElementsAre("Contrat à durée déterminée, choix n° 2 de la personne"));
  EXPECT_THAT(texts(part(why, Criterion::kHours).missing), ElementsAre("39 h par semaine, hors du souhait"));
  EXPECT_THAT(texts(part(why, Criterion::kSchedule).evidence), ElementsAre("Journée : accepté"));
  EXPECT_THAT(texts(part(why, Criterion::kSalary).missing),
              ElementsAre("1900 € brut par mois, sous les 2000 € souhaités"));
  EXPECT_THAT(texts(part(why, Criterion::kStart).evidence), ElementsAre(HasSubstr("14 jours après la disponibilité")));
  EXPECT_THAT(texts(part(why, Criterion::kTension).evidence), ElementsAre("tension 4 sur 5 dans ce bassin"));
}

TEST(Explain, AndInEnglish) {
  const Explanation why = explained(wishful_person(), demanding_offer(), "adviser", Language::kEnglish);
  const auto in_english = [](const std::vector<Fact>& facts) { return texts(facts, Language::kEnglish); };
  EXPECT_THAT(in_english(part(why, Criterion::kOccupation).evidence), ElementsAre("Baker: the very occupation"));
  EXPECT_THAT(in_english(part(why, Criterion::kContract).evidence),
              ElementsAre("Fixed-term contract, the person's choice no. 2"));
  EXPECT_THAT(in_english(part(why, Criterion::kSchedule).evidence), ElementsAre("Daytime: accepted"));
  EXPECT_THAT(in_english(part(why, Criterion::kLanguages).missing),
              ElementsAre("English: B2 asked, a lower level declared"));
  EXPECT_THAT(in_english(part(why, Criterion::kEducation).missing),
              ElementsAre(HasSubstr("asked, CAP, BEP (vocational certificate) declared")));
  EXPECT_THAT(in_english(part(why, Criterion::kExperience).missing), ElementsAre("12 months of experience short"));
}

TEST(Explain, ContributionsSumToTheScoreAndKeepTheirOrder) {
  for (const char* policy : {"adviser", "recruiter", "operations"}) {
    const PairUnderTest pair(wishful_person(), demanding_offer(), shipped_policy(policy));
    const Explanation why = explained(wishful_person(), demanding_offer(), policy);
    std::int32_t sum = 0;
    for (const Contribution& one : why.contributions) sum += one.contribution;
    EXPECT_EQ(sum, pair.score().score) << policy;
    EXPECT_TRUE(std::is_sorted(why.contributions.begin(), why.contributions.end(),
                               [](const auto& a, const auto& b) { return a.criterion < b.criterion; }));
  }
}

TEST(Explain, WhatDoesNotApplyIsListedWithoutWeight) {
  const Explanation why = explained(plain_person(), plain_offer());
  const Contribution& salary = part(why, Criterion::kSalary);
  EXPECT_FALSE(salary.applicable);
  EXPECT_EQ(salary.weight, 0);
  EXPECT_THAT(salary.evidence, IsEmpty());
  EXPECT_THAT(salary.missing, IsEmpty());
}

TEST(Explain, TheCardThatStandsInIsSaid) {
  const auto evidence = codes(part(explained(plain_person(), plain_offer()), Criterion::kCompetences).evidence);
  ASSERT_FALSE(evidence.empty());
  EXPECT_EQ(evidence.front(), "card-stands-in");
  EXPECT_THAT(codes(part(explained(plain_person(), demanding_offer()), Criterion::kCompetences).evidence),
              Not(Contains("card-stands-in")));
}

TEST(Explain, ItemsOfNoVocabularyAreNamedAndNotCounted) {
  Offer offer = plain_offer();
  offer.items = {asked("t:nowhere")};
  const Explanation why = explained(plain_person(), offer);
  const Contribution& competences = part(why, Criterion::kCompetences);
  EXPECT_THAT(codes(competences.evidence), Contains("card-for-unknown"));
  EXPECT_THAT(texts(competences.missing), Contains(HasSubstr("t:nowhere")));
}

TEST(Explain, LanguagesOfThreeLettersAreThemselves) {
  Offer offer = plain_offer();
  offer.languages = {{"kab", 3, Level::kRequired}};
  Candidate person = plain_person();
  person.languages = {{"ka", 6}};  // Georgian is not Kabyle
  EXPECT_THAT(codes(part(explained(person, offer), Criterion::kLanguages).missing), ElementsAre("language-missing"));
  person.languages.push_back({"kab", 5});
  EXPECT_THAT(codes(part(explained(person, offer), Criterion::kLanguages).evidence), ElementsAre("language-met"));
}

TEST(Explain, CompetencesNameTheirSourceAndTheHeaviestComesFirst) {
  Offer offer = plain_offer();
  offer.occupation = "t:cook";
  offer.items = {asked("t:smile"), asked("t:slice"), asked("t:dough"), asked("t:bake"), asked("t:roll")};
  Candidate person = plain_person();
  person.practised = {{"t:waiter", 12}};
  person.items = {{"t:slice-too", "", ItemOrigin::kDeclared}, {"t:knead", "", ItemOrigin::kCertified}};
  const PairUnderTest pair(person, offer);
  const Explanation why = explained(person, offer);
  const Contribution& competences = part(why, Criterion::kCompetences);
  // t:slice weighs 450 (core) × 0.6 of nearness, t:dough 300 × 0.8, t:roll 300 × 0.4 (a small family), t:smile 100 × 0.4
  EXPECT_THAT(codes(competences.evidence), ElementsAre("item-close", "item-same-group", "item-same-group", "item-inferred"));
  EXPECT_THAT(texts(competences.evidence),
              ElementsAre(HasSubstr("Slice vegetables finely — par « Slice vegetables finely » (proche à"),
                          "Doughs of all kinds — par « Knead by hand » (même famille de compétences)",
                          "Laminate butter — par « Knead by hand » (même famille de compétences)",
                          "Greet customers — supposé par la pratique de « Waiter »"));
  EXPECT_THAT(texts(competences.missing), ElementsAre("Watch an oven"));
}

TEST(Explain, DesiredLicencesAndCertificatesAreEvidenceMissingOrAQuestion) {
  Offer offer = plain_offer();
  offer.licences = {{Licence::kB, Level::kDesired, Provenance::kField}};
  offer.certificates = {asked("t:cert-x")};
  Candidate person = plain_person();
  const auto competences = [&] {
    Contribution found = part(explained(person, offer), Criterion::kCompetences);
    std::vector<std::string_view> all = codes(found.evidence), missing = codes(found.missing);
    all.insert(all.end(), missing.begin(), missing.end());
    return all;
  };
  EXPECT_THAT(competences(), AllOf(Contains("licence-unknown"), Contains("certificate-unknown")));
  person.licences = LicenceMask{0};
  person.certificates.emplace();
  EXPECT_THAT(competences(), AllOf(Contains("licence-missing"), Contains("certificate-missing")));
  person.licences = bit(Licence::kC);
  person.certificates = {"t:cert-x"};
  EXPECT_THAT(competences(), AllOf(Contains("licence-held"), Contains("certificate-held")));
}

TEST(Explain, RelationsSayHowNearTheOccupationIs) {
  Candidate person;
  person.id = std::string(1, 'p');
  const auto relation = [&](const char* from) {
    person.practised = {{from, 6}};
    const Contribution found = part(explained(person, plain_offer()), Criterion::kOccupation);
    return std::string(found.evidence.empty() ? code(found.missing.at(0).code) : code(found.evidence.at(0).code));
  };
  EXPECT_EQ(relation("t:baker"), "same-occupation");
  EXPECT_EQ(relation("t:pastry"), "same-parent-occupation");
  EXPECT_EQ(relation("t:cook"), "listed-occupation");
  EXPECT_EQ(relation("t:far"), "far-occupation");
}

TEST(Explain, WhereTheOfferIsSilentItSaysSo) {
  Offer offer = plain_offer();
  offer.place = {};
  offer.occupation.clear();
  const Explanation why = explained(wishful_person(), offer);
  EXPECT_THAT(codes(part(why, Criterion::kSought).missing), ElementsAre("occupation-unknown"));
  EXPECT_THAT(codes(part(why, Criterion::kTravel).missing), ElementsAre("place-unknown"));
  EXPECT_THAT(codes(part(why, Criterion::kContract).missing), ElementsAre("contract-unstated"));
  EXPECT_THAT(codes(part(why, Criterion::kHours).missing), ElementsAre("hours-unstated"));
  EXPECT_THAT(codes(part(why, Criterion::kSchedule).missing), ElementsAre("schedule-unstated"));
  EXPECT_THAT(codes(part(why, Criterion::kSalary).missing), ElementsAre("salary-unstated"));
  EXPECT_THAT(codes(part(why, Criterion::kStart).missing), ElementsAre("start-unstated"));
}

TEST(Verdict, WithoutReasonWhenAllHolds) {
  const Verdict verdict = explained(plain_person(), plain_offer()).verdict;
  EXPECT_EQ(verdict.tier, VerdictTier::kNow);
  EXPECT_THAT(verdict.reasons, IsEmpty());
  EXPECT_EQ(verdict.works_from, kDate);
}

TEST(Verdict, NamesEachLicenceAndCertificateThatIsMissing) {
  Offer offer = plain_offer();
  offer.licences = {{Licence::kB, Level::kRequired, Provenance::kField},
                    {Licence::kC, Level::kRequired, Provenance::kField}};
  offer.certificates = {asked("t:cert-x", Level::kRequired), asked("own:secret", Level::kRequired)};
  Candidate person = plain_person();
  EXPECT_THAT(reasons(explained(person, offer)),
              ElementsAre("Permis B (véhicule léger) exigé : la personne le détient-elle ?",
                          "Permis C (poids lourd) exigé : la personne le détient-elle ?",
                          "own:secret exigé : la personne le détient-elle ?",
                          "Certificate X exigé : la personne le détient-elle ?"));
  person.licences = bit(Licence::kB);
  person.certificates = {"own:secret"};
  const Explanation why = explained(person, offer);
  EXPECT_EQ(why.verdict.tier, VerdictTier::kNo);
  EXPECT_THAT(reasons(why), ElementsAre("Permis C (poids lourd) exigé, non détenu", "Certificate X exigé, non détenu"));
}

TEST(Verdict, RegulatedOccupationsNameTheWaysIn) {
  Offer offer = plain_offer();
  offer.occupation = "t:nurse";
  Candidate person = plain_person();
  EXPECT_THAT(reasons(explained(person, offer)),
              ElementsAre("« Nurse » est un métier réglementé : le diplôme ou titre exigé est-il détenu ?"));
  person.certificates.emplace();
  EXPECT_THAT(reasons(explained(person, offer)), ElementsAre("métier réglementé : il faut Diploma A ou Diploma B"));
  EXPECT_THAT(reasons(explained(person, offer, "adviser", Language::kEnglish), Language::kEnglish),
              ElementsAre("regulated occupation: Diploma A or Diploma B is needed"));
}

TEST(Verdict, EveryOtherReasonIsSaid) {
  Offer offer = plain_offer();
  offer.closing = later(-1);
  offer.contract = Contract::kTemp;
  offer.schedules = static_cast<ScheduleMask>(bit(Schedule::kDay) | bit(Schedule::kNight));
  offer.start = kDate;
  offer.reserved = static_cast<ReservedMask>(bit(Reserved::kIae) | bit(Reserved::kAdaptedCompany));
  Candidate person = plain_person();
  person.contracts = {Contract::kCdi};
  person.schedules_accepted = bit(Schedule::kDay);
  person.home.insee = "10002";
  person.mobility.radius_km = 2;
  person.available = later(45);
  EXPECT_THAT(reasons(explained(person, offer)),
              ElementsAre(HasSubstr("offre close depuis le"),
                          "Mission d'intérim ne fait pas partie des contrats acceptés", "Nuit : non accepté",
                          HasSubstr("pour un rayon de 2 km"), HasSubstr("disponibilité 45 jours plus tard"),
                          "offre réservée : attestation d'éligibilité nécessaire (Insertion par l'activité économique, "
                          "Entreprise adaptée)"));
}

TEST(Verdict, WhatFailsStandsBeforeWhatIsToBeAsked) {
  Offer offer = plain_offer();
  offer.licences = {{Licence::kB, Level::kRequired, Provenance::kField}};
  offer.reserved = bit(Reserved::kIae);
  const Explanation why = explained(plain_person(), offer);
  ASSERT_EQ(why.verdict.reasons.size(), 2U);
  EXPECT_EQ(why.verdict.reasons[0].constraint, Constraint::kReserved);
  EXPECT_EQ(why.verdict.reasons[0].state, ConstraintState::kFails);
  EXPECT_EQ(why.verdict.reasons[1].constraint, Constraint::kLicences);
  EXPECT_EQ(why.verdict.reasons[1].state, ConstraintState::kUnknown);
}

TEST(Recruiter, ReadsNothingOfHomeRadiusOrHours) {
  for (const Language language : {Language::kFrench, Language::kEnglish}) {
    const Explanation why = explained(wishful_person(), demanding_offer(), "recruiter", language);
    for (const Contribution& one : why.contributions)
      EXPECT_TRUE(group_of(one.criterion) == Group::kSuits || one.criterion == Criterion::kSought ||
                  one.criterion == Criterion::kContract)
          << code(one.criterion);
    for (const std::string& said : all_texts(why, language))
      for (const char* word : {"km", "rayon", "radius", "domicile", "home", "souhait", "wish", "€", "h par semaine",
                               "Journée", "Daytime", "disponib"})
        EXPECT_THAT(said, Not(HasSubstr(word)));
  }
}

TEST(Recruiter, AnUnknownHomeOrContractIsNoQuestionOfTheirs) {
  Candidate person = wishful_person();
  person.home = {};
  Offer offer = demanding_offer();
  offer.contract = Contract::kUnknown;
  const Explanation seen = explained(person, offer, "recruiter");
  EXPECT_EQ(seen.verdict.tier, VerdictTier::kNow);
  EXPECT_THAT(seen.verdict.reasons, IsEmpty());
  const Explanation adviser = explained(person, offer, "adviser");
  EXPECT_EQ(adviser.verdict.tier, VerdictTier::kAsk);
  EXPECT_EQ(adviser.verdict.reasons.size(), 2U);
}

// Two persons who differ only in home, radius and wishes, both within reach, read the same to a recruiter.
TEST(Recruiter, WhatTheyReadDoesNotChangeWithHomeAndWishes) {
  Candidate other = wishful_person();
  other.home.insee = "10001";
  other.mobility = {0, 90, Means::kBike};
  other.weekly_minutes_max = 0;
  other.weekly_minutes_min = 60;
  other.salary_min_cents = 150'000;
  other.schedules_accepted = 0;
  other.available = later(10);
  const Explanation one = explained(wishful_person(), demanding_offer(), "recruiter"),
                    two = explained(other, demanding_offer(), "recruiter");
  EXPECT_EQ(all_texts(one), all_texts(two));
  ASSERT_EQ(one.contributions.size(), two.contributions.size());
  for (std::size_t i = 0; i < one.contributions.size(); ++i)
    EXPECT_EQ(one.contributions[i].contribution, two.contributions[i].contribution);
}

}  // namespace
}  // namespace passerelle::testing
