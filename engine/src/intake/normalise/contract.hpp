// Contract kind, length and reservation from codes and texts such as « CDD - 12 Mois · Contrat apprentissage ».
#pragma once

#include <cstdint>
#include <string_view>

#include "records/vocabulary_codes.hpp"

namespace passerelle {

struct ReadContract {
  Contract contract = Contract::kUnknown;
  std::uint16_t days = 0;         ///< 0 = open-ended or not said
  ReservedMask reserved = 0;
};

/// `code` as France Travail publishes it (typeContrat), "" when not known; `text` its label and, behind " · ", the
/// nature (natureContrat). A nature of insertion makes DDI of a CDD and TTI of a mission; apprenticeship and
/// professionnalisation make ALT. An unknown code falls back on the text.
ReadContract read_contract(std::string_view code, std::string_view text);

/// Months as days (a year has 365), 65,535 at most.
std::uint16_t days_of_months(std::int64_t months) noexcept;

}  // namespace passerelle
