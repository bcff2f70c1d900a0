#include "night/night_digest.hpp"

#include <fmt/format.h>

namespace passerelle::night {
namespace {

struct Words { std::string_view code, french, english; };

constexpr Words kShort[] = {
    {"no-occupation", "aucun métier connu", "no known occupation"},
    {"no-place", "lieu inconnu", "place not known"},
    {"nothing-within-reach", "rien à portée", "nothing within reach"},
    {"few-within-reach", "peu à portée", "few within reach"},
    {"closed", "offre échue", "closed on the day"},
};
static_assert(std::size(kShort) == static_cast<std::size_t>(ShortCause::kCount));

constexpr Words kChange[] = {
    {"new-offer", "nouvelle offre", "new offer"},
    {"new-person", "nouvelle personne", "new person"},
    {"offer-gone", "offre pourvue ou retirée", "offer filled or withdrawn"},
    {"person-gone", "personne sortie", "person gone"},
    {"policy", "politique changée", "policy changed"},
    {"licence", "permis obtenu", "licence obtained"},
    {"person-changed", "profil modifié", "profile changed"},
    {"offer-changed", "offre modifiée", "offer changed"},
    {"shared-out", "donnée à la place d'une offre trop proposée", "given instead of an offer proposed too often"},
    {"already-proposed", "déjà proposée à beaucoup de personnes", "already proposed to many persons"},
    {"room", "place libérée", "room was made"},
    {"outranked", "dépassée par de meilleures", "outranked by better ones"},
};
static_assert(std::size(kChange) == static_cast<std::size_t>(ChangeCause::kCount));

constexpr Words kAnomaly[] = {
    {"source-lost", "la source {} a perdu des offres : {} au lieu de {}", "the source {} lost offers: {} instead of {}"},
    {"source-gone", "la source {} n'a plus d'offres : {} au lieu de {}", "the source {} has no offers left: {} instead of {}"},
    {"basin-without-offers", "bassin {} : {} offre pour {} personnes", "basin {}: {} offers for {} persons"},
    {"field-missing", "champ presque absent, {} : {} ‰ des offres au lieu de {} ‰", "field almost gone, {}: {} ‰ of offers instead of {} ‰"},
};

const Words& of(ShortCause cause) noexcept { return kShort[static_cast<std::size_t>(cause)]; }
const Words& of(ChangeCause cause) noexcept { return kChange[static_cast<std::size_t>(cause)]; }
const Words& of(AnomalyKind kind) noexcept { return kAnomaly[static_cast<std::size_t>(kind)]; }

}  // namespace

std::string_view code(ShortCause cause) noexcept { return of(cause).code; }
std::string_view code(ChangeCause cause) noexcept { return of(cause).code; }
std::string_view code(AnomalyKind kind) noexcept { return of(kind).code; }
std::string_view label(ShortCause cause, Language language) noexcept { return language == Language::kFrench ? of(cause).french : of(cause).english; }
std::string_view label(ChangeCause cause, Language language) noexcept { return language == Language::kFrench ? of(cause).french : of(cause).english; }
std::string text(const Anomaly& anomaly, Language language) {
  const Words& words = of(anomaly.kind);
  return fmt::format(fmt::runtime(language == Language::kFrench ? words.french : words.english), anomaly.subject, anomaly.now, anomaly.before);
}

}  // namespace passerelle::night
