#include "cli/exit_code.hpp"

namespace passerelle::cli {

int exit_code(ProblemCode code) noexcept {
  switch (code) {
    case ProblemCode::kInternal: return kExitInternal;
    case ProblemCode::kRequestInvalid: return kExitUsage;
    case ProblemCode::kNotFound: return kExitNotFound;
    case ProblemCode::kStoreMissing:
    case ProblemCode::kStoreNotOurs:
    case ProblemCode::kStoreTooNew:
    case ProblemCode::kStoreBusy:
    case ProblemCode::kStoreDamaged:
    case ProblemCode::kStoreFull: return kExitStore;
    case ProblemCode::kReferenceMissing: return kExitReference;
    case ProblemCode::kAccessRefused: return kExitAccess;
    case ProblemCode::kWouldCloseTooMany: return kExitRefused;
    case ProblemCode::kInterrupted: return kExitInterrupted;
    default: return kExitInput;
  }
}

}  // namespace passerelle::cli
