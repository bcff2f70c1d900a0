#include "http/target.hpp"

#include <gtest/gtest.h>

namespace passerelle::http {
namespace {

TEST(Target, PathAndQueryAreDecoded) {
  const auto target = parse_target("/v1/offers/a%20b%C3%A9/shortlist?top=5&q=pr%C3%A9pa+x&empty=");
  ASSERT_TRUE(target);
  EXPECT_EQ(target->segments, (std::vector<std::string>{"v1", "offers", "a bé", "shortlist"}));
  EXPECT_EQ(*target->parameter("top"), "5");
  EXPECT_EQ(*target->parameter("q"), "prépa x");
  EXPECT_EQ(*target->parameter("empty"), "");
  EXPECT_EQ(target->parameter("none"), nullptr);
}

TEST(Target, APlusInThePathIsAPlus) { EXPECT_EQ(parse_target("/a+b")->segments[0], "a+b"); }

TEST(Target, WhatCouldBeReadInTwoWaysIsRefused) {
  for (const std::string_view bad : {"", "*", "offers", "http://x/v1", "/v1//offers", "/v1/offers/", "/v1/./offers", "/v1/../etc/passwd", "/v1/%2e%2e/x", "/v1/%2E/x",
                                     "/v1/a%2fb", "/v1/a%5cb", "/v1/a\\b", "/v1/%", "/v1/%4", "/v1/%zz", "/v1/%00", "/v1/a%0d%0ab", "/v1/a%7f", "/v1/%ff", "/v1/%c0%af",
                                     "/v1/é", "/v1/a b", "/v1/a#b", "/v1?a=%", "/v1?a=%00", "/v1?=x", "/v1?top=1&top=2", "/v1?a%00=1"})
    EXPECT_FALSE(parse_target(bad)) << bad;
  EXPECT_FALSE(parse_target(std::string_view("/v1/a\0b", 7)));
}

TEST(Target, AParameterGivenTwiceIsNamed) { EXPECT_EQ(parse_target("/v1?top=1&top=2").problem().field, "top"); }

}  // namespace
}  // namespace passerelle::http
