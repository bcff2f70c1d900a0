// Passerelle's engine, as its adaptors see it: open a store, import, ask. server/ includes nothing else of the engine.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "passerelle/answers.hpp"
#include "passerelle/changes.hpp"
#include "passerelle/requests.hpp"

namespace passerelle {

/// One writer, many readers: const members and changes of single records are safe from several threads; imports of files are
/// not, and later questions see what they committed. Nothing here prints.
class Engine {
 public:
  /// Problems: those of opening a store (kStoreMissing, kStoreNotOurs, kStoreTooNew …).
  static Result<Engine> open(const OpenRequest& request);
  Engine(Engine&&) noexcept;
  Engine& operator=(Engine&&) noexcept;
  ~Engine();

  // Imports: one transaction each, all of it or nothing. Of the reference, every file is read before anything is written.
  Result<ReferenceReport> import_reference(const ReferenceFiles& files);
  Result<ReferenceReport> import_vocabularies(const std::vector<std::string>& paths);
  Result<ImportReport> import_offers(const ImportRequest<OfferFormat>& request);
  Result<ImportReport> import_candidates(const ImportRequest<CandidateFormat>& request);

  // Changes of single records in Passerelle's format, from any thread, by the rules of an import: strict fields, normalised,
  // flagged. Those that come at once are made durable together. Problems of a record carry its field and JSON pointer: it is
  // not kept. Beside those: kVersionMismatch, kNotFound, kFieldValue (id: the record's is another), kStoreBusy, kStoreFull.
  Result<WriteAnswer> put_offer(std::string_view id, std::string_view json, const WriteCondition& condition = {});
  Result<WriteAnswer> put_candidate(std::string_view id, std::string_view json, const WriteCondition& condition = {});
  /// A merge patch (RFC 7396) on the record as it is stored; kNotFound. Of a person, « restricted » is replaced as a whole, and
  /// null erases it.
  Result<WriteAnswer> patch_offer(std::string_view id, std::string_view patch, const WriteCondition& condition = {});
  Result<WriteAnswer> patch_candidate(std::string_view id, std::string_view patch, const WriteCondition& condition = {});
  /// Closes the offer: kept for what was said of it, never matched again until it is put anew. kUnchanged when it was closed.
  Result<WriteAnswer> remove_offer(std::string_view id, const WriteCondition& condition = {});
  /// Forgets the person: record, restricted record, refused records, and the copies beside the store. One line of the access log.
  Result<WriteAnswer> erase_candidate(const ErasureRequest& request);
  /// Line by line; groups of lines are made durable together. Problems of the stream as a whole, or of `deliver`.
  Status import_records(const StreamImport& request);
  /// For conditions on later changes; kNotFound.
  Result<StoredVersion> offer_version(std::string_view id) const;
  Result<StoredVersion> candidate_version(std::string_view id) const;

  /// Makes matching ready (the corpus is mapped or built); the snapshot's name. Later questions need not wait for it.
  Result<std::string> ready() const;

  // Barriers and levers. Tables are public rules; barriers are read and written for those who may, and logged.
  Result<adviser::TableImport> import_lever_tables(const std::vector<std::string>& paths);
  Result<adviser::ResourceImport> import_services(const std::vector<std::string>& paths);
  Result<adviser::ResourceImport> import_certifications(const std::vector<std::string>& paths);
  Result<adviser::BarrierImportReport> import_barriers(const adviser::BarrierImport& request, Day date);
  Status correct_barrier(const adviser::CorrectionRequest& request);
  /// Who read or wrote which restricted record, oldest first.
  Status access_log(const std::function<Status(const AccessEntry&)>& visit) const;

  // Lists, in external-id order.
  Status offers(const ListFilter& filter, const std::function<Status(const Offer&, std::string_view json)>& visit) const;
  Status candidates(const ListFilter& filter, const std::function<Status(const Candidate&, std::string_view json)>& visit) const;
  /// One record by its id; kNotFound.
  Status offer(std::string_view id, const std::function<void(const Offer&)>& visit) const;
  Status candidate(std::string_view id, const std::function<void(const Candidate&)>& visit) const;
  /// An offer with all its sources: which said what, why they are one. By its id or that of any posting; kNotFound.
  Result<merging::OfferView> offer_view(std::string_view id) const;
  /// Parts an offer's postings for good, or takes that back (merging/offer_view.hpp).
  Result<merging::PartReport> unmerge_offer(std::string_view id, std::string_view source);
  Result<merging::PartReport> let_together(std::string_view id, std::string_view source);
  Status quarantine(const std::function<Status(const QuarantineEntry&)>& visit) const;
  /// Deletes what refused candidates' records said; why they were refused stays. How many there were.
  Result<std::uint64_t> purge_quarantined_people();
  Result<StoreSummary> summary() const;
  /// Label of a vocabulary entry (item or occupation) by its key; the key itself when no vocabulary has it.
  std::string label(std::string_view key) const;

  /// One record as its canonical JSON; kNotFound.
  Result<std::string> offer_json(std::string_view id) const;
  Result<std::string> candidate_json(std::string_view id) const;
  /// What a form offers while one types: entries that have, for every word typed, a word beginning with it; best first.
  Result<std::vector<LookUpEntry>> look_up(LookUp what, std::string_view typed, std::size_t skip, std::size_t limit) const;

  // Matching.
  /// Loads what answers under this policy and day rest on, so that the first one does not wait for it.
  Status prepare(const Policy& policy, Day date) const;
  Result<CandidateList> shortlist(const MatchRequest& request) const;   ///< id = an offer
  Result<OfferList> suggest(const MatchRequest& request) const;         ///< id = a candidate
  Result<PairAnswer> explain(const PairRequest& request) const;
  /// The same for an offer or a person that is given and not stored, in Passerelle's format; `request.id` is not looked at.
  /// Problems of the record as of a change. A stored one of the same id stays out of it.
  Result<CandidateList> shortlist_for(std::string_view offer_json, const MatchRequest& request) const;
  Result<OfferList> suggest_for(std::string_view candidate_json, const MatchRequest& request) const;

  // For the person's own adviser. They write the access log: the store must be open for writing.
  Result<AdviserAnswer> adviser_page(const AdviserRequest& request);
  Result<AdviserPairAnswer> adviser_pair(const AdviserRequest& request);
  Result<WhatIfAnswer> what_if(const AdviserRequest& request);

  /// For a territory's lead: aggregates alone. One line of the access log.
  Result<TerritoryAnswer> territory_plan(const TerritoryRequest& request);

  /// Recruitment operations. Quotas, and keeping a plan, need a store open for writing; the publics of quotas are one line of the
  /// access log.
  Result<OperationsAnswer> plan_operations(const OperationsRequest& request);
  /// What became of invitations: a CSV file (operations/operations_desk.hpp).
  Result<InvitationChanges> record_invitations(const std::string& file, Day today);
  Result<operations::OperationsShown> show_operations(const operations::InvitationRules& rules, const std::string& id, Language language) const;

  /// Everybody's lists both ways, shared out, into files and the store. A shard needs to read alone.
  Result<NightAnswer> night(const NightRequest& request);
  /// One person's list of the last night, with the offers that were already proposed to many; kNotFound.
  Result<NightListAnswer> night_list(std::string_view candidate, Language language) const;

  // Quality.
  Result<evaluation::ProximityReport> evaluate_proximity(const std::string& proximity_types_directory) const;
  Result<evaluation::RecoveryReport> evaluate_recovery() const;
  /// Reads the offers of the files, nothing into the store, and compares what their texts state with labels.
  Result<evaluation::RequirementsReport> evaluate_requirements(const std::vector<std::string>& files, OfferFormat format, const std::string& labels) const;
  /// Reads the offers of the files, nothing into the store, hides their occupations and finds them from title and text.
  Result<evaluation::OccupationReport> evaluate_occupation(const std::vector<std::string>& files, OfferFormat format) const;

  /// Reads the offers of the files, nothing into the store, and compares which are found to be one job with labelled pairs.
  Result<evaluation::MergingReport> evaluate_merging(const std::vector<std::string>& files, OfferFormat format, const std::vector<std::string>& labels) const;

  // Populations.
  Result<GenerateReport> generate(const GenerateFiles& request) const;

 private:
  struct Impl;
  explicit Engine(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// Name of this build: version and commit.
std::string_view build_name() noexcept;
/// Names of the instruction sets that this machine can match with, slowest first: what PASSERELLE_SIMD may name.
std::vector<std::string_view> instruction_sets();

}  // namespace passerelle
