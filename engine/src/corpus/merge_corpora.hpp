// Two corpora as one, without the records: rows are taken over as they lie, those that are gone left out.
#pragma once

#include <memory>
#include <string>

#include "corpus/build_corpus.hpp"
#include "corpus/gone.hpp"

namespace passerelle {

/// A corpus less what was replaced or removed since it was made.
struct Remains {
  std::shared_ptr<const Corpus> corpus;
  std::shared_ptr<const Gone> offers, people;   ///< null = all are there
};

/// Both of the same reference; no record may remain in both (asserted). The same bytes as a corpus built from the records when
/// `ground` is null; else a segment on that ground. Takes time by the size of the larger.
std::shared_ptr<const Corpus> merge_corpora(const Remains& one, const Remains& other, const SegmentGround* ground, std::string snapshot);

/// The offers of one corpus and the people of another, as one to ask: views of both, nothing is copied. Their keys must be
/// numbered alike.
std::shared_ptr<const Corpus> cross_corpus(const std::shared_ptr<const Corpus>& offers, const std::shared_ptr<const Corpus>& people);

}  // namespace passerelle
