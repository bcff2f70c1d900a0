// THE RULE: what a merged offer says, and which of its sources says it. Nowhere else.
//
// Sources are put in order, the best first:
//   1. those that still have the offer before those that closed it; closed ones say nothing while one is open;
//   2. a source's own offers before those it has from a partner (its record names more than one source);
//   3. the one that knows more: occupation, SIRET, employer's name, commune, contract, hours, pay, start, requirements in fields;
//   4. the one updated (else published) last;
//   5. the smallest id.
// Field by field, the first in that order that knows it wins, with these exceptions:
//   - occupation and workplace: what most sources say (partners misread codes and postcodes), the order among equals;
//   - employer: one that gives a SIRET before one that gives a name alone; name, SIRET and NAF stay together;
//   - contract: « profession libérale » counts only where nobody says otherwise: partners write it for anything;
//   - text: the longest, since boards cut; what was found in it comes with it (places in the text must fit);
//   - requirements in fields, reserved publics and working conditions: all that any source states, once each, the first in order
//     for the level; a field wins over the text for the same requirement. Experience and education: fields before the text;
//   - published: the earliest; updated: the latest; closing: the latest, none when an open source gives none;
//   - flags on workplace, occupation and items come with these; others with the first in order.
// The id is the smallest of all the sources' ids, closed ones included: it stays when that source goes, and any of their ids
// leads to the offer.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "records/offer.hpp"

namespace passerelle::merging {

/// One source's own record.
struct Posting {
  const Offer* offer = nullptr;
  bool open = true;
};

/// Which posting gave a field: index into the postings. Fields united from several have a line each.
struct FieldOrigin {
  std::string_view field;
  std::size_t posting = 0;
  friend bool operator==(const FieldOrigin&, const FieldOrigin&) = default;
};

struct BestOffer {
  Offer offer;
  std::vector<FieldOrigin> origins;  ///< in the order of the record's fields; those nobody knows are not there
};

/// `postings`: at least one, ascending by id. A function of their set.
BestOffer best_of(std::span<const Posting> postings);

}  // namespace passerelle::merging
