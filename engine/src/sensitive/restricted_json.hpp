// Barriers and publics as JSON: the `restricted` member of a candidate (datasets/schema/candidate.schema.json), and
// the form the store keeps.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "sensitive/restricted_record.hpp"

namespace passerelle {

/// Canonical: fixed key order, defaults left out; "" for an empty record. The inverse of read_restricted() for
/// records whose enumerators are in range and whose codes are not zero.
std::string encode(const RestrictedRecord& record);

/// Strict: unknown fields, wrong types and values out of range are refused. Thread-safe.
/// Problem (the first; position = JSON pointer inside `json`): kRecordMalformed, kFieldType, kFieldValue,
/// kFieldMissing (a barrier without constraint, a situation without code), kFieldUnknown. "" reads as empty.
Result<RestrictedRecord> read_restricted(std::string_view json);

}  // namespace passerelle
