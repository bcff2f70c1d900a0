#include "base/input_file.hpp"

#include <gtest/gtest.h>
#include <zlib.h>
#include <zstd.h>

#include <random>
#include <string>
#include <vector>

#include "support/temporary_directory.hpp"

namespace passerelle {
namespace {

std::string gzip(std::string_view text) {
  z_stream stream{};
  if (deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) throw std::bad_alloc();
  std::string out(deflateBound(&stream, text.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::string zstd(std::string_view text) {
  std::string out(ZSTD_compressBound(text.size()), '\0');
  ZSTD_CCtx* context = ZSTD_createCCtx();
  ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);  // as the zstd command writes it
  out.resize(ZSTD_compress2(context, out.data(), out.size(), text.data(), text.size()));
  ZSTD_freeCCtx(context);
  return out;
}

/// Hardly compressible, so that the compressed file is longer than one read.
std::string noise(std::size_t size) {
  std::mt19937 random(5);
  std::string text(size, '\0');
  for (char& c : text) c = static_cast<char>('!' + random() % 90);
  return text;
}

class InputFileTest : public ::testing::Test {
 protected:
  Result<std::string> read(std::string_view bytes) { return read_all(directory_.write("in", bytes)); }
  ProblemCode problem(std::string_view bytes) {
    const Result<std::string> text = read(bytes);
    EXPECT_FALSE(text.ok()) << "read as " << (text ? text->substr(0, 80) : "");
    if (text) return ProblemCode::kInternal;
    EXPECT_EQ(text.problem().source, directory_.file("in"));
    return text.problem().code;
  }

  testing::TemporaryDirectory directory_;
};

TEST_F(InputFileTest, plain_bytes_come_as_they_are) {
  for (const std::string& bytes : {std::string("a"), std::string("é\r\n\0x", 6), std::string("("),
                                   noise(1'000'000)}) {
    const Result<std::string> text = read(bytes);
    ASSERT_TRUE(text);
    EXPECT_TRUE(*text == bytes);
  }
}

TEST_F(InputFileTest, compression_is_told_by_the_bytes_not_the_name) {
  for (const std::string& content :
       {std::string("a"), std::string("{\"id\":\"é\"}\n"), std::string(3'000'000, 'x'), noise(1'500'000)}) {
    for (const std::string& bytes : {gzip(content), zstd(content)})
      for (const char* name : {"x.gz", "x.zst", "x.json", "x"}) {
        const Result<std::string> text = read_all(directory_.write(name, bytes));
        ASSERT_TRUE(text) << describe(text.problem(), Language::kEnglish);
        EXPECT_TRUE(*text == content);
      }
  }
  for (const char* plain : {"{}", " [1]", "code;label\nA;b\n"}) EXPECT_EQ(*read_all(directory_.write("plain.gz", plain)), plain);
}

TEST_F(InputFileTest, what_is_no_archive_though_named_so_is_said) {
  for (const char* name : {"x.gz", "x.zst"})
    for (const std::string& bytes : {std::string("not compressed"), std::string("<html>a, b"), std::string("\1\2\3,\4")}) {
      const Result<std::string> text = read_all(directory_.write(name, bytes));
      ASSERT_FALSE(text) << bytes;
      EXPECT_EQ(text.problem().code, ProblemCode::kCompressionDamaged);
      EXPECT_EQ(text.problem().detail, std::string("the name says ") + (name[2] == 'g' ? "gzip" : "zstd") + ", the bytes do not");
    }
}

TEST_F(InputFileTest, several_members_are_one_text) {
  EXPECT_EQ(*read(gzip("un ") + gzip("") + gzip("deux ") + gzip("trois")), "un deux trois");
  EXPECT_EQ(*read(zstd("un ") + zstd("") + zstd("deux")), "un deux");
  EXPECT_EQ(*read(gzip("") + gzip("après un vide")), "après un vide");
  const std::string big = noise(700'000);
  EXPECT_TRUE(*read(gzip(big) + gzip(big)) == big + big);
}

TEST_F(InputFileTest, an_archive_cut_anywhere_is_damaged_or_said_to_be_empty) {
  const std::string content = "{\"id\":\"A\"}\n{\"id\":\"B\"}\n{\"id\":\"C\"}\n";
  for (const std::string& bytes : {gzip(content), zstd(content), gzip(content) + gzip(content)})
    for (std::size_t size = bytes.front() == '(' ? 2 : 1; size < bytes.size(); ++size) {
      if (size == gzip(content).size() && bytes.size() > size) continue;  // cut between two members: a whole file
      EXPECT_EQ(problem(std::string_view(bytes).substr(0, size)), ProblemCode::kCompressionDamaged)
          << size << " of " << bytes.size();
    }
  const std::string big = gzip(noise(2'000'000));
  EXPECT_EQ(problem(std::string_view(big).substr(0, big.size() - 1)), ProblemCode::kCompressionDamaged);
  EXPECT_EQ(problem(std::string_view(big).substr(0, big.size() / 2)), ProblemCode::kCompressionDamaged);
}

TEST_F(InputFileTest, the_stump_of_an_archive_is_damaged) {
  for (const char* stump : {"\x1F", "\x28\xB5", "\x28\xB5\x2F"}) EXPECT_EQ(problem(stump), ProblemCode::kCompressionDamaged);
}

TEST_F(InputFileTest, a_changed_byte_is_noticed) {
  for (const std::string& good : {gzip(noise(5'000)), zstd(noise(5'000))})
    for (const std::size_t at : {good.size() / 2, good.size() - 3}) {
      std::string bad = good;
      bad[at] = static_cast<char>(bad[at] ^ 0x10);
      EXPECT_EQ(problem(bad), ProblemCode::kCompressionDamaged) << at;
    }
  EXPECT_EQ(problem(gzip("a") + "rubbish behind"), ProblemCode::kCompressionDamaged);
}

TEST_F(InputFileTest, nothing_is_said_to_be_nothing) {
  EXPECT_EQ(problem(""), ProblemCode::kFileEmpty);
  EXPECT_EQ(problem(gzip("")), ProblemCode::kFileEmpty);
  EXPECT_EQ(problem(zstd("")), ProblemCode::kFileEmpty);
  EXPECT_EQ(problem(gzip("") + gzip("")), ProblemCode::kFileEmpty);
}

TEST_F(InputFileTest, what_is_no_file_is_said) {
  EXPECT_EQ(InputFile::open(directory_.file("absent")).problem().code, ProblemCode::kFileNotFound);
  EXPECT_EQ(InputFile::open("").problem().code, ProblemCode::kFileNotFound);
  EXPECT_EQ(InputFile::open(directory_.path()).problem().code, ProblemCode::kFileIsDirectory);
  EXPECT_EQ(InputFile::open("/dev/null").problem().code, ProblemCode::kFileEmpty);
  const Result<InputFile> below = InputFile::open(directory_.write("file", "x") + "/below");
  ASSERT_FALSE(below);
  EXPECT_EQ(below.problem().source, directory_.file("file") + "/below");
}

TEST_F(InputFileTest, reads_by_any_piece_and_tells_how_far_it_is) {
  const std::string content = noise(300'000);
  for (const std::string& bytes : {content, gzip(content), zstd(content)})
    for (const std::size_t piece : {1UL, 7UL, 4096UL, 1UL << 20}) {
      Result<InputFile> file = InputFile::open(directory_.write("in", bytes));
      ASSERT_TRUE(file);
      EXPECT_EQ(file->total(), bytes.size());
      EXPECT_EQ(file->name(), directory_.file("in"));
      std::string text;
      std::vector<char> buffer(piece);
      std::size_t before = 0;
      while (true) {
        const Result<std::size_t> got = file->read(buffer.data(), buffer.size());
        ASSERT_TRUE(got);
        EXPECT_LE(*got, piece);
        EXPECT_GE(file->consumed(), before);
        before = file->consumed();
        if (*got == 0) break;
        text.append(buffer.data(), *got);
      }
      EXPECT_EQ(file->consumed(), bytes.size());
      EXPECT_TRUE(text == content);
      EXPECT_EQ(*file->read(buffer.data(), buffer.size()), 0U) << "the end stays the end";
    }
}

TEST_F(InputFileTest, a_small_archive_of_a_large_file_is_read_piece_by_piece) {
  // 64 MB of text from an archive of some 60 kB: what is held is a buffer, not the text.
  const std::string member = gzip(std::string(8U << 20, 'x'));
  std::string bytes;
  for (int i = 0; i < 8; ++i) bytes += member;
  Result<InputFile> file = InputFile::open(directory_.write("in", bytes));
  ASSERT_TRUE(file);
  std::vector<char> buffer(1U << 16);
  std::size_t all = 0;
  while (true) {
    const Result<std::size_t> got = file->read(buffer.data(), buffer.size());
    ASSERT_TRUE(got);
    if (*got == 0) break;
    all += *got;
  }
  EXPECT_EQ(all, std::size_t{64} << 20);
}

TEST_F(InputFileTest, can_be_moved_while_being_read) {
  Result<InputFile> opened = InputFile::open(directory_.write("in", "abcdef"));
  ASSERT_TRUE(opened);
  char buffer[3];
  ASSERT_EQ(*opened->read(buffer, 3), 3U);
  InputFile moved = std::move(*opened);
  ASSERT_EQ(*moved.read(buffer, 3), 3U);
  EXPECT_EQ(std::string(buffer, 3), "def");
}

}  // namespace
}  // namespace passerelle
