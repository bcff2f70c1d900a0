// What the text says joins what the fields say.
#pragma once

#include <vector>

#include "intake/extract/extractor.hpp"
#include "records/offer.hpp"

namespace passerelle::extract {

/// Adds to the offer what its fields do not say already. Rules:
/// - a field wins over the text for the same item, certificate, licence or language, level included; experience, education and
///   schedules are taken from the text only where no field states any;
/// - of several places of one code: not asked anywhere (« non exigé ») wins; else a must wins over a wish; the first of that
///   level is the evidence;
/// - licences and certificates joined by « ou » (« FIMO ou FCO ») are alternatives: one will do, so that none is a must;
/// - several levels of education are alternatives: the lowest of those required, else of those wished for;
/// - several lengths of experience: the longest required counts, else the longest wished for; « débutant accepté » sets
///   them aside unless a length is required;
/// - a demand of the job (own vehicle, heavy loads …) joins the conditions in the text's own words;
/// - « télétravail » is an offer made, no demand: it sets no schedule.
void apply_findings(Offer& offer, const std::vector<Finding>& findings);

/// Takes out what an earlier reading of the description put in, so that a record that comes back (a list printed and
/// imported again) is read anew. Leaves an offer without description alone: there its requirements have no other source.
void forget_findings(Offer& offer);

/// The findings that count, one per kind and code, after the rules of precedence among places.
std::vector<Finding> decided(const std::vector<Finding>& findings);

}  // namespace passerelle::extract
