// The adviser's answers as JSON. For the person's own adviser only: nothing here is ever part of a recruiter's answer.
#pragma once

#include <string>

#include "passerelle/engine.hpp"

namespace passerelle::codec {

std::string to_json(const AdviserAnswer& answer, Language language);
std::string to_json(const AdviserPairAnswer& answer, Language language);
std::string to_json(const WhatIfAnswer& answer, Language language);
std::string to_json(const adviser::TableImport& report);
std::string to_json(const adviser::ResourceImport& report, Language language);
std::string to_json(const adviser::BarrierImportReport& report, Language language);
std::string to_json(const AccessEntry& entry);

}  // namespace passerelle::codec
