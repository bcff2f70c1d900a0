#include "intake/decoders/field_reader.hpp"

#include <bit>
#include <utility>

#include "base/text.hpp"

namespace passerelle {

void FirstProblem::set(ProblemCode code, const std::string& pointer, std::string_view detail) {
  if (problem_) return;
  const std::size_t slash = pointer.rfind('/');
  problem_.emplace(code, slash == std::string::npos ? std::string() : pointer.substr(slash + 1), std::string(detail));
  problem_->position = pointer;
}

void FirstProblem::set(Problem problem, const std::string& pointer) {
  if (problem_) return;
  problem.position = pointer + problem.position;
  problem_ = std::move(problem);
}

ObjectReader::ObjectReader(const Field& field, FirstProblem& problems) : pointer_(field.pointer), problems_(problems) {
  if (field.value.kind() == JsonView::Kind::kObject) object_ = field.value;
  else problems_.set(ProblemCode::kFieldType, pointer_, "object");
}

std::string ObjectReader::brief(std::string_view text) { return shorten(text, 60); }

std::optional<Field> ObjectReader::member(std::string_view name) {
  if (!object_) return std::nullopt;
  const std::size_t n = object_->size();
  for (std::size_t i = 0; i < n; ++i) {
    if (object_->member_name(i) != name) continue;
    if (i < 64) asked_ |= std::uint64_t{1} << i;
    const JsonView value = object_->member_value(i);
    if (value.kind() == JsonView::Kind::kNull) return std::nullopt;
    return Field{value, at(name)};
  }
  return std::nullopt;
}

bool ObjectReader::has(std::string_view name) const {
  if (!object_) return false;
  for (std::size_t i = 0; i < object_->size(); ++i)
    if (object_->member_name(i) == name) return true;
  return false;
}

bool ObjectReader::text(std::string_view name, std::string& into) {
  const auto field = member(name);
  if (!field) return false;
  if (field->value.kind() != JsonView::Kind::kString)
    return problems_.set(ProblemCode::kFieldType, field->pointer, "string"), false;
  into = field->value.string();
  return true;
}

bool ObjectReader::boolean(std::string_view name, bool& into) {
  const auto field = member(name);
  if (!field) return false;
  if (field->value.kind() != JsonView::Kind::kBoolean)
    return problems_.set(ProblemCode::kFieldType, field->pointer, "true | false"), false;
  into = field->value.boolean();
  return true;
}

std::optional<std::int64_t> ObjectReader::integer(std::string_view name, std::int64_t min, std::int64_t max) {
  const auto field = member(name);
  if (!field) return std::nullopt;
  if (field->value.kind() != JsonView::Kind::kNumber) {
    problems_.set(ProblemCode::kFieldType, field->pointer, "integer");
    return std::nullopt;
  }
  const auto value = field->value.integer();
  if (!value || *value < min || *value > max) {
    problems_.set(ProblemCode::kFieldValue, field->pointer, brief(field->value.json()));
    return std::nullopt;
  }
  return value;
}

std::optional<double> ObjectReader::number(std::string_view name, double min, double max) {
  const auto field = member(name);
  if (!field) return std::nullopt;
  if (field->value.kind() != JsonView::Kind::kNumber) {
    problems_.set(ProblemCode::kFieldType, field->pointer, "number");
    return std::nullopt;
  }
  const double value = field->value.number();
  if (!(value >= min && value <= max)) {
    problems_.set(ProblemCode::kFieldValue, field->pointer, brief(field->value.json()));
    return std::nullopt;
  }
  return value;
}

bool ObjectReader::day(std::string_view name, Day& into) {
  std::string written;
  if (!text(name, written)) return false;
  const std::optional<Day> day = parse_day(written);
  if (!day) return problems_.set(ProblemCode::kFieldValue, at(name), brief(written)), false;
  into = *day;
  return true;
}

void ObjectReader::list(std::string_view name, const std::function<void(const Field&)>& each) {
  const auto field = member(name);
  if (!field) return;
  if (field->value.kind() != JsonView::Kind::kArray)
    return problems_.set(ProblemCode::kFieldType, field->pointer, "array");
  for (std::size_t i = 0; i < field->value.size(); ++i) each({field->value.element(i), pointer_to(field->pointer, i)});
}

bool ObjectReader::foreign(std::size_t few) const {
  if (!object_) return false;
  const auto own = static_cast<std::size_t>(std::popcount(asked_));
  return own <= few && object_->size() >= own + 3;
}

void ObjectReader::refuse_others() {
  if (!object_) return;
  for (std::size_t i = 0; i < object_->size(); ++i)
    if (i >= 64 || (asked_ & (std::uint64_t{1} << i)) == 0)
      return problems_.set(ProblemCode::kFieldUnknown, at(object_->member_name(i)));
}

std::string text_of(const Field& field, FirstProblem& problems) {
  if (field.value.kind() == JsonView::Kind::kString) return std::string(field.value.string());
  problems.set(ProblemCode::kFieldType, field.pointer, "string");
  return {};
}

}  // namespace passerelle
