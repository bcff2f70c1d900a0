// Barriers as France Travail's diagnosis gives them, and as Passerelle's own files do.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "sensitive/restricted_record.hpp"

namespace passerelle {

/// Which codes there are: 0 = the constraint of no situation. Codes the vocabulary does not know are refused.
struct KnownBarriers {
  std::function<bool(std::uint16_t constraint)> constraint;
  std::function<std::uint16_t(std::uint16_t situation)> constraint_of;
};

/// A document of one person: an array of constraints, each an object or, as recorded, a text that holds one; or the
/// individual file, whose member `contraintesIndividusDto` has them. `valeur` NON_ABORDEE, OUI, NON, CLOTUREE; a constraint's
/// `date` is when it was explored; `impact` FAIBLE, MOYEN, FORT and `estPrioritaire` where they are given; objectives under
/// way (EN_COURS) become the lever under way. Problems name the pointer and never quote a value: kDocumentMalformed,
/// kDocumentUnexpected, kFieldMissing, kFieldType, kFieldValue.
Result<std::vector<Barrier>> read_france_travail_diagnosis(std::string_view json, const KnownBarriers& known);

/// One record of Passerelle's own: {"candidate": id, "barriers": […], "publics": […]}, the lists as in
/// candidate.schema.json. A list that is absent leaves what is stored.
struct BarrierRecord {
  std::string candidate;
  RestrictedRecord record;
  bool has_barriers = false, has_publics = false;
};
/// `candidate` receives the id as soon as it is read.
Result<BarrierRecord> read_barrier_record(std::string_view json, const KnownBarriers& known, std::string* candidate);

}  // namespace passerelle
