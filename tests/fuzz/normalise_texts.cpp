// The normalisers of free texts: total on any bytes.
#include <cstdint>
#include <string_view>

#include "base/text.hpp"
#include "intake/normalise/contract.hpp"
#include "intake/normalise/education.hpp"
#include "intake/normalise/experience.hpp"
#include "intake/normalise/language.hpp"
#include "intake/normalise/licence.hpp"
#include "intake/normalise/salary.hpp"
#include "intake/normalise/working_time.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace passerelle;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  (void)fold(text);
  (void)read_salary(text, {});
  (void)read_working_time(text);
  (void)read_experience(text);
  (void)read_licence(text);
  (void)read_language(text);
  (void)read_education(text);
  (void)read_contract(text.substr(0, 3), text);
  return 0;
}
