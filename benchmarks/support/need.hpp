// What a measurement cannot do without: ends the program with a message when it is not there.
#pragma once

#include <cstdlib>

#include <fmt/format.h>

#include "base/problem.hpp"
#include "base/result.hpp"

namespace passerelle::bench {

template <class T>
T need(Result<T> result) {
  if (!result) {
    fmt::print(stderr, "{}\n", describe(result.problem(), Language::kEnglish));
    std::exit(1);
  }
  return std::move(result).value();
}
inline void need(Status status) {
  if (!status) {
    fmt::print(stderr, "{}\n", describe(status.problem(), Language::kEnglish));
    std::exit(1);
  }
}

}  // namespace passerelle::bench
