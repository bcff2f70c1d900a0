// Experience from texts such as « 2 An(s) », « Expérience exigée de 6 Mois » or « Débutant accepté ».
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "records/vocabulary_codes.hpp"

namespace passerelle {

struct Experience {
  std::uint16_t months = 0;       ///< the least that is asked; 0 = no figure
  bool beginner_accepted = false;
  std::optional<Level> level;     ///< when the text says « exigée » or « souhaitée »
  bool unread = false;            ///< there is a figure that gives no length of time
};

/// Of « 2 à 5 ans » the lower figure counts.
Experience read_experience(std::string_view text);

}  // namespace passerelle
