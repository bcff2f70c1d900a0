// The blocks of this night from those of an earlier one, where only some records changed: lists of persons and offers that
// nothing touched are kept, what changed is looked for again, and the bytes are those of a full run.
#pragma once

#include <optional>
#include <string>

#include "night/block_pass.hpp"
#include "night/record_states.hpp"
#include "night/run_identity.hpp"

namespace passerelle::night {

/// What an earlier night was made of, beside its blocks (« records.bin »): by place in its blocks, ids and fingerprints.
struct EarlierNight {
  std::string folder;               ///< of its blocks
  Fingerprint key, rules;
  Day date;
  BlockSizes sizes;
  std::vector<std::string> person_ids, offer_ids;      ///< persons by dense id, offers by dense id
  std::vector<Fingerprint> persons, offers;
  std::vector<std::uint32_t> offer_order;              ///< dense ids in the order of its blocks
};

Status write_records(const std::string& path, const RunIdentity& identity, const Corpus& corpus, const RecordStates& states);
/// Problems: kFileNotFound, kDocumentMalformed.
Result<EarlierNight> read_records(const std::string& folder);

struct Recomputed {
  std::uint64_t persons = 0, offers = 0;   ///< looked for anew, because they or the day touched them
  std::uint64_t refilled = 0;              ///< lists that lost lines and had to be looked for again
  bool all = false;                        ///< nothing could be kept; `why` says it
  std::string why;
};

/// Writes all blocks of this night. `all` is set, and nothing written, where the earlier night does not serve: other policies,
/// build or reference, a missing block, or too much changed.
Result<Recomputed> blocks_since(const EarlierNight& earlier, const BlockPass& pass, const RecordStates& states, const RunIdentity& identity);

}  // namespace passerelle::night
