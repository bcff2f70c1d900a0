// The public keys that tokens may be signed with. A key has one algorithm, whatever a token's header says: what is signed with
// HMAC and the public key as its secret, or not at all, finds no key.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

struct evp_pkey_st;

namespace passerelle::http {

enum class Algorithm : std::uint8_t { kRs256, kEs256 };
std::string_view name(Algorithm algorithm) noexcept;   ///< "RS256", "ES256"

struct PublicKey {
  std::string id;
  Algorithm algorithm = Algorithm::kRs256;
  std::shared_ptr<evp_pkey_st> key;

  /// Whether `signature` (RS256: PKCS #1; ES256: 64 bytes, r then s) is this key's over `signed_text`.
  bool verifies(std::string_view signed_text, std::string_view signature) const;
};

class KeySet {
 public:
  /// A JWKS document. Keys for encryption and of other kinds are passed over; at least one must be usable. Problems: those of
  /// codec::read_key_set(); kFieldValue: a private key, no kid or one given twice, RSA below 2,048 bits, a point not on the curve,
  /// an algorithm that is not the key's.
  static Result<KeySet> parse(std::string_view json);

  const PublicKey* find(std::string_view id) const noexcept;
  std::size_t size() const noexcept { return keys_.size(); }

 private:
  std::vector<PublicKey> keys_;
};

}  // namespace passerelle::http
