#include "http/token.hpp"

#include <algorithm>

#include "codec/token_json.hpp"
#include "http/base64url.hpp"

namespace passerelle::http {

std::string_view name(TokenFault fault) noexcept {
  switch (fault) {
    case TokenFault::kMalformed: return "token-malformed";
    case TokenFault::kAlgorithm: return "token-algorithm";
    case TokenFault::kKeyUnknown: return "token-key-unknown";
    case TokenFault::kSignature: return "token-signature";
    case TokenFault::kExpired: return "token-expired";
    case TokenFault::kNotYetValid: return "token-not-yet-valid";
    case TokenFault::kIssuer: return "token-issuer";
    case TokenFault::kAudience: return "token-audience";
    case TokenFault::kClaims: break;
  }
  return "token-claims";
}

std::variant<Identity, TokenFault> verify_token(std::string_view token, const KeySet& keys, const TokenRules& rules, std::int64_t now) {
  if (token.size() > kMaxTokenBytes) return TokenFault::kMalformed;
  const std::size_t first = token.find('.'), second = first == std::string_view::npos ? first : token.find('.', first + 1);
  if (second == std::string_view::npos || token.find('.', second + 1) != std::string_view::npos) return TokenFault::kMalformed;
  const auto header_text = from_base64url(token.substr(0, first)), claims_text = from_base64url(token.substr(first + 1, second - first - 1)),
             signature = from_base64url(token.substr(second + 1));
  if (!header_text || !claims_text || !signature) return TokenFault::kMalformed;
  const auto header = codec::read_token_header(*header_text);
  if (!header || header->critical) return TokenFault::kMalformed;
  if (header->algorithm != name(Algorithm::kRs256) && header->algorithm != name(Algorithm::kEs256)) return TokenFault::kAlgorithm;
  const PublicKey* key = keys.find(header->key);
  if (key == nullptr) return TokenFault::kKeyUnknown;
  if (header->algorithm != name(key->algorithm)) return TokenFault::kAlgorithm;
  if (!key->verifies(token.substr(0, second), *signature)) return TokenFault::kSignature;

  const auto claims = codec::read_token_claims(*claims_text);
  if (!claims) return TokenFault::kMalformed;
  if (!claims->expires || *claims->expires <= now - rules.skew_seconds) return TokenFault::kExpired;
  if (claims->not_before && *claims->not_before > now + rules.skew_seconds) return TokenFault::kNotYetValid;
  if (claims->issuer != rules.issuer) return TokenFault::kIssuer;
  if (std::find(claims->audience.begin(), claims->audience.end(), rules.audience) == claims->audience.end()) return TokenFault::kAudience;
  const auto role = role_from(claims->role);
  if (!role || claims->subject.empty() || claims->subject.size() > 200) return TokenFault::kClaims;
  return Identity{claims->subject, *role, claims->employers, claims->portfolio};
}

}  // namespace passerelle::http
