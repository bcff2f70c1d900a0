// Changes of single records: read by the rules of an import, made durable in groups, then made visible.
#include <algorithm>
#include <type_traits>

#include "base/text.hpp"
#include "facade/engine_impl.hpp"
#include "intake/record_reader.hpp"
#include "merging/merge_offers.hpp"
#include "records/record_json.hpp"

namespace passerelle {
namespace {

/// Lines of an import that are read, written and made durable together.
constexpr std::size_t kImportGroup = 512;
constexpr std::size_t kImportGroupBytes = std::size_t{8} << 20;

template <class Record>
std::vector<Problem> notes_of(const Record& record) {
  std::vector<Problem> notes;
  for (const Flag& flag : record.flags) notes.emplace_back(flag.code, flag.field, flag.detail);
  return notes;
}

WriteOutcome outcome_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::kNew: return WriteOutcome::kNew;
    case Outcome::kChanged: return WriteOutcome::kChanged;
    case Outcome::kUnchanged: break;
  }
  return WriteOutcome::kUnchanged;
}

// The record read, or why it cannot be used: under the id it was sent to, or not at all.
template <class Record>
Result<ReadRecord<Record>> usable(ReadRecord<Record> read, std::string_view id) {
  if (Problem* problem = std::get_if<Problem>(&read.outcome)) return std::move(*problem);
  if (!id.empty() && std::get<Record>(read.outcome).id != id) return Problem(ProblemCode::kFieldValue, "id", shorten(std::get<Record>(read.outcome).id, 40)).at("/id");
  return read;
}

RecordWrite write_of(ReadRecord<Offer>&& read) {
  RecordWrite write;
  Offer& offer = std::get<Offer>(read.outcome);
  write.id = offer.id;
  write.change = RecordWrite::PutOffer{std::move(offer)};
  return write;
}
RecordWrite write_of(ReadRecord<Candidate>&& read) {
  RecordWrite write;
  Candidate& person = std::get<Candidate>(read.outcome);
  write.id = person.id;
  // A record without the field says nothing of barriers: what an adviser recorded stays. One that says « none » erases it.
  write.change = RecordWrite::PutCandidate{std::move(person), std::move(read.restricted_json), !read.restricted_given};
  return write;
}

Status meets(const WriteCondition& condition, const std::optional<RecordVersion>& known, const std::string& id) {
  if (condition.must_be_new && known) return Problem(ProblemCode::kVersionMismatch, id);
  if (condition.version.empty()) return {};
  if (!known) return Problem(ProblemCode::kNotFound, id);
  if (condition.version != "*" && condition.version != to_hex(known->content)) return Problem(ProblemCode::kVersionMismatch, id);
  return {};
}

}  // namespace

std::string_view code(WriteOutcome outcome) noexcept {
  switch (outcome) {
    case WriteOutcome::kNew: return "new";
    case WriteOutcome::kChanged: return "changed";
    case WriteOutcome::kRemoved: return "removed";
    case WriteOutcome::kUnchanged: break;
  }
  return "unchanged";
}

Result<std::shared_ptr<const RecordReader>> Engine::Impl::get_reader() const {
  auto current = get_reference();
  if (!current) return std::move(current).problem();
  {
    const std::lock_guard lock(mutex);
    if (reader && reader->reference() == *current) return reader;
  }
  auto made = std::make_shared<const RecordReader>(std::move(*current));
  const std::lock_guard lock(mutex);
  reader = made;
  return made;
}

// One change inside the group's transaction. A Problem of the record or its condition is the change's own.
Result<WriteAnswer> Engine::Impl::write_one(ImportSession& session, RecordWrite& write, const RecordReader* read) {
  if (auto* refuse = std::get_if<RecordWrite::Refuse>(&write.change)) {
    PASSERELLE_TRY(session.quarantine(refuse->entry));
    return refuse->entry.problem;
  }
  const auto* patch = std::get_if<RecordWrite::Patch>(&write.change);
  const bool of_offer = patch != nullptr ? patch->kind == RecordKind::kOffer
                                         : std::holds_alternative<RecordWrite::PutOffer>(write.change) || std::holds_alternative<RecordWrite::Close>(write.change);
  const RecordKind kind = of_offer ? RecordKind::kOffer : RecordKind::kCandidate;
  auto known = session.version(kind, write.id);
  if (!known) return std::move(known).problem();
  PASSERELLE_TRY(meets(write.condition, *known, write.id));
  if (patch != nullptr) {
    if (!*known) return Problem(ProblemCode::kNotFound, write.id);
    auto stored = session.stored_json(kind, write.id);
    if (!stored) return std::move(stored).problem();
    auto patched = merge_patched(*stored, patch->patch);
    if (!patched) return std::move(patched).problem();
    if (of_offer) {
      auto record = usable(read->offer(std::move(*patched)), write.id);
      if (!record) return std::move(record).problem();
      write.change = write_of(std::move(*record)).change;
    } else {
      auto record = usable(read->candidate(std::move(*patched)), write.id);
      if (!record) return std::move(record).problem();
      write.change = write_of(std::move(*record)).change;
    }
  }
  WriteAnswer answer;
  answer.id = write.id;
  Result<Outcome> outcome = Outcome::kUnchanged;
  if (const auto* put = std::get_if<RecordWrite::PutOffer>(&write.change)) {
    answer.notes = notes_of(put->offer);
    answer.version = to_hex(fingerprint(encode(put->offer)));
    outcome = session.put(put->offer);
  } else if (const auto* person = std::get_if<RecordWrite::PutCandidate>(&write.change)) {
    answer.notes = notes_of(person->person);
    answer.version = to_hex(fingerprint(encode(person->person)));
    outcome = session.put(person->person, person->restricted_json, person->keep_restricted);
  } else if (std::holds_alternative<RecordWrite::Close>(write.change)) {
    outcome = session.close(write.id);
    if (outcome) {
      answer.outcome = *outcome == Outcome::kUnchanged ? WriteOutcome::kUnchanged : WriteOutcome::kRemoved;
      return answer;
    }
  } else if (const auto* erase = std::get_if<RecordWrite::Erase>(&write.change)) {
    PASSERELLE_TRY(session.erase(write.id, erase->agent, erase->purpose));
    answer.outcome = WriteOutcome::kRemoved;
    return answer;
  }
  if (!outcome) return std::move(outcome).problem();
  answer.outcome = outcome_of(*outcome);
  return answer;
}

// Nobody who waits for the group is left without an answer.
void Engine::Impl::write_group(const std::vector<RecordWrite*>& group) {
  const auto fail = [&](const Problem& problem) {
    for (RecordWrite* write : group) write->answer = problem;
  };
  try {
    write_together(group, fail);
  } catch (const std::exception& cause) {
    fail(Problem(ProblemCode::kInternal, cause.what()));
  }
}

void Engine::Impl::write_together(const std::vector<RecordWrite*>& group, const std::function<void(const Problem&)>& fail) {
  std::shared_ptr<const RecordReader> read;
  if (std::any_of(group.begin(), group.end(), [](const RecordWrite* write) { return std::holds_alternative<RecordWrite::Patch>(write->change); })) {
    auto found = get_reader();
    if (!found) return fail(found.problem());
    read = std::move(*found);
  }
  {
    Result<ImportSession> session = store.begin_changes();
    if (!session) return fail(session.problem());
    for (RecordWrite* write : group) write->answer = write_one(*session, *write, read.get());
    if (!session->written().empty() || !session->closed().empty()) {
      auto tables = session->merging();
      if (!tables) return fail(tables.problem());
      if (auto shown = merging::refresh_offers(**tables, session->written(), session->closed(), threads); !shown) return fail(shown.problem());
    }
    // After a Problem of the store itself the session is over, and commit() gives it.
    if (Status committed = session->commit(); !committed) return fail(committed.problem());
  }
  const auto removed = [](const RecordWrite* write) { return write->answer->ok() && (*write->answer)->outcome == WriteOutcome::kRemoved; };
  const bool erased = std::any_of(group.begin(), group.end(), [&](const RecordWrite* write) {
    return std::holds_alternative<RecordWrite::Erase>(write->change) && removed(write);
  });
  if (erased) store.forget_erased();
  if (std::any_of(group.begin(), group.end(), [](const RecordWrite* write) { return write->answer->ok() && (*write->answer)->outcome != WriteOutcome::kUnchanged; }))
    make_visible(erased);
}

Result<WriteAnswer> Engine::Impl::submit(RecordWrite write) {
  writes.submit(write);
  return std::move(*write.answer);
}

Result<WriteAnswer> Engine::put_offer(std::string_view id, std::string_view json, const WriteCondition& condition) {
  auto reader = impl_->get_reader();
  if (!reader) return std::move(reader).problem();
  auto read = usable((*reader)->offer(std::string(json)), id);
  if (!read) return std::move(read).problem();
  RecordWrite write = write_of(std::move(*read));
  write.condition = condition;
  return impl_->submit(std::move(write));
}

Result<WriteAnswer> Engine::put_candidate(std::string_view id, std::string_view json, const WriteCondition& condition) {
  auto reader = impl_->get_reader();
  if (!reader) return std::move(reader).problem();
  auto read = usable((*reader)->candidate(std::string(json)), id);
  if (!read) return std::move(read).problem();
  RecordWrite write = write_of(std::move(*read));
  write.condition = condition;
  return impl_->submit(std::move(write));
}

Result<WriteAnswer> Engine::patch_offer(std::string_view id, std::string_view patch, const WriteCondition& condition) {
  return impl_->submit({std::string(id), RecordWrite::Patch{RecordKind::kOffer, std::string(patch)}, condition, {}});
}

Result<WriteAnswer> Engine::patch_candidate(std::string_view id, std::string_view patch, const WriteCondition& condition) {
  return impl_->submit({std::string(id), RecordWrite::Patch{RecordKind::kCandidate, std::string(patch)}, condition, {}});
}

Result<WriteAnswer> Engine::remove_offer(std::string_view id, const WriteCondition& condition) {
  return impl_->submit({std::string(id), RecordWrite::Close{}, condition, {}});
}

Result<WriteAnswer> Engine::erase_candidate(const ErasureRequest& request) {
  if (trim(request.agent).empty()) return Problem(ProblemCode::kAccessRefused, "agent", "an agent is needed");
  if (trim(request.purpose).empty()) return Problem(ProblemCode::kAccessRefused, "purpose", "a purpose is needed");
  return impl_->submit({request.candidate, RecordWrite::Erase{request.agent, request.purpose}, request.condition, {}});
}

Status Engine::import_records(const StreamImport& request) {
  if (!request.read || !request.deliver) return Problem(ProblemCode::kRequestInvalid, "read", "a stream is needed");
  if (request.kind == RecordKind::kReference) return Problem(ProblemCode::kRequestInvalid, "kind", "offers or candidates");
  auto reader = impl_->get_reader();
  if (!reader) return std::move(reader).problem();
  const RecordReader& read = **reader;
  JsonSplitter splitter(request.read);
  bool more = true;
  while (more) {
    std::vector<RawRecord> raw;
    std::size_t bytes = 0;
    std::optional<Problem> broken;   // the stream as a whole: what came before it is still written
    while (raw.size() < kImportGroup && bytes < kImportGroupBytes) {
      RawRecord record;
      auto next = splitter.next(record);
      if (!next) {
        broken = std::move(next).problem();
        break;
      }
      if (!*next) {
        more = false;
        break;
      }
      bytes += record.bytes.size();
      raw.push_back(std::move(record));
    }
    std::vector<RecordWrite> writes(raw.size());
    std::vector<LineResult> results(raw.size());
    parallel_blocks(raw.size(), 16, impl_->threads, [&](std::size_t begin, std::size_t end, unsigned) {
      const auto take = [&](std::size_t i, auto record) {
        using Record = std::variant_alternative_t<0, decltype(record.outcome)>;
        results[i].record_id = record.record_id;
        if (Problem* problem = std::get_if<Problem>(&record.outcome)) {
          QuarantineEntry entry;
          entry.kind = request.kind;
          entry.problem = std::move(*problem);
          entry.problem.source = request.source;
          if (entry.problem.position.empty()) entry.problem.position = record.position;
          entry.record_id = record.record_id;
          entry.payload = std::move(record.payload);
          writes[i].change = RecordWrite::Refuse{std::move(entry)};
        } else {
          results[i].record_id = std::get<Record>(record.outcome).id;
          writes[i] = write_of(std::move(record));
        }
      };
      for (std::size_t i = begin; i < end; ++i) {
        results[i].position = raw[i].position;
        if (raw[i].problem) {
          ReadRecord<Offer> refused;
          refused.position = raw[i].position;
          refused.payload = std::move(raw[i].bytes);
          refused.outcome = std::move(*raw[i].problem);
          take(i, std::move(refused));
        } else if (request.kind == RecordKind::kOffer) {
          take(i, read.offer(std::move(raw[i].bytes), raw[i].position));
        } else {
          take(i, read.candidate(std::move(raw[i].bytes), raw[i].position));
        }
      }
    });
    if (!writes.empty()) {
      std::vector<RecordWrite*> group;
      for (RecordWrite& write : writes) group.push_back(&write);
      impl_->writes.submit_all(group);
    }
    for (std::size_t i = 0; i < writes.size(); ++i) {
      Result<WriteAnswer>& answer = *writes[i].answer;
      if (answer) results[i].written = std::move(*answer);
      else results[i].problem = answer.problem();
      PASSERELLE_TRY(request.deliver(results[i]));
    }
    if (broken) return std::move(*broken);
  }
  return {};
}

namespace {
Result<StoredVersion> stored_version(const Store& store, RecordKind kind, std::string_view id) {
  Result<RecordVersion> found = store.version(kind, id);
  if (!found) return std::move(found).problem();
  return StoredVersion{to_hex(found->content), found->closed};
}
}  // namespace

Result<StoredVersion> Engine::offer_version(std::string_view id) const { return stored_version(impl_->store, RecordKind::kOffer, id); }
Result<StoredVersion> Engine::candidate_version(std::string_view id) const { return stored_version(impl_->store, RecordKind::kCandidate, id); }

Result<std::string> Engine::ready() const {
  auto current = impl_->get_live();
  if (!current) return std::move(current).problem();
  return (*current)->state()->snapshot();
}

}  // namespace passerelle
