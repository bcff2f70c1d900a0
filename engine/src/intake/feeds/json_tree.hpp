// A JSON record as a tree of fields.
#pragma once

#include <string_view>

#include "intake/feeds/field_tree.hpp"

namespace passerelle {

/// Problems: those of JsonRecord::parse(), kFieldType when it is no object, kRecordTooLarge (more than kMaxFields).
Result<FieldNode> parse_json_record(std::string_view bytes);

}  // namespace passerelle
