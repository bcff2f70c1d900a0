#include "intake/feeds/byte_decoder.hpp"

#include <fmt/format.h>
#include <iconv.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <utility>

#include "base/text.hpp"

namespace passerelle {
namespace {

constexpr std::size_t kChunk = std::size_t{1} << 16;
constexpr std::string_view kUtf8 = "UTF-8", kWindows = "WINDOWS-1252";

/// Bytes at the end of `text` that begin a character and do not finish it: 0 … 3.
std::size_t unfinished_tail(std::string_view text) {
  for (std::size_t back = 1; back <= 3 && back <= text.size(); ++back) {
    const auto c = static_cast<unsigned char>(text[text.size() - back]);
    if ((c & 0xC0U) == 0x80U) continue;
    const std::size_t length = c >= 0xF0U ? 4 : c >= 0xE0U ? 3 : c >= 0xC0U ? 2 : 1;
    return length > back ? back : 0;
  }
  return 0;
}

bool ascii(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80U; });
}

/// Of `<?xml version="1.0" encoding="…"?>`; "" when it says none.
std::string declared_encoding(std::string_view head) {
  if (!head.starts_with("<?xml")) return {};
  head = head.substr(0, head.find("?>"));
  const std::size_t word = head.find("encoding");
  if (word == std::string_view::npos) return {};
  const std::size_t open = head.find_first_of("\"'", word);
  if (open == std::string_view::npos) return {};
  const std::size_t close = head.find(head[open], open + 1);
  if (close == std::string_view::npos) return {};
  return std::string(head.substr(open + 1, close - open - 1));
}

/// Names that mean what iconv calls otherwise, or that mean another in practice.
std::string known_name(std::string_view written) {
  std::string name = ascii_lower(trim(written));
  if (name == "utf-8" || name == "utf8") return std::string(kUtf8);
  for (const std::string_view latin : {"iso-8859-1", "iso8859-1", "iso_8859-1", "latin1", "latin-1", "windows-1252", "cp1252", "us-ascii", "ascii"})
    if (name == latin) return std::string(kWindows);
  // Of iconv's own language (« //TRANSLIT », …) nothing may come from a file.
  const bool plain = !name.empty() && name.size() <= 40 &&
                     name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-_.:") == std::string::npos;
  if (!plain) return {};
  std::transform(name.begin(), name.end(), name.begin(), [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  return name;
}

}  // namespace

struct ByteDecoder::Impl {
  ByteSource source;
  std::string stated;
  bool xml;
  std::string encoding{kUtf8};
  bool certain = false;      ///< stated, declared or marked: not to be doubted
  bool started = false;
  bool at_end = false;       ///< of the source
  bool any_beyond_ascii = false;
  std::string in;            ///< read, not yet converted
  std::string out;           ///< converted, not yet handed out
  std::size_t out_at = 0;
  std::size_t line = 1;      ///< of the end of what was converted
  iconv_t converter = reinterpret_cast<iconv_t>(-1);

  Impl(ByteSource s, std::string name, bool is_xml) : source(std::move(s)), stated(std::move(name)), xml(is_xml) {}
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  ~Impl() { close(); }
  void close() {
    if (converter != reinterpret_cast<iconv_t>(-1)) iconv_close(converter);
    converter = reinterpret_cast<iconv_t>(-1);
  }

  std::string line_name(std::size_t further) const {
    const auto lines = std::count(in.begin(), in.begin() + static_cast<std::ptrdiff_t>(std::min(further, in.size())), '\n');
    return fmt::format("line {}", line + static_cast<std::size_t>(lines));
  }

  Status fill(std::size_t wanted) {
    while (!at_end && in.size() < wanted) {
      const std::size_t before = in.size();
      in.resize(before + kChunk);
      auto read = source(in.data() + before, kChunk);
      in.resize(before + (read.ok() ? *read : 0));
      if (!read.ok()) return std::move(read).problem();
      if (*read == 0) at_end = true;
    }
    return {};
  }

  Status use(std::string_view name) {
    encoding = known_name(name);
    if (encoding == kUtf8) return {};
    if (!encoding.empty()) converter = iconv_open("UTF-8", encoding.c_str());
    if (encoding.empty() || converter == reinterpret_cast<iconv_t>(-1))
      return Problem(ProblemCode::kDocumentUnexpected, "encoding", shorten(name, 40)).at("line 1");
    return {};
  }

  Status start() {
    started = true;
    PASSERELLE_TRY(fill(kChunk));
    const std::string_view head(in);
    const auto nul = [&](std::size_t i) { return i < head.size() && head[i] == '\0'; };
    certain = true;
    if (head.starts_with("\xEF\xBB\xBF")) {
      in.erase(0, 3);
      return {};
    }
    if (head.starts_with("\xFF\xFE")) {
      in.erase(0, 2);
      return use("UTF-16LE");
    }
    if (head.starts_with("\xFE\xFF")) {
      in.erase(0, 2);
      return use("UTF-16BE");
    }
    if (!stated.empty()) return use(stated);
    // ASCII in 16 bits: the beginning of any XML or table.
    if (head.size() >= 4 && nul(1) && nul(3) && !nul(0) && !nul(2)) return use("UTF-16LE");
    if (head.size() >= 4 && nul(0) && nul(2) && !nul(1) && !nul(3)) return use("UTF-16BE");
    if (xml) {
      const std::string declared = declared_encoding(head);
      // A declaration that can be read byte by byte is not in the encoding of 16 bits that it names.
      if (!declared.empty() && !ascii_lower(declared).starts_with("utf-16")) return use(declared);
    }
    certain = false;
    return {};
  }

  void hand_out(std::size_t count) {
    line += static_cast<std::size_t>(std::count(in.begin(), in.begin() + static_cast<std::ptrdiff_t>(count), '\n'));
    out.assign(in, 0, count);
    in.erase(0, count);
  }

  /// Converts what stands in `in`; nothing more to come when both are empty.
  Status convert() {
    out.clear();
    out_at = 0;
    PASSERELLE_TRY(fill(kChunk));
    if (in.empty()) return {};
    if (encoding == kUtf8) {
      std::size_t whole = in.size() - (at_end ? 0 : unfinished_tail(in));
      std::size_t bad = 0;
      if (valid_utf8(std::string_view(in).substr(0, whole), &bad)) {
        any_beyond_ascii = any_beyond_ascii || !ascii(std::string_view(in).substr(0, whole));
        hand_out(whole);
        return {};
      }
      if (bad > 0) {  // up to there it is right
        any_beyond_ascii = any_beyond_ascii || !ascii(std::string_view(in).substr(0, bad));
        hand_out(bad);
        return {};
      }
      if (certain || any_beyond_ascii)
        return Problem(ProblemCode::kNotUtf8, fmt::format("0x{:02X}", static_cast<unsigned char>(in[0]))).at(line_name(0));
      PASSERELLE_TRY(use(kWindows));
    }
    char* from = in.data();
    std::size_t left = in.size();
    out.resize(in.size() * 4 + 16);
    char* to = out.data();
    std::size_t room = out.size();
    const std::size_t result = iconv(converter, &from, &left, &to, &room);
    const int error = errno;
    const std::size_t used = in.size() - left;
    if (result == static_cast<std::size_t>(-1) && used == 0 && (error == EILSEQ || (error == EINVAL && at_end)))
      return Problem(ProblemCode::kDocumentMalformed, fmt::format("0x{:02X} ({})", static_cast<unsigned char>(in[0]), encoding))
          .at(line_name(0));
    out.resize(out.size() - room);
    line += static_cast<std::size_t>(std::count(out.begin(), out.end(), '\n'));
    in.erase(0, used);
    if (used == 0 && !at_end) {  // half a character: the rest is still to be read
      PASSERELLE_TRY(fill(in.size() + 1));
      return convert();
    }
    return {};
  }
};

ByteDecoder::ByteDecoder(ByteSource source, std::string stated, bool xml)
    : impl_(std::make_unique<Impl>(std::move(source), std::move(stated), xml)) {}
ByteDecoder::ByteDecoder(ByteDecoder&&) noexcept = default;
ByteDecoder& ByteDecoder::operator=(ByteDecoder&&) noexcept = default;
ByteDecoder::~ByteDecoder() = default;
const std::string& ByteDecoder::encoding() const noexcept { return impl_->encoding; }

Result<std::size_t> ByteDecoder::read(char* buffer, std::size_t capacity) {
  Impl& self = *impl_;
  if (!self.started) PASSERELLE_TRY(self.start());
  while (self.out_at >= self.out.size()) {
    PASSERELLE_TRY(self.convert());
    if (self.out.empty() && self.in.empty() && self.at_end) return std::size_t{0};
  }
  std::size_t count = std::min(capacity, self.out.size() - self.out_at);
  // Characters are not handed over in halves.
  if (self.out_at + count < self.out.size()) count -= unfinished_tail(std::string_view(self.out).substr(self.out_at, count));
  std::memcpy(buffer, self.out.data() + self.out_at, count);
  self.out_at += count;
  return count;
}

}  // namespace passerelle
