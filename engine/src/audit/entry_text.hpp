// One entry as one line of the log: a JSON object whose last two members chain it to the line before.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "audit/decision.hpp"
#include "audit/person_keys.hpp"
#include "base/result.hpp"

namespace passerelle::audit {

/// A line without its newline. hash = SHA-256(previous ‖ the object up to its member "prev"). `keys` by place in `about`.
std::string entry_line(std::uint64_t sequence, std::string_view at, const Decision& decision, const std::vector<PersonKey>& keys, const Digest& previous,
                       Digest& hash);

/// What of a line can be checked without any key. Problem kStoreDamaged when it is not such a line or its hash is another.
struct Link { Digest previous{}, hash{}; };
Result<Link> check_line(std::string_view line);

/// The whole entry; what no key opens is left out of `about`. `keys` may be null: then nothing is opened.
Result<Entry> read_line(std::string_view line, PersonKeys* keys);

}  // namespace passerelle::audit
