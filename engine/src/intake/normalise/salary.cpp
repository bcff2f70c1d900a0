#include "intake/normalise/salary.hpp"

#include <algorithm>
#include <vector>

#include "base/text.hpp"
#include "intake/normalise/tokens.hpp"

namespace passerelle {
namespace {

enum class Period { kUnknown, kHour, kMonth, kYear };

using Tokens = std::vector<Token>;

/// Amounts of one part, in thousandths of a euro.
struct Amounts {
  std::int64_t low = 0;
  std::int64_t high = 0;       ///< 0 = one amount only
  Period period = Period::kUnknown;
  bool net = false;
  bool from = false;           ///< « à partir de »
  bool up_to = false;          ///< « jusqu'à »
  std::int64_t payments = 12;  ///< a year
};

bool is_one_of(const Token& token, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return token.is(word); });
}
bool currency(const Token& token) { return is_one_of(token, {"eur", "euro", "euros", "eu"}); }
bool kilo(const Token& token) { return is_one_of(token, {"k", "ke", "keur", "keuro", "keuros"}); }
bool money_word(const Token& token) {
  return currency(token) || kilo(token) || is_one_of(token, {"brut", "bruts", "net", "nets", "brute"});
}
bool range_joiner(const Token& token) { return is_one_of(token, {"a", "-", "/", "et"}); }

Period period_of(const Tokens& tokens) {
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const Token& t = tokens[i];
    if (is_one_of(t, {"annuel", "annuels", "annuelle", "an", "annee", "ans"})) return Period::kYear;
    if (is_one_of(t, {"mensuel", "mensuels", "mensuelle", "mois"})) return Period::kMonth;
    if (is_one_of(t, {"horaire", "horaires", "heure", "heures"})) return Period::kHour;
    if (t.is("h") && i > 0 && (tokens[i - 1].is("/") || currency(tokens[i - 1]))) return Period::kHour;
  }
  return Period::kUnknown;
}

/// Takes « sur 13.0 mois » (the payments of a year) and « 13ème mois » out: they are not amounts, nor the period.
Tokens without_payments(const Tokens& tokens, std::int64_t& payments) {
  Tokens rest;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const bool on = tokens[i].is("sur") && i + 2 < tokens.size() && tokens[i + 1].number() && tokens[i + 2].is("mois");
    const bool of = tokens[i].is("x") && i + 2 < tokens.size() && tokens[i + 1].number() && tokens[i + 2].is("mois");
    if (on || of) {
      if (tokens[i + 1].whole() >= 12 && tokens[i + 1].whole() <= 16) payments = tokens[i + 1].whole();
      i += 2;
      continue;
    }
    if (tokens[i].number() && i + 2 < tokens.size() && is_one_of(tokens[i + 1], {"eme", "e", "ieme"}) &&
        tokens[i + 2].is("mois")) {
      i += 2;
      continue;
    }
    rest.push_back(tokens[i]);
  }
  return rest;
}

/// Whether the number at `i` is money: by what follows it (within the range it opens), what leads to it, or because
/// nothing else stands in the part.
bool is_amount(const Tokens& tokens, std::size_t i) {
  std::size_t next = i + 1;
  if (next + 1 < tokens.size() && range_joiner(tokens[next]) && tokens[next + 1].number()) next += 2;
  if (next < tokens.size() && money_word(tokens[next])) return true;
  if (i > 0 && currency(tokens[i - 1])) return true;
  // « Rémunération horaire de 12,50 », « à partir de 13,08 »
  if (i >= 2 && tokens[i - 1].is("de") && is_one_of(tokens[i - 2], {"partir", "annuel", "mensuel", "horaire"}))
    return true;
  if (i == 0) {
    for (std::size_t j = 1; j < tokens.size() && !tokens[j].is("("); ++j)
      if (!tokens[j].number() && !range_joiner(tokens[j])) return false;
    return true;
  }
  return false;
}

std::optional<Amounts> amounts_of(std::string_view part) {
  Amounts amounts;
  const Tokens tokens = without_payments(tokens_of(part), amounts.payments);
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (!tokens[i].number() || tokens[i].milli <= 0 || !is_amount(tokens, i)) continue;
    std::size_t next = i + 1;
    bool low_kilo = false, high_kilo = false;
    const auto skip_money = [&](bool& k) {
      while (next < tokens.size() && money_word(tokens[next])) k = kilo(tokens[next++]) || k;
    };
    amounts.low = tokens[i].milli;
    skip_money(low_kilo);
    if (next + 1 < tokens.size() && range_joiner(tokens[next]) && tokens[next + 1].number()) {
      amounts.high = tokens[next + 1].milli;
      next += 2;
      skip_money(high_kilo);
      if (high_kilo && amounts.low < 1'000'000) low_kilo = true;  // « 50/70 k€ »
    }
    if (low_kilo && amounts.low < 1'000'000) amounts.low *= 1000;
    if (high_kilo && amounts.high < 1'000'000) amounts.high *= 1000;
    if (amounts.high != 0 && amounts.high < amounts.low) std::swap(amounts.low, amounts.high);
    amounts.period = period_of(tokens);
    for (const Token& token : tokens) amounts.net = amounts.net || is_one_of(token, {"net", "nets"});
    const std::string folded = fold(part);
    amounts.from = folded.find("partir d") != std::string::npos || folded.find("minimum") != std::string::npos;
    amounts.up_to = folded.find("jusqu") != std::string::npos || folded.find("maximum") != std::string::npos;
    return amounts;
  }
  return std::nullopt;
}

// Gross amounts that a full-time or part-time job can pay, in thousandths of a euro.
constexpr std::int64_t kHourLow = 3'500, kHourHigh = 150'000;
constexpr std::int64_t kMonthLow = 300'000, kMonthHigh = 15'000'000;
constexpr std::int64_t kYearLow = 8'000'000, kYearHigh = 400'000'000;
// Without a period (or a wrong one) the bounds are narrower, so that they do not overlap.
constexpr std::int64_t kSureHourLow = 8'000, kSureHourHigh = 100'000;
constexpr std::int64_t kSureMonthLow = 700'000, kSureMonthHigh = 8'000'000;
constexpr std::int64_t kSureYearLow = 12'000'000;

bool within(std::int64_t value, std::int64_t low, std::int64_t high) { return value >= low && value <= high; }

bool fits(Period period, std::int64_t milli) {
  switch (period) {
    case Period::kHour: return within(milli, kHourLow, kHourHigh);
    case Period::kMonth: return within(milli, kMonthLow, kMonthHigh - 1);
    case Period::kYear: return within(milli, kYearLow, kYearHigh);
    case Period::kUnknown: break;
  }
  return false;
}

Period period_by_size(std::int64_t milli) {
  if (within(milli, kSureHourLow, kSureHourHigh)) return Period::kHour;
  if (within(milli, kSureMonthLow, kSureMonthHigh)) return Period::kMonth;
  if (within(milli, kSureYearLow, kYearHigh)) return Period::kYear;
  return Period::kUnknown;
}

/// Cents a month, rounded.
std::int64_t monthly_cents(std::int64_t milli, Period period, std::int64_t payments) {
  switch (period) {
    case Period::kHour: return (milli * 15167 + 500) / 1000;
    case Period::kMonth: return (milli * payments + 60) / 120;
    case Period::kYear: return (milli + 60) / 120;
    case Period::kUnknown: break;
  }
  return 0;
}

constexpr std::string_view kNetNote = "net × 1,28";

void add_note(std::string& estimate, std::string_view text) {
  if (!estimate.empty()) estimate += ", ";
  estimate += text;
}

/// Cents a month for the bounds of one salary.
class Conversion {
 public:
  /// Decided once, on the lower amount, so that both bounds mean the same.
  Conversion(const Amounts& amounts, Period period, const SalaryContext& context, std::string& estimate)
      : amounts_(amounts), period_(period), apprentice_(context.apprentice) {
    minimum_ = (std::int64_t{minimum_hourly_cents(context.day)} * 15167 + 50) / 100;
    if (amounts.net) add_note(estimate, kNetNote);
    const std::int64_t lower = gross(amounts.low);
    // Two per cent of tolerance: figures of last year's minimum wage are still about.
    if (period == Period::kHour || apprentice_ || lower * 100 >= minimum_ * 98) return;
    if (context.full_time != false && (context.weekly_minutes == 0 || context.weekly_minutes >= 2100)) return;
    if (context.weekly_minutes == 0 || context.weekly_minutes >= 2100) {
      hours_missing_ = true;
    } else if (const std::int64_t scaled = lower * 2100 / context.weekly_minutes;
               scaled * 100 >= minimum_ * 90 && scaled <= 4 * minimum_) {
      scale_minutes_ = context.weekly_minutes;
      add_note(estimate, "temps partiel ramené à 35 h");
    }
    // Else the scaled pay is far from any wage: hours or amount mean something else, and cents() refuses the amount.
  }

  /// 0 when the amount cannot be used.
  std::uint32_t cents(std::int64_t milli) const {
    std::int64_t cents = gross(milli);
    if (scale_minutes_ != 0) cents = (cents * 2100 + scale_minutes_ / 2) / scale_minutes_;
    const bool below = period_ != Period::kHour && !apprentice_ && cents * 100 < minimum_ * 98;
    if (below && (hours_missing_ || cents * 2 < minimum_)) return 0;
    if (cents < 20'000 || cents > 4'000'000) return 0;
    return static_cast<std::uint32_t>(cents);
  }

 private:
  std::int64_t gross(std::int64_t milli) const {
    const std::int64_t cents = monthly_cents(milli, period_, amounts_.payments);
    return amounts_.net ? (cents * 128 + 50) / 100 : cents;
  }

  const Amounts& amounts_;
  Period period_;
  bool apprentice_;
  std::int64_t minimum_ = 0;  ///< gross cents a month, full time
  unsigned scale_minutes_ = 0;
  bool hours_missing_ = false;
};

ReadSalary read_amounts(const Amounts& amounts, const SalaryContext& context) {
  ReadSalary result;
  const std::int64_t first = amounts.low != 0 ? amounts.low : amounts.high;
  Period period = amounts.period;
  if (!fits(period, first)) {
    const bool stated = period != Period::kUnknown;
    period = period_by_size(first);
    // The lower figure may be a slip where the upper one is sound: « Mensuel de 600 à 1700 » keeps its period.
    if (period == Period::kUnknown && fits(amounts.period, amounts.high)) period = amounts.period;
    if (period == Period::kUnknown) {
      result.unread = true;
      return result;
    }
    if (stated && period != amounts.period)
      result.estimate = period == Period::kYear    ? "montant lu par an"
                        : period == Period::kMonth ? "montant lu par mois"
                                                   : "montant lu par heure";
  }
  const Conversion conversion(amounts, period, context, result.estimate);
  result.min_cents = conversion.cents(amounts.low);
  if (amounts.high == 0) {
    result.max_cents = result.min_cents;
    if (amounts.from) result.max_cents = 0;
    if (amounts.up_to && !amounts.from) result.min_cents = 0;
  } else if (fits(period, amounts.high) && amounts.high <= 4 * std::max<std::int64_t>(amounts.low, 1)) {
    result.max_cents = conversion.cents(amounts.high);
  } else {
    result.unread = true;  // « 45 000 à 550 000 »: the upper figure is a slip
  }
  if (!result.read()) result.estimate.clear();
  if (!result.read() || (amounts.high != 0 && (result.min_cents == 0 || result.max_cents == 0))) result.unread = true;
  return result;
}

}  // namespace

std::uint32_t minimum_hourly_cents(Day day) noexcept {
  // Décrets et arrêtés portant relèvement du SMIC.
  static const struct { Day from; std::uint32_t cents; } kSteps[] = {
      {day_of(2026, 1, 1), 1202}, {day_of(2024, 11, 1), 1188}, {day_of(2024, 1, 1), 1165}, {day_of(2023, 5, 1), 1152},
      {day_of(2023, 1, 1), 1127}, {day_of(2022, 8, 1), 1107},  {day_of(2022, 5, 1), 1085}, {day_of(2022, 1, 1), 1057},
      {day_of(2021, 10, 1), 1048}, {day_of(2021, 1, 1), 1025},
  };
  if (!day.set()) return kSteps[0].cents;
  for (const auto& step : kSteps)
    if (day >= step.from) return step.cents;
  return kSteps[std::size(kSteps) - 1].cents;
}

ReadSalary read_salary(std::string_view text, const SalaryContext& context) {
  ReadSalary result;
  bool minimum_wage = false;
  for (const std::string_view part : parts_of(text)) {
    if (const auto amounts = amounts_of(part)) {
      const bool unread = result.unread;
      result = read_amounts(*amounts, context);
      if (result.read()) return result;
      result.unread = result.unread || unread;
    } else {
      for (const std::string& word : folded_words(part)) minimum_wage = minimum_wage || word == "smic";
    }
  }
  if (minimum_wage && !result.read()) {
    const auto cents =
        static_cast<std::uint32_t>((std::uint64_t{minimum_hourly_cents(context.day)} * 15167 + 50) / 100);
    result = ReadSalary{cents, cents, "SMIC", false};
  }
  return result;
}

}  // namespace passerelle
