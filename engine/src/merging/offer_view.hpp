// An offer with all its sources: which said what, why they stand together; and a person's word that they do not.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/parallel.hpp"
#include "base/result.hpp"
#include "records/offer.hpp"
#include "reference/reference.hpp"
#include "store/merge_tables.hpp"

namespace passerelle::merging {

struct PostingView {
  Offer offer;             ///< as its source gave it; offer.id is the posting's
  std::string closed_at;   ///< "" = open
};

struct OfferView {
  Offer offer;                          ///< as lists show it
  std::string closed_at;                ///< "" = open
  std::vector<PostingView> postings;    ///< by id; one when nobody shares it
  std::vector<StoredJoin> joins;        ///< the strongest first; one less than postings
  std::vector<std::pair<std::string, std::vector<std::string>>> fields;  ///< field → ids of the postings it comes from
  std::vector<std::pair<std::string, std::string>> kept_apart;           ///< (one of the postings, another posting)
};

/// `id`: of the offer or of any of its postings. kNotFound.
Result<OfferView> view_offer(MergeTables& tables, std::string_view id);

/// What became of postings that were parted or let together.
struct PartReport {
  std::uint64_t pairs = 0;                                     ///< kept apart, or no longer
  std::vector<std::pair<std::string, std::string>> shown_as;   ///< posting → the offer that shows it now
};

/// Takes the posting named by `source` (« SOURCE:ID », or a posting's own id) out of the offer, or parts all its postings when
/// `source` is "". They are kept apart from then on, whatever is imported, until let_together(). Problems: kNotFound (the id;
/// no such source in this offer), kRequestInvalid (a single posting).
Result<PartReport> unmerge(MergeTables& tables, std::string_view id, std::string_view source, const reference::Reference& reference, Threads threads);

/// Takes that back: of the postings of the offer `id`, all partings, or those from the posting `source` names. The rule decides
/// again whether they are one job. Problems: kNotFound, kRequestInvalid (nothing is kept apart).
Result<PartReport> let_together(MergeTables& tables, std::string_view id, std::string_view source, const reference::Reference& reference, Threads threads);

}  // namespace passerelle::merging
