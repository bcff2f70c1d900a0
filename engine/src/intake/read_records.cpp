#include "intake/read_records.hpp"

#include <atomic>
#include <filesystem>
#include <type_traits>
#include <utility>

#include <fmt/format.h>

#include "base/text.hpp"
#include "intake/decoders/france_travail.hpp"
#include "intake/decoders/json_resume.hpp"
#include "intake/decoders/passerelle_candidate.hpp"
#include "intake/decoders/passerelle_offer.hpp"
#include "intake/extract/apply_findings.hpp"
#include "intake/extract/extractor.hpp"
#include "intake/feeds/feed_reader.hpp"
#include "intake/json_splitter.hpp"
#include "intake/normalise/normalise_candidate.hpp"
#include "intake/normalise/normalise_offer.hpp"
#include "intake/sources/map_offer.hpp"

namespace passerelle {
namespace {

/// Records decoded at once, and the bytes after which fewer will do: what a read holds in memory.
constexpr std::size_t kBatchRecords = 2048;
constexpr std::size_t kBatchBytes = std::size_t{32} << 20;
constexpr std::size_t kBlock = 32;

/// "line 12" and "/salaire/libelle" → "line 12 /salaire/libelle"; "/resultats/3" and "/id" → "/resultats/3/id".
std::string position_of(const std::string& record, const std::string& pointer) {
  if (pointer.empty() || record.empty()) return record + pointer;
  const bool is_pointer = record.find('/') != std::string::npos;
  return record + (is_pointer ? "" : " ") + pointer;
}

/// Decodes and normalises one record of the batch.
template <class Record>
using Decode = std::function<Result<Record>(std::string_view bytes, ReadRecord<Record>& out)>;

template <class Record>
void decode_into(RawRecord& raw, const std::string& source, const Decode<Record>& decode, ReadRecord<Record>& out) {
  out = {};
  out.position = raw.position;
  out.payload = std::move(raw.bytes);
  auto fail = [&](Problem problem) {
    problem.source = source;
    problem.position = position_of(raw.position, problem.position);
    out.outcome = std::move(problem);
  };
  if (raw.problem) return fail(std::move(*raw.problem));
  auto record = decode(out.payload, out);
  if (record.ok()) out.outcome = std::move(*record);
  else fail(std::move(record).problem());
}

/// The next record of a file; false at the end.
using NextRecord = std::function<Result<bool>(RawRecord&)>;
/// Called behind each batch, before it is delivered: whether to go on.
using AfterBatch = std::function<Status()>;

template <class Record>
Status read_batches(InputFile& file, Threads threads, const NextRecord& next_record, const Decode<Record>& decode,
                    const std::function<Status(ReadRecord<Record>&&)>& sink, const ReadProgress& progress, const AfterBatch& after_batch = {}) {
  const std::string source = file.name();

  std::vector<RawRecord> raw;
  std::vector<ReadRecord<Record>> decoded;
  bool more = true;
  std::optional<Problem> broken;   // the file as a whole: what was read before it is still delivered
  while (more && !broken) {
    raw.clear();
    std::size_t bytes = 0;
    while (raw.size() < kBatchRecords && bytes < kBatchBytes) {
      RawRecord record;
      auto next = next_record(record);
      if (!next.ok()) {
        broken = std::move(next).problem();
        if (broken->source.empty()) broken->source = source;
        break;
      }
      if (!*next) {
        more = false;
        break;
      }
      bytes += record.bytes.size();
      raw.push_back(std::move(record));
    }
    decoded.resize(raw.size());
    parallel_blocks(raw.size(), kBlock, threads, [&](std::size_t begin, std::size_t end, unsigned) {
      for (std::size_t i = begin; i < end; ++i) decode_into<Record>(raw[i], source, decode, decoded[i]);
    });
    if (after_batch && !decoded.empty()) PASSERELLE_TRY(after_batch());
    for (ReadRecord<Record>& record : decoded)
      if (!record.left_out) PASSERELLE_TRY(sink(std::move(record)));
    if (progress) progress(file.consumed(), file.total());
  }
  if (broken) return std::move(*broken);
  return {};
}

template <class Record>
Status read_all_records(const std::string& path, Threads threads, const Decode<Record>& decode,
                        const std::function<Status(ReadRecord<Record>&&)>& sink, const ReadProgress& progress) {
  auto file = InputFile::open(path);
  if (!file.ok()) return std::move(file).problem();
  JsonSplitter splitter([&](char* buffer, std::size_t capacity) { return file->read(buffer, capacity); });
  return read_batches<Record>(*file, threads, [&](RawRecord& record) { return splitter.next(record); }, decode, sink, progress);
}

bool has_value(const FieldNode& record, const FieldRule& rule) {
  bool found = false;
  for (const FieldPath& path : rule.paths)
    path.each(record, [&](const FieldNode& node) { found = found || !trim(node.text).empty(); });
  return found;
}

// What the text asks joins what the fields say.
Offer with_text(Offer offer, const reference::Reference& reference, const extract::Extractor& extractor) {
  extract::apply_findings(offer, extractor.find(offer.description, offer.title, reference.find_occupation(offer.occupation).value_or(OccupationId{})));
  return offer;
}

}  // namespace

Status read_offers(const std::string& path, OfferFormat format, const reference::Reference& reference, Threads threads,
                   const std::function<Status(ReadRecord<Offer>&&)>& sink, const ReadProgress& progress) {
  const ReferenceLookup lookup(reference);
  const extract::Extractor extractor(reference);
  const auto decode = format == OfferFormat::kFranceTravail ? decode_france_travail : decode_passerelle_offer;
  return read_all_records<Offer>(
      path, threads,
      [&](std::string_view bytes, ReadRecord<Offer>& out) -> Result<Offer> {
        auto draft = decode(bytes, &out.record_id);
        if (!draft.ok()) return std::move(draft).problem();
        extract::forget_findings(draft->offer);
        return with_text(normalise_offer(std::move(*draft), lookup), reference, extractor);
      },
      sink, progress);
}

Status read_mapped_offers(const std::string& path, const SourceMapping& mapping, const reference::Reference& reference, Threads threads,
                          const std::function<Status(ReadRecord<Offer>&&)>& sink, const ReadProgress& progress) {
  const ReferenceLookup lookup(reference);
  auto file = InputFile::open(path);
  if (!file.ok()) return std::move(file).problem();
  const extract::Extractor extractor(reference);
  FeedReader reader([&](char* buffer, std::size_t capacity) { return file->read(buffer, capacity); }, mapping.shape);
  const FieldRule* const needed[] = {mapping.rule(MappingTarget::kId), mapping.rule(MappingTarget::kTitle)};
  std::atomic<bool> has[] = {false, false}, any = false;
  bool first_batch = true;
  return read_batches<Offer>(
      *file, threads, [&](RawRecord& record) { return reader.next(record); },
      [&](std::string_view bytes, ReadRecord<Offer>& out) -> Result<Offer> {
        auto tree = reader.parse(bytes);
        if (!tree.ok()) return std::move(tree).problem();
        if (!is_offer(*tree, mapping)) {
          out.left_out = true;
          return Offer{};
        }
        any = true;
        for (std::size_t i = 0; i < 2; ++i)
          if (!has[i] && has_value(*tree, *needed[i])) has[i] = true;
        auto draft = map_offer(*tree, mapping, &out.record_id);
        if (!draft.ok()) return std::move(draft).problem();
        return with_text(normalise_offer(std::move(*draft), lookup), reference, extractor);
      },
      sink, progress,
      [&]() -> Status {
        if (!std::exchange(first_batch, false) || !any) return {};
        for (std::size_t i = 0; i < 2; ++i) {
          if (has[i]) continue;
          const std::string key = fmt::format("fields.{}", target_name(needed[i]->target));
          return Problem(ProblemCode::kRequestInvalid, key, fmt::format("no such field: {} ({})", needed[i]->paths.front().text(), std::filesystem::path(file->name()).filename().string()))
              .from(mapping.file).at(fmt::format("line {}", needed[i]->line));
        }
        return {};
      });
}

Status read_candidates(const std::string& path, CandidateFormat format, const reference::Reference& reference,
                       Threads threads, const std::function<Status(ReadRecord<Candidate>&&)>& sink,
                       const ReadProgress& progress, Day as_of) {
  const ReferenceLookup lookup(reference);
  const auto decode = [&](std::string_view bytes, std::string* id) {
    return format == CandidateFormat::kJsonResume ? decode_json_resume(bytes, id, as_of)
                                                  : decode_passerelle_candidate(bytes, id);
  };
  return read_all_records<Candidate>(
      path, threads,
      [&](std::string_view bytes, ReadRecord<Candidate>& out) -> Result<Candidate> {
        auto draft = decode(bytes, &out.record_id);
        if (!draft.ok()) return std::move(draft).problem();
        out.restricted_json = std::move(draft->restricted_json);
        out.restricted_given = draft->restricted_given;
        return normalise_candidate(std::move(*draft), lookup);
      },
      sink, progress);
}

}  // namespace passerelle
