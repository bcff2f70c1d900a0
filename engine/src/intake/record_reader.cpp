#include "intake/record_reader.hpp"

#include "intake/decoders/passerelle_candidate.hpp"
#include "intake/decoders/passerelle_offer.hpp"
#include "intake/extract/apply_findings.hpp"
#include "intake/extract/extractor.hpp"
#include "intake/normalise/normalise_candidate.hpp"
#include "intake/normalise/normalise_offer.hpp"

namespace passerelle {
namespace {

// "line 12" and "/salary" → "line 12 /salary".
template <class Record>
void refuse(ReadRecord<Record>& out, Problem problem) {
  if (!out.position.empty()) problem.position = problem.position.empty() ? out.position : out.position + " " + problem.position;
  out.outcome = std::move(problem);
}

}  // namespace

struct RecordReader::Impl {
  explicit Impl(const reference::Reference& reference) : lookup(reference), extractor(reference) {}
  ReferenceLookup lookup;
  extract::Extractor extractor;
};

RecordReader::RecordReader(std::shared_ptr<const reference::Reference> reference)
    : reference_(std::move(reference)), impl_(std::make_unique<Impl>(*reference_)) {}
RecordReader::~RecordReader() = default;

ReadRecord<Offer> RecordReader::offer(std::string bytes, std::string position) const {
  ReadRecord<Offer> out;
  out.position = std::move(position);
  out.payload = std::move(bytes);
  auto draft = decode_passerelle_offer(out.payload, &out.record_id);
  if (!draft.ok()) {
    refuse(out, std::move(draft).problem());
    return out;
  }
  // What the text asks joins what the fields say, as it would in an import.
  extract::forget_findings(draft->offer);
  Offer offer = normalise_offer(std::move(*draft), impl_->lookup);
  extract::apply_findings(offer, impl_->extractor.find(offer.description, offer.title, reference_->find_occupation(offer.occupation).value_or(OccupationId{})));
  out.outcome = std::move(offer);
  return out;
}

ReadRecord<Candidate> RecordReader::candidate(std::string bytes, std::string position) const {
  ReadRecord<Candidate> out;
  out.position = std::move(position);
  out.payload = std::move(bytes);
  auto draft = decode_passerelle_candidate(out.payload, &out.record_id);
  if (!draft.ok()) {
    refuse(out, std::move(draft).problem());
    return out;
  }
  out.restricted_json = std::move(draft->restricted_json);
  out.restricted_given = draft->restricted_given;
  out.outcome = normalise_candidate(std::move(*draft), impl_->lookup);
  return out;
}

}  // namespace passerelle
