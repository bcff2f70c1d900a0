#include "property/import_files.hpp"

#include <fmt/format.h>

#include <stdexcept>

#include <unistd.h>

namespace passerelle::testing {
namespace {

using namespace std::string_literals;

constexpr std::string_view kVocabulary = R"({
  "vocabulary": "essai", "version": "1", "occupation_scheme": "essai", "item_scheme": "essai",
  "items": [
    {"code": "cuire", "label": "Cuire du pain"}, {"code": "petrir", "label": "Pétrir une pâte"},
    {"code": "servir", "label": "Servir un client"}, {"code": "encaisser", "label": "Encaisser un achat"},
    {"code": "nettoyer", "label": "Nettoyer un poste de travail"},
    {"code": "hygiene", "label": "Attestation d'hygiène", "kind": "certificate"}
  ],
  "occupations": [
    {"code": "boulanger", "label": "Boulanger", "parent": "pain",
     "items": [{"item": "cuire", "core": true}, {"item": "petrir", "core": true}, "nettoyer"]},
    {"code": "patissier", "label": "Pâtissier", "parent": "pain", "items": [{"item": "cuire", "core": true}, "nettoyer"]},
    {"code": "vendeur", "label": "Vendeur", "parent": "vente",
     "items": [{"item": "servir", "core": true}, {"item": "encaisser", "core": true}]}
  ]
})";

constexpr std::string_view kCommunes =
    "code,name,department,region,epci,population,postal_codes,latitude,longitude\n"
    "59350,Lille,59,32,1,236234,59000|59800,50.6311,3.0468\n"
    "59512,Roubaix,59,32,1,98000,59100,50.6889,3.1750\n"
    "62041,Arras,62,32,2,42000,62000,50.2890,2.7800\n";

const char* const kOccupations[] = {"essai:boulanger", "essai:patissier", "essai:vendeur"};
const char* const kItems[] = {"essai:cuire", "essai:petrir", "essai:servir", "essai:encaisser", "essai:nettoyer"};
const char* const kPlaces[] = {"59350", "59512", "62041"};

void check(const Status& status) {
  if (!status) throw std::runtime_error(describe(status.problem(), Language::kEnglish));
}

std::string broken(Line::Kind kind, const std::string& id, int flavour) {
  using Kind = Line::Kind;
  switch (kind) {
    case Kind::kCut:
      return fmt::format(R"({{"id":"{}","title":"Boul)", id);
    case Kind::kNotJson:
      return flavour % 2 == 0 ? "bonjour" : "{id: 5}";
    case Kind::kNotAnObject:
      return flavour % 3 == 0 ? "[1,2]" : flavour % 3 == 1 ? "\"texte\"" : "null";
    case Kind::kNoId:
      return R"({"title":"Boulanger"})";
    case Kind::kIdIsNumber:
      return R"({"id":12,"title":"Boulanger"})";
    case Kind::kWrongType:
      return fmt::format(R"({{"id":"{}","title":"Boulanger","posts":"deux"}})", id);
    case Kind::kOutOfRange:
      return fmt::format(R"({{"id":"{}","title":"Boulanger","hours_per_week":900}})", id);
    case Kind::kUnknownField:
      return fmt::format(R"({{"id":"{}","title":"Boulanger","titel":"x"}})", id);
    case Kind::kRepeatedKey:
      return fmt::format(R"({{"id":"{}","title":"Boulanger","title":"Vendeur"}})", id);
    case Kind::kNulByte:
      return fmt::format(R"({{"id":"{}","title":"Bou)", id) + "\0"s + R"(langer"})";
    case Kind::kNulEscape:
      return fmt::format(R"({{"id":"{}","title":"Bou\u0000langer"}})", id);
    case Kind::kLatin1:
      return fmt::format("{{\"id\":\"{}\",\"title\":\"P\xE2tissier\"}}", id);
    case Kind::kNested:
      return fmt::format(R"({{"id":"{}","extra":)", id) + std::string(200, '[') + std::string(200, ']') + "}";
    default:
      throw std::logic_error("not a broken line");
  }
}

}  // namespace

std::string offer_json(const std::string& id, int flavour) {
  const unsigned f = static_cast<unsigned>(flavour);
  return fmt::format(
      R"({{"id":"{}","title":"Offre {}","occupation":"{}","place":{{"insee":"{}"}},"contract":"{}",)"
      R"("requirements":{{"items":[{{"item":"{}","level":"E"}},"{}"]}}}})",
      id, f % 4, kOccupations[f % 3], kPlaces[f / 3 % 3], f % 2 == 0 ? "CDI" : "CDD", kItems[f % 5], kItems[f / 2 % 5]);
}

std::string candidate_json(const std::string& id, int flavour, const std::string& restricted) {
  const unsigned f = static_cast<unsigned>(flavour);
  std::string json = fmt::format(
      R"({{"id":"{}","sought":["{}"],"practised":[{{"occupation":"{}","months":{}}}],"items":["{}"],)"
      R"("home":{{"insee":"{}"}},"mobility":{{"radius_km":{}}})",
      id, kOccupations[f % 3], kOccupations[f / 2 % 3], f * 5 % 120, kItems[f % 5], kPlaces[f % 3], 5 + f * 7 % 90);
  if (!restricted.empty()) json += R"(,"restricted":)" + restricted;
  return json + "}";
}

OfferFile offer_file(const std::vector<Line>& lines, const std::string& prefix) {
  using Kind = Line::Kind;
  OfferFile file;
  const std::string first = offer_json(prefix + "0", 0);
  std::size_t number = 0;
  const auto add = [&](const std::string& line) {
    file.bytes += line + "\n";
    ++number;
  };
  const auto good = [&](const std::string& id, const std::string& line) {
    add(line);
    ++file.records;
    ++file.good;
    file.ids.insert(id);
  };
  good(prefix + "0", first);
  for (const Line& line : lines) {
    const std::string id = fmt::format("{}{}", prefix, number);
    switch (line.kind) {
      case Kind::kGood:
        good(id, offer_json(id, line.flavour));
        break;
      case Kind::kAgain:
        good(prefix + "0", first);
        break;
      case Kind::kBlank:
        add(line.flavour % 2 == 0 ? "" : " \t\r");
        break;
      default:
        add(line.kind == Kind::kOther ? offer_json(prefix + "0", 1 + line.flavour % 3)
                                      : broken(line.kind, id, line.flavour));
        ++file.records;
        ++file.quarantined;
        file.lines.insert(fmt::format("line {}", number));
    }
  }
  return file;
}

namespace {

// Hundreds of small stores: in memory where that is to be had, for what survives a crash is tested elsewhere.
std::filesystem::path fast_directory() {
  std::error_code error;
  const std::filesystem::path memory = "/dev/shm";
  const bool usable = std::filesystem::is_directory(memory, error) && ::access(memory.c_str(), W_OK) == 0;
  return usable ? memory : std::filesystem::temp_directory_path();
}

}  // namespace

ImportStore::ImportStore() : directory_(fast_directory()) {
  // What every store begins with is made once: an import of a vocabulary is not what these tests are about.
  static const TemporaryDirectory kTemplate;
  static const bool kMade = [] {
    auto engine = Engine::open({kTemplate.file("empty.db"), Store::Mode::kCreate, Threads{1}});
    if (!engine) throw std::runtime_error(describe(engine.problem(), Language::kEnglish));
    ReferenceFiles files;
    files.vocabularies = {kTemplate.write("vocabulary.json", kVocabulary)};
    files.communes = {kTemplate.write("communes.csv", kCommunes)};
    if (auto report = engine->import_reference(files); !report)
      throw std::runtime_error(describe(report.problem(), Language::kEnglish));
    return true;
  }();
  (void)kMade;
  std::filesystem::copy_file(kTemplate.file("empty.db"), directory_.file("test.db"));
  auto engine = Engine::open({directory_.file("test.db"), Store::Mode::kWrite, Threads{1}});
  if (!engine) throw std::runtime_error(describe(engine.problem(), Language::kEnglish));
  engine_ = std::make_unique<Engine>(std::move(*engine));
}

Result<ImportReport> ImportStore::offers(const std::string& name, std::string_view bytes) {
  ImportRequest<OfferFormat> request;
  request.format = OfferFormat::kPasserelle;
  request.paths = {directory_.write(name, bytes)};
  return engine_->import_offers(request);
}

Result<ImportReport> ImportStore::candidates(const std::string& name, std::string_view bytes) {
  ImportRequest<CandidateFormat> request;
  request.format = CandidateFormat::kPasserelle;
  request.paths = {directory_.write(name, bytes)};
  return engine_->import_candidates(request);
}

Result<ImportReport> ImportStore::complete(const std::string& name, std::string_view bytes, unsigned max_close,
                                           bool force) {
  ImportRequest<OfferFormat> request;
  request.format = OfferFormat::kPasserelle;
  request.paths = {directory_.write(name, bytes)};
  request.complete = true;
  request.max_close_percent = max_close;
  request.force = force;
  return engine_->import_offers(request);
}

std::string ImportStore::snapshot() const {
  auto summary = engine_->summary();
  if (!summary) throw std::runtime_error(describe(summary.problem(), Language::kEnglish));
  return summary->snapshot;
}

std::set<std::string> ImportStore::open_offers() const {
  std::set<std::string> ids;
  check(engine_->offers({}, [&](const Offer& offer, std::string_view) -> Status {
    ids.insert(offer.id);
    return {};
  }));
  return ids;
}

std::string ImportStore::listing() const {
  std::string text;
  ListFilter all;
  all.include_closed = true;
  check(engine_->offers(all, [&](const Offer&, std::string_view json) -> Status {
    text += std::string(json) + "\n";
    return {};
  }));
  check(engine_->candidates({}, [&](const Candidate&, std::string_view json) -> Status {
    text += std::string(json) + "\n";
    return {};
  }));
  return text;
}

std::multiset<QuarantineLine> ImportStore::quarantine() const {
  std::multiset<QuarantineLine> lines;
  check(engine_->quarantine([&](const QuarantineEntry& entry) -> Status {
    lines.emplace(entry.problem.source, entry.problem.position, entry.problem.field, code_name(entry.problem.code),
                  entry.record_id, entry.payload);
    return {};
  }));
  return lines;
}

std::string ImportStore::everything() const {
  auto summary = engine_->summary();
  if (!summary) throw std::runtime_error(describe(summary.problem(), Language::kEnglish));
  const StoreCounts& c = summary->counts;
  std::string text = fmt::format("{} {} {} {} {} {} {}\n", summary->snapshot, c.offers, c.offers_closed,
                                 c.offers_flagged, c.candidates, c.candidates_flagged, c.quarantined);
  text += listing();
  for (const auto& [source, position, field, code, id, payload] : quarantine())
    text += fmt::format("{}|{}|{}|{}|{}|{}\n", source, position, field, code, id, payload);
  return text;
}

}  // namespace passerelle::testing
