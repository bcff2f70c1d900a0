// Labels back to codes: items and occupations of the reference by what they are called.
#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "intake/occupation/occupation_finder.hpp"
#include "reference/reference.hpp"

namespace passerelle {

/// Built from the reference at the first look-up (tens of milliseconds with all of ROME), then read-only; safe to
/// share between threads. Equality of folded texts only: nothing is guessed from parts of a label, except by what
/// occupation_finder() gives.
class ReferenceLookup {
 public:
  /// `reference` must outlive the look-up.
  explicit ReferenceLookup(const reference::Reference& reference);
  ~ReferenceLookup();

  const reference::Reference& reference() const noexcept { return reference_; }
  /// Label or alias of an item that is not a certificate. Of several, skills come before knowledge, behaviours and
  /// macro-competences; then the lower key.
  std::optional<ItemId> item_called(std::string_view label) const;
  /// Label or alias of a certificate.
  std::optional<ItemId> certificate_called(std::string_view label) const;
  /// Label or title of an occupation, in either gender (« Préparateur / Préparatrice de commandes » is found by each
  /// half). Nothing when titles of several occupations are called so.
  std::optional<OccupationId> occupation_called(std::string_view title) const;
  /// Built at the first call (a third of a second with all of ROME): files whose offers all have a code do without.
  const occupation::OccupationFinder& occupation_finder() const;

 private:
  struct Tables;
  const Tables& tables() const;
  const reference::Reference& reference_;
  mutable std::unique_ptr<Tables> tables_;
  mutable std::unique_ptr<occupation::OccupationFinder> finder_;
  struct Once;
  std::unique_ptr<Once> once_;
};

}  // namespace passerelle
