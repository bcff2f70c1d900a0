// SHA-256 (FIPS 180-4) by OpenSSL: what chains the entries of the decision log, and what says that two answers are the same bytes.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace passerelle::audit {

using Digest = std::array<std::uint8_t, 32>;

/// Of the parts put together. Thread-safe.
Digest sha256(std::string_view first, std::string_view second = {});
/// 64 lower-case hexadecimal digits.
std::string to_hex(const Digest& digest);
/// False when `hex` is not 64 hexadecimal digits.
bool from_hex(std::string_view hex, Digest& digest);
inline std::string_view bytes_of(const Digest& digest) noexcept { return {reinterpret_cast<const char*>(digest.data()), digest.size()}; }

}  // namespace passerelle::audit
