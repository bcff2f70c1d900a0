// Inside of the facade: the open store, and the reference and corpus built from it when first asked for.
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "adviser/desk.hpp"
#include "base/background.hpp"
#include "corpus/corpus.hpp"
#include "facade/group_commit.hpp"
#include "facade/record_write.hpp"
#include "live/live_corpus.hpp"
#include "live/live_matcher.hpp"
#include "passerelle/engine.hpp"
#include "ranking/matcher.hpp"
#include "reference/word_search.hpp"

namespace passerelle {

class RecordReader;

/// The whole corpus made ready for one policy and day.
using Prepared = Quadrant;

/// Indexes of what forms complete as one types; built when first asked for.
struct LookUps {
  std::shared_ptr<const reference::Reference> reference;
  reference::WordSearch occupations, items, places;

  const reference::WordSearch& of(LookUp what) const noexcept { return what == LookUp::kOccupations ? occupations : what == LookUp::kItems ? items : places; }
};

struct Engine::Impl {
  Store store;
  Threads threads;
  std::string corpus_file;  // beside the store

  // Readers take a shared_ptr under the mutex and then work without it.
  mutable std::mutex mutex;
  mutable std::shared_ptr<const reference::Reference> reference;
  mutable std::shared_ptr<LiveCorpus> live;
  /// The last few policies asked for, latest first, each for the newest state it was asked in: a server asks under a handful of
  /// them all day. `warm`: the same, made for a large part that is about to be seen.
  mutable std::vector<std::shared_ptr<const LiveMatcher>> matchers, warm;
  /// The last whole corpora made ready: what the layers behind matching ask.
  mutable std::vector<std::shared_ptr<const Prepared>> prepared;

  /// What the adviser's layer rests on, for the corpus and day it was last asked for.
  mutable std::shared_ptr<const adviser::Ground> ground;

  mutable std::shared_ptr<const LookUps> look_ups;
  mutable std::mutex load_mutex;     // whoever loads, follows or merges; never held by a question that finds a corpus
  mutable std::mutex merge_mutex;    // one merge at a time
  std::atomic<std::uint64_t> erasures{0};
  mutable std::atomic<bool> merge_wanted{false};
  mutable std::atomic<std::chrono::steady_clock::duration> last_merge{};

  mutable std::shared_ptr<const RecordReader> reader;
  GroupCommit<RecordWrite> writes;
  std::unique_ptr<Background> background;   // last: it ends first

  Impl(Store s, Threads t, std::string file)
      : store(std::move(s)), threads(t), corpus_file(std::move(file)), writes([this](const std::vector<RecordWrite*>& group) { write_group(group); }) {}

  Result<std::shared_ptr<const reference::Reference>> get_reference() const;
  Result<std::shared_ptr<const LookUps>> get_look_ups() const;
  /// All records in one corpus, small parts merged first; of a large one in a live engine, as of the last merge, unless `person`
  /// changed since. Its snapshot says of when it is.
  Result<std::shared_ptr<const Corpus>> get_corpus(std::string_view person = {}) const;
  /// The same made ready. For work on everybody, and the layers behind matching.
  Result<std::shared_ptr<const Prepared>> get_prepared(const Policy& policy, Day date, std::string_view person = {}) const;
  /// The corpus as it is now, loaded when nobody has asked yet.
  Result<std::shared_ptr<LiveCorpus>> get_live() const;
  Result<std::shared_ptr<const LiveMatcher>> get_matcher(const Policy& policy, Day date) const;
  /// Takes in what changed in the store, whoever changed it. Nothing when no corpus is loaded.
  Status follow() const;
  /// New large part, made ready for the policies in use, then saved beside the store.
  std::shared_ptr<const Corpus> merge(LiveCorpus& of) const;
  /// The background's work: what other processes wrote, and merges when there is enough to merge.
  void tend();
  Result<std::shared_ptr<const adviser::Ground>> get_ground(std::shared_ptr<const Corpus> current, Day date) const;
  Result<std::shared_ptr<const RecordReader>> get_reader() const;
  /// Hands a change to the group commit, and gives what became of it.
  Result<WriteAnswer> submit(RecordWrite write);
  void write_group(const std::vector<RecordWrite*>& group);
  void write_together(const std::vector<RecordWrite*>& group, const std::function<void(const Problem&)>& fail);
  static Result<WriteAnswer> write_one(ImportSession& session, RecordWrite& write, const RecordReader* read);
  /// What the store holds now is what the next question sees; `erased`: nothing of a removed person may stay in a file.
  void make_visible(bool erased);
  /// For a record that is given and not stored.
  Result<CandidateList> shortlist_given(const Offer& offer, const MatchRequest& request) const;
  Result<OfferList> suggest_given(const Candidate& person, const MatchRequest& request) const;
  void forget_all();
  void forget_corpus();
  void forget_ground();

 private:
  Result<std::shared_ptr<LiveCorpus>> load() const;   // under load_mutex
  Status follow_loaded(const std::shared_ptr<LiveCorpus>& current) const;
};

}  // namespace passerelle
