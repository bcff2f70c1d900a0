// What offers and candidates have in common in Passerelle's own JSON.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "intake/decoders/field_reader.hpp"
#include "intake/normalise/place.hpp"
#include "records/offer.hpp"

namespace passerelle {

/// A key: "rome:N1103", a bare code (then `scheme` is put before it), or {"vocabulary":…,"code":…}. "" and a problem
/// for anything else.
Key read_key(const Field& field, std::string_view scheme, FirstProblem& problems);
/// The key under `name`; "" when absent.
Key read_key(ObjectReader& in, std::string_view name, std::string_view scheme);

/// The record's id: required, not blank, at most 200 bytes.
void read_id(ObjectReader& in, std::string& id);
/// What every id must be, whatever the source: not empty, at most 200 bytes, on one line.
void check_id(const std::string& id, const std::string& pointer, FirstProblem& problems);
void read_place(ObjectReader& in, std::string_view name, PlaceDraft& place);
void read_flags(ObjectReader& in, std::vector<Flag>& flags);
/// Hours of a week as minutes: more than 0, at most 168 h.
std::uint16_t read_week(ObjectReader& in, std::string_view name);
/// Euros as cents: 0 … 1,000,000.
std::uint32_t read_euros(ObjectReader& in, std::string_view name);
/// ISO 639 code: two or three lower-case letters.
void read_language_code(ObjectReader& in, std::string& code);

/// A list of codes as a mask.
template <class Mask, class FromCode>
Mask read_mask(ObjectReader& in, std::string_view name, FromCode from_code) {
  Mask mask = 0;
  in.list(name, [&](const Field& each) {
    const std::string written = text_of(each, in.problems());
    if (const auto value = from_code(written)) mask = static_cast<Mask>(mask | bit(*value));
    else in.problems().set(ProblemCode::kFieldValue, each.pointer, written);
  });
  return mask;
}

}  // namespace passerelle
