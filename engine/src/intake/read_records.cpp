#include "intake/read_records.hpp"

#include <type_traits>
#include <utility>

#include "intake/decoders/france_travail.hpp"
#include "intake/decoders/json_resume.hpp"
#include "intake/decoders/passerelle_candidate.hpp"
#include "intake/decoders/passerelle_offer.hpp"
#include "intake/extract/apply_findings.hpp"
#include "intake/extract/extractor.hpp"
#include "intake/json_splitter.hpp"
#include "intake/normalise/normalise_candidate.hpp"
#include "intake/normalise/normalise_offer.hpp"

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

template <class Record>
Status read_all_records(const std::string& path, Threads threads, const Decode<Record>& decode,
                        const std::function<Status(ReadRecord<Record>&&)>& sink, const ReadProgress& progress) {
  auto file = InputFile::open(path);
  if (!file.ok()) return std::move(file).problem();
  const std::string source = file->name();
  JsonSplitter splitter([&](char* buffer, std::size_t capacity) { return file->read(buffer, capacity); });

  std::vector<RawRecord> raw;
  std::vector<ReadRecord<Record>> decoded;
  bool more = true;
  std::optional<Problem> broken;   // the file as a whole: what was read before it is still delivered
  while (more && !broken) {
    raw.clear();
    std::size_t bytes = 0;
    while (raw.size() < kBatchRecords && bytes < kBatchBytes) {
      RawRecord record;
      auto next = splitter.next(record);
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
    for (ReadRecord<Record>& record : decoded) PASSERELLE_TRY(sink(std::move(record)));
    if (progress) progress(file->consumed(), file->total());
  }
  if (broken) return std::move(*broken);
  return {};
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
        Offer offer = normalise_offer(std::move(*draft), lookup);
        extract::apply_findings(offer, extractor.find(offer.description, offer.title, reference.find_occupation(offer.occupation).value_or(OccupationId{})));
        return offer;
      },
      sink, progress);
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
