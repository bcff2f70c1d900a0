#include "adviser/desk.hpp"

#include <charconv>

#include "adviser/adviser_page.hpp"
#include "records/record_json.hpp"
#include "sensitive/access.hpp"
#include "sensitive/merge_barriers.hpp"
#include "sensitive/restricted_json.hpp"
#include "adviser/stored_tables.hpp"

namespace passerelle::adviser {
namespace {

Result<Access> opened(const AccessRequest& request) { return Access::open(request.role, request.agent, request.purpose, request.portfolio); }

/// The person's case, the read logged.
Result<PersonCase> case_of(Store& store, const AccessRequest& request, const Ground& ground, const ScoringContext& context, std::string_view candidate) {
  Result<Access> access = opened(request);
  if (!access) return std::move(access).problem();
  // Whether there is such a person is itself only for those who accompany them.
  PASSERELLE_TRY(access->covers(candidate));
  const auto id = context.corpus.find_candidate(candidate);
  if (!id) return Problem(ProblemCode::kNotFound, std::string(candidate));
  Result<std::string> json = store.restricted_json(candidate, *access);
  if (!json) return std::move(json).problem();
  Result<RestrictedRecord> record = read_restricted(*json);
  if (!record) return Problem(ProblemCode::kStoreDamaged, "restricted");
  return person_case(ground, context, *id, *record);
}

OfferRecord records_of(const Store& store, const Corpus& corpus) {
  return [&store, &corpus](OfferId offer) { return store.offer(corpus.offers.ids[offer.value]); };
}

}  // namespace

Result<std::shared_ptr<const Ground>> load_ground(const Store& store, std::shared_ptr<const Corpus> corpus, Day date) {
  Result<levers::LeverTables> tables = stored_tables(store, date);
  if (!tables) return std::move(tables).problem();
  Result<std::vector<Store::OccupationContext>> rows = store.occupation_contexts();
  if (!rows) return std::move(rows).problem();
  demands::ContextsByOccupation contexts;
  for (Store::OccupationContext& row : *rows) contexts[row.occupation].push_back({std::move(row.context), std::move(row.label)});
  Result<std::vector<Service>> services = store.services();
  if (!services) return std::move(services).problem();
  Result<std::vector<Certification>> certifications = store.certifications();
  if (!certifications) return std::move(certifications).problem();
  return build_ground(std::move(corpus), date, std::move(*tables), std::move(contexts), std::move(*services), std::move(*certifications), [&](const auto& take) {
    return store.for_each_offer({}, [&](std::string_view, std::string_view json) -> Status {
      Result<Offer> offer = decode_stored_offer(json);
      if (!offer) return std::move(offer).problem();
      return take(*offer);
    });
  });
}

Result<AdviserPage> page(Store& store, const AccessRequest& access, const Ground& ground, const ScoringContext& context, std::string_view candidate,
                         const PageRequest& request) {
  Result<PersonCase> person = case_of(store, access, ground, context, candidate);
  if (!person) return std::move(person).problem();
  return adviser_page(ground, context, *person, request, records_of(store, context.corpus));
}

Result<AdviserPair> pair(Store& store, const AccessRequest& access, const Ground& ground, const ScoringContext& context, std::string_view candidate,
                         std::string_view offer, Language language) {
  Result<PersonCase> person = case_of(store, access, ground, context, candidate);
  if (!person) return std::move(person).problem();
  // A posting's id leads to the offer it is merged into.
  const Result<Offer> asked = store.offer(offer);
  if (!asked) return asked.problem();
  const auto id = context.corpus.find_offer(asked->id);
  if (!id) return Problem(ProblemCode::kNotFound, std::string(offer));
  return adviser_pair(ground, context, *person, *id, language, records_of(store, context.corpus));
}

Result<WhatIf> what_if(Store& store, const AccessRequest& access, const Ground& ground, const ScoringContext& context, std::string_view candidate,
                       const std::vector<std::string>& grant, const PageRequest& request) {
  Result<PersonCase> person = case_of(store, access, ground, context, candidate);
  if (!person) return std::move(person).problem();
  return what_if(ground, context, *person, grant, request, records_of(store, context.corpus));
}

Status correct(Store& store, const CorrectionRequest& request) {
  Result<Access> access = opened(request.access);
  if (!access) return std::move(access).problem();
  Result<levers::LeverTables> tables = stored_tables(store, request.date);
  if (!tables) return std::move(tables).problem();
  BarrierCorrection correction;
  correction.date = request.date;
  correction.agent = request.access.agent;
  correction.reason = request.reason;
  const auto unknown = [&] { return Problem(ProblemCode::kRequestInvalid, "--code", request.code); };
  const std::size_t space = request.code.find(' ');
  const std::string kind = request.code.substr(0, space), number = space == std::string::npos ? std::string() : request.code.substr(space + 1);
  std::uint16_t code = 0;
  if (std::from_chars(number.data(), number.data() + number.size(), code).ptr != number.data() + number.size() || code == 0) return unknown();
  if (kind == "situation") {
    const levers::SituationEntry* entry = tables->barriers.find_situation(code);
    if (entry == nullptr) return unknown();
    correction.situation = code;
    correction.constraint = entry->constraint;
  } else if (kind == "constraint" && tables->barriers.find_constraint(code) != nullptr) {
    correction.constraint = code;
  } else {
    return unknown();
  }
  if (request.state == "yes") correction.state = BarrierState::kYes;
  else if (request.state == "no") correction.state = BarrierState::kNo;
  else if (request.state == "closed") correction.state = BarrierState::kClosed;
  else if (request.state != "not-explored") return Problem(ProblemCode::kRequestInvalid, "--state", "yes, no, closed, not-explored");

  Result<ImportSession> session = store.begin_import(RecordKind::kCandidate, "correction");
  if (!session) return std::move(session).problem();
  Result<std::string> json = session->restricted_json(request.candidate, *access);
  if (!json) return std::move(json).problem();
  Result<RestrictedRecord> record = read_restricted(*json);
  if (!record) return Problem(ProblemCode::kStoreDamaged, "restricted");
  PASSERELLE_TRY(correct_barrier(*record, correction));
  if (auto put = session->put_restricted(request.candidate, encode(*record), *access); !put) return std::move(put).problem();
  return session->commit();
}

}  // namespace passerelle::adviser
