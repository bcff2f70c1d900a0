// Typed reads of a JSON record that remember the first thing wrong, with its pointer. Decoders read on after a
// problem (what they read is thrown away), which keeps them free of branches.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/date.hpp"
#include "base/problem.hpp"
#include "intake/decoders/json_view.hpp"

namespace passerelle {

/// The first problem of a record.
class FirstProblem {
 public:
  /// `pointer` becomes the position, its last token the field.
  void set(ProblemCode code, const std::string& pointer, std::string_view detail = {});
  /// A Problem found elsewhere; its position is put behind `pointer`.
  void set(Problem problem, const std::string& pointer);
  bool any() const noexcept { return problem_.has_value(); }
  Problem take() { return std::move(*problem_); }

 private:
  std::optional<Problem> problem_;
};

/// A value and where it stands.
struct Field {
  JsonView value;
  std::string pointer;
};

/// The members of one object. null counts as absent everywhere. Reads into `into` only what is there and right.
class ObjectReader {
 public:
  /// Not an object: kFieldType, and every member is absent.
  ObjectReader(const Field& field, FirstProblem& problems);

  bool text(std::string_view name, std::string& into);
  bool boolean(std::string_view name, bool& into);
  /// An integer within [min, max]; else kFieldType or kFieldValue.
  std::optional<std::int64_t> integer(std::string_view name, std::int64_t min, std::int64_t max);
  std::optional<double> number(std::string_view name, double min, double max);
  /// A date that parse_day() reads; kFieldValue for another text.
  bool day(std::string_view name, Day& into);
  /// The member, whatever its type; nothing when absent or null.
  std::optional<Field> member(std::string_view name);
  /// Whether the member is there, null included.
  bool has(std::string_view name) const;
  /// Calls `each` for every element of an array; kFieldType when it is something else.
  void list(std::string_view name, const std::function<void(const Field&)>& each);
  /// A text with a code of a closed list; kFieldValue when it has none.
  template <class T, class FromCode>
  bool coded(std::string_view name, T& into, FromCode from_code) {
    std::string written;
    if (!text(name, written)) return false;
    const auto found = from_code(written);
    if (!found) return problems_.set(ProblemCode::kFieldValue, at(name), brief(written)), false;
    into = *found;
    return true;
  }
  /// Whether the object has several other members, and none but `few` of those that the reads above asked for: a record of
  /// another format.
  bool foreign(std::size_t few) const;
  /// kFieldUnknown for the first member that none of the reads above asked for.
  void refuse_others();

  std::string at(std::string_view name) const { return pointer_to(pointer_, name); }
  const std::string& pointer() const noexcept { return pointer_; }
  FirstProblem& problems() noexcept { return problems_; }

 private:
  static std::string brief(std::string_view text);
  std::optional<JsonView> object_;
  std::string pointer_;
  FirstProblem& problems_;
  std::uint64_t asked_ = 0;  ///< a bit for each of the first 64 members
};

/// The field as text; kFieldType and "" when it is not one.
std::string text_of(const Field& field, FirstProblem& problems);

}  // namespace passerelle
