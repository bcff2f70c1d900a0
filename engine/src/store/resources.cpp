// Services and certifications: lists an adviser can turn to.
#include <algorithm>

#include "store/store_impl.hpp"

namespace passerelle {
namespace {

/// Lists are one text, parts separated by a blank: codes have none.
std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : " ") + part;
  return text;
}
std::vector<std::string> parts_of(std::string_view text) {
  std::vector<std::string> parts;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    if (end > begin) parts.emplace_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

}  // namespace

Status Store::put_services(const std::vector<Service>& services) {
  auto put = impl_->in_transaction<bool>([&](sqlite::Database& database) -> Result<bool> {
    PASSERELLE_TRY(database.execute("DELETE FROM service"));
    PASSERELLE_STORE_TAKE(insert, database.prepare("INSERT INTO service VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
    for (const Service& one : services) {
      const std::string thematics = joined(one.thematics), publics = joined(one.publics), zones = joined(one.zones), updated = to_string(one.updated);
      insert.bind(one.id, one.name, one.type, one.fees, one.city, one.insee, one.url, thematics, publics, zones, nullptr, nullptr, updated);
      if (one.coordinates) {
        insert.bind_one(11, one.coordinates->latitude_udeg);
        insert.bind_one(12, one.coordinates->longitude_udeg);
      }
      PASSERELLE_TRY(insert.run());
    }
    return true;
  });
  return put ? Status{} : Status{std::move(put).problem()};
}

Result<std::vector<Service>> Store::services() const {
  PASSERELLE_STORE_TAKE(lease, impl_->readers.take());
  PASSERELLE_STORE_TAKE(rows, lease->prepare("SELECT id, name, type, fees, city, insee, url, thematics, publics, zones, latitude_udeg, longitude_udeg, updated FROM service ORDER BY id"));
  std::vector<Service> services;
  while (true) {
    PASSERELLE_STORE_TAKE(row, rows.step());
    if (!row) return services;
    Service& one = services.emplace_back();
    std::string* const columns[] = {&one.id, &one.name, &one.type, &one.fees, &one.city, &one.insee, &one.url};
    for (int i = 0; i < 7; ++i) *columns[i] = rows.text(i);
    one.thematics = parts_of(rows.text(7));
    one.publics = parts_of(rows.text(8));
    one.zones = parts_of(rows.text(9));
    if (!rows.null(10)) one.coordinates = Coordinates{static_cast<std::int32_t>(rows.integer(10)), static_cast<std::int32_t>(rows.integer(11))};
    one.updated = parse_day(rows.text(12)).value_or(Day{});
  }
}

Status Store::put_certifications(const std::vector<Certification>& certifications) {
  auto put = impl_->in_transaction<bool>([&](sqlite::Database& database) -> Result<bool> {
    PASSERELLE_TRY(database.execute("DELETE FROM certification"));
    PASSERELLE_STORE_TAKE(insert, database.prepare("INSERT INTO certification VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)"));
    for (const Certification& one : certifications) {
      const std::string occupations = joined(one.occupations);
      PASSERELLE_TRY(insert.bind(one.code, one.label, one.level, one.rncp, one.rs, one.formacode, one.formacode_label, one.last_session, occupations).run());
    }
    return true;
  });
  return put ? Status{} : Status{std::move(put).problem()};
}

Result<std::vector<Certification>> Store::certifications() const {
  PASSERELLE_STORE_TAKE(lease, impl_->readers.take());
  PASSERELLE_STORE_TAKE(rows, lease->prepare("SELECT code, label, level, rncp, rs, formacode, formacode_label, last_session, occupations FROM certification ORDER BY code"));
  std::vector<Certification> certifications;
  while (true) {
    PASSERELLE_STORE_TAKE(row, rows.step());
    if (!row) return certifications;
    Certification& one = certifications.emplace_back();
    one.code = rows.text(0);
    one.label = rows.text(1);
    one.level = static_cast<std::uint8_t>(rows.integer(2));
    one.rncp = rows.text(3);
    one.rs = rows.text(4);
    one.formacode = rows.text(5);
    one.formacode_label = rows.text(6);
    one.last_session = static_cast<std::uint16_t>(rows.integer(7));
    one.occupations = parts_of(rows.text(8));
  }
}

}  // namespace passerelle
