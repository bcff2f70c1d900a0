// A feed in JSON.
#include "fuzz/feed_splitter.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  passerelle::FeedShape shape;
  shape.format = passerelle::FeedFormat::kJson;
  if (size > 0 && data[0] == '{') shape.records = {"a/b", ""};
  return passerelle::fuzz::check_feed(data, size, shape);
}
