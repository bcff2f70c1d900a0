#include "intake/deduplicate/traits_bytes.hpp"

#include <type_traits>

namespace passerelle {
namespace {

template <class Integer>
void put(std::string& out, Integer value) {
  const auto bits = static_cast<std::make_unsigned_t<Integer>>(value);
  for (std::size_t i = 0; i < sizeof bits; ++i) out += static_cast<char>(static_cast<std::uint64_t>(bits) >> (8 * i) & 0xFF);
}

template <class Integer>
void put(std::string& out, const std::vector<Integer>& values) {
  put(out, static_cast<std::uint32_t>(values.size()));
  for (const Integer value : values) put(out, value);
}

class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}

  template <class Integer>
  void take(Integer& value) {
    if (rest_.size() < sizeof value) { whole_ = false; return; }
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < sizeof value; ++i) bits |= std::uint64_t{static_cast<unsigned char>(rest_[i])} << (8 * i);
    value = static_cast<Integer>(bits);
    rest_.remove_prefix(sizeof value);
  }
  template <class Integer>
  void take(std::vector<Integer>& values) {
    std::uint32_t count = 0;
    take(count);
    if (!whole_ || count > rest_.size() / sizeof(Integer)) { whole_ = false; return; }
    values.resize(count);
    for (Integer& value : values) take(value);
  }
  bool done() const { return whole_ && rest_.empty(); }

 private:
  std::string_view rest_;
  bool whole_ = true;
};

}  // namespace

std::string to_bytes(const OfferTraits& traits) {
  std::string out;
  out.reserve(160 + traits.text.hashes.size() * 4);
  for (const std::uint64_t value : {traits.board, traits.employer, traits.siret, traits.commune, traits.commune_name, traits.title.joined}) put(out, value);
  put(out, static_cast<std::uint8_t>(traits.title.several_parts ? 1 : 0));
  put(out, static_cast<std::uint8_t>(traits.contract));
  put(out, traits.contract_days);
  put(out, traits.published.since_epoch);
  put(out, traits.title.words);
  put(out, traits.title.head);
  put(out, traits.places.as_workplace);
  put(out, traits.places.named);
  put(out, traits.text.triples);
  put(out, traits.text.hashes);
  return out;
}

std::optional<OfferTraits> traits_from(std::string_view bytes) {
  OfferTraits traits;
  Reader in(bytes);
  for (std::uint64_t* value : {&traits.board, &traits.employer, &traits.siret, &traits.commune, &traits.commune_name, &traits.title.joined}) in.take(*value);
  std::uint8_t several_parts = 0, contract = 0;
  in.take(several_parts);
  in.take(contract);
  in.take(traits.contract_days);
  in.take(traits.published.since_epoch);
  in.take(traits.title.words);
  in.take(traits.title.head);
  in.take(traits.places.as_workplace);
  in.take(traits.places.named);
  in.take(traits.text.triples);
  in.take(traits.text.hashes);
  if (!in.done() || several_parts > 1 || contract >= static_cast<std::uint8_t>(Contract::kCount)) return std::nullopt;
  traits.title.several_parts = several_parts == 1;
  traits.contract = static_cast<Contract>(contract);
  return traits;
}

}  // namespace passerelle
