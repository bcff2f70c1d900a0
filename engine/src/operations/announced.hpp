// Operations as they are announced, with what the store knows of the offers and the place they name.
#pragma once

#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "corpus/corpus.hpp"
#include "operations/invitation_rules.hpp"
#include "operations/operation.hpp"

namespace passerelle::operations {

struct Announced {
  const Operation* operation = nullptr;
  const KindRule* kind = nullptr;
  std::uint32_t kind_number = 0;     ///< place in InvitationRules::kinds
  std::vector<OfferId> offers;       ///< ascending
  UnitVector position;
  CommuneId commune;                 ///< unset where no commune is near
  std::string basin, place;          ///< basin: code, "" = not known; place: for people
  std::uint32_t first_session = 0;   ///< its sessions' numbers are first_session, first_session + 1, …
};

/// In the order of `operations`. Problems, at "operation ID": kFieldValue (a kind the rules do not have, a session that is over on
/// `today`), kNotFound (an offer that is not there or closed), kPlaceUnknown.
Result<std::vector<Announced>> look_up(const std::vector<Operation>& operations, const Corpus& corpus, const InvitationRules& rules, Day today,
                                       std::string_view source);

}  // namespace passerelle::operations
