// Notes about rows that were left out, kept short: a file with one fault on every row must not give a note a row.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/problem.hpp"

namespace passerelle::reference {

/// Collects the notes of one table. The first kMost are kept whole; the last one then counts the others.
class NoteList {
 public:
  static constexpr std::size_t kMost = 50;

  NoteList(std::vector<Problem>& out, std::string_view source) : out_(out), source_(source) {}
  NoteList(const NoteList&) = delete;
  NoteList& operator=(const NoteList&) = delete;
  ~NoteList() {
    if (count_ > kMost)
      out_.push_back(Problem(last_, "", fmt::format("{} more rows left out", count_ - kMost)).from(source_));
  }

  void add(Problem problem) {
    last_ = problem.code;
    if (++count_ > kMost) return;
    if (problem.source.empty()) problem.source = source_;
    out_.push_back(std::move(problem));
  }
  void add(ProblemCode code, std::size_t row, std::string_view field, std::string_view detail) {
    add(Problem(code, std::string(field), std::string(detail)).at(fmt::format("row {}", row)));
  }

 private:
  std::vector<Problem>& out_;
  std::string source_;
  std::size_t count_ = 0;
  ProblemCode last_ = ProblemCode::kInternal;
};

}  // namespace passerelle::reference
