// What the vocabularies imply and matching needs ready: weights, similarities, relations. Computed once when a
// vocabulary changes, kept by the store as one blob, and used again while its input stays the same.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/csr.hpp"
#include "base/hash.hpp"
#include "base/parallel.hpp"
#include "base/result.hpp"
#include "reference/merged_vocabulary.hpp"
#include "reference/reference.hpp"

namespace passerelle::reference {

/// Columns as in Reference, by the dense ids of the merged vocabularies.
struct Derived {
  Fingerprint input;  ///< derived_input() of what it was computed from
  std::vector<std::uint16_t> item_weights;
  Csr<ItemNeighbour> item_neighbours;
  Csr<RelatedOccupation> related;
};

/// Fingerprint of everything derive() reads, the formulas' own version included: another formula, another name.
Fingerprint derived_input(const MergedVocabulary& merged);

/// Computes all of it. Deterministic: the same bytes for any number of threads and for any order of the
/// vocabularies whose keys do not overlap.
Derived derive(const MergedVocabulary& merged, Threads threads);

/// Little-endian bytes with a checksum, the same on every machine.
std::string serialise(const Derived& derived);
/// Problem: kStoreDamaged (wrong mark, length, checksum, or an id out of range).
Result<Derived> parse_derived(std::string_view bytes);

}  // namespace passerelle::reference
