// Plain tables for people: columns as wide as their content, UTF-8 aware, long texts wrapped.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace passerelle::cli {

/// Columns of a terminal that the text takes.
std::size_t display_width(std::string_view text);
/// Cut to at most `width` columns, with "…" when cut.
std::string clip(std::string_view text, std::size_t width);
/// Lines of at most `width` columns, broken at blanks; later lines begin with `indent` blanks.
std::string wrap(std::string_view text, std::size_t width, std::size_t indent);
/// Columns of the terminal, 100 when it is not one; 60…160.
std::size_t terminal_width();

class Table {
 public:
  enum class Align { kLeft, kRight };
  /// `max_width` 0 = as wide as needed.
  void column(std::string title, Align align = Align::kLeft, std::size_t max_width = 0);
  void row(std::vector<std::string> cells);
  std::string text() const;
  bool empty() const noexcept { return rows_.empty(); }

 private:
  struct Column { std::string title; Align align; std::size_t max_width; };
  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace passerelle::cli
