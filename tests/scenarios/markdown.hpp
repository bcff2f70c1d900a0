// The little Markdown that scenario files use: sections « ## title » and tables. Prose is for the reader.
#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>
#include <vector>

namespace passerelle::scenarios {

/// A scenario file that cannot be read as meant: says file, line and why. Never ignored.
class Malformed : public std::runtime_error {
 public:
  Malformed(const std::string& file, std::size_t line, const std::string& why);
};

struct Row {
  std::size_t line = 0;            ///< in the file, from 1
  std::vector<std::string> cells;  ///< trimmed, as many as the table has columns
};

struct Table {
  std::size_t line = 0;
  std::vector<std::string> columns;
  std::vector<Row> rows;
};

struct Section {
  std::string file, title;
  std::size_t line = 0;
  std::vector<Table> tables;
};

struct Document {
  std::string file;
  std::vector<Table> territory;  ///< tables before the first section: they describe the territory of all files
  std::vector<Section> sections;
};

/// `file` is only used in messages. Throws Malformed: a row with another number of cells than its heading, a table
/// without its `| --- |` line or without rows, two sections of one title.
Document parse_markdown(const std::string& text, const std::string& file);

}  // namespace passerelle::scenarios
