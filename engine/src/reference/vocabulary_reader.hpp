// Passerelle's own vocabulary files: any country, any classification (ESCO, an in-house list, plain words with
// weights). The format is datasets/schema/vocabulary.schema.json.
#pragma once

#include <string>

#include "base/result.hpp"
#include "reference/tables.hpp"

namespace passerelle::reference {

/// JSON, or, in a file named *.csv, a list of items (columns code, label, kind, group, weight; all but label optional)
/// whose vocabulary is named after the file.
///
/// Codes become keys "scheme:code": items under `item_scheme`, occupations under `occupation_scheme`, both the
/// vocabulary's name by default; a reference that has a colon is taken as a whole key. Items without a code get the
/// folded label, joined by hyphens. Strict: unknown fields and wrong types are refused. References to what this file
/// does not define are kept: another vocabulary may.
///
/// Problems (position = JSON pointer or row, field = the member): kDocumentMalformed, kDocumentTruncated,
/// kDocumentUnexpected, kNotUtf8, kFieldMissing, kFieldType, kFieldValue, kFieldUnknown, kDuplicateId, and those of
/// InputFile. The first problem ends the reading: a vocabulary is imported whole or not at all.
Result<VocabularyData> read_vocabulary(const std::string& path);

}  // namespace passerelle::reference
