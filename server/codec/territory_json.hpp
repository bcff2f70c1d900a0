// The territory's plan as JSON and CSV. Figures that may not be told are null, or empty.
#pragma once

#include <string>

#include "passerelle/answers.hpp"

namespace passerelle::codec {

std::string to_json(const TerritoryAnswer& answer);
/// A line a lever × basin × sector, then a line a lever that the plan buys; the first column says which.
std::string to_csv(const TerritoryAnswer& answer);

}  // namespace passerelle::codec
