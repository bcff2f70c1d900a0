#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "facade/engine_impl.hpp"
#include "merging/merge_offers.hpp"
#include "reference/geography_reader.hpp"
#include "reference/rome_reader.hpp"
#include "reference/vocabulary_reader.hpp"

namespace passerelle {
namespace {

constexpr std::size_t kShownQuarantine = 20;

// Files are named by their last part: the same file from elsewhere is the same source.
std::string source_name(const std::string& path) { return path == "-" ? "stdin" : std::filesystem::path(path).filename().string(); }

template <class Record>
std::string_view restricted_of(const ReadRecord<Record>& read) { return read.restricted_json; }

// A source named by the caller is where the offers come from, whatever the format calls it.
void name_source(Offer& offer, const std::string& source) {
  if (!source.empty() && !offer.sources.empty()) offer.sources.front().source = source;
}
void name_source(Candidate&, const std::string&) {}

Status own_id(ImportSession& session, Offer& offer) {
  Result<std::string> id = session.own_id(offer);
  if (!id) return std::move(id).problem();
  offer.id = std::move(*id);
  return {};
}
Status own_id(ImportSession&, Candidate&) { return {}; }

Repeat repeat_of(const ImportSession& session, const Offer& offer, std::string_view) { return session.repeat(offer); }
Repeat repeat_of(const ImportSession& session, const Candidate& person, std::string_view restricted) { return session.repeat(person, restricted); }
Result<Outcome> put(ImportSession& session, const Offer& offer, const ReadRecord<Offer>&) { return session.put(offer); }
Result<Outcome> put(ImportSession& session, const Candidate& person, const ReadRecord<Candidate>& read) {
  // A record without the field says nothing of barriers: what an adviser recorded stays. One that says « none » erases it.
  return session.put(person, read.restricted_json, !read.restricted_given);
}

template <class Record>
Status take(ImportSession& session, RecordKind kind, const std::string& source, const std::string& given_source, ReadRecord<Record>&& read,
            ImportReport& report) {
  const auto quarantine = [&](Problem problem) -> Status {
    QuarantineEntry entry;
    entry.kind = kind;
    entry.problem = std::move(problem);
    entry.problem.source = source;
    if (entry.problem.position.empty()) entry.problem.position = read.position;
    entry.record_id = read.record_id;
    entry.payload = std::move(read.payload);
    PASSERELLE_TRY(session.quarantine(entry));
    if (report.quarantined.size() < kShownQuarantine) {
      entry.payload.clear();
      report.quarantined.push_back(std::move(entry));
    }
    return {};
  };
  if (Problem* problem = std::get_if<Problem>(&read.outcome)) return quarantine(std::move(*problem));
  Record& record = std::get<Record>(read.outcome);
  name_source(record, given_source);
  PASSERELLE_TRY(own_id(session, record));
  if (repeat_of(session, record, restricted_of(read)) == Repeat::kOther) return quarantine(Problem(ProblemCode::kDuplicateId, "id", record.id));
  Result<Outcome> outcome = put(session, record, read);
  return outcome ? Status{} : Status{std::move(outcome).problem()};
}

// `finish(session)` runs when everything has been read, before the commit.
template <class Record, class Format, class Read, class Finish>
Result<ImportReport> import_files(Store& store, RecordKind kind, const ImportRequest<Format>& request, std::string_view format_source,
                                    const Read& read, const Finish& finish) {
  if (request.paths.empty()) return Problem(ProblemCode::kRequestInvalid, "paths", "at least one file");
  const std::string source = request.source.empty() ? std::string(format_source) : request.source;
  Result<ImportSession> session = store.begin_import(kind, source);
  if (!session) return std::move(session).problem();
  ImportReport report;
  for (const std::string& path : request.paths) {
    const std::string name = source_name(path);
    Status status = read(path, [&](ReadRecord<Record>&& record) { return take(*session, kind, name, request.source, std::move(record), report); },
                         [&](std::size_t done, std::size_t total) {
                           if (request.progress) request.progress(name, done, total);
                         });
    if (!status) {
      Problem problem = std::move(status).problem();
      // A mapping at fault has its own file's name.
      if (problem.source.empty() || problem.source == path) problem.source = name;
      return problem;
    }
  }
  if (request.complete) {
    if (Result<std::uint64_t> closed = session->close_unseen(source, request.max_close_percent, request.force); !closed) return std::move(closed).problem();
  }
  PASSERELLE_TRY(finish(*session));
  report.counts = session->counts();
  PASSERELLE_TRY(session->commit());
  return report;
}

bool changes_matching(const ImportCounts& counts) { return counts.added + counts.changed + counts.closed > 0; }

void put_notes(std::vector<Problem>& into, std::vector<Problem> notes, const std::string& path) {
  for (Problem& note : notes) {
    if (note.source.empty()) note.source = source_name(path);
    else note.source = source_name(note.source);
    into.push_back(std::move(note));
  }
}

}  // namespace

Result<ImportReport> Engine::import_offers(const ImportRequest<OfferFormat>& request) {
  auto reference = impl_->get_reference();
  if (!reference) return std::move(reference).problem();
  const std::string_view format_source = request.mapping != nullptr                        ? std::string_view(request.mapping->name)
                                         : request.format == OfferFormat::kFranceTravail ? "france-travail"
                                                                                          : "passerelle";
  bool merged = false;
  auto report = import_files<Offer>(impl_->store, RecordKind::kOffer, request, format_source,
                                      [&](const std::string& path, const auto& sink, const auto& progress) {
                                        if (request.mapping != nullptr)
                                          return read_mapped_offers(path, *request.mapping, **reference, impl_->threads, sink, progress);
                                        return read_offers(path, request.format, **reference, impl_->threads, sink, progress);
                                      },
                                      [&](ImportSession& session) -> Status {
                                        if (request.progress) request.progress("merging", 0, 0);
                                        auto tables = session.merging();
                                        if (!tables) return std::move(tables).problem();
                                        auto outcome = merging::merge_offers(**tables, session.written(), session.closed(), **reference, impl_->threads);
                                        if (!outcome) return std::move(outcome).problem();
                                        session.note_merged(outcome->merged);
                                        merged = outcome->changed;
                                        return {};
                                      });
  if (report && (merged || changes_matching(report->counts))) impl_->forget_corpus();
  return report;
}

Result<ImportReport> Engine::import_candidates(const ImportRequest<CandidateFormat>& request) {
  if (request.complete) return Problem(ProblemCode::kRequestInvalid, "complete", "for offers only");
  auto reference = impl_->get_reference();
  if (!reference) return std::move(reference).problem();
  auto report = import_files<Candidate>(impl_->store, RecordKind::kCandidate, request,
                                          request.format == CandidateFormat::kPasserelle ? "passerelle" : "json-resume",
                                          [&](const std::string& path, const auto& sink, const auto& progress) {
                                            return read_candidates(path, request.format, **reference, impl_->threads, sink, progress, request.as_of);
                                          },
                                          [](ImportSession&) -> Status { return {}; });
  if (report && changes_matching(report->counts)) impl_->forget_corpus();
  return report;
}

Result<ReferenceReport> Engine::import_vocabularies(const std::vector<std::string>& paths) {
  ReferenceFiles files;
  files.vocabularies = paths;
  return import_reference(files);
}

Result<ReferenceReport> Engine::import_reference(const ReferenceFiles& files) {
  // Everything is read before anything is written: a file at fault leaves the store as it was.
  ReferenceReport report;
  ReferenceParts parts;
  if (!files.rome.empty()) {
    auto rome = reference::read_rome(files.rome);
    if (!rome) return std::move(rome).problem();
    put_notes(report.notes, rome->notes, files.rome);
    parts.vocabularies.push_back(std::move(*rome));
  }
  for (const std::string& path : files.vocabularies) {
    auto vocabulary = reference::read_vocabulary(path);
    if (!vocabulary) return std::move(vocabulary).problem();
    if (vocabulary->items.empty() && vocabulary->occupations.empty() && vocabulary->regulated.empty())
      return Problem(ProblemCode::kDocumentUnexpected, "items, occupations").from(source_name(path));
    put_notes(report.notes, vocabulary->notes, path);
    parts.vocabularies.push_back(std::move(*vocabulary));
  }
  Result<reference::ReferenceInputs> known = impl_->store.reference_inputs();
  if (!known) return std::move(known).problem();
  ReferenceParts::Communes communes{std::move(known->communes), std::move(known->aliases)};
  for (const std::string& path : files.communes) {
    auto rows = reference::read_communes(path);
    if (!rows) return std::move(rows).problem();
    put_notes(report.notes, std::move(rows->notes), path);
    reference::merge_communes(communes.rows, std::move(rows->rows));
  }
  if (!files.commune_aliases.empty()) {
    auto rows = reference::read_commune_aliases(files.commune_aliases);
    if (!rows) return std::move(rows).problem();
    put_notes(report.notes, std::move(rows->notes), files.commune_aliases);
    communes.aliases = std::move(rows->rows);
  }
  if (!files.communes.empty() || !files.commune_aliases.empty()) parts.communes = std::move(communes);
  if (!files.basins.empty()) {
    auto table = reference::read_basins(files.basins);
    if (!table) return std::move(table).problem();
    put_notes(report.notes, std::move(table->notes), files.basins);
    parts.basins = {std::move(table->basins), std::move(table->members)};
  }
  if (!files.tension.empty()) {
    auto rows = reference::read_tension(files.tension);
    if (!rows) return std::move(rows).problem();
    put_notes(report.notes, std::move(rows->notes), files.tension);
    parts.tension = std::move(rows->rows);
  }
  if (!files.travel_times.empty()) {
    auto rows = reference::read_travel_times(files.travel_times);
    if (!rows) return std::move(rows).problem();
    put_notes(report.notes, std::move(rows->notes), files.travel_times);
    parts.travel_times = std::move(rows->rows);
  }

  Store& store = impl_->store;
  Result<ReferenceChanges> changes = store.put_reference(parts);
  if (!changes) return std::move(changes).problem();
  for (auto& [name, changed] : *changes) (changed ? report.changed : report.unchanged).push_back(std::move(name));
  impl_->forget_all();

  // Computes and keeps what matching derives, so that the first question need not.
  std::vector<Problem> links;
  auto loaded = store.load_reference(impl_->threads, &links);
  if (!loaded) return std::move(loaded).problem();
  report.notes.insert(report.notes.end(), std::make_move_iterator(links.begin()), std::make_move_iterator(links.end()));
  report.vocabularies = (*loaded)->vocabularies;
  report.communes = (*loaded)->communes.size();
  report.located_communes = static_cast<std::uint64_t>(
      std::count_if((*loaded)->communes.begin(), (*loaded)->communes.end(), [](const auto& commune) { return commune.located; }));
  report.basins = (*loaded)->basins.size();
  Result<reference::ReferenceInputs> after = store.reference_inputs();
  if (!after) return std::move(after).problem();
  report.tension_rows = after->tension.size();
  report.travel_times = after->travel_times.size();
  return report;
}

}  // namespace passerelle
