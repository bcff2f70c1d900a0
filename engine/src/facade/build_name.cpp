#include "passerelle/engine.hpp"

namespace passerelle {

std::string_view build_name() noexcept {
  // Both come from the build: the project's version and the commit it was configured at.
  return *PASSERELLE_COMMIT != '\0' ? PASSERELLE_VERSION "+" PASSERELLE_COMMIT : PASSERELLE_VERSION;
}

}  // namespace passerelle
