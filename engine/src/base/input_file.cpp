#include "base/input_file.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <vector>

#include <zlib.h>
#include <zstd.h>

namespace passerelle {
namespace {

constexpr std::size_t kChunk = 1U << 18;

enum class Coding { kPlain, kGzip, kZstd };

/// What is wrong with plain bytes that are the stump of an archive, or that the name says are one; else "". JSON and
/// tables under such a name are read: some clients unpack what they download and leave the name.
std::string_view cut_or_misnamed(std::string_view bytes, std::string_view name) {
  constexpr std::string_view kGzipMagic = "\x1F\x8B", kZstdMagic = "\x28\xB5\x2F\xFD", kOrder = "\xEF\xBB\xBF";
  if (kGzipMagic.starts_with(bytes)) return "gzip";
  // One "(" alone is a text as well.
  if (kZstdMagic.starts_with(bytes) && (bytes.size() > 1 || name.ends_with(".zst"))) return "zstd";
  if (!name.ends_with(".gz") && !name.ends_with(".zst")) return {};
  if (bytes.starts_with(kOrder)) return {};
  const std::size_t first = bytes.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos || bytes[first] == '{' || bytes[first] == '[') return {};
  const std::string_view line = bytes.substr(0, bytes.find('\n'));
  const bool text = std::none_of(line.begin(), line.end(), [](char c) { return static_cast<unsigned char>(c) < ' ' && c != '\t' && c != '\r'; });
  if (text && bytes[first] != '<' && line.find_first_of(",;\t|") != std::string_view::npos) return {};
  return name.ends_with(".gz") ? "the name says gzip, the bytes do not" : "the name says zstd, the bytes do not";
}

}  // namespace

struct InputFile::Impl {
  std::string name;
  std::FILE* file = nullptr;
  bool owned = false;
  std::size_t total = 0;
  std::size_t consumed = 0;
  Coding coding = Coding::kPlain;
  std::vector<char> raw;      // bytes of the file not yet handed out or decompressed
  std::size_t raw_at = 0;
  bool at_end = false;        // of the file on disk
  z_stream gzip{};
  bool gzip_open = false;
  bool member_open = false;   // inside a gzip member or zstd frame
  ZSTD_DCtx* zstd = nullptr;
  std::string head;           // first decompressed byte, read to detect an empty content

  ~Impl() {
    if (gzip_open) inflateEnd(&gzip);
    if (zstd != nullptr) ZSTD_freeDCtx(zstd);
    if (owned && file != nullptr) std::fclose(file);
  }

  // Refills `raw` when it is used up; false at the end of the file.
  Result<bool> refill() {
    if (raw_at < raw.size()) return true;
    if (at_end) return false;
    raw.resize(kChunk);
    const std::size_t got = std::fread(raw.data(), 1, kChunk, file);
    if (got < kChunk) {
      if (std::ferror(file) != 0) return unreadable();
      at_end = std::feof(file) != 0;
    }
    raw.resize(got);
    raw_at = 0;
    consumed += got;
    return got > 0;
  }
  Problem unreadable() const { return Problem(ProblemCode::kFileUnreadable, std::string(std::strerror(errno))).from(name); }

  Result<std::size_t> read(char* out, std::size_t capacity) {
    switch (coding) {
      case Coding::kPlain: return read_plain(out, capacity);
      case Coding::kGzip: return read_gzip(out, capacity);
      case Coding::kZstd: return read_zstd(out, capacity);
    }
    return std::size_t{0};
  }

  Result<std::size_t> read_plain(char* out, std::size_t capacity) {
    Result<bool> more = refill();
    if (!more) return std::move(more).problem();
    if (!*more) return std::size_t{0};
    const std::size_t size = std::min(capacity, raw.size() - raw_at);
    std::memcpy(out, raw.data() + raw_at, size);
    raw_at += size;
    return size;
  }

  Problem damaged(std::string why) const { return Problem(ProblemCode::kCompressionDamaged, std::move(why)).from(name); }

  Result<std::size_t> read_gzip(char* out, std::size_t capacity) {
    gzip.next_out = reinterpret_cast<Bytef*>(out);
    gzip.avail_out = static_cast<uInt>(std::min<std::size_t>(capacity, 1U << 30));
    const uInt wanted = gzip.avail_out;
    while (gzip.avail_out == wanted) {
      Result<bool> more = refill();
      if (!more) return std::move(more).problem();
      if (!*more) {
        if (member_open) return damaged("gzip");
        return std::size_t{0};
      }
      if (!member_open) {
        if (inflateReset(&gzip) != Z_OK) return damaged("gzip");
        member_open = true;
      }
      gzip.next_in = reinterpret_cast<Bytef*>(raw.data() + raw_at);
      gzip.avail_in = static_cast<uInt>(raw.size() - raw_at);
      const int code = inflate(&gzip, Z_NO_FLUSH);
      raw_at = raw.size() - gzip.avail_in;
      if (code == Z_STREAM_END) member_open = false;  // another member may follow (RFC 1952, 2.2)
      else if (code != Z_OK && code != Z_BUF_ERROR) return damaged(gzip.msg != nullptr ? gzip.msg : "gzip");
    }
    return static_cast<std::size_t>(wanted - gzip.avail_out);
  }

  Result<std::size_t> read_zstd(char* out, std::size_t capacity) {
    ZSTD_outBuffer output{out, capacity, 0};
    while (output.pos == 0) {
      Result<bool> more = refill();
      if (!more) return std::move(more).problem();
      if (!*more) {
        if (member_open) return damaged("zstd");
        return std::size_t{0};
      }
      ZSTD_inBuffer input{raw.data(), raw.size(), raw_at};
      const std::size_t code = ZSTD_decompressStream(zstd, &output, &input);
      raw_at = input.pos;
      if (ZSTD_isError(code) != 0U) return damaged(ZSTD_getErrorName(code));
      member_open = code != 0;
    }
    return output.pos;
  }
};

InputFile::InputFile(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
InputFile::InputFile(InputFile&&) noexcept = default;
InputFile& InputFile::operator=(InputFile&&) noexcept = default;
InputFile::~InputFile() = default;

Result<InputFile> InputFile::open(const std::string& path) {
  auto impl = std::make_unique<Impl>();
  impl->name = path;
  if (path == "-") {
    impl->file = stdin;
  } else {
    std::error_code error;
    const auto status = std::filesystem::status(path, error);
    if (std::filesystem::is_directory(status)) return Problem(ProblemCode::kFileIsDirectory).from(path);
    impl->file = std::fopen(path.c_str(), "rb");
    if (impl->file == nullptr)
      return errno == ENOENT ? Problem(ProblemCode::kFileNotFound).from(path) : impl->unreadable();
    impl->owned = true;
    if (std::filesystem::is_regular_file(status)) {
      const auto size = std::filesystem::file_size(path, error);
      if (!error) impl->total = static_cast<std::size_t>(size);
    }
  }
  Result<bool> more = impl->refill();
  if (!more) return std::move(more).problem();
  if (!*more) return Problem(ProblemCode::kFileEmpty).from(path);
  const auto byte = [&](std::size_t i) { return i < impl->raw.size() ? static_cast<unsigned char>(impl->raw[i]) : 0U; };
  if (byte(0) == 0x1F && byte(1) == 0x8B) {
    impl->coding = Coding::kGzip;
    if (inflateInit2(&impl->gzip, 15 + 16) != Z_OK) return impl->damaged("gzip");
    impl->gzip_open = true;
  } else if (byte(0) == 0x28 && byte(1) == 0xB5 && byte(2) == 0x2F && byte(3) == 0xFD) {
    impl->coding = Coding::kZstd;
    impl->zstd = ZSTD_createDCtx();
    if (impl->zstd == nullptr) return impl->damaged("zstd");
  }
  if (impl->coding == Coding::kPlain) {
    if (const std::string_view why = cut_or_misnamed({impl->raw.data(), impl->raw.size()}, path); !why.empty()) return impl->damaged(std::string(why));
  } else {
    // An archive of nothing is an empty file too.
    char first = 0;
    Result<std::size_t> got = impl->read(&first, 1);
    if (!got) return std::move(got).problem();
    if (*got == 0) return Problem(ProblemCode::kFileEmpty).from(path);
    impl->head.assign(1, first);
  }
  return InputFile(std::move(impl));
}

Result<std::size_t> InputFile::read(char* buffer, std::size_t capacity) {
  if (capacity == 0) return std::size_t{0};
  if (!impl_->head.empty()) {
    buffer[0] = impl_->head[0];
    impl_->head.clear();
    return std::size_t{1};
  }
  return impl_->read(buffer, capacity);
}

std::size_t InputFile::consumed() const noexcept { return impl_->consumed; }
std::size_t InputFile::total() const noexcept { return impl_->total; }
const std::string& InputFile::name() const noexcept { return impl_->name; }

Result<std::string> read_all(const std::string& path) {
  Result<InputFile> file = InputFile::open(path);
  if (!file) return std::move(file).problem();
  std::string text;
  std::vector<char> buffer(kChunk);
  while (true) {
    Result<std::size_t> got = file->read(buffer.data(), buffer.size());
    if (!got) return std::move(got).problem();
    if (*got == 0) return text;
    text.append(buffer.data(), *got);
  }
}

}  // namespace passerelle
