#include "night/night_run.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>

#include <sys/resource.h>

#include <fmt/format.h>

#include "base/mapped_file.hpp"
#include "night/changes.hpp"
#include "night/finished_file.hpp"
#include "night/indicators.hpp"
#include "night/list_files.hpp"
#include "night/night_lists.hpp"

namespace passerelle::night {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

std::uint64_t peak_bytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<std::uint64_t>(usage.ru_maxrss) * 1'024;
}

Status make_folder(const std::string& path) {
  std::error_code error;
  fs::create_directories(path, error);
  if (error) return unwritable(error.value(), path);
  return {};
}

class Run {
 public:
  Run(Store& store, const NightSides& sides, const NightOptions& options)
      : store_(store), sides_(sides), options_(options), corpus_(sides.suggest_context.corpus), blocks_(options.out + "/blocks") {}

  Result<NightReport> all() {
    PASSERELLE_TRY(make_folder(blocks_));
    report_.phases.push_back({"load", options_.load_seconds, corpus_.candidates.size() + corpus_.offers.size(), peak_bytes()});
    PASSERELLE_TRY(look());
    PASSERELLE_TRY(options_.merge.empty() ? find() : take_over());
    if (options_.shard) {
      PASSERELLE_TRY(write_small("shard.json", shard_json(identity_, *options_.shard), true));
      return finish();
    }
    PASSERELLE_TRY(write_records(blocks_ + "/records.bin", identity_, corpus_, states_));
    begin("gather");
    Result<NightLists> lists = gather_lists(corpus_, {blocks_}, identity_, options_.threads);
    if (!lists) return std::move(lists).problem();
    end(lists->person_lines.size() + lists->offer_lines.size());
    begin("share-out");
    const OfferFacts offers = offer_facts(corpus_, states_, identity_.date);
    const ShareOut shared = share_out(pools_of(corpus_, *lists, sides_.suggest_context.policy, options_.top, identity_.depth), offers, options_.policy, options_.threads);
    end(shared.lists.places.size());
    begin("files");
    Result<ListFiles> files = write_lists(options_.out, {sides_.suggest_context, sides_.shortlist_context}, *lists, shared, options_.language, options_.threads);
    if (!files) return std::move(files).problem();
    files_ = std::move(files->files);
    rows_ = {files->suggestions, files->suggestions, files->shortlisted, files->shortlisted};
    // NDJSON has a line a person or an offer.
    rows_[0] = corpus_.candidates.size(), rows_[2] = corpus_.offers.size();
    end(files->suggestions + files->shortlisted);
    begin("digest");
    PASSERELLE_TRY(tell(offers, *lists, shared));
    end(report_.digest.of_persons.lists + report_.digest.of_offers.lists);
    if (options_.into_store) {
      begin("store");
      PASSERELLE_TRY(keep(*lists, shared));
      end(corpus_.candidates.size() + corpus_.offers.size());
    }
    begin("publish");
    PASSERELLE_TRY(publish());
    end(report_.files.size());
    return finish();
  }

 private:
  void begin(const char* phase) {
    report_.phases.push_back({phase, 0, 0, 0});
    started_ = Clock::now();
    if (options_.progress) options_.progress(phase, 0, 0);
  }
  void end(std::uint64_t rows) {
    Phase& phase = report_.phases.back();
    phase.seconds = std::chrono::duration<double>(Clock::now() - started_).count();
    phase.rows = rows;
    phase.peak_bytes = peak_bytes();
    if (options_.progress) options_.progress(phase.name, rows == 0 ? 1 : rows, rows == 0 ? 1 : rows);
  }

  Status look() {
    begin("records");
    Result<RecordStates> states = read_states(store_, corpus_);
    if (!states) return std::move(states).problem();
    states_ = std::move(*states);
    identity_ = run_identity(corpus_.snapshot, options_.build, states_.reference, sides_.suggest_context.date, sides_.suggest_context.policy, sides_.shortlist_context.policy,
                             options_.policy, options_.top, options_.sizes);
    end(corpus_.candidates.size() + corpus_.offers.size());
    return {};
  }

  Status find() {
    const BlockPlan plan(corpus_, options_.sizes);
    const Shard shard = options_.shard.value_or(Shard{});
    std::size_t mine = 0;
    for (std::size_t block = 0; block < plan.all(); ++block) mine += shard.has(block) ? 1 : 0;
    begin("match");
    BlockPass pass{sides_.suggest, sides_.shortlist, options_.top, identity_.depth, blocks_, identity_.block_key, options_.sizes, options_.threads, {}};
    if (options_.progress) pass.progress = [&](std::size_t done) { options_.progress("match", done, mine + 1); };
    if (!options_.since.empty()) {
      Result<EarlierNight> earlier = read_records(options_.since + "/blocks");
      if (!earlier) return std::move(earlier).problem();
      Result<Recomputed> since = blocks_since(*earlier, pass, states_, identity_);
      if (!since) return std::move(since).problem();
      report_.since = std::move(*since);
    }
    // After an increment there is nothing left to find.
    Result<BlocksDone> done = find_blocks(pass, plan, shard);
    if (!done) return std::move(done).problem();
    report_.blocks_found = done->found, report_.blocks_kept = done->kept;
    end(mine);
    return {};
  }

  // All shards, of this very run, each once.
  Status take_over() {
    begin("merge");
    std::vector<std::string> folder_of;
    for (const std::string& folder : options_.merge) {
      Result<ShardNote> note = read_shard(folder);
      if (!note) return std::move(note).problem();
      if (note->key != identity_.block_key) {
        const auto differs = [&](const char* field, const std::string& theirs, const std::string& ours) { return Problem(ProblemCode::kDocumentUnexpected, field, fmt::format("{} ≠ {}", theirs, ours)).from(folder + "/shard.json"); };
        if (note->snapshot != identity_.snapshot) return differs("snapshot", note->snapshot, identity_.snapshot);
        if (note->date != to_string(identity_.date)) return differs("date", note->date, to_string(identity_.date));
        return differs("policies", note->policies + " (" + to_hex(note->key) + ")", policies_text(identity_) + " (" + to_hex(identity_.block_key) + ")");
      }
      if (folder_of.empty()) folder_of.resize(note->shard.of);
      if (note->shard.of != folder_of.size()) return Problem(ProblemCode::kDocumentUnexpected, "of", fmt::format("{} ≠ {}", note->shard.of, folder_of.size())).from(folder + "/shard.json");
      if (!folder_of[note->shard.index].empty()) return Problem(ProblemCode::kDuplicateId, "shard", fmt::format("{}/{}", note->shard.index, note->shard.of)).from(folder + "/shard.json");
      folder_of[note->shard.index] = folder;
    }
    for (std::size_t i = 0; i < folder_of.size(); ++i)
      if (folder_of[i].empty()) return Problem(ProblemCode::kFileMissing, fmt::format("shard {}/{}", i, folder_of.size())).from(options_.out);
    const BlockPlan plan(corpus_, options_.sizes);
    for (std::size_t block = 0; block < plan.all(); ++block) {
      const bool persons = block < plan.persons;
      const std::string name = block_name(persons ? Side::kPersons : Side::kOffers, persons ? block : block - plan.persons);
      const std::string from = folder_of[block % folder_of.size()] + "/blocks/" + name, to = blocks_ + "/" + name;
      if (!read_block(from, identity_.block_key)) return Problem(ProblemCode::kFileMissing, name).from(folder_of[block % folder_of.size()]);
      PASSERELLE_TRY(bring(from, to));
    }
    end(plan.all());
    return {};
  }

  // The same file under a second name where the file system can, else a copy.
  Status bring(const std::string& from, const std::string& to) {
    std::error_code error;
    if (fs::equivalent(from, to, error)) return {};
    const std::string part = to + ".part";
    fs::remove(part, error);
    fs::create_hard_link(from, part, error);
    if (error) fs::copy_file(from, part, fs::copy_options::overwrite_existing, error);
    if (!error) fs::rename(part, to, error);
    if (error) return unwritable(error.value(), to);
    return {};
  }

  Status tell(const OfferFacts& offers, const NightLists& lists, const ShareOut& shared) {
    NightDigest& digest = report_.digest;
    digest.most_price = options_.policy.congestion.most_price;
    digest.rounds = digest.most_price == 0 ? 0 : options_.policy.congestion.rounds;
    count_coverage(corpus_, offers, lists, shared, options_.top, digest);
    indicators_ = indicators(corpus_, states_, offers, lists, shared, identity_.date);
    std::vector<Indicator> last;
    if (const auto run = store_.last_night()) {
      PASSERELLE_TRY(store_.for_each_indicator(run->date, [&](std::string_view territory, std::string_view name, std::int64_t value) -> Status {
        last.push_back({std::string(territory), std::string(name), value});
        return {};
      }));
    }
    digest.anomalies = anomalies(indicators_, last, options_.policy.source_loss_percent, corpus_);

    FinishedFile changes(options_.out + "/changes.ndjson.zst");
    PASSERELLE_TRY(changes.open());
    std::string lines;
    std::uint64_t written = 0;
    const auto add = [&](std::string_view line) -> Status {
      lines += line;
      ++written;
      if (lines.size() < (std::size_t{4} << 20U)) return {};
      PASSERELLE_TRY(changes.write(packed(lines)));
      lines.clear();
      return {};
    };
    PASSERELLE_TRY(tell_changes(store_, corpus_, states_, lists, shared, identity_, digest, add));
    PASSERELLE_TRY(changes.write(packed(lines)));
    PASSERELLE_TRY(changes.close(false));
    files_.push_back(std::move(changes));
    rows_.push_back(written);

    std::string table = "date,territory,indicator,value\n";
    for (const Indicator& row : indicators_) table += fmt::format("{},{},{},{}\n", to_string(identity_.date), row.territory, row.name, row.value);
    PASSERELLE_TRY(write_small("indicators.csv", table, false));
    rows_.push_back(indicators_.size());
    PASSERELLE_TRY(write_small("digest.json", digest_json(digest), false));
    rows_.push_back(1);
    return {};
  }

  Status write_small(const std::string& name, std::string_view content, bool now) {
    FinishedFile file(options_.out + "/" + name);
    PASSERELLE_TRY(file.open());
    PASSERELLE_TRY(file.write(content));
    PASSERELLE_TRY(file.close(true));
    if (now) return file.publish();
    files_.push_back(std::move(file));
    return {};
  }

  Status keep(const NightLists& lists, const ShareOut& shared) {
    NightRun run{identity_.date, identity_.snapshot, identity_.build, identity_.suggest_policy, identity_.shortlist_policy, identity_.night_policy, identity_.top, digest_json(report_.digest)};
    return store_.put_night(run, [&](NightWriter& writer) -> Status {
      fmt::memory_buffer list, displaced;
      std::string quoted;
      const auto view = [](const fmt::memory_buffer& buffer) { return std::string_view(buffer.data(), buffer.size()); };
      for (std::uint32_t o = 0; o < corpus_.offers.size(); ++o) {
        list.clear();
        list.push_back('[');
        for (const ListLine& line : lists.of(OfferId{o})) {
          quoted.clear();
          append_quoted(quoted, corpus_.candidates.ids[line.id]);
          fmt::format_to(std::back_inserter(list), "{}[{},{},{},{}]", list.size() > 1 ? "," : "", quoted, line.score, line.suits, line.tier);
        }
        list.push_back(']');
        PASSERELLE_TRY(writer.offer({o, corpus_.offers.ids[o], states_.sources[states_.source[o]], states_.offers[o], shared.caps[o], shared.loads[o], view(list)}));
      }
      for (const CandidateId candidate : corpus_.candidates_by_id) {
        const auto pool = lists.of(candidate);
        const auto places = shared.lists.of(candidate.value);
        list.clear();
        displaced.clear();
        list.push_back('[');
        displaced.push_back('[');
        for (const std::uint16_t place : places) {
          const ListLine& line = pool[place];
          fmt::format_to(std::back_inserter(list), "{}[{},{},{},{},{}]", list.size() > 1 ? "," : "", line.id, line.score, line.suits, line.wanted, line.tier);
        }
        for_each_displaced(places, [&](std::uint16_t place) { fmt::format_to(std::back_inserter(displaced), "{}[{},{}]", displaced.size() > 1 ? "," : "", pool[place].id, pool[place].score); });
        list.push_back(']');
        displaced.push_back(']');
        PASSERELLE_TRY(writer.person({corpus_.candidates.ids[candidate.value], states_.persons[candidate.value], corpus_.candidates.facts[candidate.value].licences, view(list), view(displaced)}));
      }
      for (const Indicator& row : indicators_) PASSERELLE_TRY(writer.indicator(row.territory, row.name, row.value));
      return {};
    });
  }

  // Under their names at last. Whoever reads meanwhile sees no manifest, or one whose checksums tell.
  Status publish() {
    for (std::size_t i = 0; i < files_.size(); ++i) {
      const auto mapped = MappedFile::open(files_[i].part());
      report_.files.push_back({fs::path(files_[i].path()).filename().string(), files_[i].size(), rows_[i], fingerprint(mapped ? mapped->bytes() : std::string_view())});
    }
    FinishedFile manifest(options_.out + "/manifest.json");
    PASSERELLE_TRY(manifest.open());
    PASSERELLE_TRY(manifest.write(manifest_json(identity_, report_.digest, report_.files, options_.language)));
    PASSERELLE_TRY(manifest.close(true));
    std::error_code error;
    fs::remove(manifest.path(), error);
    for (FinishedFile& file : files_) PASSERELLE_TRY(file.publish());
    return manifest.publish();
  }

  Result<NightReport> finish() {
    std::string lines;
    for (const Phase& phase : report_.phases)
      lines += fmt::format("{{\"phase\":\"{}\",\"seconds\":{:.3f},\"rows\":{},\"peak_bytes\":{}}}\n", phase.name, phase.seconds, phase.rows, phase.peak_bytes);
    PASSERELLE_TRY(write_small("log.ndjson", lines, true));
    report_.identity = identity_;
    return std::move(report_);
  }

  Store& store_;
  const NightSides& sides_;
  const NightOptions& options_;
  const Corpus& corpus_;
  const std::string blocks_;
  RunIdentity identity_;
  RecordStates states_;
  std::vector<Indicator> indicators_;
  std::vector<FinishedFile> files_;
  std::vector<std::uint64_t> rows_;
  NightReport report_;
  Clock::time_point started_;
};

}  // namespace

Result<NightReport> run_night(Store& store, const NightSides& sides, const NightOptions& options) { return Run(store, sides, options).all(); }

}  // namespace passerelle::night
