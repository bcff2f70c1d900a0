// What an offer asks, of items.
#pragma once

#include <vector>

#include "corpus/columns.hpp"
#include "records/offer.hpp"
#include "reference/reference.hpp"

namespace passerelle {

/// The items that matching scores for this offer, and whether they are the occupation's card for want of listed
/// ones. Where only the text names some, the card stands beneath them at half its weight. Unknown codes and labels without code are not scored: explanations list them. Shared with the oracle as
/// the definition of « what the offer asks ».
struct RequirementList {
  std::vector<Requirement> items;   ///< ascending by item, one each (the stricter level wins)
  bool from_card = false;
};
RequirementList scored_requirements(const Offer& offer, const reference::Reference& reference);

}  // namespace passerelle
