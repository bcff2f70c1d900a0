// What adviser and person may turn to: services of data·inclusion, and certifications with the occupations they lead to.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/coordinates.hpp"
#include "base/date.hpp"

namespace passerelle {

/// A service as data·inclusion v1 publishes it, without names, e-mails and phones of persons.
struct Service {
  std::string id, name, type, fees, city, insee, url;
  std::vector<std::string> thematics, publics;
  std::vector<std::string> zones;          ///< « france », a department, an EPCI or a commune; empty = not said
  std::optional<Coordinates> coordinates;
  Day updated;
  friend bool operator==(const Service&, const Service&) = default;
};

/// A certification of the public catalogue.
struct Certification {
  std::string code, label, rncp, rs, formacode, formacode_label;
  std::uint8_t level = 0;                  ///< of the European framework, 1…8; 0 = not said
  std::uint16_t last_session = 0;          ///< year; 0 = not said
  std::vector<std::string> occupations;    ///< ROME codes, without scheme
  friend bool operator==(const Certification&, const Certification&) = default;
};

}  // namespace passerelle
