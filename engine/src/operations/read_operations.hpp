// Reads announced operations from JSON, strictly: a field that is unknown, missing, twice there, of a wrong type or out of range is
// refused with its place in the file. All of the file or nothing.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "operations/operation.hpp"

namespace passerelle::operations {

inline constexpr std::size_t kMostOperations = 10'000;

/// Ascending by id. Problems, each with source, position (JSON pointer) and field: kDocumentMalformed, kFieldMissing, kFieldType,
/// kFieldValue, kFieldUnknown, kDuplicateId, and those of the file.
Result<std::vector<Operation>> read_operations(const std::string& path);
Result<std::vector<Operation>> parse_operations(std::string_view json, std::string_view source);

}  // namespace passerelle::operations
