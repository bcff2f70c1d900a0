#include "store/reference_fingerprint.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace passerelle::store {
namespace {

/// Fields one after the other, each with its length, so that no two contents give the same bytes.
class Bytes {
 public:
  void number(std::uint64_t value) {
    for (int i = 0; i < 8; ++i) bytes_ += static_cast<char>(value >> (8 * i));
  }
  void text(std::string_view value) {
    number(value.size());
    bytes_ += value;
  }
  template <class... Values>
  void texts(const Values&... values) { (text(values), ...); }
  void list(const std::vector<std::string>& values) {
    number(values.size());
    for (const std::string& value : values) text(value);
  }
  Fingerprint done() const { return fingerprint(bytes_); }

 private:
  std::string bytes_;
};

void add(Bytes& bytes, const reference::OccupationRow& row) {
  bytes.texts(row.key, row.label, row.parent, row.domain, row.sector, row.definition);
  bytes.number(row.regulated ? 1 : 0);
  bytes.list(row.titles);
  bytes.number(row.card.size());
  for (const auto& line : row.card) {
    bytes.text(line.item);
    bytes.number(static_cast<std::uint64_t>(line.core));
  }
  bytes.number(row.proximities.size());
  for (const auto& proximity : row.proximities) {
    bytes.text(proximity.occupation);
    bytes.number(proximity.rank);
  }
  bytes.list(row.contexts);
  bytes.number(row.certificates.size());
  for (const auto& certificate : row.certificates) {
    bytes.text(certificate.item);
    bytes.number(static_cast<std::uint64_t>(certificate.level));
  }
  bytes.number(row.licences.size());
  for (const auto& licence : row.licences) {
    bytes.number(static_cast<std::uint64_t>(licence.licence));
    bytes.number(static_cast<std::uint64_t>(licence.level));
  }
  bytes.list(row.traits);
}

}  // namespace

Fingerprint fingerprint_of(const reference::VocabularyData& vocabulary) {
  Bytes bytes;
  bytes.texts(vocabulary.name, vocabulary.version, vocabulary.title, vocabulary.licence, vocabulary.source);
  bytes.number(vocabulary.items.size());
  for (const auto& item : vocabulary.items) {
    bytes.texts(item.key, item.label, item.group);
    bytes.number(static_cast<std::uint64_t>(item.kind));
    bytes.number(item.weight);
    bytes.list(item.aliases);
  }
  bytes.number(vocabulary.occupations.size());
  for (const auto& occupation : vocabulary.occupations) add(bytes, occupation);
  bytes.number(vocabulary.contexts.size());
  for (const auto& context : vocabulary.contexts) bytes.texts(context.key, context.label, context.type);
  bytes.number(vocabulary.regulated.size());
  for (const auto& row : vocabulary.regulated) {
    bytes.text(row.occupation);
    bytes.list(row.any_of);
  }
  return bytes.done();
}

Fingerprint fingerprint_of(const std::vector<reference::CommuneRow>& communes,
                           const std::vector<reference::CommuneAlias>& aliases) {
  Bytes bytes;
  bytes.number(communes.size());
  for (const auto& commune : communes) {
    bytes.texts(commune.code, commune.name, commune.department, commune.region, commune.epci, commune.position_source);
    bytes.list(commune.postal_codes);
    bytes.number(commune.population);
    bytes.number(commune.located ? 1 : 0);
    if (!commune.located) continue;  // a position that does not count is not kept
    bytes.number(static_cast<std::uint64_t>(std::int64_t{commune.coordinates.latitude_udeg}));
    bytes.number(static_cast<std::uint64_t>(std::int64_t{commune.coordinates.longitude_udeg}));
  }
  bytes.number(aliases.size());
  for (const auto& alias : aliases) bytes.texts(alias.old_code, alias.code, alias.name);
  return bytes.done();
}

Fingerprint fingerprint_of(const std::vector<reference::BasinRow>& basins,
                           const std::vector<reference::CommuneBasin>& members) {
  Bytes bytes;
  bytes.number(basins.size());
  for (const auto& basin : basins) bytes.texts(basin.code, basin.name, basin.region);
  bytes.number(members.size());
  for (const auto& member : members) bytes.texts(member.commune, member.basin);
  return bytes.done();
}

Fingerprint fingerprint_of(const std::vector<reference::TensionRow>& rows) {
  Bytes bytes;
  bytes.number(rows.size());
  for (const auto& row : rows) {
    bytes.texts(row.occupation, row.basin);
    bytes.number(row.tension);
    for (const std::uint8_t cause : row.causes) bytes.number(cause);
    bytes.number(row.offers_milli);
    bytes.number(row.seekers_milli);
  }
  return bytes.done();
}

Fingerprint fingerprint_of(const std::vector<reference::TravelTimeRow>& rows) {
  Bytes bytes;
  bytes.number(rows.size());
  for (const auto& row : rows) {
    bytes.texts(row.origin, row.destination);
    bytes.number(static_cast<std::uint64_t>(row.means));
    bytes.number(row.minutes);
  }
  return bytes.done();
}

}  // namespace passerelle::store
