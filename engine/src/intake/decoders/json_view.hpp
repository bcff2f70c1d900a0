// A parsed JSON record, read without touching the parser's types. Parsing refuses what no decoder should have to
// think about: bytes that are not UTF-8, NUL characters, repeated keys, bombs of nesting.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace passerelle {

/// A value of a JsonRecord, valid as long as it. Each read supposes the kind; ask first.
class JsonView {
 public:
  enum class Kind : std::uint8_t { kNull, kBoolean, kNumber, kString, kArray, kObject };

  Kind kind() const noexcept;
  bool boolean() const noexcept;
  double number() const noexcept;
  /// The number when it is written as an integer that fits.
  std::optional<std::int64_t> integer() const noexcept;
  std::string_view string() const noexcept;
  /// Elements of an array, members of an object.
  std::size_t size() const noexcept;
  JsonView element(std::size_t i) const noexcept;
  std::string_view member_name(std::size_t i) const noexcept;
  JsonView member_value(std::size_t i) const noexcept;
  std::optional<JsonView> member(std::string_view name) const noexcept;
  /// The value as JSON text.
  std::string json() const;

 private:
  friend class JsonRecord;
  explicit JsonView(const void* value) : value_(value) {}
  const void* value_;
};

class JsonRecord {
 public:
  static constexpr unsigned kMaxDepth = 64;

  /// Problems (position = JSON pointer, empty for the whole record): kNotUtf8, kNulByte, kRecordMalformed (not JSON,
  /// or nested deeper than kMaxDepth; detail = byte offset), kFieldValue for a repeated key.
  static Result<JsonRecord> parse(std::string_view bytes);
  JsonRecord(JsonRecord&&) noexcept;
  JsonRecord& operator=(JsonRecord&&) noexcept;
  ~JsonRecord();
  JsonView root() const noexcept;

 private:
  struct Impl;
  explicit JsonRecord(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// `pointer` with one more token, escaped after RFC 6901.
std::string pointer_to(std::string_view pointer, std::string_view token);
std::string pointer_to(std::string_view pointer, std::size_t index);

}  // namespace passerelle
