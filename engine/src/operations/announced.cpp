#include "operations/announced.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace passerelle::operations {

Result<std::vector<Announced>> look_up(const std::vector<Operation>& operations, const Corpus& corpus, const InvitationRules& rules, Day today,
                                       std::string_view source) {
  const reference::Reference& reference = *corpus.reference;
  std::vector<Announced> all;
  std::uint32_t sessions = 0;
  for (const Operation& operation : operations) {
    const auto refuse = [&](ProblemCode code, const char* field, std::string detail) {
      return Problem(code, field, std::move(detail)).from(source).at(fmt::format("operation {}", operation.id));
    };
    Announced one;
    one.operation = &operation;
    one.kind = rules.find_kind(operation.kind);
    if (one.kind == nullptr) {
      std::string known;
      for (const KindRule& kind : rules.kinds) known += (known.empty() ? "" : ", ") + kind.code;
      return refuse(ProblemCode::kFieldValue, "kind", operation.kind + " (" + known + ")");
    }
    one.kind_number = static_cast<std::uint32_t>(one.kind - rules.kinds.data());
    for (const std::string& id : operation.offers) {
      const auto offer = corpus.find_offer(id);
      if (!offer) return refuse(ProblemCode::kNotFound, "offers", id);
      one.offers.push_back(*offer);
    }
    std::sort(one.offers.begin(), one.offers.end());
    for (const Session& session : operation.sessions)
      if (session.date < today) return refuse(ProblemCode::kFieldValue, "date", to_string(session.date) + " < " + to_string(today));
    if (operation.coordinates) {
      one.position = unit_vector(*operation.coordinates);
      if (!operation.insee.empty()) {
        const auto commune = reference.find_commune(operation.insee);
        if (!commune) return refuse(ProblemCode::kPlaceUnknown, "insee", operation.insee);
        one.commune = *commune;
      } else if (const auto nearest = reference.nearest_commune(*operation.coordinates)) one.commune = *nearest;
    } else {
      const auto commune = reference.find_commune(operation.insee);
      if (!commune || !reference.communes[commune->value].located) return refuse(ProblemCode::kPlaceUnknown, "insee", operation.insee);
      one.commune = *commune;
      one.position = unit_vector(reference.communes[commune->value].coordinates);
    }
    one.place = operation.place_name;
    if (one.commune.set()) {
      const std::string& name = reference.communes[one.commune.value].name;
      one.place = one.place.empty() ? name : one.place + " (" + name + ")";
      const BasinId basin = reference.commune_basins[one.commune.value];
      if (basin.set()) one.basin = reference.basins[basin.value].code;
    }
    one.first_session = sessions;
    sessions += static_cast<std::uint32_t>(operation.sessions.size());
    all.push_back(std::move(one));
  }
  return all;
}

}  // namespace passerelle::operations
