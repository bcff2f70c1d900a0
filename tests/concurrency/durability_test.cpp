// Law 9 under kill -9: every acknowledged change is there, and the next start is ready without help.
#include "concurrency/killed_writer.hpp"

namespace passerelle::testing {
TEST(Durability, EveryAcknowledgedChangeSurvivesAKill) { expect_all_acknowledged_after_kills(5); }
}  // namespace passerelle::testing
