#include "http/token_maker.hpp"

#include <memory>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include "http/base64url.hpp"

namespace passerelle::http {
namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Bio = std::unique_ptr<BIO, decltype(&BIO_free)>;

Problem failed(const char* what) { return Problem(ProblemCode::kInternal, what); }

Result<Key> read_key(const std::string& pem) {
  const Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), BIO_free);
  // No password: the library would ask the terminal for one.
  Key key(PEM_read_bio_PrivateKey(bio.get(), nullptr, [](char*, int, int, void*) { return -1; }, nullptr), EVP_PKEY_free);
  char group[32] = {};
  std::size_t length = 0;
  if (!key || EVP_PKEY_is_a(key.get(), "EC") != 1 || EVP_PKEY_get_utf8_string_param(key.get(), OSSL_PKEY_PARAM_GROUP_NAME, group, sizeof group, &length) != 1 ||
      std::string_view(group, length) != "prime256v1")
    return Problem(ProblemCode::kDocumentUnexpected, "P-256, PEM");
  return key;
}

std::string coordinate(EVP_PKEY* key, const char* which) {
  BIGNUM* number = nullptr;
  if (EVP_PKEY_get_bn_param(key, which, &number) != 1) return {};
  std::string bytes(32, '\0');
  BN_bn2binpad(number, reinterpret_cast<unsigned char*>(bytes.data()), 32);
  BN_free(number);
  return bytes;
}

codec::JsonKey public_half(EVP_PKEY* key) {
  codec::JsonKey half;
  half.type = "EC";
  half.use = "sig";
  half.algorithm = "ES256";
  half.curve = "P-256";
  half.x = to_base64url(coordinate(key, OSSL_PKEY_PARAM_EC_PUB_X));
  half.y = to_base64url(coordinate(key, OSSL_PKEY_PARAM_EC_PUB_Y));
  const std::string thumb = R"({"crv":"P-256","kty":"EC","x":")" + half.x + R"(","y":")" + half.y + "\"}";
  unsigned char digest[32];
  std::size_t length = sizeof digest;
  EVP_Q_digest(nullptr, "SHA256", nullptr, thumb.data(), thumb.size(), digest, &length);
  half.id = to_base64url({reinterpret_cast<const char*>(digest), length});
  return half;
}

}  // namespace

Result<std::string> make_private_key() {
  const Key key(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"), EVP_PKEY_free);
  const Bio bio(BIO_new(BIO_s_mem()), BIO_free);
  if (!key || !bio || PEM_write_bio_PKCS8PrivateKey(bio.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1) return failed("key");
  char* text = nullptr;
  const long length = BIO_get_mem_data(bio.get(), &text);
  return std::string(text, static_cast<std::size_t>(length));
}

Result<std::string> key_set_of(const std::string& private_pem) {
  auto key = read_key(private_pem);
  if (!key) return std::move(key).problem();
  return codec::key_set_json({public_half(key->get())});
}

Result<std::string> sign_token(const std::string& private_pem, const codec::TokenClaims& claims) {
  auto key = read_key(private_pem);
  if (!key) return std::move(key).problem();
  codec::TokenHeader header;
  header.algorithm = "ES256";
  header.key = public_half(key->get()).id;
  const std::string text = to_base64url(codec::token_header_json(header)) + "." + to_base64url(codec::token_claims_json(claims));
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  std::string der(128, '\0');
  std::size_t length = der.size();
  if (!context || EVP_DigestSignInit_ex(context.get(), nullptr, "SHA256", nullptr, nullptr, key->get(), nullptr) != 1 ||
      EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(der.data()), &length, reinterpret_cast<const unsigned char*>(text.data()), text.size()) != 1)
    return failed("signature");
  const unsigned char* at = reinterpret_cast<const unsigned char*>(der.data());
  const std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)> parts(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(length)), ECDSA_SIG_free);
  if (!parts) return failed("signature");
  std::string raw(64, '\0');
  BN_bn2binpad(ECDSA_SIG_get0_r(parts.get()), reinterpret_cast<unsigned char*>(raw.data()), 32);
  BN_bn2binpad(ECDSA_SIG_get0_s(parts.get()), reinterpret_cast<unsigned char*>(raw.data()) + 32, 32);
  return text + "." + to_base64url(raw);
}

}  // namespace passerelle::http
