// A policy file: read and valid, or refused.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "scoring/policy.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace passerelle;
  const Result<Policy> policy = parse_policy({reinterpret_cast<const char*>(data), size}, "fuzz");
  if (policy && !policy->validate()) std::abort();
  return 0;
}
