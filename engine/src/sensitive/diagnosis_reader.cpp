#include "sensitive/diagnosis_reader.hpp"

#include <charconv>
#include <optional>

#include <fmt/format.h>
#include <rapidjson/document.h>
#include <rapidjson/error/en.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include "sensitive/restricted_json.hpp"

namespace passerelle {
namespace {

using Value = rapidjson::Value;

Problem wrong(ProblemCode code, const std::string& pointer, std::string detail = {}) {
  const std::size_t slash = pointer.rfind('/');
  Problem problem(code, slash == std::string::npos ? pointer : pointer.substr(slash + 1), std::move(detail));
  problem.position = pointer;
  return problem;
}

const Value* member(const Value& object, const char* name) {
  const auto at = object.FindMember(name);
  return at == object.MemberEnd() || at->value.IsNull() ? nullptr : &at->value;
}

std::string_view text_of(const Value& value) { return {value.GetString(), value.GetStringLength()}; }

/// A code is a text of digits, or a number.
Result<std::uint16_t> code_of(const Value& object, const std::string& pointer) {
  const Value* value = member(object, "code");
  if (value == nullptr) return wrong(ProblemCode::kFieldMissing, pointer + "/code");
  unsigned code = 0;
  if (value->IsUint()) code = value->GetUint();
  else if (value->IsString()) {
    const std::string_view text = text_of(*value);
    if (std::from_chars(text.data(), text.data() + text.size(), code).ptr != text.data() + text.size()) code = 0;
  } else return wrong(ProblemCode::kFieldType, pointer + "/code", "string");
  if (code == 0 || code > 999) return wrong(ProblemCode::kFieldValue, pointer + "/code", "1…999");
  return static_cast<std::uint16_t>(code);
}

Result<BarrierState> state_of(const Value& object, const std::string& pointer) {
  const Value* value = member(object, "valeur");
  if (value == nullptr) return BarrierState::kNotExplored;
  if (!value->IsString()) return wrong(ProblemCode::kFieldType, pointer + "/valeur", "string");
  const std::string_view text = text_of(*value);
  if (text == "NON_ABORDEE" || text == "NON_ABORDE") return BarrierState::kNotExplored;
  if (text == "OUI") return BarrierState::kYes;
  if (text == "NON") return BarrierState::kNo;
  if (text == "CLOTUREE" || text == "CLOTURE") return BarrierState::kClosed;
  return wrong(ProblemCode::kFieldValue, pointer + "/valeur", "NON_ABORDEE, OUI, NON, CLOTUREE");
}

Result<Barrier> barrier_of(const Value& value, const std::string& pointer, const std::string& agent, const KnownBarriers& known) {
  if (!value.IsObject()) return wrong(ProblemCode::kFieldType, pointer, "object");
  Barrier barrier;
  Result<std::uint16_t> code = code_of(value, pointer);
  if (!code) return std::move(code).problem();
  if (!known.constraint(*code)) return wrong(ProblemCode::kFieldValue, pointer + "/code", "unknown constraint");
  barrier.constraint = *code;
  barrier.agent = agent;
  Result<BarrierState> state = state_of(value, pointer);
  if (!state) return std::move(state).problem();
  barrier.state = *state;
  if (const Value* date = member(value, "date")) {
    if (!date->IsString()) return wrong(ProblemCode::kFieldType, pointer + "/date", "string");
    const auto day = parse_day(text_of(*date));
    if (!day) return wrong(ProblemCode::kFieldValue, pointer + "/date", "AAAA-MM-JJ");
    barrier.explored = *day;
  }
  if (const Value* impact = member(value, "impact")) {
    if (!impact->IsString()) return wrong(ProblemCode::kFieldType, pointer + "/impact", "string");
    const std::string_view text = text_of(*impact);
    if (text == "FAIBLE") barrier.impact = BarrierImpact::kLow;
    else if (text == "MOYEN") barrier.impact = BarrierImpact::kMedium;
    else if (text == "FORT") barrier.impact = BarrierImpact::kHigh;
    else if (text != "NON_ABORDE" && text != "NON_ABORDEE") return wrong(ProblemCode::kFieldValue, pointer + "/impact", "FAIBLE, MOYEN, FORT");
  }
  if (const Value* priority = member(value, "estPrioritaire")) {
    if (!priority->IsBool()) return wrong(ProblemCode::kFieldType, pointer + "/estPrioritaire", "true / false");
    barrier.priority = priority->GetBool();
  }
  if (const Value* situations = member(value, "situations")) {
    if (!situations->IsArray()) return wrong(ProblemCode::kFieldType, pointer + "/situations", "array");
    for (rapidjson::SizeType i = 0; i < situations->Size(); ++i) {
      const std::string at = fmt::format("{}/situations/{}", pointer, i);
      const Value& entry = (*situations)[i];
      if (!entry.IsObject()) return wrong(ProblemCode::kFieldType, at, "object");
      Result<std::uint16_t> situation = code_of(entry, at);
      if (!situation) return std::move(situation).problem();
      if (known.constraint_of(*situation) != barrier.constraint) return wrong(ProblemCode::kFieldValue, at + "/code", "unknown situation");
      Result<BarrierState> its_state = state_of(entry, at);
      if (!its_state) return std::move(its_state).problem();
      // What was not talked about is unknown: it is not written down as anything.
      if (*its_state != BarrierState::kNotExplored) barrier.situations.push_back({*situation, *its_state, {}});
    }
  }
  if (const Value* objectives = member(value, "objectifs"); objectives != nullptr && objectives->IsArray()) {
    for (const Value& objective : objectives->GetArray()) {
      if (!objective.IsObject()) continue;
      const Value *under_way = member(objective, "valeur"), *label = member(objective, "libelle");
      if (under_way == nullptr || !under_way->IsString() || text_of(*under_way) != "EN_COURS" || label == nullptr || !label->IsString()) continue;
      if (!barrier.lever.empty()) barrier.lever += " ; ";
      barrier.lever += text_of(*label);
    }
  }
  return barrier;
}

Result<rapidjson::Document> parsed(std::string_view json, const std::string& pointer) {
  rapidjson::Document document;
  document.Parse<rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag>(json.data(), json.size());
  if (document.HasParseError())
    return wrong(ProblemCode::kDocumentMalformed, pointer, fmt::format("byte {}: {}", document.GetErrorOffset(), rapidjson::GetParseError_En(document.GetParseError())));
  return document;
}

}  // namespace

Result<std::vector<Barrier>> read_france_travail_diagnosis(std::string_view json, const KnownBarriers& known) {
  Result<rapidjson::Document> document = parsed(json, "");
  if (!document) return std::move(document).problem();
  const Value* constraints = &*document;
  std::string pointer, agent;
  if (document->IsObject()) {
    const Value* file = member(*document, "contraintesIndividusDto");
    if (file == nullptr || !file->IsObject() || member(*file, "contraintes") == nullptr)
      return wrong(ProblemCode::kDocumentUnexpected, "", "contraintesIndividusDto");
    if (const Value* who = member(*file, "conseiller"); who != nullptr && who->IsString()) agent = text_of(*who);
    constraints = member(*file, "contraintes");
    pointer = "/contraintesIndividusDto/contraintes";
  }
  if (!constraints->IsArray()) return wrong(ProblemCode::kDocumentUnexpected, pointer, "array");
  std::vector<Barrier> barriers;
  for (rapidjson::SizeType i = 0; i < constraints->Size(); ++i) {
    const Value& entry = (*constraints)[i];
    const std::string at = fmt::format("{}/{}", pointer, i);
    Result<Barrier> barrier = Problem(ProblemCode::kInternal);
    if (entry.IsString()) {
      Result<rapidjson::Document> inside = parsed(text_of(entry), at);
      if (!inside) return std::move(inside).problem();
      barrier = barrier_of(*inside, at, agent, known);
    } else {
      barrier = barrier_of(entry, at, agent, known);
    }
    if (!barrier) return std::move(barrier).problem();
    for (const Barrier& before : barriers)
      if (before.constraint == barrier->constraint) return wrong(ProblemCode::kDuplicateId, at + "/code");
    barriers.push_back(std::move(*barrier));
  }
  return barriers;
}

Result<BarrierRecord> read_barrier_record(std::string_view json, const KnownBarriers& known, std::string* candidate) {
  Result<rapidjson::Document> document = parsed(json, "");
  if (!document) {
    Problem problem = std::move(document).problem();
    problem.code = ProblemCode::kRecordMalformed;
    return problem;
  }
  if (!document->IsObject()) return wrong(ProblemCode::kFieldType, "", "object");
  BarrierRecord record;
  const Value* id = member(*document, "candidate");
  if (id == nullptr) return wrong(ProblemCode::kFieldMissing, "/candidate");
  if (!id->IsString()) return wrong(ProblemCode::kFieldType, "/candidate", "string");
  record.candidate = text_of(*id);
  if (candidate != nullptr) *candidate = record.candidate;
  if (record.candidate.empty()) return wrong(ProblemCode::kFieldMissing, "/candidate");
  record.has_barriers = document->HasMember("barriers");
  record.has_publics = document->HasMember("publics");
  document->RemoveMember("candidate");
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  document->Accept(writer);
  Result<RestrictedRecord> read = read_restricted({buffer.GetString(), buffer.GetSize()});
  if (!read) {
    Problem problem = std::move(read).problem();
    // What was written may say something of the person.
    if (problem.code == ProblemCode::kFieldValue) problem.detail.clear();
    return problem;
  }
  record.record = std::move(*read);
  for (std::size_t i = 0; i < record.record.barriers.size(); ++i) {
    const Barrier& barrier = record.record.barriers[i];
    if (!known.constraint(barrier.constraint)) return wrong(ProblemCode::kFieldValue, fmt::format("/barriers/{}/constraint", i), "unknown constraint");
    for (std::size_t s = 0; s < barrier.situations.size(); ++s)
      if (known.constraint_of(barrier.situations[s].code) != barrier.constraint)
        return wrong(ProblemCode::kFieldValue, fmt::format("/barriers/{}/situations/{}/code", i, s), "unknown situation");
  }
  return record;
}

}  // namespace passerelle
