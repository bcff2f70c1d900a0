// Everything matching reads about offers and candidates, as immutable columns with dense ids in external-id order.
// Built from a store (build_corpus.hpp), shared as shared_ptr<const Corpus>; safe to read from any thread.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/csr.hpp"
#include "base/date.hpp"
#include "base/geodesy.hpp"
#include "base/ids.hpp"
#include "records/vocabulary_codes.hpp"
#include "reference/reference.hpp"

namespace passerelle {

/// ISO 639 code of two or three letters, a byte each ("fr" → 'f'<<8 | 'r').
using LanguageCode = std::uint32_t;
LanguageCode language_code(std::string_view iso639) noexcept;
std::string language_of(LanguageCode code);
/// A level that is not stated, asked or held, counts as B1.
constexpr LanguageLevel counted_level(LanguageLevel level) noexcept { return level == 0 ? LanguageLevel{3} : level; }

/// One scored requirement of an offer: an item of a vocabulary.
struct Requirement {
  ItemId item;
  std::uint16_t base_weight = 0;  ///< 1…1000: the source's, or the vocabulary's information content
  Level level = Level::kDesired;
  Provenance provenance = Provenance::kField;
  bool core = false;              ///< a « Principale » item of the offer's occupation
};

/// Keys that are compared for equality only (certificates): known items and keys of no vocabulary alike.
using ExactId = std::uint32_t;

struct WantedLanguage { LanguageCode language; LanguageLevel minimum; Level level; };
struct HeldLanguage { LanguageCode language; LanguageLevel level; };
struct PractisedOccupation { OccupationId occupation; std::uint16_t months; };
struct HeldItem { ItemId item; ItemOrigin origin; };
/// Share of an occupation's core card (Principale items, by weight) that the person declares; points 0…10,000.
struct CardCover { OccupationId occupation; std::uint16_t points; };

/// What is asked about experience; months as stated.
enum class ExperienceAsked : std::uint8_t { kNotStated, kBeginner, kMonths, kSomeWithoutFigure };

struct OfferColumns {
  std::vector<std::string> ids;               ///< ascending
  std::vector<OccupationId> occupation;       ///< unset when unknown
  std::vector<CommuneId> commune;
  std::vector<std::uint8_t> located;          ///< 1 when `position` is known
  std::vector<UnitVector> position;
  std::vector<std::uint8_t> tension;          ///< class 1…5, 0 = not known
  std::vector<Contract> contract;
  std::vector<ReservedMask> reserved;
  std::vector<ScheduleMask> schedules;
  std::vector<std::uint16_t> weekly_minutes;
  std::vector<std::uint32_t> salary_cents;    ///< least stated monthly gross, what one can count on; 0 = not stated
  std::vector<Day> start, published, closing;
  std::vector<LicenceMask> licences_required, licences_desired;
  std::vector<ExperienceAsked> experience_asked;
  std::vector<std::uint16_t> experience_months;
  std::vector<EducationLevel> education;
  Csr<Requirement> requirements;              ///< ascending by item; never certificates
  Csr<ExactId> certificates_required, certificates_desired;
  Csr<ExactId> certificates_unnamed;          ///< required, but by a label that names none we know: a question
  Csr<WantedLanguage> languages;
  std::vector<std::uint8_t> from_card;        ///< 1 when `requirements` is the occupation's card, for want of listed items
  Csr<ExactId> unknown_items;                 ///< listed, but in no vocabulary (key, or label without a code): not scored
  std::size_t size() const noexcept { return ids.size(); }
};

struct CandidateColumns {
  std::vector<std::string> ids;               ///< ascending
  Csr<OccupationId> sought;                   ///< ascending, unique
  Csr<PractisedOccupation> practised;         ///< ascending by occupation, unique (months added)
  Csr<HeldItem> items;                        ///< declared and certified; ascending by item, unique
  Csr<ExactId> certificates;                  ///< ascending; held for sure, also where the whole list is not known
  std::vector<std::uint8_t> certificates_known, licences_known;
  std::vector<LicenceMask> licences;          ///< with all they imply
  Csr<HeldLanguage> languages;
  std::vector<EducationLevel> education;
  std::vector<ReservedMask> attestations;
  Csr<Contract> contracts;                    ///< accepted, most wanted first; empty = any
  std::vector<std::uint16_t> weekly_minutes_min, weekly_minutes_max;
  std::vector<ScheduleMask> schedules_accepted;
  std::vector<std::uint32_t> salary_min_cents;
  std::vector<Day> available;
  std::vector<CommuneId> commune;
  std::vector<std::uint8_t> located;
  std::vector<UnitVector> position;
  std::vector<std::uint16_t> radius_km, radius_minutes;
  std::vector<Means> means;
  Csr<CardCover> card_cover;                  ///< ascending by occupation; only from kCardCoverFloor up
  std::size_t size() const noexcept { return ids.size(); }
};

/// Cover below this is not kept: a policy's threshold may not be lower.
inline constexpr std::uint16_t kCardCoverFloor = 2'000;

struct Corpus {
  std::shared_ptr<const reference::Reference> reference;
  std::string snapshot;
  OfferColumns offers;
  CandidateColumns candidates;
  std::vector<std::string> exact_keys;        ///< key of an ExactId
  Csr<ExactId> diplomas;                      ///< per occupation: any one opens it when it is regulated

  // Posting lists, ids ascending. Row = occupation.
  Csr<OfferId> offers_of_occupation;
  std::vector<OfferId> offers_without_occupation;
  Csr<CandidateId> candidates_of_occupation;  ///< sought or practised
  Csr<CandidateId> candidates_by_cover;       ///< reached by their declared items (card_cover)

  std::optional<OfferId> find_offer(std::string_view id) const;
  std::optional<CandidateId> find_candidate(std::string_view id) const;
};

}  // namespace passerelle
