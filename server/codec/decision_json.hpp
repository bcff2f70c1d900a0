// Entries of the decision log as JSON.
#pragma once

#include <string>

#include "passerelle/decisions.hpp"

namespace passerelle::codec {

/// One object, without a newline.
std::string entry_json(const audit::Entry& entry);
std::string log_report_json(const audit::LogReport& report);

}  // namespace passerelle::codec
