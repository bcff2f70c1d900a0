// Bytes in whatever encoding → UTF-8, as a stream.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "intake/json_splitter.hpp"

namespace passerelle {

/// The encoding, in this order: a byte-order mark; the one stated by the caller; an XML declaration's; UTF-16 when every
/// other byte of the beginning is NUL; else UTF-8, and Windows-1252 from the first byte on that is none, provided that
/// nothing before it was (texts are in one encoding). ISO-8859-1 is read as Windows-1252, as all browsers do: the
/// letters are the same, and control characters are not meant. Conversion is the C library's iconv.
class ByteDecoder {
 public:
  /// `stated`: an encoding's name, "" = not known. `xml`: whether to look for an XML declaration.
  ByteDecoder(ByteSource source, std::string stated, bool xml);
  ByteDecoder(ByteDecoder&&) noexcept;
  ByteDecoder& operator=(ByteDecoder&&) noexcept;
  ~ByteDecoder();

  /// Up to `capacity` bytes of whole, valid UTF-8 (capacity ≥ 16); 0 at the end. Problems, with the line: kNotUtf8 (bytes
  /// that are not UTF-8 where other bytes are or where it was stated), kDocumentMalformed (bytes that the encoding does
  /// not have), kDocumentUnexpected (an encoding that nobody knows), and those of the source.
  Result<std::size_t> read(char* buffer, std::size_t capacity);
  /// "UTF-8", "WINDOWS-1252" …: as far as known by now.
  const std::string& encoding() const noexcept;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace passerelle
