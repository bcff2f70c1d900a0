// What became of changes, as JSON; and what must be known of a body before the engine reads it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "passerelle/changes.hpp"

namespace passerelle::codec {

/// {"id","outcome","version","notes":[{"code","field","text"}]}
std::string to_json(const WriteAnswer& answer, Language language);
/// One line of an import: the same with "line", or {"line","id","problem":{"code","field","position","text"}}.
std::string to_json(const LineResult& line, RecordKind kind, Language language);
/// What may be shown of a problem of such a record (codec/shown_problem.hpp).
Problem shown_problem(const Problem& problem, RecordKind kind);
/// `employer.siret` of an offer as sent; nothing when it is not there as a text. The engine reads the record itself, strictly.
std::optional<std::string> siret_of(std::string_view offer_json);

}  // namespace passerelle::codec
