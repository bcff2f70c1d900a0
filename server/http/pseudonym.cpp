#include "http/pseudonym.hpp"

#include <memory>
#include <stdexcept>

#include <openssl/evp.h>

#include "http/base64url.hpp"

namespace passerelle::http {
namespace {

constexpr std::size_t kTag = 16, kBlock = 16;

using Context = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

EVP_CIPHER* cipher() {
  static EVP_CIPHER* const siv = EVP_CIPHER_fetch(nullptr, "AES-256-SIV", nullptr);
  if (siv == nullptr) throw std::runtime_error("AES-256-SIV is missing from OpenSSL");
  return siv;
}

const unsigned char* bytes(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

}  // namespace

Result<Pseudonyms> Pseudonyms::open(std::string_view secret) {
  if (secret.size() < kLeastSecret) return Problem(ProblemCode::kRequestInvalid, "access.pseudonym_key", "32 bytes or more");
  Pseudonyms made;
  std::size_t length = made.key_.size();
  if (EVP_Q_digest(nullptr, "SHA512", nullptr, secret.data(), secret.size(), made.key_.data(), &length) != 1) return Problem(ProblemCode::kInternal, "SHA-512");
  return made;
}

std::string Pseudonyms::of(std::string_view candidate, std::string_view employer) const {
  // Filled up to whole blocks: the length of a pseudonym tells next to nothing of the id's.
  std::string plain(candidate);
  plain += '\x80';
  plain.resize((plain.size() + kBlock - 1) / kBlock * kBlock, '\0');
  std::string out(kTag + plain.size(), '\0');
  const Context context(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
  int length = 0;
  if (!context || EVP_EncryptInit_ex2(context.get(), cipher(), key_.data(), nullptr, nullptr) != 1 ||
      EVP_EncryptUpdate(context.get(), nullptr, &length, bytes(employer), static_cast<int>(employer.size())) != 1 ||
      EVP_EncryptUpdate(context.get(), bytes(out) + kTag, &length, bytes(plain), static_cast<int>(plain.size())) != 1 ||
      EVP_EncryptFinal_ex(context.get(), bytes(out) + kTag, &length) != 1 ||
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, static_cast<int>(kTag), out.data()) != 1)
    throw std::runtime_error("AES-256-SIV failed");
  return to_base64url(out);
}

std::optional<std::string> Pseudonyms::candidate(std::string_view pseudonym, std::string_view employer) const {
  auto sealed = from_base64url(pseudonym);
  if (!sealed || sealed->size() < kTag + kBlock || sealed->size() % kBlock != 0 || sealed->size() > 1024) return std::nullopt;
  std::string out(sealed->size() - kTag, '\0');
  const Context context(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
  int length = 0;
  if (!context || EVP_DecryptInit_ex2(context.get(), cipher(), key_.data(), nullptr, nullptr) != 1 ||
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, static_cast<int>(kTag), sealed->data()) != 1 ||
      EVP_DecryptUpdate(context.get(), nullptr, &length, bytes(employer), static_cast<int>(employer.size())) != 1 ||
      EVP_DecryptUpdate(context.get(), bytes(out), &length, bytes(*sealed) + kTag, static_cast<int>(out.size())) != 1)
    return std::nullopt;
  const std::size_t end = out.find_last_of('\x80');
  if (end == std::string::npos) return std::nullopt;
  out.resize(end);
  return out;
}

}  // namespace passerelle::http
