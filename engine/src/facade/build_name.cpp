#include "passerelle/engine.hpp"
#include "ranking/kernel/bounds.hpp"

namespace passerelle {

std::string_view build_name() noexcept {
  // Both come from the build: the project's version and the commit it was configured at.
  return *PASSERELLE_COMMIT != '\0' ? PASSERELLE_VERSION "+" PASSERELLE_COMMIT : PASSERELLE_VERSION;
}

std::vector<std::string_view> instruction_sets() {
  std::vector<std::string_view> names;
  for (const kernel::Kernels& each : kernel::available_kernels()) names.push_back(each.name);
  return names;
}

}  // namespace passerelle
