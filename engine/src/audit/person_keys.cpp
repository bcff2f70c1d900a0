#include "audit/person_keys.hpp"

#include <algorithm>
#include <stdexcept>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include "store/sqlite.hpp"

namespace passerelle::audit {
namespace {

constexpr std::size_t kNonce = 12, kTag = 16;
constexpr std::size_t kRemembered = 200'000;  // keys kept in memory: 30 MB

// Destroyed rows are overwritten; the log beside the file is cut back after each destruction.
constexpr const char* kSchema = R"(
CREATE TABLE IF NOT EXISTS person_key(ref INTEGER PRIMARY KEY AUTOINCREMENT, person TEXT NOT NULL UNIQUE, key BLOB NOT NULL) STRICT;
)";

const unsigned char* as_bytes(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

using Context = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;
Context new_context() { return {EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free}; }

std::string to_base64(std::string_view bytes) {
  std::string text(4 * ((bytes.size() + 2) / 3) + 1, '\0');
  text.resize(static_cast<std::size_t>(EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), as_bytes(bytes), static_cast<int>(bytes.size()))));
  return text;
}

std::optional<std::string> from_base64(std::string_view text) {
  if (text.empty() || text.size() % 4 != 0) return std::nullopt;
  std::string bytes(text.size() / 4 * 3, '\0');
  const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()), as_bytes(text), static_cast<int>(text.size()));
  if (size < 0) return std::nullopt;
  // EVP_DecodeBlock counts the padding's zeros.
  bytes.resize(static_cast<std::size_t>(size) - (text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0));
  return bytes;
}

PersonKey key_of(std::int64_t ref, std::string_view bytes) {
  PersonKey key;
  key.ref = ref;
  std::copy_n(as_bytes(bytes), std::min(bytes.size(), key.key.size()), key.key.begin());
  return key;
}

}  // namespace

struct PersonKeys::Impl {
  sqlite::Database database;
  sqlite::Statement by_person, by_ref, insert, remove;
  std::unordered_map<std::string, PersonKey> remembered;

  explicit Impl(sqlite::Database opened) : database(std::move(opened)) {}
  ~Impl() { forget(); }
  void forget() {
    for (auto& [person, key] : remembered) OPENSSL_cleanse(key.key.data(), key.key.size());
    remembered.clear();
  }
};

PersonKeys::PersonKeys(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
PersonKeys::PersonKeys(PersonKeys&&) noexcept = default;
PersonKeys& PersonKeys::operator=(PersonKeys&&) noexcept = default;
PersonKeys::~PersonKeys() = default;

Result<PersonKeys> PersonKeys::open(const std::string& path, bool writable) {
  const mode_t before = ::umask(0077);
  auto opened = sqlite::Database::open(path, writable ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY, path);
  Status prepared;
  if (opened && writable) prepared = opened->execute("PRAGMA secure_delete=ON; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;");
  if (opened && writable && prepared) prepared = opened->execute(kSchema);
  ::umask(before);
  if (!opened) return std::move(opened).problem();
  if (!prepared) return std::move(prepared).problem();
  auto impl = std::make_unique<Impl>(std::move(*opened));
  PASSERELLE_STORE_TAKE(by_person, impl->database.prepare("SELECT ref, key FROM person_key WHERE person = ?", true));
  PASSERELLE_STORE_TAKE(by_ref, impl->database.prepare("SELECT ref, key FROM person_key WHERE ref = ?", true));
  impl->by_person = std::move(by_person);
  impl->by_ref = std::move(by_ref);
  if (writable) {
    PASSERELLE_STORE_TAKE(insert, impl->database.prepare("INSERT INTO person_key(person, key) VALUES(?, ?) RETURNING ref", true));
    PASSERELLE_STORE_TAKE(remove, impl->database.prepare("DELETE FROM person_key WHERE person = ?", true));
    impl->insert = std::move(insert);
    impl->remove = std::move(remove);
  }
  return PersonKeys(std::move(impl));
}

Result<std::vector<PersonKey>> PersonKeys::of(std::span<const std::string_view> people) {
  if (impl_->remembered.size() > kRemembered) impl_->forget();
  std::vector<PersonKey> keys(people.size());
  std::vector<std::size_t> fresh;
  for (std::size_t i = 0; i < people.size(); ++i) {
    const auto known = impl_->remembered.find(std::string(people[i]));
    if (known != impl_->remembered.end()) { keys[i] = known->second; continue; }
    PASSERELLE_STORE_TAKE(row, impl_->by_person.bind(people[i]).step());
    if (!row) { fresh.push_back(i); continue; }
    keys[i] = key_of(impl_->by_person.integer(0), impl_->by_person.text(1));
    impl_->by_person.restart();
    impl_->remembered.emplace(people[i], keys[i]);
  }
  if (fresh.empty()) return keys;
  PASSERELLE_STORE_TAKE(transaction, sqlite::Transaction::begin(impl_->database));
  std::unordered_map<std::string_view, PersonKey> made;
  for (const std::size_t i : fresh) {
    if (const auto twice = made.find(people[i]); twice != made.end()) { keys[i] = twice->second; continue; }
    PersonKey key;
    if (RAND_bytes(key.key.data(), static_cast<int>(key.key.size())) != 1) throw std::runtime_error("no random bytes");
    impl_->insert.restart();
    impl_->insert.bind_one(1, people[i]);
    impl_->insert.bind_blob(2, {reinterpret_cast<const char*>(key.key.data()), key.key.size()});
    PASSERELLE_STORE_TAKE(row, impl_->insert.step());
    if (!row) return Problem(ProblemCode::kInternal, "person_key");
    key.ref = impl_->insert.integer(0);
    PASSERELLE_TRY(impl_->insert.run());
    made.emplace(people[i], key);
    keys[i] = key;
  }
  PASSERELLE_TRY(transaction.commit());
  for (const auto& [person, key] : made) impl_->remembered.emplace(person, key);
  return keys;
}

Result<std::optional<PersonKey>> PersonKeys::find(std::int64_t ref) {
  PASSERELLE_STORE_TAKE(row, impl_->by_ref.bind(ref).step());
  if (!row) return std::optional<PersonKey>();
  const PersonKey key = key_of(impl_->by_ref.integer(0), impl_->by_ref.text(1));
  impl_->by_ref.restart();
  return std::optional<PersonKey>(key);
}

Result<bool> PersonKeys::destroy(std::string_view person) {
  impl_->remembered.erase(std::string(person));
  PASSERELLE_TRY(impl_->remove.bind(person).run());
  PASSERELLE_STORE_TAKE(removed, impl_->database.integer("SELECT changes()"));
  PASSERELLE_TRY(impl_->database.execute("PRAGMA wal_checkpoint(TRUNCATE)"));
  return removed != 0;
}

std::string seal(const PersonKey& key, std::string_view words, std::string_view bound) {
  std::string sealed(kNonce + words.size() + kTag, '\0');
  auto* const out = reinterpret_cast<unsigned char*>(sealed.data());
  const Context context = new_context();
  int size = 0;
  if (!context || RAND_bytes(out, kNonce) != 1 || EVP_EncryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, key.key.data(), out) != 1 ||
      EVP_EncryptUpdate(context.get(), nullptr, &size, as_bytes(bound), static_cast<int>(bound.size())) != 1 ||
      EVP_EncryptUpdate(context.get(), out + kNonce, &size, as_bytes(words), static_cast<int>(words.size())) != 1 ||
      EVP_EncryptFinal_ex(context.get(), out + kNonce + size, &size) != 1 ||
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, static_cast<int>(kTag), out + kNonce + words.size()) != 1)
    throw std::runtime_error("AES-256-GCM is not available");
  return to_base64(sealed);
}

std::optional<std::string> unseal(const PersonKey& key, std::string_view sealed, std::string_view bound) {
  std::optional<std::string> bytes = from_base64(sealed);
  if (!bytes || bytes->size() < kNonce + kTag) return std::nullopt;
  auto* const in = reinterpret_cast<unsigned char*>(bytes->data());
  const std::size_t length = bytes->size() - kNonce - kTag;
  std::string words(length, '\0');
  auto* const out = reinterpret_cast<unsigned char*>(words.data());
  const Context context = new_context();
  int size = 0;
  if (!context || EVP_DecryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, key.key.data(), in) != 1 ||
      EVP_DecryptUpdate(context.get(), nullptr, &size, as_bytes(bound), static_cast<int>(bound.size())) != 1 ||
      EVP_DecryptUpdate(context.get(), out, &size, in + kNonce, static_cast<int>(length)) != 1 ||
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, static_cast<int>(kTag), in + kNonce + length) != 1 ||
      EVP_DecryptFinal_ex(context.get(), out + size, &size) != 1)
    return std::nullopt;
  return words;
}

}  // namespace passerelle::audit
