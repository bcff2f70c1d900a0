// From a file of any source to normalised records: split → decode → normalise, one decoder per source, one
// normaliser for all. Streaming: memory is bounded by the batch, not by the file.
#pragma once

#include <functional>
#include <string>
#include <variant>
#include <vector>

#include "base/date.hpp"
#include "base/input_file.hpp"
#include "base/parallel.hpp"
#include "base/result.hpp"
#include "records/candidate.hpp"
#include "records/offer.hpp"
#include "reference/reference.hpp"

namespace passerelle {

struct SourceMapping;

enum class OfferFormat : std::uint8_t { kFranceTravail, kPasserelle };
enum class CandidateFormat : std::uint8_t { kPasserelle, kJsonResume };

/// One record of the file, in file order.
template <class Record>
struct ReadRecord {
  std::string position;     ///< "line 12" or "/resultats/3"
  /// The record's bytes as read, for the quarantine. A candidate's may hold barriers and contact details: the store
  /// keeps them in a table that is not listed.
  std::string payload;
  std::string record_id;    ///< when it could be read
  std::string restricted_json;  ///< candidates only: canonical JSON of barriers and publics, "" when there are none
  bool restricted_given = false;  ///< candidates only: whether the record speaks of them, were it to say that there are none
  /// The record, or why it cannot be used (its first problem; source and position filled in).
  std::variant<Record, Problem> outcome;
  bool left_out = false;    ///< it is no record of this kind: not delivered
};

/// Progress of a read: bytes of the file on disk, and the file's size (0 when unknown).
using ReadProgress = std::function<void(std::size_t consumed, std::size_t total)>;

/// Calls `sink` for each record, in order, from the calling thread; batches are decoded in parallel. A Problem as
/// return value is about the file as a whole (truncated document, damaged compression, not JSON …) or comes from
/// `sink`: the caller rolls back. A line of a line-delimited file that cannot be decoded is a record with a Problem.
/// Accepted shapes: {"resultats":[…]}, [ … ], one object per line, one object; plain, .gz or .zst.
Status read_offers(const std::string& path, OfferFormat format, const reference::Reference& reference, Threads threads,
                   const std::function<Status(ReadRecord<Offer>&&)>& sink, const ReadProgress& progress = {});
/// The same through a mapping file (JSON, XML, CSV). A file in which no record of the first batch has the fields that the
/// mapping takes for id and title is of another source, or the mapping is wrong: kRequestInvalid with the mapping's file,
/// line and key. Records that the mapping's filter leaves out are not delivered.
Status read_mapped_offers(const std::string& path, const SourceMapping& mapping, const reference::Reference& reference,
                          Threads threads, const std::function<Status(ReadRecord<Offer>&&)>& sink, const ReadProgress& progress = {});
/// `as_of`: the day up to which jobs without an end last where the record does not say when it was written; unset = the
/// latest day in the record itself.
Status read_candidates(const std::string& path, CandidateFormat format, const reference::Reference& reference,
                       Threads threads, const std::function<Status(ReadRecord<Candidate>&&)>& sink,
                       const ReadProgress& progress = {}, Day as_of = {});

}  // namespace passerelle
