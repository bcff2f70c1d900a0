// Salary texts → gross euro cents per month, full-time equivalent.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/date.hpp"
#include "records/vocabulary_codes.hpp"

namespace passerelle {

/// What else the offer says that bears on its salary.
struct SalaryContext {
  std::uint16_t weekly_minutes = 0;    ///< 0 = not known
  std::optional<bool> full_time;
  bool apprentice = false;             ///< may earn less than the minimum wage
  Day day;                             ///< for the minimum wage of the time; unset = the latest known
};

struct ReadSalary {
  std::uint32_t min_cents = 0;   ///< 0 = not stated
  std::uint32_t max_cents = 0;
  std::string estimate;          ///< how the figures were worked out when not just read (« net × 1,28 »), else ""
  bool unread = false;           ///< the text has an amount that could not be used
  bool read() const noexcept { return min_cents != 0 || max_cents != 0; }
};

/// Parts are separated by " · "; the first that gives an amount counts. A single amount is both bounds, « à partir
/// de » gives the lower only, « jusqu'à » the upper only.
///
/// Rules: an hour's pay counts 151.67 times (35 h × 52 / 12); a year's pay is divided by 12, however many payments it
/// is made in; a month's pay « sur 13 mois » counts 13/12. Net counts × 1.28 (an estimate). « SMIC » alone is the
/// minimum wage of the day. Amounts out of proportion to their period are taken for the period that fits (« Mensuel de
/// 30 000 » is a year's, an estimate), or left unread. Pay below the minimum wage in a part-time offer is what that
/// part-time job pays: it is scaled to 35 h (an estimate), or left unread when the hours are not known. Hours above 35
/// are not scaled down. A free text needs a sign that its figure is money (€, euros, k€, brut, net …).
ReadSalary read_salary(std::string_view text, const SalaryContext& context);

/// Gross minimum wage of an hour on that day, in cents (INSEE, « SMIC horaire brut »).
std::uint32_t minimum_hourly_cents(Day day) noexcept;

}  // namespace passerelle
