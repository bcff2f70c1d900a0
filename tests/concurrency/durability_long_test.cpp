// The same as durability_test, sixty times on one store.
#include "concurrency/killed_writer.hpp"

namespace passerelle::testing {
TEST(DurabilityLong, EveryAcknowledgedChangeSurvivesSixtyKills) { expect_all_acknowledged_after_kills(60); }
}  // namespace passerelle::testing
