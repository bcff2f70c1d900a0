// The columns of a corpus, once: as they are built (Building owns vectors) and as they are read (Views of memory that an
// image owns, built a moment ago or mapped from a file).
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/csr.hpp"
#include "base/date.hpp"
#include "base/geodesy.hpp"
#include "base/ids.hpp"
#include "base/strings.hpp"
#include "corpus/held.hpp"
#include "records/vocabulary_codes.hpp"

namespace passerelle {

struct Building {
  template <class T> using Column = std::vector<T>;
  template <class T> using Rows = Csr<T>;
  using Strings = StringList;
};
struct Views {
  template <class T> using Column = std::span<const T>;
  template <class T> using Rows = CsrView<T>;
  using Strings = StringsView;
};

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

/// What is asked about experience; months as stated.
enum class ExperienceAsked : std::uint8_t { kNotStated, kBeginner, kMonths, kSomeWithoutFigure };

template <class S>
struct OfferColumnsOf {
  typename S::Strings ids;  ///< ascending
  typename S::template Column<OccupationId> occupation;  ///< unset when unknown
  typename S::template Column<CommuneId> commune;
  typename S::template Column<std::uint8_t> located;  ///< 1 when `position` is known
  typename S::template Column<UnitVector> position;
  typename S::template Column<std::uint8_t> tension;  ///< class 1…5, 0 = not known
  typename S::template Column<Contract> contract;
  typename S::template Column<ReservedMask> reserved;
  typename S::template Column<ScheduleMask> schedules;
  typename S::template Column<std::uint16_t> weekly_minutes;
  typename S::template Column<std::uint32_t> salary_cents;  ///< least stated monthly gross, what one can count on; 0 = not stated
  typename S::template Column<Day> start, published, closing;
  typename S::template Column<LicenceMask> licences_required, licences_desired;
  typename S::template Column<ExperienceAsked> experience_asked;
  typename S::template Column<std::uint16_t> experience_months;
  typename S::template Column<EducationLevel> education;
  typename S::template Rows<Requirement> requirements;  ///< ascending by item; never certificates
  typename S::template Rows<ExactId> certificates_required, certificates_desired;
  typename S::template Rows<ExactId> certificates_unnamed;  ///< required, but by a label that names none we know: a question
  typename S::template Rows<WantedLanguage> languages;
  typename S::template Column<std::uint8_t> from_card;  ///< 1 when `requirements` is the occupation's card, for want of listed items
  typename S::template Rows<ExactId> unknown_items;  ///< listed, but in no vocabulary (key, or label without a code): not scored
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

/// Persons lie in the order of retrieval: by the occupation they seek first (or practise), by class of radius, then along a
/// space-filling curve, so that who is looked at together lies together.
template <class S>
struct CandidateColumnsOf {
  typename S::Strings ids;                                        ///< in no order: Corpus::find_candidate()
  typename S::template Column<std::uint32_t> order;               ///< place in external-id order: what decides a tie
  typename S::template Column<std::uint32_t> near_key;            ///< class of radius and place on the curve: near ones have near keys
  typename S::template Column<CandidateFacts> facts;
  typename S::template Rows<OccupationId> sought;  ///< ascending, unique
  typename S::template Rows<PractisedOccupation> practised;  ///< ascending by occupation, unique (months added)
  typename S::template Rows<HeldItem> items;  ///< declared and certified; ascending by item, unique
  typename S::template Rows<ExactId> certificates;  ///< ascending; held for sure, also where the whole list is not known
  typename S::template Rows<HeldLanguage> languages;
  typename S::template Rows<CardCover> card_cover;  ///< ascending by occupation; only from kCardCoverFloor up
  std::size_t size() const noexcept { return ids.size(); }
};

/// All columns and indexes; what Corpus adds is where they lie and what they belong to.
template <class S>
struct CorpusColumnsOf {
  OfferColumnsOf<S> offers;
  CandidateColumnsOf<S> candidates;
  typename S::Strings exact_keys;  ///< key of an ExactId
  typename S::template Rows<ExactId> diplomas;  ///< per occupation: any one opens it when it is regulated

  /// Posting lists of offers, row = occupation, in the last row those of unknown occupation: near ones together along a
  /// space-filling curve, those without a place last.
  typename S::template Rows<OfferId> offers_of_occupation;

  typename S::template Column<CandidateId> candidates_by_id;  ///< in external-id order
  /// Posting lists of persons, row = occupation, in the order of retrieval.
  typename S::template Rows<CandidateId> candidates_practising;
  typename S::template Rows<CandidateId> candidates_seeking;   ///< who seek it and do not practise it
  typename S::template Rows<CandidateId> candidates_by_cover;  ///< reached by their declared items (card_cover)
};

/// Calls f(name, column of each argument…) for every column of offers, of persons, and of the indexes, always in this order.
/// A column that is missing here is missing from every corpus: the compiler does not tell, unit tests do.
template <class F, class... C>
void for_each_offer_column(const F& f, C&... c) {
  f("ids", c.ids...);
  f("occupation", c.occupation...);
  f("commune", c.commune...);
  f("located", c.located...);
  f("position", c.position...);
  f("tension", c.tension...);
  f("contract", c.contract...);
  f("reserved", c.reserved...);
  f("schedules", c.schedules...);
  f("weekly_minutes", c.weekly_minutes...);
  f("salary_cents", c.salary_cents...);
  f("start", c.start...);
  f("published", c.published...);
  f("closing", c.closing...);
  f("licences_required", c.licences_required...);
  f("licences_desired", c.licences_desired...);
  f("experience_asked", c.experience_asked...);
  f("experience_months", c.experience_months...);
  f("education", c.education...);
  f("requirements", c.requirements...);
  f("certificates_required", c.certificates_required...);
  f("certificates_desired", c.certificates_desired...);
  f("certificates_unnamed", c.certificates_unnamed...);
  f("languages", c.languages...);
  f("from_card", c.from_card...);
  f("unknown_items", c.unknown_items...);
}
template <class F, class... C>
void for_each_candidate_column(const F& f, C&... c) {
  f("ids", c.ids...);
  f("order", c.order...);
  f("near_key", c.near_key...);
  f("facts", c.facts...);
  f("sought", c.sought...);
  f("practised", c.practised...);
  f("items", c.items...);
  f("certificates", c.certificates...);
  f("languages", c.languages...);
  f("card_cover", c.card_cover...);
}
template <class F, class... C>
void for_each_index_column(const F& f, C&... c) {
  f("exact_keys", c.exact_keys...);
  f("diplomas", c.diplomas...);
  f("offers_of_occupation", c.offers_of_occupation...);
  f("candidates_by_id", c.candidates_by_id...);
  f("candidates_practising", c.candidates_practising...);
  f("candidates_seeking", c.candidates_seeking...);
  f("candidates_by_cover", c.candidates_by_cover...);
}

using OfferColumns = OfferColumnsOf<Views>;
using CandidateColumns = CandidateColumnsOf<Views>;

}  // namespace passerelle
