#include "scenarios/markdown.hpp"

#include <set>
#include <sstream>

#include <fmt/format.h>

#include "base/text.hpp"

namespace passerelle::scenarios {
namespace {

std::vector<std::string> cells_of(std::string_view line) {
  line.remove_prefix(1);
  if (!line.empty() && line.back() == '|') line.remove_suffix(1);
  std::vector<std::string> cells;
  for (std::size_t at = 0; at <= line.size();) {
    const std::size_t bar = std::min(line.find('|', at), line.size());
    cells.emplace_back(trim(line.substr(at, bar - at)));
    at = bar + 1;
  }
  return cells;
}

bool is_rule(const std::vector<std::string>& cells) {
  for (const std::string& cell : cells)
    if (cell.empty() || cell.find_first_not_of("-:") != std::string::npos) return false;
  return true;
}

}  // namespace

Malformed::Malformed(const std::string& file, std::size_t line, const std::string& why)
    : std::runtime_error(fmt::format("{}:{}: {}", file, line, why)) {}

Document parse_markdown(const std::string& text, const std::string& file) {
  Document document;
  document.file = file;
  std::set<std::string> titles;
  std::istringstream lines(text);
  std::string raw;
  Table* open = nullptr;  // the table whose rows are being read
  bool ruled = false;
  const auto close = [&](std::size_t line) {
    if (open != nullptr && (!ruled || open->rows.empty()))
      throw Malformed(file, line, "a table without its | --- | line or without rows");
    open = nullptr;
  };
  std::size_t number = 0;
  while (std::getline(lines, raw)) {
    ++number;
    const std::string_view line = trim(raw);
    if (line.starts_with("## ")) {
      close(number);
      Section section;
      section.file = file;
      section.title = std::string(trim(line.substr(3)));
      section.line = number;
      if (!titles.insert(fold(section.title)).second) throw Malformed(file, number, "two scenarios of the same title");
      document.sections.push_back(std::move(section));
    } else if (line.starts_with('|')) {
      std::vector<std::string> cells = cells_of(line);
      if (open == nullptr) {
        std::vector<Table>& tables = document.sections.empty() ? document.territory : document.sections.back().tables;
        tables.push_back({number, std::move(cells), {}});
        open = &tables.back();
        ruled = false;
      } else if (cells.size() != open->columns.size()) {
        throw Malformed(file, number, fmt::format("{} cells under {} columns", cells.size(), open->columns.size()));
      } else if (!ruled) {
        if (!is_rule(cells)) throw Malformed(file, number, "the second line of a table is | --- |");
        ruled = true;
      } else {
        open->rows.push_back({number, std::move(cells)});
      }
    } else {
      close(number);
    }
  }
  close(number);
  return document;
}

}  // namespace passerelle::scenarios
