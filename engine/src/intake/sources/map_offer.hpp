// A record of any feed → an offer draft, as a mapping file says.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "intake/offer_draft.hpp"
#include "intake/sources/source_mapping.hpp"

namespace passerelle {

/// What became of one value of a record, for one target.
struct FieldUse {
  enum class Fate : std::uint8_t {
    kRead,       ///< it is in the draft, as `value`
    kEmpty,      ///< the field holds nothing
    kSpare,      ///< not needed: another path or value was taken, or the rule lets such values go
    kUnread,     ///< the rule could not read it; the draft is flagged
    kUnused,     ///< listed as not used, for `reason`
    kFilter,     ///< it says whether the record is an offer
    kUnknown,    ///< neither mapped nor listed
    kDefault,    ///< no field: the mapping's own value
  };
  std::string path;      ///< with numbers where fields are repeated: "skills[2]"
  std::string text;      ///< of the feed
  Fate fate = Fate::kUnknown;
  std::optional<MappingTarget> target;
  std::string value;     ///< as read
  std::string reason;
};
std::string_view fate_name(FieldUse::Fate fate) noexcept;  // "read" | "empty" | "spare" | …

/// Whether the mapping takes the record for an offer at all.
bool is_offer(const FieldNode& record, const SourceMapping& mapping);

/// Offers are called "source:id", so that sources that number alike do not meet; an id with signs that ours may not have
/// gets them replaced and a fingerprint added. Values that cannot be read are flagged with the target's name and left
/// out; of fields that the mapping does not know the first few are flagged (kFieldUnknown). Occupation: only what the
/// feed says; finding one from title and text is left to whoever comes after.
/// `id` receives the offer's id as soon as it is known, `uses` (may be null) what became of every value.
/// Problems: kFieldMissing (no id; no title), with the position "/path". Thread-safe.
Result<OfferDraft> map_offer(const FieldNode& record, const SourceMapping& mapping, std::string* id,
                             std::vector<FieldUse>* uses = nullptr);

}  // namespace passerelle
