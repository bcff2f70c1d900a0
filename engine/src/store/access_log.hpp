// Reads and writes of restricted records, and the log they leave.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "store/sqlite.hpp"

namespace passerelle {
class Access;
}

namespace passerelle::store {

/// One line in the access log; kAccessRefused when the person is not in the portfolio. Part of the caller's transaction.
Status log_access(sqlite::Database& database, const passerelle::Access& access, std::string_view candidate, std::string_view action);
/// The restricted record, "" when there is none.
Result<std::string> restricted_text(sqlite::Database& database, std::string_view candidate);

}  // namespace passerelle::store
