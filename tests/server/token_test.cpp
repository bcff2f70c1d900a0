#include "http/token.hpp"

#include <memory>

#include <gtest/gtest.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>

#include "codec/token_json.hpp"
#include "http/base64url.hpp"
#include "http/token_maker.hpp"

namespace passerelle::http {
namespace {

constexpr std::int64_t kNow = 1'700'000'000;

codec::TokenClaims good_claims() {
  codec::TokenClaims claims;
  claims.issuer = "https://issuer.test";
  claims.audience = {"other", "passerelle"};
  claims.subject = "agent-1";
  claims.role = "adviser";
  claims.portfolio = {"C1", "C2"};
  claims.expires = kNow + 600;
  return claims;
}

/// An RSA key made once, with what signing by hand needs.
struct Rsa {
  std::shared_ptr<EVP_PKEY> key{EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", std::size_t{2048}), EVP_PKEY_free};

  static std::string number(EVP_PKEY* key, const char* which) {
    BIGNUM* n = nullptr;
    EVP_PKEY_get_bn_param(key, which, &n);
    std::string bytes(static_cast<std::size_t>(BN_num_bytes(n)), '\0');
    BN_bn2bin(n, reinterpret_cast<unsigned char*>(bytes.data()));
    BN_free(n);
    return bytes;
  }
  codec::JsonKey json(const char* algorithm = "RS256") const {
    codec::JsonKey out;
    out.type = "RSA";
    out.use = "sig";
    out.algorithm = algorithm;
    out.id = "rsa";
    out.n = to_base64url(number(key.get(), OSSL_PKEY_PARAM_RSA_N));
    out.e = to_base64url(number(key.get(), OSSL_PKEY_PARAM_RSA_E));
    return out;
  }
  std::string pem() const {
    BIO* bio = BIO_new(BIO_s_mem());
    PEM_write_bio_PUBKEY(bio, key.get());
    char* text = nullptr;
    const long length = BIO_get_mem_data(bio, &text);
    std::string out(text, static_cast<std::size_t>(length));
    BIO_free(bio);
    return out;
  }
  std::string sign(const std::string& text) const {
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    std::string out(256, '\0');
    std::size_t length = out.size();
    EVP_DigestSignInit_ex(context, nullptr, "SHA256", nullptr, nullptr, key.get(), nullptr);
    EVP_DigestSign(context, reinterpret_cast<unsigned char*>(out.data()), &length, reinterpret_cast<const unsigned char*>(text.data()), text.size());
    EVP_MD_CTX_free(context);
    return out;
  }
};

std::string signed_part(const std::string& header, const std::string& claims) { return to_base64url(header) + "." + to_base64url(claims); }

class Token : public ::testing::Test {
 protected:
  static const Rsa& rsa() {
    static const Rsa made;
    return made;
  }
  static const std::string& pem() {
    static const std::string made = *make_private_key();
    return made;
  }
  static const KeySet& keys() {
    static const KeySet made = [] {
      auto listed = *codec::read_key_set(*key_set_of(pem()));
      listed.push_back(rsa().json());
      return *KeySet::parse(codec::key_set_json(listed));
    }();
    return made;
  }
  static std::variant<Identity, TokenFault> verified(const std::string& token) { return verify_token(token, keys(), {"https://issuer.test", "passerelle", 60}, kNow); }
  static std::variant<Identity, TokenFault> verified(const codec::TokenClaims& claims) { return verified(*sign_token(pem(), claims)); }
  static void expect_fault(const std::variant<Identity, TokenFault>& result, TokenFault fault) {
    ASSERT_TRUE(std::holds_alternative<TokenFault>(result));
    EXPECT_EQ(name(std::get<TokenFault>(result)), name(fault));
  }
};

TEST_F(Token, OfAnEllipticKeyIsAccepted) {
  const auto result = verified(good_claims());
  ASSERT_TRUE(std::holds_alternative<Identity>(result));
  const Identity& who = std::get<Identity>(result);
  EXPECT_EQ(who.subject, "agent-1");
  EXPECT_EQ(who.role, Role::kAdviser);
  EXPECT_EQ(who.portfolio, (std::vector<std::string>{"C1", "C2"}));
}

TEST_F(Token, OfAnRsaKeyIsAccepted) {
  const std::string text = signed_part(R"({"alg":"RS256","kid":"rsa"})", codec::token_claims_json(good_claims()));
  EXPECT_TRUE(std::holds_alternative<Identity>(verified(text + "." + to_base64url(rsa().sign(text)))));
}

TEST_F(Token, TimesCountWithTheSkewAllowed) {
  auto claims = good_claims();
  claims.expires = kNow - 59;
  EXPECT_TRUE(std::holds_alternative<Identity>(verified(claims)));
  claims.expires = kNow - 60;
  expect_fault(verified(claims), TokenFault::kExpired);
  claims.expires.reset();
  expect_fault(verified(claims), TokenFault::kExpired);
  claims = good_claims();
  claims.not_before = kNow + 60;
  EXPECT_TRUE(std::holds_alternative<Identity>(verified(claims)));
  claims.not_before = kNow + 61;
  expect_fault(verified(claims), TokenFault::kNotYetValid);
}

TEST_F(Token, OfAnotherIssuerAudienceOrRoleIsRefused) {
  auto claims = good_claims();
  claims.issuer += "/";
  expect_fault(verified(claims), TokenFault::kIssuer);
  claims = good_claims();
  claims.audience = {"another"};
  expect_fault(verified(claims), TokenFault::kAudience);
  claims.audience.clear();
  expect_fault(verified(claims), TokenFault::kAudience);
  claims = good_claims();
  claims.role = "root";
  expect_fault(verified(claims), TokenFault::kClaims);
  claims = good_claims();
  claims.subject.clear();
  expect_fault(verified(claims), TokenFault::kClaims);
}

TEST_F(Token, WithoutASignatureIsRefused) {
  const std::string claims = codec::token_claims_json(good_claims());
  for (const char* algorithm : {"none", "None", "NONE", "nOnE", ""}) {
    const std::string text = signed_part(std::string(R"({"alg":")") + algorithm + R"(","kid":"rsa"})", claims);
    expect_fault(verified(text + "."), TokenFault::kAlgorithm);
    expect_fault(verified(text + ".AAAA"), TokenFault::kAlgorithm);
  }
  expect_fault(verified(signed_part(R"({"alg":"RS256","kid":"rsa"})", claims) + "."), TokenFault::kSignature);
}

// The attack that libraries fall for which take the algorithm from the token: HMAC with the public key, which is public.
TEST_F(Token, SignedWithHmacAndThePublicKeyIsRefused) {
  const std::string claims = codec::token_claims_json(good_claims());
  for (const std::string secret : {rsa().pem(), codec::key_set_json({rsa().json()}), rsa().json().n}) {
    const std::string text = signed_part(R"({"alg":"HS256","kid":"rsa"})", claims);
    unsigned char mac[32];
    unsigned length = sizeof mac;
    HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()), reinterpret_cast<const unsigned char*>(text.data()), text.size(), mac, &length);
    const std::string signature(reinterpret_cast<char*>(mac), length);
    expect_fault(verified(text + "." + to_base64url(signature)), TokenFault::kAlgorithm);
    // … and the same bytes under the name of the key's own algorithm.
    const std::string other = signed_part(R"({"alg":"RS256","kid":"rsa"})", claims);
    expect_fault(verified(other + "." + to_base64url(signature)), TokenFault::kSignature);
  }
}

TEST_F(Token, UnderTheNameOfAnotherKeyIsRefused) {
  const std::string claims = codec::token_claims_json(good_claims());
  const std::string unknown = signed_part(R"({"alg":"RS256","kid":"nobody"})", claims);
  expect_fault(verified(unknown + "." + to_base64url(rsa().sign(unknown))), TokenFault::kKeyUnknown);
  const std::string nameless = signed_part(R"({"alg":"RS256"})", claims);
  expect_fault(verified(nameless + "." + to_base64url(rsa().sign(nameless))), TokenFault::kKeyUnknown);
  const std::string ec = codec::read_key_set(*key_set_of(pem()))->front().id;
  const std::string confused = signed_part(R"({"alg":"RS256","kid":")" + ec + "\"}", claims);
  expect_fault(verified(confused + "." + to_base64url(rsa().sign(confused))), TokenFault::kAlgorithm);
  // Signed by a key that is not ours.
  expect_fault(verified(*sign_token(*make_private_key(), good_claims())), TokenFault::kKeyUnknown);
}

TEST_F(Token, ChangedInAnyByteIsRefused) {
  const std::string token = *sign_token(pem(), good_claims());
  for (std::size_t i = 0; i < token.size(); ++i) {
    std::string changed = token;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    EXPECT_TRUE(std::holds_alternative<TokenFault>(verified(changed))) << i;
  }
}

TEST_F(Token, ThatIsNotOneIsRefused) {
  const std::string token = *sign_token(pem(), good_claims());
  for (const std::string& bad : {std::string(), std::string("."), std::string(".."), std::string("a.b"), token + ".x", token + "=", " " + token, std::string(kMaxTokenBytes + 1, 'A')})
    expect_fault(verified(bad), TokenFault::kMalformed);
  const auto of = [&](const std::string& header, const std::string& claims) {
    const std::string text = signed_part(header, claims);
    return verified(text + "." + to_base64url(rsa().sign(text)));
  };
  expect_fault(of(R"({"alg":"RS256","kid":"rsa","crit":["x"]})", "{}"), TokenFault::kMalformed);
  expect_fault(of(R"({"alg":"RS256","alg":"RS256","kid":"rsa"})", "{}"), TokenFault::kMalformed);
  expect_fault(of(R"({"alg":"RS256","kid":"rsa"})", "[]"), TokenFault::kMalformed);
  expect_fault(of(R"({"alg":"RS256","kid":"rsa"})", R"({"sub":"a","sub":"b"})"), TokenFault::kMalformed);
  expect_fault(of(R"({"alg":"RS256","kid":"rsa"})", R"({"exp":"soon"})"), TokenFault::kMalformed);
  expect_fault(of(R"({"alg":"RS256","kid":"rsa"})", std::string(3'000, '[')), TokenFault::kMalformed);
}

TEST_F(Token, KeySetsThatCannotBeTrustedAreRefused) {
  EXPECT_FALSE(KeySet::parse("{}"));
  EXPECT_FALSE(KeySet::parse(R"({"keys":[]})"));
  EXPECT_FALSE(KeySet::parse(R"({"keys":[{"kty":"oct","kid":"a","k":"AAAA"}]})"));
  codec::JsonKey nameless = rsa().json();
  nameless.id.clear();
  EXPECT_FALSE(KeySet::parse(codec::key_set_json({nameless})));
  EXPECT_FALSE(KeySet::parse(codec::key_set_json({rsa().json(), rsa().json()})));
  codec::JsonKey small = rsa().json();
  small.n = small.n.substr(0, 100);
  EXPECT_FALSE(KeySet::parse(codec::key_set_json({small})));
  std::string with_private = codec::key_set_json({rsa().json()});
  with_private.insert(with_private.find("\"kty\""), "\"d\":\"AAAA\",");
  EXPECT_FALSE(KeySet::parse(with_private));
  codec::JsonKey off_curve = codec::read_key_set(*key_set_of(pem()))->front();
  std::swap(off_curve.x, off_curve.y);
  EXPECT_FALSE(KeySet::parse(codec::key_set_json({off_curve})));
  // Of an identity provider's other keys, none opens anything here, and none keeps the others from doing so.
  codec::JsonKey other = rsa().json("RS512");
  other.id = "other";
  const auto mixed = KeySet::parse(codec::key_set_json({other, rsa().json()}));
  ASSERT_TRUE(mixed);
  EXPECT_EQ(mixed->size(), 1U);
}

TEST(Base64Url, OneTextAValue) {
  for (const std::string bytes : {"", "f", "fo", "foo", "foob", "fooba", "foobar"}) EXPECT_EQ(from_base64url(to_base64url(bytes)), bytes);
  EXPECT_EQ(to_base64url("\xfb\xff"), "-_8");
  for (const char* bad : {"A", "AA=", "AA==", "A+", "A/", "A ", "AB", "AAB", "AAAAA"}) EXPECT_FALSE(from_base64url(bad)) << bad;
}

}  // namespace
}  // namespace passerelle::http
