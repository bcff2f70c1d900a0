// What a person holds, four bytes each: of these there are tens for every person, and lists read them for many persons.
#pragma once

#include <algorithm>
#include <cstdint>

#include "base/ids.hpp"
#include "records/vocabulary_codes.hpp"

namespace passerelle {

/// How many the packed ids can tell apart; CorpusBuilder refuses a reference beyond.
inline constexpr std::uint32_t kMostItems = 1U << 24U, kMostOccupations = 1U << 18U;

/// ISO 639 code of two or three letters, a byte each ("fr" → 'f'<<8 | 'r').
using LanguageCode = std::uint32_t;

class HeldItem {
 public:
  HeldItem() = default;
  HeldItem(ItemId item, ItemOrigin origin) : packed_(item.value | static_cast<std::uint32_t>(origin) << 24U) {}
  ItemId item() const noexcept { return ItemId{packed_ & 0xFFFFFFU}; }
  ItemOrigin origin() const noexcept { return static_cast<ItemOrigin>(packed_ >> 24U); }

 private:
  std::uint32_t packed_ = 0;
};

class PractisedOccupation {
 public:
  PractisedOccupation() = default;
  PractisedOccupation(OccupationId occupation, std::uint64_t months)
      : packed_(occupation.value | static_cast<std::uint32_t>(std::min<std::uint64_t>(months, kMostMonths)) << 20U) {}
  OccupationId occupation() const noexcept { return OccupationId{packed_ & 0xFFFFFU}; }
  std::uint32_t months() const noexcept { return packed_ >> 20U; }

 private:
  std::uint32_t packed_ = 0;
};

/// Share of an occupation's core card (Principale items, by weight) that the person declares; points 0…10,000.
class CardCover {
 public:
  CardCover() = default;
  CardCover(OccupationId occupation, std::uint16_t points) : packed_(occupation.value | std::uint32_t{points} << 18U) {}
  OccupationId occupation() const noexcept { return OccupationId{packed_ & 0x3FFFFU}; }
  std::uint16_t points() const noexcept { return static_cast<std::uint16_t>(packed_ >> 18U); }

 private:
  std::uint32_t packed_ = 0;
};

class HeldLanguage {
 public:
  HeldLanguage() = default;
  HeldLanguage(LanguageCode language, LanguageLevel level) : packed_(language | std::uint32_t{level} << 24U) {}
  LanguageCode language() const noexcept { return packed_ & 0xFFFFFFU; }
  LanguageLevel level() const noexcept { return static_cast<LanguageLevel>(packed_ >> 24U); }

 private:
  std::uint32_t packed_ = 0;
};

}  // namespace passerelle
