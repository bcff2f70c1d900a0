// The kernels of every instruction set give the plain one's bounds, bit for bit, on blocks of anything.
#include "ranking/kernel/bounds.hpp"

#include <gtest/gtest.h>

#include <memory>

#include "support/kernel_inputs.hpp"

namespace passerelle::kernel {
namespace {

TEST(Kernels, ThePlainOneIsAlwaysThereAndTheChosenOneIsAmongThem) {
  ASSERT_FALSE(available_kernels().empty());
  EXPECT_EQ(available_kernels().front().name, "plain");
  bool found = false;
  for (const Kernels& kernels : available_kernels()) found = found || kernels.name == chosen_kernels().name;
  EXPECT_TRUE(found);
}

TEST(Kernels, EveryInstructionSetBoundsAlikeBitForBit) {
  const Kernels& plain = available_kernels().front();
  std::size_t reached = 0, lanes = 0;
  for (std::uint64_t seed = 0; seed < 3'000; ++seed) {
    Anything any(seed);
    const BoundRules rules = rules_of(any);
    const PersonQuery person = person_of(any, rules);
    const OfferQuery offer = offer_of(any);
    const auto offers = std::make_unique<OfferBlock>();
    const auto people = std::make_unique<PeopleBlock>();
    fill(any, *offers);
    fill(any, *people);
    const std::uint32_t groups = any.below(3) == 0 ? any.below(1U << kGroups) : used_groups(kGroups);
    alignas(64) std::int32_t expected[kLanes], given[kLanes];
    for (const Kernels& kernels : available_kernels()) {
      const std::uint32_t any_offer = plain.offers(rules, person, *offers, groups, 0, expected);
      ASSERT_EQ(kernels.offers(rules, person, *offers, groups, 0, given), any_offer) << kernels.name << ' ' << seed;
      for (std::size_t j = 0; any_offer != 0 && j < kLanes; ++j) ASSERT_EQ(given[j], expected[j]) << kernels.name << " offers " << seed << ' ' << j;
      const std::uint32_t any_person = plain.people(rules, offer, *people, groups, 0, expected);
      ASSERT_EQ(kernels.people(rules, offer, *people, groups, 0, given), any_person) << kernels.name << ' ' << seed;
      for (std::size_t j = 0; any_person != 0 && j < kLanes; ++j) {
        ASSERT_EQ(given[j], expected[j]) << kernels.name << " people " << seed << ' ' << j;
        if ((groups >> j / kGroup & 1U) == 0) ASSERT_EQ(given[j], -1);
        else ++lanes;
        reached += expected[j] >= 0 ? 1 : 0;
      }
    }
  }
  // The draw is no test when nearly all, or nearly none, are ruled out.
  EXPECT_GT(reached * 20, lanes);
  EXPECT_LT(reached * 20, lanes * 19);
}

}  // namespace
}  // namespace passerelle::kernel
