#include "base/csv_table.hpp"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "support/temporary_directory.hpp"

namespace passerelle {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using Rows = std::vector<std::vector<std::string>>;

class Csv : public ::testing::Test {
 protected:
  /// Rows as read, each with its number in front; what went wrong is in problem_.
  Rows read(std::string_view bytes, const std::vector<CsvColumn>& columns) {
    Rows rows;
    const Status status = read_csv(directory_.write("table.csv", bytes), columns, [&](const CsvRow& row) -> Status {
      std::vector<std::string>& values = rows.emplace_back();
      values.push_back(std::to_string(row.number()));
      for (std::size_t i = 0; i < columns.size(); ++i) values.emplace_back(row[i]);
      return {};
    });
    problem_.reset();
    if (!status) problem_ = status.problem();
    return rows;
  }
  static std::vector<CsvColumn> columns(std::initializer_list<const char*> names) {
    std::vector<CsvColumn> all;
    for (const char* name : names) all.push_back({name});
    return all;
  }

  testing::TemporaryDirectory directory_;
  std::optional<Problem> problem_;
};

TEST_F(Csv, columns_are_found_by_name_in_any_order_others_are_left) {
  EXPECT_THAT(read("id,nom,reste\n1,Lille,x\n2,Roubaix,y\n", columns({"nom", "id"})),
              ElementsAre(ElementsAre("2", "Lille", "1"), ElementsAre("3", "Roubaix", "2")));
  EXPECT_FALSE(problem_);
}

TEST_F(Csv, every_separator_is_told_from_the_header) {
  for (const char* separator : {",", ";", "\t", "|"}) {
    const std::string s = separator;
    EXPECT_THAT(read("a" + s + "b" + s + "c\n1" + s + "x" + s + "3\n", columns({"c", "a"})),
                ElementsAre(ElementsAre("2", "3", "1")))
        << s;
  }
  // decimal commas do not count: only the header is looked at
  EXPECT_THAT(read("code;taux\nA;1,5\nB;2,25\n", columns({"code", "taux"})),
              ElementsAre(ElementsAre("2", "A", "1,5"), ElementsAre("3", "B", "2,25")));
  EXPECT_THAT(read("\"a,b,c,d\";x\n1;2\n", columns({"x"})), ElementsAre(ElementsAre("2", "2")))
      << "nor do those in quotes";
  EXPECT_THAT(read("seul\n1\n2\n", columns({"seul"})), SizeIs(2)) << "no separator at all";
}

TEST_F(Csv, quotes_hold_separators_quotes_and_line_breaks) {
  EXPECT_THAT(
      read("a,b\n\"x,y\",\"dit \"\"oui\"\"\"\n\"deux\nlignes\",\"trois\r\n\r\nlignes\"\n,\n", columns({"a", "b"})),
      ElementsAre(ElementsAre("2", "x,y", "dit \"oui\""), ElementsAre("3", "deux\nlignes", "trois\r\n\r\nlignes"),
                  ElementsAre("4", "", "")));
  EXPECT_FALSE(problem_);
}

TEST_F(Csv, blanks_around_a_value_belong_to_it) {
  EXPECT_THAT(read("a,b\n x , y\n", columns({"a", "b"})), ElementsAre(ElementsAre("2", " x ", " y")));
  EXPECT_THAT(read(" a , b \n1,2\n", columns({"a", "b"})), ElementsAre(ElementsAre("2", "1", "2")))
      << "but not in the header";
}

TEST_F(Csv, a_byte_order_mark_is_not_part_of_the_first_name) {
  EXPECT_THAT(read("\xEF\xBB\xBF"
                   "a;b\n1;2\n",
                   columns({"a", "b"})),
              ElementsAre(ElementsAre("2", "1", "2")));
  EXPECT_THAT(read("\xEF\xBB\xBF\"a\";b\n1;2\n", columns({"a"})), ElementsAre(ElementsAre("2", "1")))
      << "nor does it hide a quote";
}

TEST_F(Csv, windows_line_ends_blank_lines_and_a_missing_last_break) {
  EXPECT_THAT(read("a,b\r\n1,2\r\n\r\n\n3,4", columns({"a", "b"})),
              ElementsAre(ElementsAre("2", "1", "2"), ElementsAre("3", "3", "4")));
  EXPECT_THAT(read("a,b\r1,2\r3,4\r", columns({"b"})), SizeIs(2)) << "line ends of old";
}

TEST_F(Csv, a_short_row_has_empty_values_a_long_one_loses_the_rest) {
  EXPECT_THAT(read("a,b,c\n1\n1,2\n1,2,3,4,5\n", columns({"a", "c"})),
              ElementsAre(ElementsAre("2", "1", ""), ElementsAre("3", "1", ""), ElementsAre("4", "1", "3")));
}

TEST_F(Csv, an_optional_column_may_be_missing_a_needed_one_not) {
  EXPECT_THAT(read("a\n1\n", {{"b", false}, {"a"}}), ElementsAre(ElementsAre("2", "", "1")));
  EXPECT_THAT(read("a;b\n1;2\n", columns({"a", "code"})), IsEmpty());
  ASSERT_TRUE(problem_);
  EXPECT_EQ(problem_->code, ProblemCode::kColumnMissing);
  EXPECT_EQ(problem_->field, "code");
  EXPECT_EQ(problem_->source, directory_.file("table.csv"));
  EXPECT_EQ(problem_->position, "row 1");
}

TEST_F(Csv, a_column_may_have_several_names_the_first_found_counts) {
  EXPECT_THAT(read("code_insee\n59350\n", columns({"code|code_insee"})), ElementsAre(ElementsAre("2", "59350")));
  EXPECT_THAT(read("code_insee,code\n59350,X\n", columns({"code|code_insee"})), ElementsAre(ElementsAre("2", "X")));
}

TEST_F(Csv, bytes_that_are_not_utf8_are_told_with_row_and_column) {
  const Rows rows = read("code,nom\n1,Lille\n2,Hazebrouck\n3,B\xE9thune\n4,Lens\n", columns({"code", "nom"}));
  EXPECT_THAT(rows, SizeIs(2)) << "what came before was delivered";
  ASSERT_TRUE(problem_);
  EXPECT_EQ(problem_->code, ProblemCode::kNotUtf8);
  EXPECT_EQ(problem_->field, "nom");
  EXPECT_EQ(problem_->position, "row 4");
  EXPECT_EQ(problem_->detail, "0xE9");
  EXPECT_THAT(read("code,nom\n1,B\xE9thune\n", columns({"code"})), SizeIs(1))
      << "a column nobody asked for is nobody's matter";
}

TEST_F(Csv, a_quote_that_never_closes_is_said) {
  read("a,b\n1,\"x\n2,y\n", columns({"a"}));
  ASSERT_TRUE(problem_);
  EXPECT_EQ(problem_->code, ProblemCode::kDocumentMalformed);
  EXPECT_EQ(problem_->position, "row 2");
  read("a,b\n1,2\n3,x\"y\n", columns({"a"}));
  ASSERT_TRUE(problem_) << "a quote in the middle of an unquoted value";
  EXPECT_EQ(problem_->code, ProblemCode::kDocumentMalformed);
  EXPECT_EQ(problem_->position, "row 3");
}

TEST_F(Csv, what_the_caller_refuses_ends_the_read) {
  int rows = 0;
  const Status status =
      read_csv(directory_.write("t.csv", "a\n1\n2\n3\n"), columns({"a"}), [&](const CsvRow& row) -> Status {
        ++rows;
        if (row[0] == "2") return Problem(ProblemCode::kFieldValue, "a", "2");
        return {};
      });
  EXPECT_EQ(rows, 2);
  ASSERT_FALSE(status);
  EXPECT_EQ(status.problem().code, ProblemCode::kFieldValue);
}

TEST_F(Csv, a_header_alone_is_a_table_without_rows) {
  EXPECT_THAT(read("a,b\n", columns({"a"})), IsEmpty());
  EXPECT_FALSE(problem_);
  EXPECT_THAT(read("a,b", columns({"a"})), IsEmpty());
  EXPECT_FALSE(problem_);
}

TEST_F(Csv, an_empty_or_blank_file_is_said) {
  for (const char* bytes : {"", "\n", "\r\n\r\n", "\xEF\xBB\xBF"}) {
    read(bytes, columns({"a"}));
    ASSERT_TRUE(problem_) << ::testing::PrintToString(bytes);
    EXPECT_EQ(problem_->code, ProblemCode::kFileEmpty) << ::testing::PrintToString(bytes);
  }
  EXPECT_EQ(read_csv(directory_.file("absent.csv"), columns({"a"}), [](const CsvRow&) -> Status { return {}; })
                .problem()
                .code,
            ProblemCode::kFileNotFound);
}

TEST_F(Csv, rows_across_the_reading_buffer_and_very_long_values) {
  std::string bytes = "n;texte\n";
  const std::string megabyte(1U << 20, 'x');
  Rows expected;
  for (int i = 0; i < 20'000; ++i) {
    const std::string text = i == 777 ? megabyte : "é;" + std::to_string(i);
    bytes += std::to_string(i) + ";\"" + text + "\"\n";
    expected.push_back({std::to_string(i + 2), std::to_string(i), text});
  }
  EXPECT_TRUE(read(bytes, columns({"n", "texte"})) == expected);
}

}  // namespace
}  // namespace passerelle
