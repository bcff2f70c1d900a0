#include "night/list_block.hpp"

#include <cstring>

#include <fmt/format.h>

#include "base/mapped_file.hpp"
#include "night/finished_file.hpp"

namespace passerelle::night {
namespace {

constexpr char kMark[8] = {'P', 'A', 'S', 'S', 'N', 'G', 'T', '1'};
struct Header {
  char mark[8];
  Fingerprint key, checksum;
  std::uint64_t lists, lines;
};
static_assert(sizeof(Header) == 56);
constexpr std::size_t kLineBytes = 11;

}  // namespace

std::string block_name(Side side, std::size_t number) { return fmt::format("{}-{:05}.block", side == Side::kPersons ? "persons" : "offers", number); }

Status write_block(const std::string& path, const Fingerprint& key, const ListBlock& block) {
  std::string body;
  body.resize(block.counts.size() * sizeof(std::uint16_t) + block.lines.size() * kLineBytes);
  char* out = body.data();
  std::memcpy(out, block.counts.data(), block.counts.size() * sizeof(std::uint16_t));
  out += block.counts.size() * sizeof(std::uint16_t);
  for (const ListLine& line : block.lines) {
    std::memcpy(out, &line.id, 4);
    std::memcpy(out + 4, &line.score, 2);
    std::memcpy(out + 6, &line.suits, 2);
    std::memcpy(out + 8, &line.wanted, 2);
    out[10] = static_cast<char>(line.tier);
    out += kLineBytes;
  }
  Header header{};
  std::memcpy(header.mark, kMark, sizeof kMark);
  header.key = key;
  header.checksum = fingerprint(body);
  header.lists = block.counts.size();
  header.lines = block.lines.size();
  FinishedFile file(path);
  PASSERELLE_TRY(file.open());
  PASSERELLE_TRY(file.write({reinterpret_cast<const char*>(&header), sizeof header}));
  PASSERELLE_TRY(file.write(body));
  return file.finish();
}

std::optional<ListBlock> read_block(const std::string& path, const Fingerprint& key) {
  const auto file = MappedFile::open(path);
  if (!file || file->bytes().size() < sizeof(Header)) return {};
  Header header;
  std::memcpy(&header, file->bytes().data(), sizeof header);
  const std::string_view body = file->bytes().substr(sizeof header);
  if (std::memcmp(header.mark, kMark, sizeof kMark) != 0 || header.key != key || header.lists > body.size() || header.lines > body.size() ||
      body.size() != header.lists * sizeof(std::uint16_t) + header.lines * kLineBytes || fingerprint(body) != header.checksum)
    return {};
  ListBlock block;
  block.counts.resize(header.lists);
  block.lines.resize(header.lines);
  std::memcpy(block.counts.data(), body.data(), header.lists * sizeof(std::uint16_t));
  const char* in = body.data() + header.lists * sizeof(std::uint16_t);
  std::uint64_t counted = 0;
  for (const std::uint16_t count : block.counts) counted += count;
  if (counted != header.lines) return {};
  for (ListLine& line : block.lines) {
    std::memcpy(&line.id, in, 4);
    std::memcpy(&line.score, in + 4, 2);
    std::memcpy(&line.suits, in + 6, 2);
    std::memcpy(&line.wanted, in + 8, 2);
    line.tier = static_cast<std::uint8_t>(in[10]);
    in += kLineBytes;
  }
  return block;
}

}  // namespace passerelle::night
