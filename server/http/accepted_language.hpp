// The language of an answer, from Accept-Language (RFC 9110 § 12.5.4).
#pragma once

#include <string_view>

#include "base/problem.hpp"

namespace passerelle::http {

/// English when it is asked for with more weight than French; French otherwise, also for what cannot be read.
Language accepted_language(std::string_view header) noexcept;

}  // namespace passerelle::http
