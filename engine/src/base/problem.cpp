#include "base/problem.hpp"

#include <fmt/format.h>

#include "base/detail_words.hpp"

namespace passerelle {
namespace {

struct Entry {
  ProblemCode code;
  std::string_view name;
  std::string_view french;   // {} = detail
  std::string_view english;
};

// One line a code; order does not matter.
constexpr Entry kTable[] = {
    {ProblemCode::kFileNotFound, "file-not-found", "fichier introuvable", "no such file"},
    {ProblemCode::kFileIsDirectory, "file-is-directory", "c'est un dossier, un fichier était attendu", "this is a directory, a file was expected"},
    {ProblemCode::kFileUnreadable, "file-unreadable", "lecture impossible : {}", "cannot be read: {}"},
    {ProblemCode::kFileEmpty, "file-empty", "le fichier est vide", "the file is empty"},
    {ProblemCode::kCompressionDamaged, "compression-damaged", "archive compressée endommagée ou incomplète : {}", "the compressed file is damaged or incomplete: {}"},
    {ProblemCode::kDocumentTruncated, "document-truncated", "le document s'arrête avant la fin : {}", "the document ends before it is complete: {}"},
    {ProblemCode::kDocumentMalformed, "document-malformed", "le document ne peut pas être lu : {}", "the document cannot be read: {}"},
    {ProblemCode::kDocumentUnexpected, "document-unexpected", "contenu inattendu : {}", "unexpected content: {}"},
    {ProblemCode::kColumnMissing, "column-missing", "colonne absente", "the column is missing"},
    {ProblemCode::kFileMissing, "file-missing", "fichier absent du dossier : {}", "file missing from the directory: {}"},
    {ProblemCode::kRecordMalformed, "record-malformed", "enregistrement illisible : {}", "the record cannot be read: {}"},
    {ProblemCode::kNotUtf8, "not-utf8", "le texte n'est pas en UTF-8 ({}) ; est-il en Latin-1 ?", "the text is not UTF-8 ({}); is it Latin-1?"},
    {ProblemCode::kNulByte, "nul-byte", "octet nul dans le texte", "NUL byte in the text"},
    {ProblemCode::kRecordTooLarge, "record-too-large", "enregistrement trop grand : {}", "the record is too large: {}"},
    {ProblemCode::kFieldMissing, "field-missing", "champ obligatoire absent", "a required field is missing"},
    {ProblemCode::kFieldType, "field-type", "type inattendu, il faut {}", "wrong type, {} is expected"},
    {ProblemCode::kFieldValue, "field-value", "valeur refusée : {}", "value refused: {}"},
    {ProblemCode::kFieldUnknown, "field-unknown", "champ inconnu", "unknown field"},
    {ProblemCode::kDuplicateId, "duplicate-id", "identifiant déjà lu dans cet import, avec un autre contenu : {}", "id already read in this import with other content: {}"},
    {ProblemCode::kPlaceMissing, "place-missing", "aucun lieu indiqué", "no place is given"},
    {ProblemCode::kPlaceUnknown, "place-unknown", "lieu introuvable dans le référentiel : {}", "the place is not in the reference: {}"},
    {ProblemCode::kPlaceImplausible, "place-implausible", "position invraisemblable : {}", "implausible position: {}"},
    {ProblemCode::kOccupationMissing, "occupation-missing", "aucun métier indiqué", "no occupation is given"},
    {ProblemCode::kOccupationUnknown, "occupation-unknown", "métier inconnu des vocabulaires importés : {}", "the occupation is in no imported vocabulary: {}"},
    {ProblemCode::kOccupationGuessed, "occupation-guessed", "métier déduit de l'intitulé et du texte : {}", "occupation taken from title and text: {}"},
    {ProblemCode::kOccupationUncertain, "occupation-uncertain", "métier à choisir, l'intitulé et le texte n'en désignent aucun sûrement : {}", "occupation to be chosen, title and text point to none for sure: {}"},
    {ProblemCode::kItemUnknown, "item-unknown", "compétence inconnue des vocabulaires importés : {}", "the item is in no imported vocabulary: {}"},
    {ProblemCode::kItemWithoutCode, "item-without-code", "compétence donnée sans code : {}", "item given without a code: {}"},
    {ProblemCode::kTextUnread, "text-unread", "texte conservé mais non interprété : {}", "text kept but not understood: {}"},
    {ProblemCode::kValueIgnored, "value-ignored", "valeur conservée mais non utilisée : {}", "value kept but not used: {}"},
    {ProblemCode::kValueEstimated, "value-estimated", "valeur estimée : {}", "estimated value: {}"},
    {ProblemCode::kStoreMissing, "store-missing", "base introuvable : lancez d'abord « passerelle init »", "no such store: run « passerelle init » first"},
    {ProblemCode::kStoreNotOurs, "store-not-ours", "ce fichier n'est pas une base Passerelle", "this file is not a Passerelle store"},
    {ProblemCode::kStoreTooNew, "store-too-new", "base écrite par une version plus récente : {}", "the store was written by a newer version: {}"},
    {ProblemCode::kStoreBusy, "store-busy", "base occupée par une autre écriture", "the store is busy with another writer"},
    {ProblemCode::kStoreDamaged, "store-damaged", "base endommagée : {}", "the store is damaged: {}"},
    {ProblemCode::kStoreFull, "store-full", "plus de place pour écrire : {}", "no room left to write: {}"},
    {ProblemCode::kNotFound, "not-found", "identifiant inconnu : {}", "unknown id: {}"},
    {ProblemCode::kVersionMismatch, "version-mismatch", "l'enregistrement a changé depuis : {}", "the record has changed since: {}"},
    {ProblemCode::kRequestInvalid, "request-invalid", "demande invalide : {}", "invalid request: {}"},
    {ProblemCode::kReferenceMissing, "reference-missing", "référentiel à importer d'abord : {}", "a reference must be imported first: {}"},
    {ProblemCode::kAccessRefused, "access-refused", "accès refusé : {}", "access refused: {}"},
    {ProblemCode::kWouldCloseTooMany, "would-close-too-many", "l'import fermerait trop d'offres : {}", "the import would close too many offers: {}"},
    {ProblemCode::kInterrupted, "interrupted", "interrompu", "interrupted"},
    {ProblemCode::kInternal, "internal", "erreur interne : {}", "internal error: {}"},
};

const Entry& entry_of(ProblemCode code) noexcept {
  for (const Entry& entry : kTable)
    if (entry.code == code) return entry;
  return kTable[std::size(kTable) - 1];
}

}  // namespace

std::string_view code_name(ProblemCode code) noexcept { return entry_of(code).name; }

ProblemCode code_from_name(std::string_view name) noexcept {
  for (const Entry& entry : kTable)
    if (entry.name == name) return entry.code;
  return ProblemCode::kInternal;
}

std::string reason_text(const Problem& problem, Language language) {
  // Text that names its encoding is not Latin-1.
  if (problem.code == ProblemCode::kNotUtf8 && problem.detail == "UTF-16")
    return language == Language::kFrench ? "le texte est en UTF-16, il faut de l'UTF-8" : "the text is UTF-16, UTF-8 is expected";
  const Entry& entry = entry_of(problem.code);
  std::string_view pattern = language == Language::kFrench ? entry.french : entry.english;
  // A sentence that would end in its colon ends before it.
  for (const std::string_view end : {" : {}", ": {}"})
    if (problem.detail.empty() && pattern.ends_with(end)) pattern.remove_suffix(end.size());
  const std::string detail = detail_text(problem.code, problem.detail, language);
  if (pattern.find("{}") != std::string_view::npos) return fmt::format(fmt::runtime(pattern), detail);
  if (detail.empty()) return std::string(pattern);
  return fmt::format("{} ({})", pattern, detail);
}

std::string describe(const Problem& problem, Language language) {
  std::string out;
  const auto add = [&out](const std::string& part) {
    if (part.empty()) return;
    if (!out.empty()) out += ", ";
    out += part;
  };
  add(problem.source);
  add(position_text(problem.position, language));
  add(problem.field);
  if (!out.empty()) out += language == Language::kFrench ? " : " : ": ";
  return out + reason_text(problem, language);
}

}  // namespace passerelle
