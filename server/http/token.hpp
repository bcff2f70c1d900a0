// Bearer tokens: JSON Web Tokens signed with RS256 or ES256 (RFC 7519, RFC 8725), verified.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "http/identity.hpp"
#include "http/key_set.hpp"

namespace passerelle::http {

struct TokenRules {
  std::string issuer, audience;        ///< must be the token's, to the letter; of several audiences one must be ours
  std::int64_t skew_seconds = 60;      ///< by how much the clocks of issuer and server may differ
};

/// Why a token is refused: for the log. Whoever sent it learns only that it was refused.
enum class TokenFault : std::uint8_t {
  kMalformed,    ///< not three parts of base64url and JSON, too long, or with an extension that must be understood
  kAlgorithm,    ///< none, HMAC, or not the key's
  kKeyUnknown,
  kSignature,
  kExpired,      ///< or without an expiry
  kNotYetValid,
  kIssuer,
  kAudience,
  kClaims,       ///< no subject, or a role that there is not
};
std::string_view name(TokenFault fault) noexcept;

inline constexpr std::size_t kMaxTokenBytes = 12 * 1024;

/// `now` in seconds since 1970. The signature is verified before anything else that the token claims is looked at.
std::variant<Identity, TokenFault> verify_token(std::string_view token, const KeySet& keys, const TokenRules& rules, std::int64_t now);

}  // namespace passerelle::http
