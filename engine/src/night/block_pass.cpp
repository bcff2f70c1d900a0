#include "night/block_pass.hpp"

#include <mutex>

#include "ranking/match_plan.hpp"
#include "ranking/offers_of_person.hpp"
#include "ranking/people_of_offers.hpp"

namespace passerelle::night {
namespace {

template <class Id>
void add(ListBlock& block, const std::vector<BatchLine<Id>>& lines) {
  block.counts.push_back(static_cast<std::uint16_t>(lines.size()));
  for (const BatchLine<Id>& line : lines)
    block.lines.push_back({line.id.value, static_cast<std::uint16_t>(line.score), static_cast<std::uint16_t>(line.suits), static_cast<std::uint16_t>(line.wanted),
                           static_cast<std::uint8_t>(line.tier)});
}

std::size_t blocks_of(std::size_t n, std::size_t size) { return (n + size - 1) / size; }

// Work spaces are dear to make: one a worker for each side.
struct Spaces {
  std::unique_ptr<OffersOfPerson> offers;
  std::unique_ptr<PeopleOfOffers> people;
};

ListBlock person_block(OffersOfPerson& space, const Corpus& corpus, std::size_t depth, std::size_t per_block, std::size_t number) {
  ListBlock block;
  std::vector<BatchLine<OfferId>> lines;
  const std::size_t begin = number * per_block, end = std::min(corpus.candidates.size(), begin + per_block);
  for (std::size_t i = begin; i < end; ++i) {
    space.find(CandidateId{static_cast<std::uint32_t>(i)}, {depth, 0, false});
    lines.clear();
    space.best().lines_to(lines);
    add(block, lines);
  }
  return block;
}

ListBlock offer_block(PeopleOfOffers& space, const MatchPlan& plan, std::size_t top, std::span<const OfferId> order, std::size_t per_block, std::size_t number) {
  ListBlock block;
  std::vector<BatchLine<CandidateId>> lines;
  const std::size_t begin = number * per_block, end = std::min(order.size(), begin + per_block);
  for (std::size_t i = begin; i < end;) {
    // A run of offers of one row shares a gathering of persons.
    std::size_t last = i;
    while (last < end && plan.row_of(order[last]) == plan.row_of(order[i])) ++last;
    space.gather(plan.row_of(order[i]), order.subspan(i, last - i));
    for (; i < last; ++i) {
      space.find(order[i], {top, 0, false});
      lines.clear();
      space.best().lines_to(lines);
      add(block, lines);
    }
  }
  return block;
}

}  // namespace

std::vector<OfferId> offers_in_order(const Corpus& corpus) {
  std::vector<OfferId> order;
  for (std::uint32_t row = 0; row < corpus.offers_of_occupation.rows(); ++row)
    for (const OfferId offer : corpus.offers_of_occupation[row]) order.push_back(offer);
  return order;
}

BlockPlan::BlockPlan(const Corpus& corpus, BlockSizes each)
    : persons(blocks_of(corpus.candidates.size(), each.persons)), offers(blocks_of(corpus.offers.size(), each.offers())), sizes(each) {}

Result<BlocksDone> find_blocks(const BlockPass& pass, const BlockPlan& plan, const Shard& shard) {
  const Corpus& corpus = pass.suggest.plan().context.corpus;
  const std::vector<OfferId> order = offers_in_order(corpus);
  std::vector<std::size_t> mine;   // offers' blocks first: they are the longer ones
  for (std::size_t number = plan.persons; number < plan.all(); ++number) if (shard.has(number)) mine.push_back(number);
  for (std::size_t number = 0; number < plan.persons; ++number) if (shard.has(number)) mine.push_back(number);
  std::vector<Spaces> spaces(pass.threads.resolved());
  std::vector<Status> states(mine.size());
  std::atomic<std::size_t> done{0};
  std::atomic<std::uint64_t> found{0};
  std::atomic<bool> failed{false};
  std::mutex telling;
  parallel_blocks(mine.size(), 1, pass.threads, [&](std::size_t at, std::size_t, unsigned worker) {
    if (failed) return;
    const bool persons = mine[at] < plan.persons;
    const std::size_t number = persons ? mine[at] : mine[at] - plan.persons;
    const std::string path = pass.folder + "/" + block_name(persons ? Side::kPersons : Side::kOffers, number);
    if (!read_block(path, pass.key)) {
      Spaces& space = spaces[worker];
      ListBlock block;
      if (persons) {
        if (!space.offers) space.offers = std::make_unique<OffersOfPerson>(pass.suggest.plan());
        block = person_block(*space.offers, corpus, pass.depth, plan.sizes.persons, number);
      } else {
        if (!space.people) space.people = std::make_unique<PeopleOfOffers>(pass.shortlist.plan());
        block = offer_block(*space.people, pass.shortlist.plan(), pass.top, order, plan.sizes.offers(), number);
      }
      states[at] = write_block(path, pass.key, block);
      if (!states[at]) failed = true;
      ++found;
    }
    if (pass.progress) {
      const std::lock_guard lock(telling);
      pass.progress(++done);
    }
  });
  for (Status& state : states) PASSERELLE_TRY(std::move(state));
  return BlocksDone{found, mine.size() - found};
}

}  // namespace passerelle::night
