#include "territory/unlock_pass.hpp"

#include <optional>

#include "sensitive/restricted_json.hpp"

namespace passerelle::territory {

UnlockPass::UnlockPass(const adviser::Ground& ground, const Sides& sides, const Bars& bars, Threads threads)
    : rules_(ground, sides, bars), threads_(threads), workers_(threads.resolved()) {}

UnlockPass::~UnlockPass() = default;

Result<std::vector<Unlocks>> UnlockPass::run(std::span<const CandidateId> people, const std::vector<std::string>& records) {
  std::vector<Unlocks> blocks((people.size() + kBlock - 1) / kBlock);
  std::vector<std::optional<Problem>> problems(threads_.resolved());
  parallel_blocks(people.size(), kBlock, threads_, [&](std::size_t begin, std::size_t end, unsigned worker) {
    auto& space = workers_[worker];
    if (!space) space = std::make_unique<UnlocksOfPerson>(rules_);
    adviser::PersonCase person;
    for (std::size_t i = begin; i < end; ++i) {
      const Result<RestrictedRecord> record = read_restricted(records[people[i].value]);
      if (!record) problems[worker] = Problem(ProblemCode::kStoreDamaged, "restricted");
      else {
        adviser::person_case(rules_.ground, rules_.sides.suggest, people[i], *record, person);
        space->find(person, blocks[i / kBlock]);
      }
    }
  });
  for (const auto& problem : problems)
    if (problem) return *problem;
  return blocks;
}

}  // namespace passerelle::territory
