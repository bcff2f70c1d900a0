#include "operations/quota_publics.hpp"

#include <algorithm>

#include "sensitive/access.hpp"
#include "sensitive/restricted_json.hpp"

namespace passerelle::operations {

Result<std::vector<std::uint32_t>> quota_publics(Store& store, const Corpus& corpus, const std::vector<std::string>& publics,
                                                 const std::vector<bool>& wanted, const std::string& agent, const std::string& purpose) {
  std::vector<std::uint32_t> masks(corpus.candidates.size(), 0);
  if (publics.empty()) return masks;
  auto access = Access::open_operations(agent, purpose);
  if (!access) return std::move(access).problem();
  PASSERELLE_TRY(store.for_each_restricted(*access, [&](std::string_view candidate, std::string_view json) -> Status {
    const auto id = corpus.find_candidate(candidate);
    if (!id || !wanted[id->value]) return {};
    const Result<RestrictedRecord> record = read_restricted(json);
    if (!record) return Problem(ProblemCode::kStoreDamaged, "restricted");
    for (std::size_t i = 0; i < publics.size(); ++i)
      if (std::find(record->publics.begin(), record->publics.end(), publics[i]) != record->publics.end()) masks[id->value] |= std::uint32_t{1} << i;
    return {};
  }));
  return masks;
}

}  // namespace passerelle::operations
