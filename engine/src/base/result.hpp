// Result<T>: a value, or the Problem that kept us from it. Expected failures travel this way; exceptions mean
// « cannot continue ». (g++ 12 has no <expected>.)
#pragma once

#include <cassert>
#include <optional>
#include <utility>
#include <variant>

#include "base/problem.hpp"

namespace passerelle {

template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}            // NOLINT: implicit on purpose
  Result(Problem problem) : state_(std::in_place_index<1>, std::move(problem)) {}  // NOLINT

  bool ok() const noexcept { return state_.index() == 0; }
  explicit operator bool() const noexcept { return ok(); }

  T& value() & { assert(ok()); return std::get<0>(state_); }
  const T& value() const& { assert(ok()); return std::get<0>(state_); }
  T&& value() && { assert(ok()); return std::get<0>(std::move(state_)); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  const Problem& problem() const& { assert(!ok()); return std::get<1>(state_); }
  Problem&& problem() && { assert(!ok()); return std::get<1>(std::move(state_)); }

 private:
  std::variant<T, Problem> state_;
};

/// Success without a value.
template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Problem problem) : problem_(std::move(problem)) {}  // NOLINT
  bool ok() const noexcept { return !problem_.has_value(); }
  explicit operator bool() const noexcept { return ok(); }
  const Problem& problem() const& { assert(!ok()); return *problem_; }
  Problem&& problem() && { assert(!ok()); return std::move(*problem_); }

 private:
  std::optional<Problem> problem_;
};
using Status = Result<void>;

// Returns the Problem of `expr` from the enclosing function when it failed.
#define PASSERELLE_TRY(expr)                                        \
  do {                                                              \
    if (auto try_status_ = (expr); !try_status_) return std::move(try_status_).problem(); \
  } while (false)

}  // namespace passerelle
