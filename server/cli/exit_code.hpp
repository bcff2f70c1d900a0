// One table from what went wrong to the process's exit code (documented in server/README.md and --help).
#pragma once

#include "base/problem.hpp"

namespace passerelle::cli {

enum ExitCode : int {
  kExitOk = 0,
  kExitInternal = 1,
  kExitUsage = 2,       ///< arguments
  kExitInput = 3,       ///< a file that cannot be read or understood; the store is as it was
  kExitNotFound = 4,    ///< an id the store does not have
  kExitStore = 5,       ///< the store is missing, foreign, newer, busy, damaged or full
  kExitReference = 6,   ///< a reference must be imported first
  kExitAccess = 8,      ///< barriers and publics: the role, the portfolio or the purpose does not open them
  kExitRefused = 7,     ///< the import would close too many offers
  kExitInterrupted = 130,
};

int exit_code(ProblemCode code) noexcept;

}  // namespace passerelle::cli
