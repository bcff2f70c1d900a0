// A JSON file as a stream of records, without parsing them: finds where each begins and ends. Memory is bounded by
// one record of at most the limit (and the first line, to tell the shapes apart), whatever the size of the file.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace passerelle {

/// One record as it stands in the file.
struct RawRecord {
  std::string bytes;
  std::string position;            ///< "/resultats/3", "/3" or "line 12"
  std::optional<Problem> problem;  ///< why the bytes are not even worth decoding (kRecordTooLarge)
};

/// Up to `capacity` bytes into `buffer`; 0 at the end.
using ByteSource = std::function<Result<std::size_t>(char* buffer, std::size_t capacity)>;

/// The array of records within a document: names of members from the top down, {"resultats"} or {"data", "ads"}.
struct RecordArray {
  std::vector<std::vector<std::string>> paths = {{"resultats"}};  ///< alternatives; none = there is no such array
  bool required = false;                                          ///< a document without it is refused
};

/// Shapes, told by the beginning of the file:
///   {"resultats":[…], …}   positions "/resultats/0", …; the other members are skipped; several documents may follow
///                          one another (the second's positions begin with its line). Other names: see RecordArray.
///   [ … ]                  positions "/0", …
///   one object a line      positions "line 1", …; blank lines are skipped; a line that is broken is delivered like
///                          the others, for the decoder to refuse it
///   {…} {…}                objects over several lines, one or many: positions "line N" of their first line
/// A byte-order mark is skipped. Not thread-safe.
class JsonSplitter {
 public:
  static constexpr std::size_t kDefaultLimit = std::size_t{16} << 20;

  /// `limit`: bytes that one record may have, and those before the array of records.
  explicit JsonSplitter(ByteSource source, std::size_t limit = kDefaultLimit, RecordArray array = {});

  /// The next record into `record`; false at the end.
  /// Problems, all about the file as a whole: kFileEmpty (nothing but white space), kDocumentTruncated,
  /// kDocumentMalformed, kDocumentUnexpected (`resultats` is not an array, or the array is required and not
  /// there), kNotUtf8 (UTF-16), kRecordTooLarge (an
  /// object over several lines that stands in no array), and those of the source. A line or an element of an array that
  /// is too large is a record with that problem, of which the beginning is kept.
  Result<bool> next(RawRecord& record);

 private:
  enum class State { kStart, kLines, kBetweenValues, kInArray, kDone };
  /// Of one step: a record, the end of the file, or neither (an empty array, the end of an array).
  enum class Step { kRecord, kEnd, kNothing };

  // The window of unread bytes; indexes below are relative to pos_.
  Result<bool> has(std::size_t index);
  bool buffered(std::size_t index) const noexcept { return pos_ + index < buffer_.size(); }
  char at(std::size_t index) const noexcept { return buffer_[pos_ + index]; }
  void consume(std::size_t count);
  Result<bool> skip_white_space();
  /// The JSON value that begins the window into `record`, found by its brackets and quotes alone.
  Status take_value(RawRecord& record);

  Status start();
  Result<Step> next_line(RawRecord& record);
  Result<Step> next_value(RawRecord& record);
  Result<Step> next_element(RawRecord& record);
  Status skip_line(RawRecord& record);
  struct FoundArray {
    std::size_t begin = 0;            ///< index behind its '['
    std::vector<std::string> path;
  };
  /// The array of records of the object that opens at `open`; nothing when it has none.
  Result<std::optional<FoundArray>> results_of(std::size_t open);
  Problem array_missing() const;
  Status skip_rest_of_object();
  /// Whether the object that begins the window ends on its line, with nothing behind it.
  Result<bool> first_line_is_a_record();
  Result<std::size_t> line_length(std::size_t index);

  Problem malformed(std::size_t index, std::string detail) const;
  Problem truncated() const;
  std::string line_name() const;

  ByteSource source_;
  std::size_t limit_;
  RecordArray array_;
  std::string buffer_;
  std::size_t pos_ = 0;
  bool at_end_ = false;
  std::size_t line_ = 1;        ///< of pos_
  State state_ = State::kStart;
  bool any_value_ = false;
  // Of the array being read.
  std::string prefix_;
  std::size_t element_ = 0;
  bool in_results_ = false;
  std::size_t levels_ = 0;      ///< objects around it
};

}  // namespace passerelle
