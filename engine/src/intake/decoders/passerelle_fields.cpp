#include "intake/decoders/passerelle_fields.hpp"

#include <cmath>

#include "base/text.hpp"

namespace passerelle {
namespace {

constexpr std::size_t kMaxKey = 200;

bool good_key(std::string_view key) {
  return !key.empty() && key.size() <= kMaxKey && key.find_first_of("\t\r\n") == std::string_view::npos;
}

}  // namespace

Key read_key(const Field& field, std::string_view scheme, FirstProblem& problems) {
  Key key;
  if (field.value.kind() == JsonView::Kind::kObject) {
    ObjectReader in(field, problems);
    std::string vocabulary, code;
    if (!in.text("vocabulary", vocabulary)) problems.set(ProblemCode::kFieldMissing, in.at("vocabulary"));
    if (!in.text("code", code)) problems.set(ProblemCode::kFieldMissing, in.at("code"));
    in.refuse_others();
    if (vocabulary.empty() || code.empty() || vocabulary.find(':') != std::string::npos)
      return problems.set(ProblemCode::kFieldValue, field.pointer, vocabulary + " " + code), Key();
    // A code with a colon (an ESCO address) is a whole key already, as vocabulary files have it.
    key = code.find(':') == std::string::npos ? vocabulary + ":" + code : code;
  } else {
    if (field.value.kind() != JsonView::Kind::kString)
      return problems.set(ProblemCode::kFieldType, field.pointer, "\"vocabulary:code\""), Key();
    key = trim(field.value.string());
    if (!key.empty() && key.find(':') == std::string::npos) key.insert(0, std::string(scheme) + ":");
  }
  if (!good_key(key)) return problems.set(ProblemCode::kFieldValue, field.pointer, shorten(key, 60)), Key();
  return key;
}

Key read_key(ObjectReader& in, std::string_view name, std::string_view scheme) {
  const auto field = in.member(name);
  return field ? read_key(*field, scheme, in.problems()) : Key();
}

void read_id(ObjectReader& in, std::string& id) {
  if (!in.text("id", id)) return in.problems().set(ProblemCode::kFieldMissing, in.at("id"));
  id = std::string(trim(id));
  check_id(id, in.at("id"), in.problems());
}

void check_id(const std::string& id, const std::string& pointer, FirstProblem& problems) {
  if (id.empty()) problems.set(ProblemCode::kFieldMissing, pointer);
  else if (!good_key(id)) problems.set(ProblemCode::kFieldValue, pointer, shorten(id, 60));
}

void read_place(ObjectReader& in, std::string_view name, PlaceDraft& place) {
  const auto field = in.member(name);
  if (!field) return;
  ObjectReader read(*field, in.problems());
  read.text("insee", place.insee);
  read.text("postal_code", place.postal_code);
  read.text("name", place.name);
  place.latitude = read.number("latitude", -1e308, 1e308);
  place.longitude = read.number("longitude", -1e308, 1e308);
  if (place.latitude.has_value() != place.longitude.has_value())
    in.problems().set(ProblemCode::kFieldMissing, read.at(place.latitude ? "longitude" : "latitude"));
  read.refuse_others();
}

void read_flags(ObjectReader& in, std::vector<Flag>& flags) {
  in.list("flags", [&](const Field& each) {
    ObjectReader read(each, in.problems());
    Flag& flag = flags.emplace_back();
    std::string code;
    if (!read.text("code", code)) in.problems().set(ProblemCode::kFieldMissing, read.at("code"));
    flag.code = code_from_name(code);
    if (flag.code == ProblemCode::kInternal && code != code_name(ProblemCode::kInternal))
      in.problems().set(ProblemCode::kFieldValue, read.at("code"), shorten(code, 60));
    read.text("field", flag.field);
    read.text("detail", flag.detail);
    read.refuse_others();
  });
}

std::uint16_t read_week(ObjectReader& in, std::string_view name) {
  const auto hours = in.number(name, 0.016, 168);
  return hours ? static_cast<std::uint16_t>(std::llround(*hours * 60)) : std::uint16_t{0};
}

std::uint32_t read_euros(ObjectReader& in, std::string_view name) {
  const auto euros = in.number(name, 0, 1e6);
  return euros ? static_cast<std::uint32_t>(std::llround(*euros * 100)) : 0U;
}

void read_language_code(ObjectReader& in, std::string& code) {
  if (!in.text("code", code)) return in.problems().set(ProblemCode::kFieldMissing, in.at("code"));
  const bool letters = code.find_first_not_of("abcdefghijklmnopqrstuvwxyz") == std::string::npos;
  if (!letters || code.size() < 2 || code.size() > 3)
    in.problems().set(ProblemCode::kFieldValue, in.at("code"), shorten(code, 60));
}

}  // namespace passerelle
