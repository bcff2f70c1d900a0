// The ROME open-data files (data.gouv.fr, Licence Ouverte 2.0), by their official names
// `unix_<table>_v<version>_utf8.csv`. Any version: nothing is assumed about sizes, and columns that older
// versions do not have are optional.
#pragma once

#include <string>

#include "base/result.hpp"
#include "reference/tables.hpp"

namespace passerelle::reference {

/// Reads the directory as vocabulary "rome". Required tables: referentiel_code_rome, referentiel_competence, and
/// coherence_item or liens_rome_referentiels. An optional table that is absent gives a note (kFileMissing).
///
/// Occupations: "rome:<code>". Items: "rome:<code_ogr>"; competences are skills, macro-competences (or behaviours,
/// for the savoir-être professionnels); savoirs are knowledge, or certificates for the category « Certifications et
/// habilitations », so that no similarity ever stands in for a diploma. Groups: "rome:<ogr of the macro-competence>",
/// "rome:savoir/<category>/<sub-category>" (folded) for savoirs.
/// Traits: "naf:<code>", "sector:<code>", "subsector:<code>", "theme:<code>", "interest:<code>", "riasec:<letter>"
/// (major), "riasec-minor:<letter>"; a sector or interest marked principal also gives "sector-main:…",
/// "interest-main:…".
///
/// Problems: kFileNotFound (no such directory), kFileMissing (a required table; field = its name), kDocumentUnexpected
/// (several versions in the directory, listed in the detail), and those of read_csv().
Result<VocabularyData> read_rome(const std::string& directory);

}  // namespace passerelle::reference
