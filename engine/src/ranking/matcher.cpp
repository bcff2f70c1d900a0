#include "ranking/matcher.hpp"

#include <algorithm>
#include <mutex>

#include "ranking/match_plan.hpp"
#include "ranking/offers_of_person.hpp"
#include "ranking/people_of_offers.hpp"

namespace passerelle {
namespace {

// Work spaces are dear to make (tables over all items); single queries hand them on.
template <class Space>
class Spaces {
 public:
  std::unique_ptr<Space> take(const MatchPlan& plan) {
    {
      const std::lock_guard lock(mutex_);
      if (!free_.empty()) {
        std::unique_ptr<Space> space = std::move(free_.back());
        free_.pop_back();
        return space;
      }
    }
    return std::make_unique<Space>(plan);
  }
  void give_back(std::unique_ptr<Space> space) {
    const std::lock_guard lock(mutex_);
    free_.push_back(std::move(space));
  }

 private:
  std::mutex mutex_;
  std::vector<std::unique_ptr<Space>> free_;
};

// Offers that lie together share one gathering of persons: the longer the run, the fewer gatherings, as long as all workers
// have work and a run does not spread over half a country.
constexpr std::size_t kShortRun = 256, kLongRun = 2'048;
constexpr std::size_t kPersons = 256;

}  // namespace

struct Matcher::Impl {
  MatchPlan plan;
  mutable Spaces<OffersOfPerson> offers_spaces;
  mutable Spaces<PeopleOfOffers> people_spaces;
  template <class... Parts>
  explicit Impl(const ScoringContext& context, const kernel::Kernels& kernels, Parts&&... parts) : plan(context, kernels, std::forward<Parts>(parts)...) {}
};

Matcher::Matcher(const ScoringContext& context) : Matcher(context, kernel::chosen_kernels()) {}
Matcher::Matcher(const ScoringContext& context, const kernel::Kernels& kernels) : impl_(std::make_unique<Impl>(context, kernels)) {}
Matcher::Matcher(const ScoringContext& context, const kernel::Kernels& kernels, std::shared_ptr<const PolicyPlan> policy,
                 std::shared_ptr<const OfferPlan> offers, std::shared_ptr<const PeoplePlan> people)
    : impl_(std::make_unique<Impl>(context, kernels, std::move(policy), std::move(offers), std::move(people))) {}
Matcher::~Matcher() = default;
const MatchPlan& Matcher::plan() const noexcept { return impl_->plan; }

RankedLines<OfferId> Matcher::suggest(CandidateId candidate, const ListRequest& request) const {
  auto space = impl_->offers_spaces.take(impl_->plan);
  space->find(candidate, request);
  RankedLines<OfferId> result{space->best().lines(), space->eligible(), space->considered(), space->drawn()};
  impl_->offers_spaces.give_back(std::move(space));
  return result;
}

RankedLines<CandidateId> Matcher::shortlist(OfferId offer, const ListRequest& request) const {
  auto space = impl_->people_spaces.take(impl_->plan);
  space->find_alone(impl_->plan.row_of(offer), offer, request);
  RankedLines<CandidateId> result{space->best().lines(), space->eligible(), space->considered(), space->drawn()};
  impl_->people_spaces.give_back(std::move(space));
  return result;
}

void Matcher::suggest_all(const ListRequest& request, Threads threads, const DeliverOffers& deliver) const {
  const Corpus& corpus = impl_->plan.context.corpus;
  // In the order of retrieval persons of one occupation come near one another: the blocks of offers they look at stay in the cache.
  std::vector<std::unique_ptr<OffersOfPerson>> spaces(threads.resolved());
  parallel_blocks(corpus.candidates.size(), kPersons, threads, [&](std::size_t begin, std::size_t end, unsigned worker) {
    auto& space = spaces[worker];
    if (!space) space = std::make_unique<OffersOfPerson>(impl_->plan);
    std::vector<BatchLine<OfferId>> lines;
    for (std::size_t i = begin; i < end; ++i) {
      const CandidateId candidate{static_cast<std::uint32_t>(i)};
      space->find(candidate, request);
      lines.clear();
      space->best().lines_to(lines);
      deliver(candidate, lines);
    }
  });
}

void Matcher::shortlist_all(const ListRequest& request, Threads threads, const DeliverPeople& deliver) const {
  const Corpus& corpus = impl_->plan.context.corpus;
  struct Run { std::uint32_t row; std::size_t begin, end; };
  const std::size_t run_length = std::clamp(corpus.offers.size() / (16 * std::size_t{threads.resolved()}), kShortRun, kLongRun);
  std::vector<Run> runs;
  for (std::uint32_t row = 0; row < corpus.offers_of_occupation.rows(); ++row) {
    const std::size_t n = corpus.offers_of_occupation[row].size();
    for (std::size_t begin = 0; begin < n; begin += run_length) runs.push_back({row, begin, std::min(n, begin + run_length)});
  }
  // The long ones first, so that none is left alone at the end.
  std::stable_sort(runs.begin(), runs.end(), [](const Run& a, const Run& b) { return a.end - a.begin > b.end - b.begin; });
  std::vector<std::unique_ptr<PeopleOfOffers>> spaces(threads.resolved());
  parallel_blocks(runs.size(), 1, threads, [&](std::size_t begin, std::size_t end, unsigned worker) {
    auto& space = spaces[worker];
    if (!space) space = std::make_unique<PeopleOfOffers>(impl_->plan);
    std::vector<BatchLine<CandidateId>> lines;
    for (std::size_t i = begin; i < end; ++i) {
      const Run& run = runs[i];
      const auto offers = corpus.offers_of_occupation[run.row].subspan(run.begin, run.end - run.begin);
      space->gather(run.row, offers);
      for (const OfferId offer : offers) {
        space->find(offer, request);
        lines.clear();
        space->best().lines_to(lines);
        deliver(offer, lines);
      }
    }
  });
}

}  // namespace passerelle
