// A feed in XML.
#include "fuzz/feed_splitter.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  passerelle::FeedShape shape;
  shape.format = passerelle::FeedFormat::kXml;
  shape.records = {"r/o"};
  shape.beside = {"d"};
  return passerelle::fuzz::check_feed(data, size, shape);
}
