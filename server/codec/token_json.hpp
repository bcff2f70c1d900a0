// The JSON of bearer tokens (RFC 7519) and of key sets (RFC 7517): plain structs, nothing verified here.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace passerelle::codec {

struct TokenHeader {
  std::string algorithm, key;   ///< alg, kid
  bool critical = false;        ///< has "crit": an extension that must be understood
};

struct TokenClaims {
  std::string issuer, subject, role;
  std::vector<std::string> audience, employers, portfolio;  ///< aud, siret, portfolio
  std::optional<std::int64_t> expires, not_before;          ///< exp, nbf: seconds since 1970
};

/// One key of a set, its numbers still in base64url.
struct JsonKey {
  std::string type, use, algorithm, id, curve;  ///< kty, use, alg, kid, crv
  std::string n, e, x, y;
  bool is_private = false;                      ///< has "d"
};

/// Problems: kDocumentMalformed (not JSON, not UTF-8, a member twice), kFieldType with the member's name.
Result<TokenHeader> read_token_header(std::string_view json);
Result<TokenClaims> read_token_claims(std::string_view json);
Result<std::vector<JsonKey>> read_key_set(std::string_view json);

std::string token_header_json(const TokenHeader& header);
std::string token_claims_json(const TokenClaims& claims);
std::string key_set_json(const std::vector<JsonKey>& keys);

}  // namespace passerelle::codec
