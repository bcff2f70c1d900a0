#include "intake/normalise/salary.hpp"

#include <gtest/gtest.h>

namespace passerelle {
namespace {

struct Row {
  const char* text;
  double min, max;              ///< euros; 0 = not stated
  const char* estimate = "";
  bool unread = false;
};

void check(const Row& row, const SalaryContext& context) {
  const ReadSalary read = read_salary(row.text, context);
  EXPECT_NEAR(read.min_cents / 100.0, row.min, 0.006) << row.text;
  EXPECT_NEAR(read.max_cents / 100.0, row.max, 0.006) << row.text;
  EXPECT_EQ(read.estimate, row.estimate) << row.text;
  EXPECT_EQ(read.unread, row.unread) << row.text;
}

const SalaryContext kFullTime{2100, true, false, day_of(2025, 3, 1)};

TEST(Salary, StructuredTexts) {
  for (const Row& row : {
           Row{"Annuel de 24000.0 Euros à 27000.0 Euros sur 12.0 mois", 2000, 2250},
           Row{"Annuel de 24 000,00 Euros", 2000, 2000},
           Row{"Annuel de 26000.0 Euros sur 13.0 mois", 2166.67, 2166.67},
           Row{"Mensuel de 1850,50 Euros à 1990,00 Euros", 1850.5, 1990},
           Row{"Mensuel de 1900.0 Euros sur 0.0 mois", 1900, 1900},
           Row{"Mensuel de 1900.0 Euros sur 13.0 mois", 2058.33, 2058.33},
           Row{"Mensuel de 2000 Euros sur 12 mois", 2000, 2000},
           Row{"Horaire de 12.00 Euros sur 12 mois", 1820.04, 1820.04},
           Row{"Horaire de 12,00 Euros à 14,00 Euros", 1820.04, 2123.38},
           Row{"Mensuel de 2400 Euros à 2100 Euros", 2100, 2400},
           Row{"Annuel de", 0, 0},
           Row{"Cachet", 0, 0},
           Row{"", 0, 0},
       })
    check(row, kFullTime);
}

TEST(Salary, FreeTexts) {
  for (const Row& row : {
           Row{"A négocier", 0, 0},
           Row{"Selon profil", 0, 0},
           Row{"selon CCN 66", 0, 0},
           Row{"Convention du 31 octobre 1951", 0, 0},
           Row{"selon grille 2025", 0, 0},
           Row{"13ème mois + tickets restaurant", 0, 0},
           Row{"2 150,30€ Brut", 2150.3, 2150.3},
           Row{"À partir de 27000 euros brut/an", 2250, 0},
           Row{"à partir de 2300 € brut mensuel", 2300, 0},
           Row{"jusqu'à 30000 euros/an", 0, 2500},
           Row{"40/50 Ke", 3333.33, 4166.67},
           Row{"36K€ - 48K€ par an", 3000, 4000},
           Row{"45 - 60 k€ brut annuel", 3750, 5000},
           Row{"Selon profil, à partir de 36K€ brut", 3000, 0},
           Row{"entre 12 et 14€ brut de l'heure", 1820.04, 2123.38},
           Row{"12.50", 1895.88, 1895.88},
           Row{"A partir de 42,000 euros bruts", 3500, 0},
           Row{"12.40 EUR / BRUT", 1880.71, 1880.71},
           Row{"Annuel de · 30000 € brut par an", 2500, 2500},
           Row{"Mensuel de 2000 Euros · Selon profil · Primes", 2000, 2000},
       })
    check(row, kFullTime);
}

TEST(Salary, WhatIsWorkedOutSaysSo) {
  for (const Row& row : {
           Row{"1800 € net /mois", 2304, 2304, "net × 1,28"},
           Row{"1650€ Nets + prime", 2112, 2112, "net × 1,28"},
           Row{"SMIC", 1801.84, 1801.84, "SMIC"},
           Row{"Rémunération au SMIC", 1801.84, 1801.84, "SMIC"},
           Row{"Mensuel de 30000.0 Euros à 36000.0 Euros sur 12.0 mois", 2500, 3000, "montant lu par an"},
           Row{"Annuel de 2000,00 Euros à 2200,00 Euros", 2000, 2200, "montant lu par mois"},
           Row{"Mensuel de 13,00 Euros", 1971.71, 1971.71, "montant lu par heure"},
       })
    check(row, kFullTime);
}

TEST(Salary, WhatCannotBeIsLeft) {
  for (const Row& row : {
           Row{"Annuel de 40000 Euros à 400000 Euros", 3333.33, 0, "", true},
           Row{"Mensuel de 3 Euros", 0, 0, "", true},
           Row{"Mensuel de 99999999 Euros", 0, 0, "", true},
           Row{"Mensuel de 800 Euros", 0, 0, "", true},
       })
    check(row, kFullTime);
}

TEST(Salary, PartTimePayIsScaledOnlyWhenItCannotBeFullTimePay) {
  const SalaryContext half{1050, false, false, day_of(2025, 3, 1)};
  check({"Mensuel de 1000 Euros", 2000, 2000, "temps partiel ramené à 35 h"}, half);
  check({"Mensuel de 950 Euros à 1100 Euros", 1900, 2200, "temps partiel ramené à 35 h"}, half);
  check({"Mensuel de 2000 Euros", 2000, 2000}, half);             // above the minimum wage: already full time
  check({"Horaire de 12 Euros", 1820.04, 1820.04}, half);         // an hour is an hour
  check({"Mensuel de 400 Euros", 0, 0, "", true}, half);          // 800 € full time: something else is meant
  const SalaryContext unknown_hours{0, false, false, day_of(2025, 3, 1)};
  check({"Mensuel de 1000 Euros", 0, 0, "", true}, unknown_hours);
  const SalaryContext apprentice{2100, true, true, day_of(2025, 3, 1)};
  check({"Mensuel de 700 Euros", 700, 700}, apprentice);
}

TEST(Salary, MinimumWageFollowsTheDay) {
  EXPECT_EQ(minimum_hourly_cents(day_of(2024, 10, 31)), 1165U);
  EXPECT_EQ(minimum_hourly_cents(day_of(2024, 11, 1)), 1188U);
  EXPECT_EQ(minimum_hourly_cents(Day{}), minimum_hourly_cents(day_of(2040, 1, 1)));
}

TEST(Salary, AnyBytesAreRead) {
  for (const char* text : {"\xFF\xFE", "€€€", "12€€/€12", "....", "1.2.3.4.5", "999999999999999999999999 euros",
                           "k k k", "12 à", "à 12 €", "sur mois"})
    EXPECT_NO_THROW((void)read_salary(text, {})) << text;
}

}  // namespace
}  // namespace passerelle
