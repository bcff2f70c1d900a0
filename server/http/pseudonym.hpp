// The name under which an employer sees a person: another one for each employer, so that two of them cannot put what they saw
// together, and the same one each time, so that a list and a later question are about the same person.
//
// Deterministic authenticated encryption (AES-SIV, RFC 5297) of the person's id, with the employer's SIRET as associated data:
// like a keyed hash to whoever has not the key, while the server needs no table to know whom it named. A pseudonym of one
// employer, or one made up, opens nothing.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace passerelle::http {

class Pseudonyms {
 public:
  static constexpr std::size_t kLeastSecret = 32;   ///< bytes

  /// `secret`: any bytes, kLeastSecret or more (kRequestInvalid). Changing it changes every pseudonym.
  static Result<Pseudonyms> open(std::string_view secret);

  std::string of(std::string_view candidate, std::string_view employer) const;
  std::optional<std::string> candidate(std::string_view pseudonym, std::string_view employer) const;

 private:
  std::array<unsigned char, 64> key_{};
};

}  // namespace passerelle::http
