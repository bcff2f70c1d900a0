// What is compared of an offer, as bytes a store can keep.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "intake/deduplicate/same_job.hpp"

namespace passerelle {

/// Counts up whenever traits_of(), compare() or these bytes change: stores then work their groups out anew.
inline constexpr int kMergingRule = 1;

/// Equal traits, equal bytes; the same on every machine.
std::string to_bytes(const OfferTraits& traits);
/// nullopt for anything that to_bytes() did not write.
std::optional<OfferTraits> traits_from(std::string_view bytes);

}  // namespace passerelle
