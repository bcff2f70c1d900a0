// What may be shown of a problem: everything, except the values refused of a person's record.
#pragma once

#include "passerelle/answers.hpp"

namespace passerelle::codec {

/// The entry's problem as lists, reports and errors show it. Where the fault lies inside the `restricted` part of a
/// candidate, its position is kept as far as the schema's own names go, and no value is quoted: the quarantine is read
/// by people who may not see that part (law 7). Elsewhere in a candidate a refused value is not quoted either, unless
/// it can only be a figure: a certificate of disability may stand where another code was expected. The record itself is kept whole in the store.
Problem shown_problem(const QuarantineEntry& entry);

}  // namespace passerelle::codec
