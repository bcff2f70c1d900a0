// Inside of the facade: the open store, and the reference and corpus built from it when first asked for.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "adviser/desk.hpp"
#include "corpus/corpus.hpp"
#include "facade/group_commit.hpp"
#include "facade/record_write.hpp"
#include "passerelle/engine.hpp"
#include "ranking/matcher.hpp"
#include "reference/word_search.hpp"

namespace passerelle {

class RecordReader;

/// A corpus made ready for one policy and day.
struct Prepared {
  std::shared_ptr<const Corpus> corpus;
  Policy policy;
  TravelModel travel;
  ScoringContext context;
  Matcher matcher;

  Prepared(std::shared_ptr<const Corpus> c, const Policy& p, Day date)
      : corpus(std::move(c)), policy(p), travel(policy.travel), context{*corpus, policy, travel, date}, matcher(context) {}
};

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

  // Readers take a shared_ptr under the mutex and then work without it; an import forgets what it made stale.
  mutable std::mutex mutex;
  mutable std::shared_ptr<const reference::Reference> reference;
  mutable std::shared_ptr<const Corpus> corpus;
  /// The last few asked for, latest first: a server asks under a handful of policies all day.
  mutable std::vector<std::shared_ptr<const Prepared>> prepared;

  /// What the adviser's layer rests on, for the corpus and day it was last asked for.
  mutable std::shared_ptr<const adviser::Ground> ground;

  mutable std::shared_ptr<const LookUps> look_ups;
  mutable std::shared_ptr<const RecordReader> reader;
  GroupCommit<RecordWrite> writes;

  Impl(Store s, Threads t, std::string file)
      : store(std::move(s)), threads(t), corpus_file(std::move(file)), writes([this](const std::vector<RecordWrite*>& group) { write_group(group); }) {}

  Result<std::shared_ptr<const reference::Reference>> get_reference() const;
  Result<std::shared_ptr<const LookUps>> get_look_ups() const;
  Result<std::shared_ptr<const Corpus>> get_corpus() const;
  Result<std::shared_ptr<const Prepared>> get_prepared(const Policy& policy, Day date) const;
  Result<std::shared_ptr<const adviser::Ground>> get_ground(std::shared_ptr<const Corpus> current, Day date) const;
  Result<std::shared_ptr<const RecordReader>> get_reader() const;
  /// Hands a change to the group commit, and gives what became of it.
  Result<WriteAnswer> submit(RecordWrite write);
  void write_group(const std::vector<RecordWrite*>& group);
  static Result<WriteAnswer> write_one(ImportSession& session, RecordWrite& write, const RecordReader* read);
  /// What the store holds now is what the next question sees; `erased`: nothing of a removed person may stay in a file.
  void make_visible(bool erased);
  /// For a record that is given and not stored.
  Result<CandidateList> shortlist_given(const Offer& offer, const MatchRequest& request) const;
  Result<OfferList> suggest_given(const Candidate& person, const MatchRequest& request) const;
  void forget_all();
  void forget_corpus();
  void forget_ground();
};

}  // namespace passerelle
