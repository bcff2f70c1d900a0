#include "corpus/corpus_file.hpp"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <span>
#include <type_traits>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

#include "base/hash.hpp"
#include "base/mapped_file.hpp"

namespace passerelle {
namespace {

constexpr std::uint32_t kFormat = 2;
constexpr char kMark[8] = {'P', 'A', 'S', 'S', 'C', 'O', 'R', 'P'};
constexpr std::size_t kAlignment = 64;
constexpr std::string_view kBeside = ".new-";

struct Header {
  Fingerprint checksum;
  char mark[8];
  std::uint32_t format, sections;
  Fingerprint key;
  char snapshot[32];
};
struct Section { std::uint64_t at, bytes, element, name; };
static_assert(sizeof(Header) == 80 && sizeof(Section) == 32);

Fingerprint key_of(std::string_view snapshot, std::string_view build, const reference::Reference& reference) {
  return fingerprint(fmt::format("{}\n{}\n{} {} {}", snapshot, build, reference.item_keys.size(), reference.occupation_keys.size(), reference.communes.size()));
}

// A column as one run of values, or two: the ends of the rows, and what they hold.
template <class T, class F>
void runs(std::string_view name, std::span<const T>& column, const F& f) { f(name, column); }
template <class T, class F>
void runs(std::string_view name, CsrView<T>& rows, const F& f) {
  std::span<const std::uint32_t> offsets = rows.offsets();
  std::span<const T> values = rows.values();
  f(fmt::format("{}.ends", name), offsets);
  f(name, values);
  rows = CsrView<T>(offsets, values);
}
template <class F>
void runs(std::string_view name, StringsView& strings, const F& f) {
  CsrView<char> rows = strings.rows();
  runs(name, rows, f);
  strings = StringsView(rows);
}

// f(name, run) for all runs of all columns, in the order of the file; f may set them.
template <class F>
void for_each_run(CorpusColumnsOf<Views>& columns, const F& f) {
  const auto under = [&](std::string_view of) {
    return [&f, of](std::string_view name, auto& column) { runs(fmt::format("{}.{}", of, name), column, f); };
  };
  for_each_offer_column(under("offers"), columns.offers);
  for_each_candidate_column(under("candidates"), columns.candidates);
  for_each_index_column(under("index"), columns);
}

std::uint64_t hash_of(std::string_view name) { return fingerprint(name).low; }

std::vector<Section> sections_of(CorpusColumnsOf<Views>& columns) {
  std::vector<Section> sections;
  for_each_run(columns, [&]<class T>(std::string_view name, std::span<const T>& run) {
    static_assert(std::is_trivially_copyable_v<T> && alignof(T) <= kAlignment);
    sections.push_back({0, run.size_bytes(), sizeof(T), hash_of(name)});
  });
  std::uint64_t at = sizeof(Header) + sections.size() * sizeof(Section);
  for (Section& section : sections) {
    section.at = at = (at + kAlignment - 1) / kAlignment * kAlignment;
    at += section.bytes;
  }
  return sections;
}

// Rows whose ends lie beyond their values would be read out of the file.
template <class T>
bool whole(const CsrView<T>& rows) {
  const auto ends = rows.offsets();
  return !ends.empty() && ends.front() == 0 && ends.back() == rows.values().size();
}
bool whole(const StringsView& strings) { return whole(strings.rows()); }
template <class T>
bool whole(std::span<const T>) { return true; }

bool whole(CorpusColumnsOf<Views>& columns) {
  bool all = true;
  const auto look = [&](std::string_view, auto& column) { all = all && whole(column); };
  for_each_offer_column(look, columns.offers);
  for_each_candidate_column(look, columns.candidates);
  for_each_index_column(look, columns);
  return all && columns.candidates_by_id.size() == columns.candidates.size();
}

class Descriptor {
 public:
  explicit Descriptor(int file) : file_(file) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { if (file_ >= 0) ::close(file_); }
  int get() const noexcept { return file_; }

 private:
  int file_;
};

bool write_at(int file, const void* data, std::size_t size, std::uint64_t at) {
  const char* from = static_cast<const char*>(data);
  while (size > 0) {
    const ssize_t written = ::pwrite(file, from, size, static_cast<off_t>(at));
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    from += written;
    at += static_cast<std::uint64_t>(written);
    size -= static_cast<std::size_t>(written);
  }
  return true;
}

bool write_all(int file, const std::string& path, CorpusColumnsOf<Views>& columns, const Fingerprint& key, std::string_view snapshot) {
  const std::vector<Section> sections = sections_of(columns);
  Header header{};
  std::memcpy(header.mark, kMark, sizeof kMark);
  header.format = kFormat;
  header.sections = static_cast<std::uint32_t>(sections.size());
  header.key = key;
  std::memcpy(header.snapshot, snapshot.data(), std::min(snapshot.size(), sizeof header.snapshot));
  bool written = ::ftruncate(file, static_cast<off_t>(sections.back().at + sections.back().bytes)) == 0 && write_at(file, &header, sizeof header, 0) &&
                 write_at(file, sections.data(), sections.size() * sizeof(Section), sizeof header);
  std::size_t next = 0;
  for_each_run(columns, [&]<class T>(std::string_view, std::span<const T>& run) {
    written = written && write_at(file, run.data(), run.size_bytes(), sections[next].at);
    ++next;
  });
  if (!written) return false;
  const auto mapped = MappedFile::open(path);
  if (!mapped) return false;
  const Fingerprint checksum = fingerprint(mapped->bytes().substr(sizeof(Fingerprint)));
  return write_at(file, &checksum, sizeof checksum, 0) && ::fsync(file) == 0;
}

// What a writer that was killed left beside: it holds personal data, and nobody will come back for it.
void sweep(const std::string& path) {
  namespace fs = std::filesystem;
  const fs::path file(path);
  const std::string begins = file.filename().string() + std::string(kBeside);
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(file.has_parent_path() ? file.parent_path() : fs::path("."), error)) {
    if (!entry.path().filename().string().starts_with(begins)) continue;
    if (fs::file_time_type::clock::now() - entry.last_write_time(error) > std::chrono::hours(1) && !error) fs::remove(entry.path(), error);
  }
}

}  // namespace

std::string snapshot_of_file(const std::string& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  Header header{};
  if (file.get() < 0 || ::pread(file.get(), &header, sizeof header, 0) != static_cast<ssize_t>(sizeof header)) return {};
  if (std::memcmp(header.mark, kMark, sizeof kMark) != 0 || header.format != kFormat) return {};
  return std::string(header.snapshot, ::strnlen(header.snapshot, sizeof header.snapshot));
}

MappedCorpus map_corpus(const std::string& path, std::shared_ptr<const reference::Reference> reference, std::string_view snapshot, std::string_view build) {
  const auto file = MappedFile::open(path);
  if (!file) return {CorpusFile::kMissing, nullptr};
  const std::string_view bytes = file->bytes();
  Header header;
  if (bytes.size() < sizeof header) return {CorpusFile::kDamaged, nullptr};
  std::memcpy(&header, bytes.data(), sizeof header);
  if (std::memcmp(header.mark, kMark, sizeof kMark) != 0) return {CorpusFile::kDamaged, nullptr};
  if (header.format != kFormat || header.key != key_of(snapshot, build, *reference)) return {CorpusFile::kStale, nullptr};
  if (fingerprint(bytes.substr(sizeof(Fingerprint))) != header.checksum) return {CorpusFile::kDamaged, nullptr};

  const auto corpus = std::make_shared<Corpus>();
  const std::uint64_t table = std::uint64_t{header.sections} * sizeof(Section);
  bool fits = table <= bytes.size() - sizeof header;
  std::size_t next = 0;
  for_each_run(*corpus, [&]<class T>(std::string_view name, std::span<const T>& run) {
    if (!fits || next == header.sections) { fits = false; return; }
    Section section;
    std::memcpy(&section, bytes.data() + sizeof header + next * sizeof section, sizeof section);
    ++next;
    fits = section.name == hash_of(name) && section.element == sizeof(T) && section.bytes % sizeof(T) == 0 && section.at % kAlignment == 0 &&
           section.at <= bytes.size() && section.bytes <= bytes.size() - section.at;
    if (fits) run = {reinterpret_cast<const T*>(bytes.data() + section.at), static_cast<std::size_t>(section.bytes / sizeof(T))};
  });
  if (!fits || next != header.sections || !whole(*corpus)) return {CorpusFile::kDamaged, nullptr};
  corpus->reference = std::move(reference);
  corpus->snapshot = snapshot;
  corpus->memory = file;
  return {CorpusFile::kMapped, corpus};
}

Status save_corpus(const Corpus& corpus, std::string_view build, const std::string& path) {
  CorpusColumnsOf<Views> columns = corpus;
  sweep(path);
  std::string beside = path + std::string(kBeside) + "XXXXXX";
  const auto refused = [&] { return Problem(ProblemCode::kFileUnreadable, std::strerror(errno)).from(path); };
  const Descriptor file(::mkostemp(beside.data(), O_CLOEXEC));  // mode 0600
  if (file.get() < 0) return refused();
  if (write_all(file.get(), beside, columns, key_of(corpus.snapshot, build, *corpus.reference), corpus.snapshot) && std::rename(beside.c_str(), path.c_str()) == 0) return {};
  const Problem problem = refused();
  ::unlink(beside.c_str());
  return problem;
}

}  // namespace passerelle
