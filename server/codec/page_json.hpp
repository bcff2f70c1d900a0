// Pages of lists, as forms read them: {"items":[…],"next":"…"}; `next` is absent on the last page.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "passerelle/answers.hpp"

namespace passerelle::codec {

std::string page_json(const std::vector<Offer>& offers, std::string_view next);
/// Only what tells persons apart in an adviser's own list: id, what is sought, commune.
std::string page_json(const std::vector<Candidate>& candidates, std::string_view next);
/// `key`: the member's name for the entry's key, `detail` likewise, "" leaves it out.
std::string page_json(const std::vector<LookUpEntry>& entries, std::string_view key, std::string_view detail, std::string_view next);
/// {"build":…,"snapshot":…,…}: texts by name.
std::string object_json(const std::vector<std::pair<std::string_view, std::string>>& members);

}  // namespace passerelle::codec
