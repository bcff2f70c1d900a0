#include "adviser/ground.hpp"

namespace passerelle::adviser {

Result<std::shared_ptr<const Ground>> build_ground(std::shared_ptr<const Corpus> corpus, Day date, levers::LeverTables tables,
                                                   demands::ContextsByOccupation contexts,
                                                   std::vector<Service> services, std::vector<Certification> certifications,
                                                   const std::function<Status(const std::function<Status(const Offer&)>& take)>& each_offer) {
  auto ground = std::make_shared<Ground>();
  ground->corpus = std::move(corpus);
  ground->date = date;
  ground->tables = std::move(tables);
  ground->case_rules = CaseRules(ground->tables);
  ground->contexts = std::move(contexts);
  ground->services = std::move(services);
  ground->certifications = std::move(certifications);
  ground->finder = std::make_unique<demands::DemandFinder>(ground->tables.demands, ground->contexts);
  const auto& list = ground->tables.demands.demands;
  for (levers::DemandId id = 0; id < list.size(); ++id)
    if (list[id].computed == levers::Computed::kBeyondWalking) ground->beyond_walking |= levers::bit(id);
  ground->jobs.resize(ground->corpus->offers.size());
  PASSERELLE_TRY(each_offer([&](const Offer& offer) -> Status {
    if (const auto id = ground->corpus->find_offer(offer.id)) ground->jobs[id->value] = ground->finder->masks(offer);
    return {};
  }));
  return std::shared_ptr<const Ground>(std::move(ground));
}

}  // namespace passerelle::adviser
