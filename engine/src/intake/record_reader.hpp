// Single records in Passerelle's own format, by the rules of an import: what read_records.hpp does for files, for one record at
// a time. Made once for a reference (the expressions found in texts are compiled then) and shared by all who write.
#pragma once

#include <memory>
#include <string>

#include "intake/read_records.hpp"

namespace passerelle {

/// Immutable; thread-safe.
class RecordReader {
 public:
  explicit RecordReader(std::shared_ptr<const reference::Reference> reference);
  ~RecordReader();
  const std::shared_ptr<const reference::Reference>& reference() const noexcept { return reference_; }

  /// `position` names the record in Problems and in the quarantine ("line 12"); "" when it came alone.
  ReadRecord<Offer> offer(std::string bytes, std::string position = {}) const;
  ReadRecord<Candidate> candidate(std::string bytes, std::string position = {}) const;

 private:
  struct Impl;
  std::shared_ptr<const reference::Reference> reference_;
  std::unique_ptr<Impl> impl_;
};

/// The record as stored with a merge patch applied (RFC 7396), to be read again. What was flagged about the members that the
/// patch names is left out: it is found anew. « restricted »: null becomes an empty record, which erases what is stored.
/// Problems: those of JSON that is none (kRecordMalformed, kNotUtf8, kNulByte, kFieldValue for a repeated key), kFieldType when
/// the patch is not an object.
Result<std::string> merge_patched(std::string_view stored, std::string_view patch);

}  // namespace passerelle
