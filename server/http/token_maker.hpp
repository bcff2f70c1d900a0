// Development tokens: a local key, its key set, and tokens signed with it. Real ones come from an identity provider.
#pragma once

#include <string>

#include "base/result.hpp"
#include "codec/token_json.hpp"

namespace passerelle::http {

/// A new P-256 key as PEM.
Result<std::string> make_private_key();
/// The key's public half as a key set of one; its id is derived from the key itself (RFC 7638).
Result<std::string> key_set_of(const std::string& private_pem);
/// Signed with ES256.
Result<std::string> sign_token(const std::string& private_pem, const codec::TokenClaims& claims);

}  // namespace passerelle::http
