#include "territory/sectors.hpp"

#include <string>

namespace passerelle::territory {

const std::array<std::array<const char*, 2>, kSectors> kSectorLabels{{
    {"agriculture et pêche, espaces naturels et soins aux animaux", "farming, fishing, natural areas and animal care"},
    {"arts et façonnage d'ouvrages d'art", "arts and crafts"},
    {"banque, assurance, immobilier", "banking, insurance, real estate"},
    {"commerce, vente et grande distribution", "trade and retail"},
    {"communication, média et multimédia", "communication and media"},
    {"construction, bâtiment et travaux publics", "construction and public works"},
    {"hôtellerie-restauration, tourisme, loisirs et animation", "hotels, catering, tourism and leisure"},
    {"industrie", "industry"},
    {"installation et maintenance", "installation and maintenance"},
    {"santé", "health"},
    {"services à la personne et à la collectivité", "services to persons and communities"},
    {"spectacle", "performing arts"},
    {"support à l'entreprise", "business support"},
    {"transport et logistique", "transport and logistics"},
    {"secteur non connu", "sector not known"},
}};

std::size_t sector_of(const Corpus& corpus, std::uint32_t offer) {
  const OccupationId occupation = corpus.offers.occupation[offer];
  if (!occupation.set()) return kUnknownSector;
  const std::string& key = corpus.reference->occupation_keys[occupation.value];
  const std::size_t colon = key.find(':');
  if (colon == std::string::npos || colon + 1 >= key.size() || key[colon + 1] < 'A' || key[colon + 1] > 'N') return kUnknownSector;
  return static_cast<std::size_t>(key[colon + 1] - 'A');
}

}  // namespace passerelle::territory
