#include "generate/offer_text.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

#include <fmt/format.h>

namespace passerelle::generate {
namespace {

constexpr std::string_view kOpenings[] = {
    "{employer} cherche une personne pour le poste de {title} à {place}.",
    "Pour son site de {place}, {employer} recrute : {title}.",
    "Poste à pourvoir à {place} : {title}.",
    "{employer} renforce son équipe de {place} et propose un poste de {title}.",
};
constexpr std::string_view kMissionOpenings[] = {"Vos missions : ", "Au quotidien : ", "Vous aurez notamment à ",
                                                 "Le travail consiste à "};
constexpr std::string_view kClosings[] = {
    "Une personne de l'équipe vous accompagne à la prise de poste.",
    "Poste à pourvoir rapidement.",
    "Le parcours compte moins que l'envie d'apprendre.",
    "Une visite du site est possible avant de candidater.",
    "Candidature en ligne ou auprès de votre conseiller.",
};

std::string_view schedule_sentence(Schedule schedule) {
  switch (schedule) {
    case Schedule::kDay:
      return "Travail en journée.";
    case Schedule::kShift:
      return "Travail en équipes alternantes, matin et après-midi.";
    case Schedule::kNight:
      return "Travail de nuit.";
    case Schedule::kWeekend:
      return "Travail un week-end sur deux.";
    case Schedule::kSplit:
      return "Horaires coupés.";
    case Schedule::kIrregular:
      return "Horaires décalés.";
    case Schedule::kEarly:
      return "Prise de poste avant 7 h.";
    case Schedule::kLate:
      return "Fin de poste après 21 h.";
    case Schedule::kOnCall:
      return "Astreintes par roulement.";
    case Schedule::kRemote:
      return "Télétravail possible une partie de la semaine.";
    case Schedule::kCount:
      break;
  }
  return {};
}

bool is_capital_continuation(std::string_view text) {
  return !text.empty() && ((text[0] >= 'A' && text[0] <= 'Z') || text[0] == '-' || (text[0] >= '0' && text[0] <= '9'));
}

}  // namespace

std::string uncapitalised(std::string_view label) {
  std::string text(label);
  if (text.size() < 2) return text;
  if (text[0] >= 'A' && text[0] <= 'Z') {
    if (!is_capital_continuation(std::string_view(text).substr(1))) text[0] = static_cast<char>(text[0] - 'A' + 'a');
  } else if (static_cast<unsigned char>(text[0]) == 0xC3 && static_cast<unsigned char>(text[1]) >= 0x80 &&
             static_cast<unsigned char>(text[1]) <= 0x9E && static_cast<unsigned char>(text[1]) != 0x97) {
    // U+00C0 … U+00DE (À … Þ, but ×) and their small letters stand 0x20 apart in UTF-8's second byte.
    if (!is_capital_continuation(std::string_view(text).substr(2))) text[1] = static_cast<char>(text[1] + 0x20);
  }
  return text;
}

std::string describe_offer(const World& world, const Offer& offer, const OccupationProfile& profile, Random& random) {
  using namespace fmt::literals;
  std::string text = fmt::format(fmt::runtime(pick_one(random, kOpenings)), "employer"_a = offer.employer_name,
                                 "title"_a = offer.title, "place"_a = offer.place.name);
  if (!profile.missions.empty()) {
    // Core items come first in `missions`: the first dozen tell the occupation best.
    const std::size_t reach = std::min<std::size_t>(profile.missions.size(), 12);
    std::vector<std::string> told;
    for (std::uint32_t i = random.between(2, 4); i > 0; --i) {
      std::string mission = uncapitalised(world.reference.item_labels[profile.missions[random.below(reach)].value]);
      if (std::find(told.begin(), told.end(), mission) == told.end()) told.push_back(std::move(mission));
    }
    text += fmt::format(" {}{}.", pick_one(random, kMissionOpenings), fmt::join(told, " ; "));
  }
  for (unsigned s = 0; s < static_cast<unsigned>(Schedule::kCount); ++s)
    if (offer.schedules & bit(static_cast<Schedule>(s)))
      text += fmt::format(" {}", schedule_sentence(static_cast<Schedule>(s)));
  for (const LicenceRequirement& licence : offer.licences)
    if (licence.level == Level::kRequired) text += fmt::format(" Permis {} exigé.", code(licence.licence));
  for (const ItemRequirement& certificate : offer.certificates)
    text += fmt::format(" {} : {}.", certificate.level == Level::kRequired ? "Exigé" : "Apprécié", certificate.label);
  text += fmt::format(" {}", pick_one(random, kClosings));
  return text;
}

}  // namespace passerelle::generate
