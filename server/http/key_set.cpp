#include "http/key_set.hpp"

#include <array>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

#include "codec/token_json.hpp"
#include "http/base64url.hpp"

namespace passerelle::http {
namespace {

template <auto Free>
struct Freed {
  template <class T>
  void operator()(T* pointer) const noexcept { Free(pointer); }
};
template <class T, auto Free>
using Owned = std::unique_ptr<T, Freed<Free>>;

using Number = Owned<BIGNUM, BN_free>;
using Builder = Owned<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free>;
using Parameters = Owned<OSSL_PARAM, OSSL_PARAM_free>;
using KeyContext = Owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free>;

constexpr int kLeastRsaBits = 2'048;

const unsigned char* bytes(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

std::shared_ptr<EVP_PKEY> key_from(const char* type, OSSL_PARAM_BLD* builder) {
  const Parameters parameters(OSSL_PARAM_BLD_to_param(builder));
  const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
  EVP_PKEY* key = nullptr;
  if (!parameters || !context || EVP_PKEY_fromdata_init(context.get()) != 1 || EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1) return nullptr;
  std::shared_ptr<EVP_PKEY> owned(key, EVP_PKEY_free);
  const KeyContext check(EVP_PKEY_CTX_new_from_pkey(nullptr, key, nullptr));
  return check && EVP_PKEY_public_check(check.get()) == 1 ? owned : nullptr;
}

std::shared_ptr<EVP_PKEY> rsa_key(std::string_view modulus, std::string_view exponent) {
  const Number n(BN_bin2bn(bytes(modulus), static_cast<int>(modulus.size()), nullptr)), e(BN_bin2bn(bytes(exponent), static_cast<int>(exponent.size()), nullptr));
  const Builder builder(OSSL_PARAM_BLD_new());
  if (!n || !e || !builder || OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get()) != 1 ||
      OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get()) != 1)
    return nullptr;
  auto key = key_from("RSA", builder.get());
  return key && EVP_PKEY_get_bits(key.get()) >= kLeastRsaBits ? key : nullptr;
}

std::shared_ptr<EVP_PKEY> ec_key(std::string_view x, std::string_view y) {
  if (x.size() != 32 || y.size() != 32) return nullptr;
  const std::string point = "\x04" + std::string(x) + std::string(y);
  const Builder builder(OSSL_PARAM_BLD_new());
  if (!builder || OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0) != 1 ||
      OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()) != 1)
    return nullptr;
  return key_from("EC", builder.get());
}

/// r and s of 32 bytes each as the DER that OpenSSL reads; "" when that cannot be.
std::string der_signature(std::string_view raw) {
  if (raw.size() != 64) return {};
  const Owned<ECDSA_SIG, ECDSA_SIG_free> signature(ECDSA_SIG_new());
  Number r(BN_bin2bn(bytes(raw), 32, nullptr)), s(BN_bin2bn(bytes(raw) + 32, 32, nullptr));
  if (!signature || !r || !s || ECDSA_SIG_set0(signature.get(), r.get(), s.get()) != 1) return {};
  (void)r.release();
  (void)s.release();
  unsigned char* out = nullptr;
  const int length = i2d_ECDSA_SIG(signature.get(), &out);
  std::string der = length > 0 ? std::string(reinterpret_cast<char*>(out), static_cast<std::size_t>(length)) : std::string();
  OPENSSL_free(out);
  return der;
}

}  // namespace

std::string_view name(Algorithm algorithm) noexcept { return algorithm == Algorithm::kRs256 ? "RS256" : "ES256"; }

bool PublicKey::verifies(std::string_view signed_text, std::string_view signature) const {
  const std::string der = algorithm == Algorithm::kEs256 ? der_signature(signature) : std::string(signature);
  const Owned<EVP_MD_CTX, EVP_MD_CTX_free> context(EVP_MD_CTX_new());
  if (der.empty() || !context) return false;
  return EVP_DigestVerifyInit_ex(context.get(), nullptr, "SHA256", nullptr, nullptr, key.get(), nullptr) == 1 &&
         EVP_DigestVerify(context.get(), bytes(der), der.size(), bytes(signed_text), signed_text.size()) == 1;
}

Result<KeySet> KeySet::parse(std::string_view json) {
  auto listed = codec::read_key_set(json);
  if (!listed) return std::move(listed).problem();
  KeySet set;
  for (const codec::JsonKey& each : *listed) {
    const auto refuse = [&](const char* field, std::string why) { return Problem(ProblemCode::kFieldValue, field, std::move(why)).at(each.id); };
    if (each.is_private) return refuse("d", "a private key");
    const bool rsa = each.type == "RSA", ec = each.type == "EC" && each.curve == "P-256";
    if ((!rsa && !ec) || (!each.use.empty() && each.use != "sig")) continue;
    PublicKey key;
    key.id = each.id;
    key.algorithm = rsa ? Algorithm::kRs256 : Algorithm::kEs256;
    if (!each.algorithm.empty() && each.algorithm != name(key.algorithm)) {
      // An identity provider may list a key of the same kind for another algorithm: tokens of that one are refused.
      continue;
    }
    if (key.id.empty()) return refuse("kid", "absent");
    if (set.find(key.id) != nullptr) return refuse("kid", "twice");
    const auto first = from_base64url(rsa ? each.n : each.x), second = from_base64url(rsa ? each.e : each.y);
    if (!first || !second) return refuse(rsa ? "n" : "x", "base64url");
    key.key = rsa ? rsa_key(*first, *second) : ec_key(*first, *second);
    if (!key.key) return refuse("kty", rsa ? "RSA, 2048 bits at least" : "P-256");
    set.keys_.push_back(std::move(key));
  }
  if (set.keys_.empty()) return Problem(ProblemCode::kFieldValue, "keys", "RS256, ES256");
  return set;
}

const PublicKey* KeySet::find(std::string_view id) const noexcept {
  for (const PublicKey& each : keys_)
    if (each.id == id) return &each;
  return nullptr;
}

}  // namespace passerelle::http
