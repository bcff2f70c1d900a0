// What can go wrong with an input or a request, said so that a person can mend it.
//
// A Problem names the source (file, feed), the position in it (line, JSON pointer, row), the field and the
// reason. The library never prints: callers turn a Problem into a sentence with describe().
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace passerelle {

/// Language of user-facing texts. French is the users' language; English is for developers and partners.
enum class Language : std::uint8_t { kFrench, kEnglish };

/// Reason codes. Their names, as given by code_name(), are stored in the quarantine and are stable.
/// To add one: a line here and a line in the table of problem.cpp (a test walks the table).
enum class ProblemCode : std::uint8_t {
  // The input as a whole: the import stops, the store stays as it was.
  kFileNotFound,
  kFileIsDirectory,
  kFileUnreadable,
  kFileEmpty,
  kCompressionDamaged,   ///< .gz or .zst ends early or fails its checksum
  kDocumentTruncated,    ///< a JSON document ends before it is complete
  kDocumentMalformed,    ///< not JSON, not CSV … at the position given
  kDocumentUnexpected,   ///< well-formed, but not the shape this decoder reads
  kColumnMissing,        ///< a CSV column that the reader needs
  kFileMissing,          ///< a file of a set (ROME directory) that the reader needs
  // One record: it goes to the quarantine, the others go on.
  kRecordMalformed,      ///< one record of a file (a line, an element) is not JSON
  kNotUtf8,              ///< bytes that are not UTF-8 (Latin-1?)
  kNulByte,
  kRecordTooLarge,
  kFieldMissing,
  kFieldType,            ///< wrong JSON type
  kFieldValue,           ///< right type, value outside what the field allows
  kFieldUnknown,         ///< a field that the schema does not have (strict formats only)
  kDuplicateId,          ///< the id was already read in this import with other content
  // One record: kept and flagged.
  kPlaceMissing,         ///< no workplace or home given
  kPlaceUnknown,         ///< given, but not found in the reference
  kPlaceImplausible,     ///< e.g. coordinates 0/0
  kOccupationMissing,
  kOccupationUnknown,    ///< a code that no imported vocabulary has
  kOccupationGuessed,    ///< taken from title and text, since the source gives none
  kOccupationUncertain,  ///< not given, and title and text do not settle it
  kItemUnknown,          ///< a competence code that no imported vocabulary has
  kItemWithoutCode,      ///< a competence given by its label only
  kTextUnread,           ///< a text that a normaliser could not read (salary, duration …)
  kValueIgnored,         ///< a value that is kept as text but not used
  kValueEstimated,       ///< a value that a normaliser worked out by an approximation (net to gross …)
  // Store and requests.
  kStoreMissing,
  kStoreNotOurs,         ///< an SQLite file of another program, or not SQLite
  kStoreTooNew,          ///< written by a newer version
  kStoreBusy,
  kStoreDamaged,
  kStoreFull,
  kNotFound,             ///< an id that the store does not have
  kVersionMismatch,      ///< the stored record is not the one that the condition of a change names
  kRequestInvalid,
  kReferenceMissing,     ///< the command needs a vocabulary or communes that are not imported
  kAccessRefused,        ///< barriers and publics: the role, the portfolio or the purpose does not open them
  kWouldCloseTooMany,    ///< law 9: an import that would close more than the set share stops
  kInterrupted,
  kInternal,             ///< our own bug; nothing else uses it
};

/// Stable name of a code, e.g. "field-type". Never localised.
std::string_view code_name(ProblemCode code) noexcept;
/// Inverse of code_name(); kInternal when unknown.
ProblemCode code_from_name(std::string_view name) noexcept;

struct Problem {
  ProblemCode code = ProblemCode::kInternal;
  std::string source;    ///< file name or feed; empty when the caller knows it better
  std::string position;  ///< "line 12", "line 12 /salaire/libelle", "/resultats/3", "row 40"; machine-neutral
  std::string field;     ///< name of the field, empty when the whole record is meant
  std::string detail;    ///< the offending value or what was expected, at most a few words

  Problem() = default;
  explicit Problem(ProblemCode c, std::string d = {}) : code(c), detail(std::move(d)) {}
  Problem(ProblemCode c, std::string f, std::string d) : code(c), field(std::move(f)), detail(std::move(d)) {}

  Problem from(std::string_view s) && { source = s; return std::move(*this); }
  Problem at(std::string_view p) && { position = p; return std::move(*this); }
};

/// The reason as a sentence (without source, position, field), in the language asked.
std::string reason_text(const Problem& problem, Language language);
/// "line 12 /posts" → « ligne 12 /posts » in French.
std::string position_text(std::string_view position, Language language);
/// "source, position, field: reason" with the parts that are there.
std::string describe(const Problem& problem, Language language);

}  // namespace passerelle
