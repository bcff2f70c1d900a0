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

/// A person's place in the order of retrieval (Corpus::candidate_at).
using CandidateRank = std::uint32_t;

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

/// What of a person has a fixed size, together: whoever judges a pair reads most of it, and persons are met in any order, so
/// that one cache line a person beats a column a field. 48 bytes.
struct CandidateFacts {
  UnitVector position;                        ///< when `located`
  CommuneId commune;
  Day available;
  std::uint32_t salary_min_cents = 0;
  /// Four bits by Contract: 0 = not accepted, else 1 + its place among those wanted; all 0 = any is accepted.
  std::uint64_t contract_ranks = 0;
  std::uint16_t radius_km = 0, radius_minutes = 0;
  std::uint16_t weekly_minutes_min = 0, weekly_minutes_max = 0;
  ScheduleMask schedules_accepted = 0;
  LicenceMask licences = 0;                   ///< with all they imply
  ReservedMask attestations = 0;
  EducationLevel education = 0;
  Means means = Means::kUnknown;
  std::uint8_t located : 1 = 0, licences_known : 1 = 0, certificates_known : 1 = 0;

  bool accepts_any_contract() const noexcept { return contract_ranks == 0; }
  /// Place of the contract among those wanted, from 0; −1 when it is not among them.
  int contract_rank(Contract contract) const noexcept {
    return static_cast<int>(contract_ranks >> (4U * static_cast<unsigned>(contract)) & 15U) - 1;
  }
};

struct CandidateColumns {
  std::vector<std::string> ids;               ///< ascending
  std::vector<CandidateFacts> facts;
  Csr<OccupationId> sought;                   ///< ascending, unique
  Csr<PractisedOccupation> practised;         ///< ascending by occupation, unique (months added)
  Csr<HeldItem> items;                        ///< declared and certified; ascending by item, unique
  Csr<ExactId> certificates;                  ///< ascending; held for sure, also where the whole list is not known
  Csr<HeldLanguage> languages;
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

  /// Posting lists of offers, row = occupation, in the last row those of unknown occupation: near ones together along a
  /// space-filling curve, those without a place last.
  Csr<OfferId> offers_of_occupation;

  /// Persons in the order of retrieval: by class of radius, then along a space-filling curve. A person's place in it is
  /// their rank; posting lists (row = occupation) hold ranks, ascending.
  std::vector<CandidateId> candidate_at;
  Csr<CandidateRank> candidates_of_occupation;  ///< sought or practised
  Csr<CandidateRank> candidates_by_cover;       ///< reached by their declared items (card_cover)

  std::optional<OfferId> find_offer(std::string_view id) const;
  std::optional<CandidateId> find_candidate(std::string_view id) const;
};

}  // namespace passerelle
