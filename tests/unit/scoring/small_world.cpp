#include "unit/scoring/small_world.hpp"

#include <stdexcept>
#include <utility>

#include "reference/build_reference.hpp"

namespace passerelle::testing {
namespace {

using reference::Core;
using reference::ItemKind;

reference::ItemRow item(std::string key, std::string label, std::uint16_t weight, std::string group = "",
                        ItemKind kind = ItemKind::kSkill) {
  reference::ItemRow row;
  row.key = std::move(key);
  row.label = std::move(label);
  row.weight = weight;
  row.group = std::move(group);
  row.kind = kind;
  return row;
}

reference::OccupationRow occupation(std::string key, std::string label, std::string parent,
                                    std::vector<reference::CardLine> card = {}) {
  reference::OccupationRow row;
  row.key = std::move(key);
  row.label = std::move(label);
  row.parent = std::move(parent);
  row.card = std::move(card);
  return row;
}

reference::CommuneRow commune(std::string code, std::string name, std::uint32_t population, std::int32_t latitude,
                              bool located) {
  reference::CommuneRow row;
  row.code = std::move(code);
  row.name = std::move(name);
  row.population = population;
  row.located = located;
  row.coordinates = {latitude, 3'000'000};
  return row;
}

reference::TensionRow tension(std::string basin, std::uint8_t value) {
  reference::TensionRow row;
  row.occupation = "t:baker";
  row.basin = std::move(basin);
  row.tension = value;
  return row;
}

}  // namespace

std::shared_ptr<const reference::Reference> small_reference(std::vector<reference::TravelTimeRow> times) {
  reference::ReferenceInputs inputs;
  inputs.travel_times = std::move(times);
  reference::VocabularyData& words = inputs.vocabularies.emplace_back();
  words.name = "t";
  words.version = "1";
  words.items = {item("t:bake", "Watch an oven", 200),
                 item("t:cert-x", "Certificate X", 500, "", ItemKind::kCertificate),
                 item("t:diploma-a", "Diploma A", 500, "t:dough", ItemKind::kCertificate),
                 item("t:diploma-b", "Diploma B", 500, "t:dough", ItemKind::kCertificate),
                 item("t:dough", "Doughs of all kinds", 300, "t:dough", ItemKind::kMacro),
                 item("t:knead", "Knead by hand", 400, "t:dough"),
                 item("t:roll", "Laminate butter", 300, "t:dough"),
                 item("t:slice", "Slice vegetables finely", 300),
                 item("t:slice-too", "Slice vegetables finely", 300),
                 item("t:smile", "Greet customers", 100)};
  words.occupations = {occupation("t:baker", "Baker", "t:B",
                                  {{"t:knead", Core::kPrincipal},
                                   {"t:bake", Core::kPrincipal},
                                   {"t:smile", Core::kOther},
                                   {"t:cert-x", Core::kOther}}),
                       occupation("t:cook", "Cook", "t:C", {{"t:slice", Core::kPrincipal}}),
                       occupation("t:far", "Diver", "t:F"),
                       occupation("t:guard", "Guard", "t:G"),
                       occupation("t:nurse", "Nurse", "t:N"),
                       occupation("t:pastry", "Pastry cook", "t:B", {{"t:roll", Core::kPrincipal}}),
                       occupation("t:waiter", "Waiter", "t:W", {{"t:smile", Core::kOther}})};
  words.occupations[0].proximities = {{"t:cook", 1}, {"t:waiter", 2}};
  words.occupations[1].proximities = {{"t:baker", 1}};
  words.occupations[6].proximities = {{"t:far", 1}, {"t:baker", 2}};
  words.occupations[3].regulated = words.occupations[4].regulated = true;
  words.regulated = {{"t:nurse", {"t:diploma-a", "t:diploma-b"}}};
  inputs.communes = {commune("10001", "Northtown", 50'000, 50'000'000, true),
                     commune("10002", "Southville", 900, 49'910'000, true), commune("10003", "Nowhere", 900, 0, false)};
  inputs.basins = {{"0001", "North", "1"}, {"0002", "South", "1"}};
  inputs.basin_members = {{"10001", "0001"}, {"10002", "0002"}};
  inputs.tension = {tension("0001", 4), tension("0002", 1)};
  return reference::build_reference(inputs, nullptr, Threads{1}).reference;
}

std::shared_ptr<const reference::Reference> small_reference() {
  static const auto built = small_reference({});
  return built;
}

Offer plain_offer() {
  Offer offer;
  offer.id = std::string(1, 'o');
  offer.sources = {{"test", "o", ""}};
  offer.occupation = "t:baker";
  offer.place.insee = "10001";
  return offer;
}

Candidate plain_person() {
  Candidate person;
  person.id = std::string(1, 'p');
  person.sought = {"t:baker"};
  return person;
}

Policy shipped_policy(const std::string& name) {
  Result<Policy> policy = read_policy(std::string(PASSERELLE_SOURCE_DIR) + "/datasets/policies/" + name + ".toml");
  if (!policy) throw std::runtime_error(describe(policy.problem(), Language::kEnglish));
  return *policy;
}

PairUnderTest::PairUnderTest(const Candidate& person, const Offer& offer, Policy policy,
                             std::shared_ptr<const reference::Reference> reference)
    : policy_(std::move(policy)), travel_(policy_.travel) {
  CorpusBuilder builder(std::move(reference));
  builder.add(offer);
  builder.add(person);
  corpus_ = builder.finish("small");
}

PairScore PairUnderTest::score() const {
  ProfileTables profile(*corpus_);
  profile.load(policy_, person());
  return score_pair(context(), profile, person(), offer());
}

}  // namespace passerelle::testing
