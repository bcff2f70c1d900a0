#include "merging/join_words.hpp"

namespace passerelle::merging {
namespace {

const char* word(TitleMatch match) {
  switch (match) {
    case TitleMatch::kMissing: return "missing";
    case TitleMatch::kNone: return "none";
    case TitleMatch::kSomeWords: return "some-words";
    case TitleMatch::kSameHead: return "same-head";
    case TitleMatch::kSame: break;
  }
  return "same";
}

}  // namespace

StoredJoin stored_join(const std::string& a, const std::string& b, const JobDecision& decision) {
  StoredJoin join;
  join.a = a;
  join.b = b;
  join.reason = decision.reason == JobReason::kTextAndTitle ? "text-and-title" : "text";
  join.employer = decision.same_siret ? "siret" : decision.same_employer ? "name" : "";
  join.title = word(decision.title);
  join.same_place = decision.same_place;
  join.same_board = decision.same_board;
  join.text_shared = decision.text.shared;
  join.text_contained = decision.text.contained;
  return join;
}

}  // namespace passerelle::merging
