// Content fingerprints (XXH3, 128 bits): change detection and snapshot names. Not for secrets.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace passerelle {

struct Fingerprint {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  friend auto operator<=>(const Fingerprint&, const Fingerprint&) = default;
  /// Commutative sums (wrapping), so that a store's fingerprint can follow single changes.
  Fingerprint& operator+=(const Fingerprint& other) noexcept { high += other.high; low += other.low; return *this; }
  Fingerprint& operator-=(const Fingerprint& other) noexcept { high -= other.high; low -= other.low; return *this; }
};

Fingerprint fingerprint(std::string_view bytes) noexcept;
/// 32 lower-case hexadecimal digits.
std::string to_hex(const Fingerprint& fingerprint);
Fingerprint fingerprint_from_hex(std::string_view hex) noexcept;

}  // namespace passerelle
