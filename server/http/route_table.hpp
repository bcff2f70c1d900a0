// The routes, and which role may use which: one table. What is not written in it is not allowed.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "http/failure.hpp"
#include "http/identity.hpp"
#include "http/target.hpp"

namespace passerelle::http {

enum class Route : std::uint8_t {
  kHealth, kReady, kVersion, kOpenApi, kMetrics,
  kShortlist, kSuggestions, kPair,
  kOffers, kOffer, kCandidates, kCandidate,
  kOccupations, kSkills, kPlaces,
  kPostShortlist, kPostSuggestions,
  kPutOffer, kPatchOffer, kDeleteOffer, kPutCandidate, kPatchCandidate, kDeleteCandidate,
  kImportOffers, kImportCandidates,
  kDecide, kAudit,
};

/// What a role may do with a route.
enum class Right : std::uint8_t {
  kNone,
  kAll,
  kOwnEmployers,   ///< offers whose SIRET the token carries
  kOwnPortfolio,   ///< persons the adviser accompanies
};

struct RouteRule {
  Route route;
  std::string_view method;          ///< GET includes HEAD
  std::string_view pattern;         ///< "/v1/offers/{id}/shortlist"
  bool open = false;                ///< answers without a token
  std::array<Right, kRoles> rights{};  ///< recruiter, adviser, operations, territory, operator
  std::string_view parameters;      ///< names of query parameters, separated by spaces
  std::string_view media;           ///< of the body it takes; "" = none
};

std::span<const RouteRule> route_table() noexcept;

struct FoundRoute {
  const RouteRule* rule = nullptr;
  std::vector<std::string> arguments;   ///< what stands for {…}, in order
};
/// kRouteUnknown, or kMethodNotAllowed with the header Allow.
std::variant<FoundRoute, Failure> find_route(std::string_view method, const Target& target);

/// The table as the documentation shows it (Markdown).
std::string routes_as_markdown();

}  // namespace passerelle::http
