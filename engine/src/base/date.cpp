#include "base/date.hpp"

#include <charconv>
#include <chrono>
#include <ctime>

#include <fmt/format.h>

namespace passerelle {
namespace {

bool digits(std::string_view text, int& value) noexcept {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() && text.front() != '-';
}

}  // namespace

Day day_of(int year, unsigned month, unsigned day) noexcept {
  const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}};
  return Day{static_cast<std::int32_t>(std::chrono::sys_days{date}.time_since_epoch().count())};
}

std::optional<Day> parse_day(std::string_view iso) noexcept {
  int year = 0, month = 1, day = 1;
  if (iso.size() < 4 || !digits(iso.substr(0, 4), year)) return std::nullopt;
  if (iso.size() > 4) {
    if (iso[4] != '-' || iso.size() < 7 || !digits(iso.substr(5, 2), month)) return std::nullopt;
    if (iso.size() > 7) {
      if (iso[7] != '-' || iso.size() < 10 || !digits(iso.substr(8, 2), day)) return std::nullopt;
      if (iso.size() > 10 && iso[10] != 'T' && iso[10] != ' ') return std::nullopt;
    }
  }
  const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                                         std::chrono::day{static_cast<unsigned>(day)}};
  if (!date.ok() || year < 1900 || year > 2200) return std::nullopt;
  return day_of(year, static_cast<unsigned>(month), static_cast<unsigned>(day));
}

std::string to_string(Day day) {
  if (!day.set()) return {};
  const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{day.since_epoch}}};
  return fmt::format("{:04}-{:02}-{:02}", int{date.year()}, unsigned{date.month()}, unsigned{date.day()});
}

int months_between(Day from, Day to) noexcept {
  if (!from.set() || !to.set() || to <= from) return 0;
  const std::chrono::year_month_day a{std::chrono::sys_days{std::chrono::days{from.since_epoch}}};
  const std::chrono::year_month_day b{std::chrono::sys_days{std::chrono::days{to.since_epoch}}};
  const int whole = (int{b.year()} - int{a.year()}) * 12 + static_cast<int>(unsigned{b.month()}) - static_cast<int>(unsigned{a.month()});
  return b.day() < a.day() ? whole - 1 : whole;
}

Day today() {
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  localtime_r(&now, &local);
  return day_of(local.tm_year + 1900, static_cast<unsigned>(local.tm_mon + 1), static_cast<unsigned>(local.tm_mday));
}

}  // namespace passerelle
