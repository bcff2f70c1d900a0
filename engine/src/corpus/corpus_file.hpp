// A corpus in a file, so that a start is a map and not a build. The file is a cache beside the store: it may be deleted at
// any time, holds nothing that the store does not, and is read only when it was made from the very content asked for by the
// very build that asks. Version, checksum and sizes are looked at first; what does not fit is built anew.
//
// Layout (little-endian, as the machine has it): checksum (XXH3, 128 bits, of all that follows) · mark · format · number of
// sections · key (XXH3, 128 bits, of snapshot, build and sizes of the reference) · the snapshot · for each section its place, bytes, size of
// an element and hash of the name · the sections, each at a multiple of 64 bytes, in the order of the columns.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "corpus/corpus.hpp"

namespace passerelle {

enum class CorpusFile : std::uint8_t {
  kMapped,
  kMissing,
  kStale,    ///< of other content, another build or another format
  kDamaged,  ///< cut short or changed since it was written
};

struct MappedCorpus {
  CorpusFile state = CorpusFile::kMissing;
  std::shared_ptr<const Corpus> corpus;  ///< when kMapped
};

/// Name of the content that the file says it was made from; "" when it is none of ours.
std::string snapshot_of_file(const std::string& path);

/// The corpus of this snapshot as that build wrote it. Reads the whole file once, for the checksum.
MappedCorpus map_corpus(const std::string& path, std::shared_ptr<const reference::Reference> reference, std::string_view snapshot, std::string_view build);

/// Writes the file beside and renames it into place: whoever maps it sees the old one or the whole new one. Readable by its
/// owner alone, as the store is. Problem: kFileUnreadable (no room, no permission); then nothing is left behind.
Status save_corpus(const Corpus& corpus, std::string_view build, const std::string& path);

}  // namespace passerelle
