#include "reference/derived.hpp"

#include <array>
#include <cstring>
#include <type_traits>

#include "reference/item_similarity.hpp"
#include "reference/item_weights.hpp"
#include "reference/related_occupations.hpp"

namespace passerelle::reference {
namespace {

/// Raise it whenever a formula or a constant behind derive() changes: stored tables are then computed anew.
constexpr std::string_view kFormulas = "passerelle derived 4";
constexpr std::string_view kMark = "PSRD0001";

/// Little-endian integers and length-prefixed texts.
class Writer {
 public:
  template <class T>
  void integer(T value) {
    static_assert(std::is_unsigned_v<T>);
    for (std::size_t i = 0; i < sizeof(T); ++i) bytes_ += static_cast<char>(value >> (8 * i) & 0xFFU);
  }
  void text(std::string_view value) {
    integer(static_cast<std::uint32_t>(value.size()));
    bytes_ += value;
  }
  std::string& bytes() { return bytes_; }

 private:
  std::string bytes_;
};

class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}
  template <class T>
  T integer() {
    if (bytes_.size() < sizeof(T)) {
      bytes_ = {};
      short_ = true;
      return 0;
    }
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < sizeof(T); ++i)
      value |= std::uint64_t{static_cast<unsigned char>(bytes_[i])} << (8 * i);
    bytes_.remove_prefix(sizeof(T));
    return static_cast<T>(value);
  }
  std::size_t left() const { return bytes_.size(); }
  bool too_short() const { return short_; }

 private:
  std::string_view bytes_;
  bool short_ = false;
};

template <class T, class Write>
void write_rows(Writer& out, const Csr<T>& rows, const Write& write) {
  out.integer(static_cast<std::uint32_t>(rows.rows()));
  for (std::size_t r = 0; r < rows.rows(); ++r) {
    out.integer(static_cast<std::uint32_t>(rows[r].size()));
    for (const T& entry : rows[r]) write(entry);
  }
}

/// False when the bytes end early or `read` refuses an entry.
template <class T, class Read>
bool read_rows(Reader& in, Csr<T>& rows, const Read& read) {
  const auto count = in.integer<std::uint32_t>();
  std::vector<T> row;
  for (std::uint32_t r = 0; r < count; ++r) {
    const auto size = in.integer<std::uint32_t>();
    if (in.too_short() || size > in.left()) return false;
    row.resize(size);
    for (T& entry : row)
      if (!read(entry, count)) return false;
    rows.push_row(row);
  }
  return !in.too_short();
}

}  // namespace

Fingerprint derived_input(const MergedVocabulary& merged) {
  Writer out;
  out.text(kFormulas);
  out.integer(static_cast<std::uint32_t>(merged.items.size()));
  for (const ItemRow* item : merged.items) {
    out.text(item->key);
    out.text(item->label);
    out.integer(static_cast<std::uint8_t>(item->kind));
    out.text(item->group);
    out.integer(item->weight);
  }
  out.integer(static_cast<std::uint32_t>(merged.occupations.size()));
  for (std::size_t o = 0; o < merged.occupations.size(); ++o) {
    const OccupationRow& occupation = *merged.occupations[o];
    out.text(occupation.key);
    out.text(occupation.label);
    out.text(occupation.parent);
    out.text(occupation.domain);
    out.text(occupation.definition);
    for (const auto* texts : {&occupation.titles, &occupation.contexts, &occupation.traits}) {
      out.integer(static_cast<std::uint32_t>(texts->size()));
      for (const std::string& text : *texts) out.text(text);
    }
    out.integer(static_cast<std::uint32_t>(merged.cards[o].size()));
    for (const CardItem& line : merged.cards[o]) {
      out.integer(line.item.value);
      out.integer(static_cast<std::uint8_t>(line.core));
    }
    out.integer(static_cast<std::uint32_t>(occupation.proximities.size()));
    for (const Proximity& proximity : occupation.proximities) {
      out.text(proximity.occupation);
      out.integer(proximity.rank);
    }
    out.integer(static_cast<std::uint8_t>(merged.vocabulary_lists_proximities[merged.occupation_vocabulary[o]]));
  }
  return fingerprint(out.bytes());
}

Derived derive(const MergedVocabulary& merged, Threads threads) {
  Derived derived;
  derived.input = derived_input(merged);
  derived.item_weights = item_weights(merged);
  derived.item_neighbours = item_neighbours(merged, ItemSimilarityWeights(), threads);
  derived.related = related_occupations(merged, default_similarity_weights(), RelationPoints(), threads);
  return derived;
}

std::string serialise(const Derived& derived) {
  Writer out;
  out.bytes() = kMark;
  out.integer(derived.input.high);
  out.integer(derived.input.low);
  out.integer(static_cast<std::uint32_t>(derived.item_weights.size()));
  for (const std::uint16_t weight : derived.item_weights) out.integer(weight);
  write_rows(out, derived.item_neighbours, [&](const ItemNeighbour& neighbour) {
    out.integer(neighbour.item.value);
    out.integer(neighbour.sim8);
  });
  write_rows(out, derived.related, [&](const RelatedOccupation& relation) {
    out.integer(relation.from.value);
    out.integer(relation.points);
    out.integer(relation.how);
  });
  const Fingerprint checksum = fingerprint(out.bytes());
  out.integer(checksum.high);
  out.integer(checksum.low);
  return std::move(out.bytes());
}

Result<Derived> parse_derived(std::string_view bytes) {
  const auto damaged = [](const char* what) { return Problem(ProblemCode::kStoreDamaged, "derived tables", what); };
  constexpr std::size_t kChecksum = 16;
  if (bytes.size() < kMark.size() + kChecksum || !bytes.starts_with(kMark)) return damaged("mark");
  Reader sum(bytes.substr(bytes.size() - kChecksum));
  const Fingerprint body = fingerprint(bytes.substr(0, bytes.size() - kChecksum));
  if (sum.integer<std::uint64_t>() != body.high || sum.integer<std::uint64_t>() != body.low) return damaged("checksum");

  Reader in(bytes.substr(kMark.size(), bytes.size() - kMark.size() - kChecksum));
  Derived derived;
  derived.input.high = in.integer<std::uint64_t>();
  derived.input.low = in.integer<std::uint64_t>();
  const auto items = in.integer<std::uint32_t>();
  if (std::size_t{items} * sizeof(std::uint16_t) > in.left()) return damaged("length");
  for (std::uint32_t i = 0; i < items; ++i) derived.item_weights.push_back(in.integer<std::uint16_t>());
  const bool neighbours = read_rows(in, derived.item_neighbours, [&](ItemNeighbour& neighbour, std::uint32_t rows) {
    neighbour.item = ItemId(in.integer<std::uint32_t>());
    neighbour.sim8 = in.integer<std::uint8_t>();
    return neighbour.item.value < rows;
  });
  if (!neighbours || derived.item_neighbours.rows() != items) return damaged("item neighbours");
  const bool related = read_rows(in, derived.related, [&](RelatedOccupation& relation, std::uint32_t rows) {
    relation.from = OccupationId(in.integer<std::uint32_t>());
    relation.points = in.integer<std::uint16_t>();
    relation.how = in.integer<std::uint8_t>();
    return relation.from.value < rows && relation.points <= 10'000 && relation.how <= kComputed;
  });
  if (!related || in.left() != 0) return damaged("related occupations");
  return derived;
}

}  // namespace passerelle::reference
