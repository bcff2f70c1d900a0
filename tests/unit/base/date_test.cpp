#include "base/date.hpp"

#include <gtest/gtest.h>

namespace passerelle {
namespace {

TEST(Date, counts_days_from_1970) {
  EXPECT_EQ(day_of(1970, 1, 1).since_epoch, 0);
  EXPECT_EQ(day_of(1970, 1, 2).since_epoch, 1);
  EXPECT_EQ(day_of(1969, 12, 31).since_epoch, -1);
  EXPECT_EQ(day_of(2000, 3, 1).since_epoch, 11017);
  EXPECT_EQ(day_of(2025, 2, 27).since_epoch, 20146);
}

TEST(Date, reads_days_months_years_and_timestamps) {
  EXPECT_EQ(parse_day("2025-02-27"), day_of(2025, 2, 27));
  EXPECT_EQ(parse_day("2025-02-27T17:24:39.560Z"), day_of(2025, 2, 27));
  EXPECT_EQ(parse_day("2025-02-27 17:24:39"), day_of(2025, 2, 27));
  EXPECT_EQ(parse_day("2025-02"), day_of(2025, 2, 1));
  EXPECT_EQ(parse_day("2025"), day_of(2025, 1, 1));
}

TEST(Date, knows_leap_years) {
  EXPECT_TRUE(parse_day("2024-02-29"));
  EXPECT_TRUE(parse_day("2000-02-29"));
  EXPECT_FALSE(parse_day("2023-02-29"));
  EXPECT_FALSE(parse_day("1900-02-29"));
  EXPECT_FALSE(parse_day("2100-02-29"));
  EXPECT_EQ(day_of(2024, 3, 1).since_epoch - day_of(2024, 2, 28).since_epoch, 2);
}

TEST(Date, refuses_what_is_no_date) {
  for (const char* text : {"",           "2",          "202",         "20250227",   "2025-",       "2025-0",
                           "2025-2-7",   "2025-02-",   "2025-02-3",   "2025-00-01", "2025-13-01",  "2025-01-00",
                           "2025-01-32", "2025-04-31", "27/02/2025",  "2025/02/27", "2025-02-27x", "abcd-ef-gh",
                           "-025-01-01", "+025-01-01", " 2025-01-01", "2025--1-01", "2025-01--1",  "0000-00-00",
                           "0001-01-01", "1899-12-31", "2201-01-01",  "9999-12-31", "２０２５"})
    EXPECT_FALSE(parse_day(text)) << text;
  EXPECT_TRUE(parse_day("1900-01-01"));
  EXPECT_TRUE(parse_day("2200-12-31"));
}

TEST(Date, writes_what_it_read) {
  for (int day = day_of(1999, 12, 25).since_epoch; day < day_of(2001, 1, 10).since_epoch; ++day)
    EXPECT_EQ(parse_day(to_string(Day{day})), Day{day});
  EXPECT_EQ(to_string(day_of(2025, 2, 7)), "2025-02-07");
  EXPECT_EQ(to_string(Day{}), "");
}

TEST(Date, an_unset_day_comes_before_every_other) {
  EXPECT_FALSE(Day{}.set());
  EXPECT_TRUE(day_of(1970, 1, 1).set());
  EXPECT_LT(Day{}, day_of(1900, 1, 1));
}

TEST(Date, whole_months) {
  const auto months = [](const char* from, const char* to) { return months_between(*parse_day(from), *parse_day(to)); };
  EXPECT_EQ(months("2025-01-15", "2025-01-15"), 0);
  EXPECT_EQ(months("2025-01-15", "2025-02-14"), 0);
  EXPECT_EQ(months("2025-01-15", "2025-02-15"), 1);
  EXPECT_EQ(months("2024-12-01", "2025-01-01"), 1);
  EXPECT_EQ(months("2020-02-29", "2024-02-29"), 48);
  EXPECT_EQ(months("2020-02-29", "2021-02-28"), 11);
  EXPECT_EQ(months("2025-01-31", "2025-02-28"), 0) << "a month is whole on its own day only";
  EXPECT_EQ(months("2025-01-31", "2025-03-31"), 2);
  EXPECT_EQ(months("2025-02-15", "2025-01-15"), 0) << "never negative";
  EXPECT_EQ(months_between(Day{}, day_of(2025, 1, 1)), 0);
  EXPECT_EQ(months_between(day_of(2025, 1, 1), Day{}), 0);
}

TEST(Date, today_is_a_plausible_day) {
  EXPECT_GT(today(), day_of(2025, 1, 1));
  EXPECT_LT(today(), day_of(2200, 1, 1));
}

}  // namespace
}  // namespace passerelle
