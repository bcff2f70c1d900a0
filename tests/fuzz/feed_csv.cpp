// A feed in CSV.
#include "fuzz/feed_splitter.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  passerelle::FeedShape shape;
  shape.format = passerelle::FeedFormat::kCsv;
  return passerelle::fuzz::check_feed(data, size, shape);
}
