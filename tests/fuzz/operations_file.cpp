// A file of recruitment operations, or its rules: read within what the types promise, or refused.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "operations/invitation_rules.hpp"
#include "operations/read_operations.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace passerelle::operations;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto operations = parse_operations(text, "fuzz"))
    for (const Operation& operation : *operations) {
      if (operation.id.empty() || operation.offers.empty() || operation.sessions.empty()) std::abort();
      for (const Session& session : operation.sessions)
        if (session.seats < 1 || session.seats > kMostSeats || session.from >= session.to || session.to > 24 * 60 || !session.date.set()) std::abort();
      for (const Quota& quota : operation.quotas)
        if (quota.legal_basis.empty() || quota.percent < 1 || quota.percent > 100) std::abort();
    }
  if (const auto rules = parse_invitation_rules(text, "fuzz"))
    if (rules->per_week < 1 || rules->kind_days < 7 || rules->kinds.empty()) std::abort();
  return 0;
}
