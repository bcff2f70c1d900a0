// Any bytes are text: valid UTF-8 in gives valid UTF-8 out.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/text.hpp"
#include "intake/feeds/html_text.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace passerelle;
  const std::string_view html(reinterpret_cast<const char*>(data), size);
  const std::string text = html_text(html);
  if (valid_utf8(html) && !valid_utf8(text)) std::abort();
  return 0;
}
