// A small reference for fuzz targets, built once per process.
#pragma once

#include <memory>

#include "intake/normalise/reference_lookup.hpp"
#include "reference/build_reference.hpp"

namespace passerelle::fuzz {

inline const reference::Reference& small_reference() {
  static const std::shared_ptr<const reference::Reference> reference = [] {
    using namespace reference;
    ReferenceInputs inputs;
    VocabularyData& rome = inputs.vocabularies.emplace_back();
    rome.name = "rome";
    rome.version = "1";
    ItemRow item;
    item.key = "rome:100";
    item.label = "Conduire un chariot";
    rome.items.push_back(item);
    ItemRow certificate;
    certificate.key = "cert:caces-r489-3";
    certificate.label = "CACES R489 catégorie 3";
    certificate.kind = ItemKind::kCertificate;
    certificate.aliases = {"CACES 3"};
    rome.items.push_back(certificate);
    OccupationRow occupation;
    occupation.key = "rome:N1101";
    occupation.label = "Cariste";
    occupation.titles = {"Conducteur de chariot"};
    occupation.card = {{"rome:100", Core::kPrincipal}};
    rome.occupations.push_back(occupation);
    CommuneRow commune;
    commune.code = "59350";
    commune.name = "Lille";
    commune.postal_codes = {"59000", "59800"};
    commune.located = true;
    commune.coordinates = {50'632'000, 3'057'000};
    inputs.communes.push_back(commune);
    return build_reference(inputs, nullptr, Threads{1}).reference;
  }();
  return *reference;
}

inline const ReferenceLookup& lookup() {
  static const ReferenceLookup lookup(small_reference());
  return lookup;
}

}  // namespace passerelle::fuzz
