#include "generate/counts_reader.hpp"

#include <filesystem>
#include <fstream>
#include <string>

#include <gtest/gtest.h>

namespace passerelle::generate {
namespace {

class CountsReader : public ::testing::Test {
 protected:
  std::string file(const std::string& text) {
    const auto* info = ::testing::UnitTest::GetInstance()->current_test_info();
    path_ =
        (std::filesystem::temp_directory_path() / (std::string("passerelle-counts-") + info->name() + ".csv")).string();
    std::ofstream(path_, std::ios::binary) << text;
    return path_;
  }
  void TearDown() override {
    if (!path_.empty()) std::filesystem::remove(path_);
  }
  std::string path_;
};

TEST_F(CountsReader, ReadsRowsAndKeepsThoseWithoutCommune) {
  const auto table = read_counts(file(
      "\"commune\";\"dc_rome_id\";\"nb_offre\";\"date_extract\"\n59350;N1103;4;2021-12-21\n;A1417;1;2021-12-21\n"));
  ASSERT_TRUE(table.ok());
  ASSERT_EQ(table->rows.size(), 2U);
  EXPECT_EQ(table->rows[0].commune, "59350");
  EXPECT_EQ(table->rows[0].occupation, "rome:N1103");
  EXPECT_EQ(table->rows[0].count, 4U);
  EXPECT_EQ(table->rows[1].commune, "");
  EXPECT_TRUE(table->notes.empty());
}

TEST_F(CountsReader, NotesRowsItCannotRead) {
  const auto table = read_counts(file(
      "commune;dc_rome_id;nb_offre\n59350;N1103;many\n59350;;2\n59350;N1101;-1\n59350;N1101;0\n59350;esco:77;2\n"));
  ASSERT_TRUE(table.ok());
  ASSERT_EQ(table->rows.size(), 1U);
  EXPECT_EQ(table->rows[0].occupation, "esco:77");
  ASSERT_EQ(table->notes.size(), 3U);
  EXPECT_EQ(table->notes[0].code, ProblemCode::kFieldValue);
  EXPECT_EQ(table->notes[0].field, "nb_offre");
  EXPECT_EQ(table->notes[0].position, "row 2");
  EXPECT_EQ(table->notes[1].code, ProblemCode::kFieldMissing);
}

TEST_F(CountsReader, SaysWhichColumnIsMissing) {
  const auto table = read_counts(file("commune;nb_offre\n59350;4\n"));
  ASSERT_FALSE(table.ok());
  EXPECT_EQ(table.problem().code, ProblemCode::kColumnMissing);
}

}  // namespace
}  // namespace passerelle::generate
