// A key for each person that the decision log speaks of. What an entry says of a person is sealed with that person's key
// (AES-256-GCM, NIST SP 800-38D), so that destroying one key makes every such word unreadable without touching the chain.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.hpp"

namespace passerelle::audit {

/// `ref` names the key in the log; it says nothing of the person, and is never given again.
struct PersonKey {
  std::int64_t ref = 0;
  std::array<std::uint8_t, 32> key{};
};

/// Keys in a file of their own (SQLite, owner's alone). Not thread-safe.
class PersonKeys {
 public:
  /// Creates the file when it is not there and `writable`. Problems: those of opening a file.
  static Result<PersonKeys> open(const std::string& path, bool writable);
  PersonKeys(PersonKeys&&) noexcept;
  PersonKeys& operator=(PersonKeys&&) noexcept;
  ~PersonKeys();

  /// Keys of these persons, made and durable when they had none; in their order.
  Result<std::vector<PersonKey>> of(std::span<const std::string_view> people);
  /// The key that `ref` names; nothing when it was destroyed.
  Result<std::optional<PersonKey>> find(std::int64_t ref);
  /// Destroys the person's key for good; false when there was none. A person spoken of later gets a new one.
  Result<bool> destroy(std::string_view person);

 private:
  struct Impl;
  explicit PersonKeys(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// nonce ‖ ciphertext ‖ tag in base64 (RFC 4648). `bound` must be given again to open it: where the words stand.
std::string seal(const PersonKey& key, std::string_view words, std::string_view bound);
/// Nothing when the key, the place or a byte is another.
std::optional<std::string> unseal(const PersonKey& key, std::string_view sealed, std::string_view bound);

}  // namespace passerelle::audit
