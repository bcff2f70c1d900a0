#include "cli/output/table.hpp"

#include <algorithm>

#include <sys/ioctl.h>
#include <unistd.h>
#include <utf8proc.h>

namespace passerelle::cli {
namespace {

// Calls visit(piece, columns) for each code point; stops when it returns false.
template <class Visit>
void each_point(std::string_view text, const Visit& visit) {
  std::size_t at = 0;
  while (at < text.size()) {
    utf8proc_int32_t point = 0;
    utf8proc_ssize_t used = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data() + at),
                                             static_cast<utf8proc_ssize_t>(text.size() - at), &point);
    if (used <= 0) { used = 1; point = '?'; }
    const int columns = std::max(0, utf8proc_charwidth(point));
    if (!visit(text.substr(at, static_cast<std::size_t>(used)), static_cast<std::size_t>(columns))) return;
    at += static_cast<std::size_t>(used);
  }
}

// A cell is one line: breaks and control characters become blanks.
std::string one_line(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
      if (!out.empty() && out.back() != ' ') out += ' ';
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  each_point(text, [&](std::string_view, std::size_t columns) { width += columns; return true; });
  return width;
}

std::string clip(std::string_view text, std::size_t width) {
  const std::string line = one_line(text);
  if (display_width(line) <= width) return line;
  std::string out;
  std::size_t used = 0;
  each_point(line, [&](std::string_view piece, std::size_t columns) {
    if (used + columns + 1 > width) return false;
    out += piece;
    used += columns;
    return true;
  });
  return out + "…";
}

std::string wrap(std::string_view text, std::size_t width, std::size_t indent) {
  const std::string line = one_line(text);
  std::string out;
  std::size_t used = 0, start = 0;
  while (start < line.size()) {
    const std::size_t end = std::min(line.find(' ', start), line.size());
    const std::string_view word = std::string_view(line).substr(start, end - start);
    const std::size_t columns = display_width(word);
    if (used > indent && used + 1 + columns > width) {
      out += '\n';
      out.append(indent, ' ');
      used = indent;
    } else if (start > 0) {
      out += ' ';
      ++used;
    }
    out += word;
    used += columns;
    start = end + 1;
  }
  return out;
}

std::size_t terminal_width() {
  winsize size{};
  if (isatty(STDOUT_FILENO) == 0 || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return 100;
  return std::clamp<std::size_t>(size.ws_col, 60, 160);
}

void Table::column(std::string title, Align align, std::size_t max_width) { columns_.push_back({std::move(title), align, max_width}); }

void Table::row(std::vector<std::string> cells) {
  cells.resize(columns_.size());
  for (std::size_t i = 0; i < cells.size(); ++i) cells[i] = columns_[i].max_width == 0 ? one_line(cells[i]) : clip(cells[i], columns_[i].max_width);
  rows_.push_back(std::move(cells));
}

std::string Table::text() const {
  std::vector<std::size_t> widths;
  for (const Column& column : columns_) widths.push_back(display_width(column.title));
  for (const auto& row : rows_)
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], display_width(row[i]));
  std::string out;
  const auto line = [&](const auto& cell_of) {
    std::string text;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const std::string& cell = cell_of(i);
      const std::string padding(widths[i] - display_width(cell), ' ');
      if (i > 0) text += "  ";
      text += columns_[i].align == Align::kRight ? padding + cell : cell + padding;
    }
    while (!text.empty() && text.back() == ' ') text.pop_back();
    out += text + "\n";
  };
  line([&](std::size_t i) -> const std::string& { return columns_[i].title; });
  std::string rule;
  for (std::size_t i = 0; i < widths.size(); ++i) {
    if (i > 0) rule += "  ";
    for (std::size_t c = 0; c < widths[i]; ++c) rule += "─";
  }
  out += rule + "\n";
  for (const auto& row : rows_) line([&](std::size_t i) -> const std::string& { return row[i]; });
  return out;
}

}  // namespace passerelle::cli
