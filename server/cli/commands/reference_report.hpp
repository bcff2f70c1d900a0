#pragma once

#include "cli/context.hpp"

namespace passerelle::cli {

/// What an import of vocabularies or geography left in the store, as a table or as JSON.
void print_reference_report(const ReferenceReport& report, const Context& context);

}  // namespace passerelle::cli
