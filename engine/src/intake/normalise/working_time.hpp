// Working time from texts such as « 35H Travail en journée » or « temps partiel - 21H Autre ».
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "records/vocabulary_codes.hpp"

namespace passerelle {

struct WorkingTime {
  std::uint16_t weekly_minutes = 0;   ///< 0 = not said
  std::optional<bool> full_time;
  ScheduleMask schedules = 0;
  bool unread = false;                ///< a figure of hours that cannot be a week's
};

/// Parts are separated by " · ". A figure counts as the week's hours when its part begins with it (behind « temps
/// partiel - ») or says « par semaine »; « 4h/12h » are times of the day. « 37H4 » is 37 h 04. Hours of a month
/// (« 151,67 h par mois ») are spread over 52/12 weeks. 35 h and more are full time.
WorkingTime read_working_time(std::string_view text);

}  // namespace passerelle
