#include <fmt/format.h>

#include "base/text.hpp"
#include "reference/build_reference.hpp"
#include "reference/geography_reader.hpp"
#include "reference/vocabulary_reader.hpp"
#include "scenarios/cells.hpp"
#include "scenarios/scenario.hpp"

namespace passerelle::scenarios {
namespace {

using reference::ReferenceInputs;

template <class T>
T taken(Result<T> result) {
  if (!result) throw std::runtime_error(describe(result.problem(), Language::kEnglish));
  return std::move(result).value();
}

ReferenceInputs shipped() {
  const std::string datasets = std::string(PASSERELLE_SOURCE_DIR) + "/datasets/";
  ReferenceInputs inputs;
  for (const char* sector : {"industrie", "transport", "logistique", "sante", "btp"})
    inputs.vocabularies.push_back(
        taken(reference::read_vocabulary(fmt::format("{}demo/vocabulary-{}.json", datasets, sector))));
  inputs.vocabularies.push_back(taken(reference::read_vocabulary(datasets + "vocabularies/certificates.json")));
  inputs.communes = taken(reference::read_communes(datasets + "geography/communes/32.csv")).rows;
  return inputs;
}

// | commune | bassin | and | métier | bassin | tension |
void add_table(const Document& document, const Table& table, const reference::Reference& names,
               ReferenceInputs& inputs) {
  std::vector<std::string> columns;
  for (const std::string& column : table.columns) columns.push_back(fold(column));
  for (const Row& row : table.rows) {
    try {
      if (columns == std::vector<std::string>{"commune", "bassin"}) {
        inputs.basins.push_back({row.cells[1], row.cells[1], "32"});
        inputs.basin_members.push_back({place(names, row.cells[0]).insee, row.cells[1]});
      } else if (columns == std::vector<std::string>{"metier", "bassin", "tension"}) {
        if (row.cells[2].size() != 1 || row.cells[2] < "1" || row.cells[2] > "5")
          throw std::invalid_argument("a tension is 1 to 5");
        reference::TensionRow tension;
        tension.occupation = occupation_key(names, row.cells[0]);
        tension.basin = row.cells[1];
        tension.tension = static_cast<std::uint8_t>(row.cells[2][0] - '0');
        inputs.tension.push_back(tension);
      } else {
        throw std::invalid_argument(
            "before the first scenario stand only | commune | bassin | and | métier | bassin | tension |");
      }
    } catch (const std::invalid_argument& error) { throw Malformed(document.file, row.line, error.what()); }
  }
}

}  // namespace

std::shared_ptr<const reference::Reference> build_territory(const std::vector<Document>& documents) {
  ReferenceInputs inputs = shipped();
  reference::Derived derived;  // the second build, with basins and tension, computes nothing anew
  const auto names = reference::build_reference(inputs, &derived, Threads{1}).reference;
  for (const Document& document : documents)
    for (const Table& table : document.territory) add_table(document, table, *names, inputs);
  return reference::build_reference(inputs, &derived, Threads{1}).reference;
}

}  // namespace passerelle::scenarios
