#include "levers/resource_readers.hpp"

#include <charconv>
#include <cmath>
#include <set>

#include <fmt/format.h>
#include <rapidjson/document.h>
#include <rapidjson/error/en.h>

#include "base/csv_table.hpp"
#include "base/input_file.hpp"
#include "base/text.hpp"

namespace passerelle::levers {
namespace {

using Value = rapidjson::Value;

class ServiceReader {
 public:
  explicit ServiceReader(const Value& value) : value_(value) {}
  std::optional<Problem> problem;

  std::string text(const char* name) {
    const Value* member = find(name);
    if (member == nullptr) return {};
    if (!member->IsString()) return fail(name, "string"), std::string();
    return std::string(trim({member->GetString(), member->GetStringLength()}));
  }
  std::vector<std::string> texts(const char* name) {
    std::vector<std::string> list;
    const Value* member = find(name);
    if (member == nullptr) return list;
    if (!member->IsArray()) return fail(name, "array"), list;
    for (const Value& entry : member->GetArray()) {
      if (!entry.IsString()) return fail(name, "string"), list;
      list.emplace_back(entry.GetString(), entry.GetStringLength());
    }
    return list;
  }
  std::optional<std::int32_t> microdegrees(const char* name) {
    const Value* member = find(name);
    if (member == nullptr) return {};
    if (!member->IsNumber() || std::abs(member->GetDouble()) > 180) return fail(name, "number"), std::optional<std::int32_t>{};
    return static_cast<std::int32_t>(std::lround(member->GetDouble() * 1e6));
  }

 private:
  const Value* find(const char* name) const {
    const auto at = value_.FindMember(name);
    return at == value_.MemberEnd() || at->value.IsNull() ? nullptr : &at->value;
  }
  void fail(const char* name, const char* type) {
    if (!problem) problem = Problem(ProblemCode::kFieldType, name, type);
  }
  const Value& value_;
};

void add_service(const Value& value, const std::string& position, ReadRows<Service>& into, std::set<std::string>& seen) {
  const auto leave_out = [&](Problem problem) { into.left_out.push_back(std::move(problem).at(position)); };
  if (!value.IsObject()) return leave_out(Problem(ProblemCode::kFieldType, "", "object"));
  ServiceReader in(value);
  Service service;
  service.id = in.text("id");
  service.name = in.text("nom");
  service.type = in.text("type");
  service.fees = in.text("frais");
  service.city = in.text("commune");
  service.insee = in.text("code_insee");
  service.url = in.text("lien_source");
  service.thematics = in.texts("thematiques");
  service.publics = in.texts("publics");
  service.zones = in.texts("zone_eligibilite");
  service.updated = parse_day(in.text("date_maj")).value_or(Day{});
  const auto latitude = in.microdegrees("latitude"), longitude = in.microdegrees("longitude");
  if (latitude && longitude && (*latitude != 0 || *longitude != 0)) service.coordinates = Coordinates{*latitude, *longitude};
  if (in.problem) return leave_out(std::move(*in.problem));
  if (service.id.empty()) return leave_out(Problem(ProblemCode::kFieldMissing, "id", ""));
  if (service.name.empty()) return leave_out(Problem(ProblemCode::kFieldMissing, "nom", ""));
  if (service.thematics.empty()) return leave_out(Problem(ProblemCode::kFieldMissing, "thematiques", ""));
  if (!seen.insert(service.id).second) return leave_out(Problem(ProblemCode::kDuplicateId, "id", service.id));
  into.rows.push_back(std::move(service));
}

}  // namespace

Result<ReadRows<Service>> parse_services(std::string_view json) {
  ReadRows<Service> read;
  std::set<std::string> seen;
  rapidjson::Document document;
  document.Parse<rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag>(json.data(), json.size());
  if (!document.HasParseError()) {
    const Value* items = &document;
    std::string pointer;
    if (document.IsObject()) {
      if (const auto at = document.FindMember("items"); at != document.MemberEnd() && at->value.IsArray()) items = &at->value, pointer = "/items";
      else return add_service(document, "/", read, seen), read;
    }
    if (!items->IsArray()) return Problem(ProblemCode::kDocumentUnexpected, "array");
    for (rapidjson::SizeType i = 0; i < items->Size(); ++i) add_service((*items)[i], fmt::format("{}/{}", pointer, i), read, seen);
    return read;
  }
  // One object a line.
  std::size_t line = 0;
  for (std::size_t begin = 0; begin < json.size();) {
    const std::size_t end = std::min(json.find('\n', begin), json.size());
    const std::string_view one = trim(json.substr(begin, end - begin));
    begin = end + 1;
    ++line;
    if (one.empty()) continue;
    rapidjson::Document entry;
    entry.Parse<rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag>(one.data(), one.size());
    if (!entry.HasParseError()) add_service(entry, fmt::format("line {}", line), read, seen);
    else if (line == 1) break;
    else read.left_out.push_back(Problem(ProblemCode::kRecordMalformed, "", rapidjson::GetParseError_En(entry.GetParseError())).at(fmt::format("line {}", line)));
  }
  if (read.rows.empty() && read.left_out.empty())
    return Problem(ProblemCode::kDocumentMalformed, fmt::format("byte {}: {}", document.GetErrorOffset(), rapidjson::GetParseError_En(document.GetParseError())));
  return read;
}

Result<ReadRows<Service>> read_services(const std::string& path) {
  Result<std::string> text = read_all(path);
  if (!text) return std::move(text).problem();
  return parse_services(*text);
}

Result<ReadRows<Certification>> read_certifications(const std::string& path) {
  ReadRows<Certification> read;
  std::set<std::string, std::less<>> seen;
  const auto number = [](std::string_view text) {
    unsigned value = 0;
    return std::from_chars(text.data(), text.data() + text.size(), value).ptr == text.data() + text.size() ? value : 0U;
  };
  PASSERELLE_TRY(read_csv(path, {{"Code_Diplome"}, {"Libelle_Diplome"}, {"Code_Rome_1"}, {"Code_Rome_2", false}, {"Code_Rome_3", false}, {"Code_Rome_4", false},
                                 {"Code_Rome_5", false}, {"Code_RNCP"}, {"Code_RS", false}, {"Code_FormaCode", false}, {"Libelle_FormaCode", false},
                                 {"Code_Niveau_Europeen", false}, {"Annee_Derniere_Session", false}, {"Etat_Libelle", false}},
                          [&](const CsvRow& row) -> Status {
                            const auto leave_out = [&](ProblemCode code, const char* field, std::string_view detail) {
                              read.left_out.push_back(Problem(code, field, std::string(detail)).at(fmt::format("row {}", row.number())));
                              return Status{};
                            };
                            Certification one;
                            one.code = trim(row[0]);
                            one.label = trim(row[1]);
                            for (std::size_t i = 2; i <= 6; ++i)
                              if (const auto rome = trim(row[i]); !rome.empty()) one.occupations.emplace_back(rome);
                            one.rncp = trim(row[7]);
                            one.rs = trim(row[8]);
                            one.formacode = trim(row[9]);
                            one.formacode_label = trim(row[10]);
                            const unsigned level = number(trim(row[11])), year = number(trim(row[12]));
                            one.level = static_cast<std::uint8_t>(level <= 8 ? level : 0);
                            one.last_session = static_cast<std::uint16_t>(year < 10'000 ? year : 0);
                            if (one.code.empty()) return leave_out(ProblemCode::kFieldMissing, "Code_Diplome", "");
                            if (one.label.empty()) return leave_out(ProblemCode::kFieldMissing, "Libelle_Diplome", "");
                            if (one.occupations.empty()) return leave_out(ProblemCode::kFieldMissing, "Code_Rome_1", "");
                            if (fold(row[13]).find("non certifiantes") != std::string::npos) return leave_out(ProblemCode::kValueIgnored, "Etat_Libelle", "");
                            if (!seen.insert(one.code).second) return leave_out(ProblemCode::kDuplicateId, "Code_Diplome", one.code);
                            read.rows.push_back(std::move(one));
                            return {};
                          },
                          CsvQuotes::kLoose));
  return read;
}

}  // namespace passerelle::levers
