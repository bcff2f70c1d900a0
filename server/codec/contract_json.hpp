// The contract (server/openapi.yaml) as JSON, as it is served.
#pragma once

#include <string>

#include "base/result.hpp"

namespace passerelle::codec {

/// Problems: kFileUnreadable; kDocumentMalformed with the line.
Result<std::string> contract_json(const std::string& yaml_path);

}  // namespace passerelle::codec
