// What the generator knows about kinds of work: sector, usual level of education, pay, licences and certificates.
// Invented orders of magnitude, by ROME code prefix; README.md says so. Other vocabularies fall back on the sector
// they name.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "records/vocabulary_codes.hpp"

namespace passerelle::generate {

enum class Sector : std::uint8_t {
  kIndustry,
  kTransport,
  kLogistics,
  kHealth,
  kCare /* help at home */,
  kConstruction,
  kTrade,
  kHospitality,
  kOffice,
  kCleaning,
  kSecurity,
  kFarming,
  kEducation,
  kOther,
  kCount,
};

/// The sectors the region names as short of hands: industry, transport, logistics, health (help at home with it),
/// construction.
constexpr bool in_tension(Sector sector) noexcept { return sector <= Sector::kConstruction; }
/// Work done by hand, on a site, in a workshop or on the road: agency work is common there.
constexpr bool manual(Sector sector) noexcept {
  return (in_tension(sector) && sector != Sector::kHealth && sector != Sector::kCare) || sector == Sector::kCleaning ||
         sector == Sector::kFarming;
}

struct Trade {
  Sector sector = Sector::kOther;
  EducationLevel education = 4;         ///< usual level
  std::uint16_t pay_low_permille = 0;   ///< above the minimum wage, beginner
  std::uint16_t pay_high_permille = 0;  ///< above the minimum wage, experienced
};

/// By the longest prefix of the code ("N1103" of "rome:N1103"; the ROME 3 parent's for newer occupations).
/// `sector_name` is the vocabulary's own sector ("industrie", "transport" …), used when no prefix fits.
Trade trade_of(std::string_view code, std::string_view sector_name);

struct LicenceHabit {
  Licence licence = Licence::kB;
  std::uint16_t required_permille = 0;  ///< of the offers
  std::uint16_t desired_permille = 0;   ///< of the offers
  std::uint16_t held_permille = 0;      ///< of those who practise the occupation
};
/// At most two; never empty.
std::span<const LicenceHabit> licences_of(std::string_view code);

struct CertificateHabit {
  std::string_view
      words;  ///< folded words in the label or code of a certificate of another vocabulary than the occupation's
  std::string_view card_words;  ///< the same in a certificate on the occupation's card: taken when `words` finds none
  std::uint16_t required_permille = 0, desired_permille = 0, held_permille = 0;
};
/// May be empty.
std::span<const CertificateHabit> certificates_of(std::string_view code);

/// Rank among the occupations most often sought or offered, 0 = first; kNotFrequent when not listed.
inline constexpr std::uint32_t kNotFrequent = 0xFFFFFFFF;
std::uint32_t frequency_rank(std::string_view code);

/// A NAF class that employers of the sector have.
std::string_view naf_of(Sector sector);

}  // namespace passerelle::generate
