// Diagnoses into the store: read, merged over what is recorded, one transaction.
#include <filesystem>

#include "adviser/desk.hpp"
#include "adviser/stored_tables.hpp"
#include "base/input_file.hpp"
#include "intake/json_splitter.hpp"
#include "sensitive/access.hpp"
#include "sensitive/diagnosis_reader.hpp"
#include "sensitive/merge_barriers.hpp"
#include "sensitive/restricted_json.hpp"

namespace passerelle::adviser {
namespace {

constexpr std::size_t kShownQuarantine = 20;
/// The wall of the quarantine's shown positions (codec): nothing behind this word is quoted.
constexpr std::string_view kRestricted = "/restricted";

std::string source_of(const std::string& path) { return path == "-" ? "stdin" : std::filesystem::path(path).filename().string(); }

/// Merges over the stored record of a person and puts it back.
Status merge(ImportSession& session, const Access& access, const std::string& candidate, BarrierRecord&& incoming) {
  Result<std::string> json = session.restricted_json(candidate, access);
  if (!json) return std::move(json).problem();
  Result<RestrictedRecord> record = read_restricted(*json);
  if (!record) return Problem(ProblemCode::kStoreDamaged, "restricted");
  if (incoming.has_barriers) merge_barriers(*record, std::move(incoming.record.barriers));
  if (incoming.has_publics) record->publics = std::move(incoming.record.publics);
  Result<Outcome> outcome = session.put_restricted(candidate, encode(*record), access);
  return outcome ? Status{} : Status{std::move(outcome).problem()};
}

Status import_one_person(ImportSession& session, const Access& access, const BarrierImport& request, const std::string& path, const KnownBarriers& known) {
  Result<std::string> text = read_all(path);
  if (!text) return std::move(text).problem().from(source_of(path));
  Result<std::vector<Barrier>> barriers = read_france_travail_diagnosis(*text, known);
  if (!barriers) return std::move(barriers).problem().from(source_of(path));
  BarrierRecord record;
  record.has_barriers = true;
  record.record.barriers = std::move(*barriers);
  return merge(session, access, request.candidate, std::move(record));
}

Status import_records(ImportSession& session, const Access& access, const std::string& path, const KnownBarriers& known, BarrierImportReport& report) {
  Result<InputFile> file = InputFile::open(path);
  if (!file) return std::move(file).problem().from(source_of(path));
  JsonSplitter splitter([&](char* buffer, std::size_t capacity) { return file->read(buffer, capacity); });
  while (true) {
    RawRecord raw;
    Result<bool> more = splitter.next(raw);
    if (!more) return std::move(more).problem().from(source_of(path));
    if (!*more) return {};
    std::string candidate;
    std::optional<Problem> problem = raw.problem;
    if (!problem) {
      Result<BarrierRecord> record = read_barrier_record(raw.bytes, known, &candidate);
      if (!record) problem = std::move(record).problem();
      else if (Status merged = merge(session, access, record->candidate, std::move(*record)); !merged) {
        if (merged.problem().code != ProblemCode::kNotFound) return merged;
        problem = Problem(ProblemCode::kNotFound, "candidate", "");
      }
    }
    if (!problem) continue;
    QuarantineEntry entry;
    entry.kind = RecordKind::kCandidate;
    entry.problem = std::move(*problem);
    const std::string pointer = entry.problem.position;
    entry.problem.source = source_of(path);
    entry.problem.position = raw.position + (raw.position.find('/') == std::string::npos ? " " : "") + std::string(kRestricted) + pointer;
    entry.record_id = candidate;
    entry.payload = std::move(raw.bytes);
    PASSERELLE_TRY(session.quarantine(entry));
    if (report.quarantined.size() < kShownQuarantine) {
      entry.payload.clear();
      report.quarantined.push_back(std::move(entry));
    }
  }
}

}  // namespace

Result<BarrierImportReport> import_barriers(Store& store, const BarrierImport& request, Day date) {
  if (request.paths.empty()) return Problem(ProblemCode::kRequestInvalid, "paths", "at least one file");
  const bool one_person = request.format == BarrierFormat::kFranceTravail;
  if (one_person && request.candidate.empty()) return Problem(ProblemCode::kRequestInvalid, "--candidate", "an id is needed");
  Result<Access> access = Access::open(request.access.role, request.access.agent, request.access.purpose, request.access.portfolio);
  if (!access) return std::move(access).problem();
  Result<levers::LeverTables> tables = stored_tables(store, date);
  if (!tables) return std::move(tables).problem();
  const levers::BarrierVocabulary& vocabulary = tables->barriers;
  const KnownBarriers known{[&](std::uint16_t code) { return vocabulary.find_constraint(code) != nullptr; },
                            [&](std::uint16_t code) -> std::uint16_t {
                              const levers::SituationEntry* entry = vocabulary.find_situation(code);
                              return entry == nullptr ? std::uint16_t{0} : entry->constraint;
                            }};
  Result<ImportSession> session = store.begin_import(RecordKind::kCandidate, "barriers");
  if (!session) return std::move(session).problem();
  BarrierImportReport report;
  for (const std::string& path : request.paths)
    PASSERELLE_TRY(one_person ? import_one_person(*session, *access, request, path, known) : import_records(*session, *access, path, known, report));
  report.counts = session->counts();
  PASSERELLE_TRY(session->commit());
  return report;
}

}  // namespace passerelle::adviser
