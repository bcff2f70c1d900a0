// Base64 with the alphabet of URLs, without padding (RFC 4648 § 5, RFC 7515 § 2).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace passerelle::http {

std::string to_base64url(std::string_view bytes);
/// Nothing for another alphabet, padding, a length that cannot be, or bits left over that are not zero: one text per value.
std::optional<std::string> from_base64url(std::string_view text);

}  // namespace passerelle::http
