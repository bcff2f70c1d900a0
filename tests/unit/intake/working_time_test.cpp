#include "intake/normalise/working_time.hpp"

#include <gtest/gtest.h>

namespace passerelle {
namespace {

ScheduleMask mask(std::initializer_list<Schedule> all) {
  ScheduleMask m = 0;
  for (Schedule s : all) m = static_cast<ScheduleMask>(m | bit(s));
  return m;
}

TEST(WorkingTime, IsReadFromItsTexts) {
  using enum Schedule;
  const struct {
    const char* text;
    int minutes;
    std::optional<bool> full;
    ScheduleMask schedules;
    bool unread = false;
  } kTable[] = {
      {"", 0, {}, 0},
      {"35H Travail en journée", 2100, true, mask({kDay})},
      {"35H\nTravail posté (2x8, 3x8, 5x8, etc.)", 2100, true, mask({kShift})},
      {"37H30 Autre", 2250, true, 0},
      {"37H15", 2235, true, 0},
      {"36H50", 2210, true, 0},
      {"37H4", 2224, true, 0},
      {"35 H", 2100, true, 0},
      {"35 heures hebdomadaires", 2100, true, 0},
      {"35,5 h", 2130, true, 0},
      {"temps partiel - 21H Autre", 1260, false, 0},
      {"temps partiel - 7H30 Travail en journée", 450, false, mask({kDay})},
      {"temps partiel", 0, false, 0},
      {"18 H  Travail en journée", 1080, {}, mask({kDay})},
      {"Temps plein", 0, true, 0},
      {"35H Travail de nuit", 2100, true, mask({kNight})},
      {"35H Travail le samedi", 2100, true, mask({kWeekend})},
      {"35H Travail dimanche et jours fériés", 2100, true, mask({kWeekend})},
      {"35H Travail en horaires fractionnés", 2100, true, mask({kSplit})},
      {"35H Travail en horaires décalés", 2100, true, mask({kIrregular})},
      {"35H Possibilité de télétravail", 2100, true, mask({kRemote})},
      {"35H Autre · travail en 2*8", 2100, true, mask({kShift})},
      {"35H Autre · en soirée", 2100, true, mask({kLate})},
      {"35H Autre · astreinte une semaine sur trois", 2100, true, mask({kOnCall})},
      {"35H Travail en journée · 4h/12h ou 13h/21h -lundi au vendredi", 2100, true, mask({kDay})},
      {"4h/12h ou 13h/21h -lundi au vendredi", 0, {}, 0},
      {"8h-16h", 0, {}, 0},
      {"Contrat de 24h par semaine", 1440, {}, 0},
      {"151,67 h par mois", 2100, true, 0},
      {"35H pas de travail le samedi", 2100, true, 0},
      {"poste à pourvoir en journée, sans astreinte", 0, {}, mask({kDay})},
      {"350 H", 0, {}, 0, true},
      {"0H", 0, {}, 0, true},
  };
  for (const auto& row : kTable) {
    const WorkingTime read = read_working_time(row.text);
    EXPECT_EQ(read.weekly_minutes, row.minutes) << row.text;
    EXPECT_EQ(read.full_time, row.full) << row.text;
    EXPECT_EQ(read.schedules, row.schedules) << row.text;
    EXPECT_EQ(read.unread, row.unread) << row.text;
  }
}

}  // namespace
}  // namespace passerelle
