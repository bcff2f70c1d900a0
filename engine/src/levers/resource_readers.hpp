// Readers of services (data·inclusion v1, JSON) and of certifications (Formacode, RNCP, ROME; CSV).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "records/resources.hpp"

namespace passerelle::levers {

/// What was read, and the rows left out, each with position, field and reason.
template <class Row>
struct ReadRows { std::vector<Row> rows; std::vector<Problem> left_out; };

/// {"items":[…]}, [ … ] or one object a line. A service without id, name or thematic helps nobody and is left out; so is one
/// whose fields are of another type. Problems of the file as a whole: kDocumentMalformed, kDocumentUnexpected, those of
/// reading it.
Result<ReadRows<Service>> read_services(const std::string& path);
Result<ReadRows<Service>> parse_services(std::string_view json);

/// Columns Code_Diplome, Libelle_Diplome, Code_Rome_1…5, Code_RNCP, Code_RS, Code_FormaCode …, as the public file names them.
/// Quotes inside labels are kept. Left out: a row without code, label or occupation, a code that comes twice, a preparation that certifies nothing.
Result<ReadRows<Certification>> read_certifications(const std::string& path);

}  // namespace passerelle::levers
