#include "base/hash.hpp"

#include <charconv>

#include <fmt/format.h>
#include <xxhash.h>

namespace passerelle {

Fingerprint fingerprint(std::string_view bytes) noexcept {
  const XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
  return {hash.high64, hash.low64};
}

std::string to_hex(const Fingerprint& fingerprint) { return fmt::format("{:016x}{:016x}", fingerprint.high, fingerprint.low); }

Fingerprint fingerprint_from_hex(std::string_view hex) noexcept {
  Fingerprint result;
  if (hex.size() != 32) return result;
  std::from_chars(hex.data(), hex.data() + 16, result.high, 16);
  std::from_chars(hex.data() + 16, hex.data() + 32, result.low, 16);
  return result;
}

}  // namespace passerelle
