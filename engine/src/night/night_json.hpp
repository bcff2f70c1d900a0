// The night's small files as JSON: digest, manifest, and what a shard says of itself.
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "night/block_pass.hpp"
#include "night/night_digest.hpp"
#include "night/run_identity.hpp"

namespace passerelle::night {

struct FileLine { std::string name; std::uint64_t bytes = 0, rows = 0; Fingerprint checksum; };

/// Pretty-printed, a line feed at the end. Nothing in them depends on the hour, threads, shards or increments.
std::string digest_json(const NightDigest& digest);
std::string manifest_json(const RunIdentity& identity, const NightDigest& digest, const std::vector<FileLine>& files, Language language);
std::string shard_json(const RunIdentity& identity, const Shard& shard);

/// `key`: that the blocks carry.
struct ShardNote { Fingerprint key; std::string snapshot, date, policies; Shard shard; };
/// « shard.json » of a folder. Problems: kFileNotFound, kDocumentMalformed.
Result<ShardNote> read_shard(const std::string& folder);
/// The policies of a run as a shard notes them.
std::string policies_text(const RunIdentity& identity);

}  // namespace passerelle::night
