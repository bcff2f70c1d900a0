// How invitations are given out: versioned data (datasets/policies/invitations/*.toml, whose comments say what each figure
// means), read strictly.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "operations/no_show.hpp"
#include "operations/overbooking.hpp"
#include "records/vocabulary_codes.hpp"

namespace passerelle::operations {

struct KindRule {
  std::string code, title_fr, title_en;
  NoShowPrior no_show;
  bool trains = false;
};

/// Minutes from midnight.
struct ServiceHours { std::uint16_t first = 0, last = 24 * 60; };

struct InvitationRules {
  std::string name, title_fr, title_en;
  std::uint32_t version = 0;
  std::uint16_t per_week = 1, kind_days = 28;
  std::uint32_t fill_points = 10'000;
  std::uint16_t waiting_percent = 50;
  std::uint32_t considered_per_seat = 0;
  OverbookingRule overbooking{2'000, 200};
  std::uint16_t default_minutes = 60, most_minutes = 90;
  std::array<ServiceHours, static_cast<std::size_t>(Means::kCount)> hours{};
  std::vector<KindRule> kinds;       ///< ascending by code

  const KindRule* find_kind(std::string_view code) const noexcept;
};

/// Problems: those of the file, kDocumentMalformed, kRequestInvalid with line and key.
Result<InvitationRules> read_invitation_rules(const std::string& path);
Result<InvitationRules> parse_invitation_rules(std::string_view toml, std::string_view source);

}  // namespace passerelle::operations
