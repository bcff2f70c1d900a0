#include "base/hash.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace passerelle {
namespace {

// Published values of XXH3_128bits with seed 0: a snapshot keeps its name whatever the machine or the build.
TEST(Fingerprint, is_stable) {
  EXPECT_EQ(to_hex(fingerprint("")), "99aa06d3014798d86001c324468d497f");
  EXPECT_EQ(to_hex(fingerprint("a")), "a96faf705af16834e6c632b61e964e1f");
}

TEST(Fingerprint, tells_apart_texts_that_differ_in_one_byte) {
  std::set<Fingerprint> seen;
  for (int size = 0; size < 600; ++size) seen.insert(fingerprint(std::string(static_cast<std::size_t>(size), 'x')));
  for (int byte = 0; byte < 256; ++byte) seen.insert(fingerprint(std::string(300, 'y') + static_cast<char>(byte)));
  EXPECT_EQ(seen.size(), 600U + 256U);
}

TEST(Fingerprint, a_sum_does_not_know_the_order_and_can_be_taken_back) {
  const Fingerprint a = fingerprint("a"), b = fingerprint("b"), c = fingerprint("c");
  Fingerprint forth, back;
  for (const Fingerprint& f : {a, b, c}) forth += f;
  for (const Fingerprint& f : {c, a, b}) back += f;
  EXPECT_EQ(forth, back);
  EXPECT_NE(forth, a);
  forth -= b;
  Fingerprint without = a;
  without += c;
  EXPECT_EQ(forth, without);
  Fingerprint none = a;
  none -= a;
  EXPECT_EQ(none, Fingerprint{});
}

TEST(Fingerprint, hexadecimal_there_and_back) {
  const Fingerprint f = fingerprint("Passerelle");
  EXPECT_EQ(to_hex(f).size(), 32U);
  EXPECT_EQ(fingerprint_from_hex(to_hex(f)), f);
  EXPECT_EQ(to_hex(Fingerprint{1, 0xABCDEF}), "00000000000000010000000000abcdef");
  EXPECT_EQ(fingerprint_from_hex("12"), Fingerprint{}) << "not 32 digits";
}

}  // namespace
}  // namespace passerelle
