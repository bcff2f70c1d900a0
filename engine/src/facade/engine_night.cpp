#include <charconv>
#include <chrono>

#include "facade/engine_impl.hpp"
#include "night/list_files.hpp"
#include "night/night_run.hpp"

namespace passerelle {
namespace {

// Numbers of « [[…],[…]] », a row a line.
std::vector<std::vector<std::uint32_t>> rows_of(std::string_view json) {
  std::vector<std::vector<std::uint32_t>> rows;
  for (std::size_t at = 0; at < json.size(); ++at) {
    if (json[at] == '[' && at > 0) rows.emplace_back();
    if (json[at] < '0' || json[at] > '9' || rows.empty()) continue;
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(json.data() + at, json.data() + json.size(), number);
    rows.back().push_back(number);
    at = static_cast<std::size_t>(end - json.data()) - 1;
  }
  return rows;
}

}  // namespace

Status NightRequest::validate() const {
  const auto refuse = [](const char* field, const char* why) { return Problem(ProblemCode::kRequestInvalid, field, why); };
  if (top < 1 || top > 1'000) return refuse("top", "1 to 1000");
  if (!date.set()) return refuse("date", "a date is needed");
  if (out.empty()) return refuse("out", "a folder is needed");
  if (sharded && (shard.of < 1 || shard.of > 10'000 || shard.index >= shard.of)) return refuse("shard", "i/n, i from 0 to n - 1");
  if (sharded && (!merge.empty() || !since.empty())) return refuse("shard", "not with merge or since");
  if (!merge.empty() && !since.empty()) return refuse("since", "not with merge");
  if (block < 1 || block > 1'000'000) return refuse("block", "1 to 1000000");
  PASSERELLE_TRY(night.validate());
  PASSERELLE_TRY(policy.validate());
  return shortlist_policy.validate();
}

Result<NightAnswer> Engine::night(const NightRequest& request) {
  PASSERELLE_TRY(request.validate());
  const auto started = std::chrono::steady_clock::now();
  auto suggest = impl_->get_prepared(request.policy, request.date);
  if (!suggest) return std::move(suggest).problem();
  auto shortlist = impl_->get_prepared(request.shortlist_policy, request.date);
  if (!shortlist) return std::move(shortlist).problem();
  night::NightOptions options;
  options.policy = request.night;
  options.top = static_cast<std::uint32_t>(request.top);
  options.out = request.out;
  if (request.sharded) options.shard = request.shard;
  options.merge = request.merge;
  options.since = request.since;
  options.sizes.persons = request.block;
  options.into_store = request.into_store && !request.sharded;
  options.language = request.language;
  options.build = build_name();
  options.threads = impl_->threads;
  options.progress = request.progress;
  options.load_seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
  return night::run_night(impl_->store, {(*suggest)->context, (*suggest)->matcher, (*shortlist)->context, (*shortlist)->matcher}, options);
}

Result<NightListAnswer> Engine::night_list(std::string_view candidate, Language language) const {
  NightListAnswer answer;
  Result<NightRun> run = impl_->store.last_night();
  if (!run) return std::move(run).problem();
  answer.run = std::move(*run);
  std::vector<std::vector<std::uint32_t>> lines, displaced;
  PASSERELLE_TRY(impl_->store.night_person(candidate, [&](const NightPersonRow& row) {
    answer.candidate = row.id;
    lines = rows_of(row.list);
    displaced = rows_of(row.displaced);
  }));
  const auto offer_of = [&](std::uint32_t number, const std::function<void(const NightOfferRow&)>& visit) { return impl_->store.night_offer(number, visit); };
  for (const auto& line : lines) {
    if (line.size() != 5) return Problem(ProblemCode::kStoreDamaged, "night_person");
    PASSERELLE_TRY(offer_of(line[0], [&](const NightOfferRow& offer) { answer.lines.push_back({std::string(offer.id), line[1], line[2], line[3], static_cast<VerdictTier>(line[4])}); }));
  }
  for (const auto& line : displaced) {
    if (line.size() != 2) return Problem(ProblemCode::kStoreDamaged, "night_person");
    PASSERELLE_TRY(offer_of(line[0], [&](const NightOfferRow& offer) {
      answer.displaced.push_back({std::string(offer.id), line[1], offer.suggested, night::displaced_text(offer.suggested, language)});
    }));
  }
  return answer;
}

}  // namespace passerelle
