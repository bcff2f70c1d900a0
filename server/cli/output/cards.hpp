// How an offer, a person and the reasons of a pair are laid out for someone who has ten minutes.
#pragma once

#include <string>

#include "cli/context.hpp"

namespace passerelle::cli {

/// Two or three lines on an offer: what, who, where, which contract.
std::string offer_card(const Offer& offer, const Engine& engine, const Context& context);
/// Two or three lines on a person. `shows_wishes` false leaves out home, radius and wishes.
std::string person_card(const Candidate& person, const Engine& engine, bool shows_wishes, const Context& context);
/// Verdict, strengths, gaps and questions, one per line, each line beginning with `indent` blanks; at most `each` facts of
/// a kind.
std::string reasons(const Explanation& explanation, std::size_t each, std::size_t indent, const Context& context);
/// Scores, distance and verdict on one line.
std::string score_line(const PairScore& score, const Explanation& explanation, const Context& context);
/// The contributions as a table that sums to the score.
std::string contributions_table(const PairScore& score, const Explanation& explanation, const Context& context);
/// "81" for 8,123 points: people read percentages.
std::string percent(std::int32_t points);
/// Policy, snapshot, build and date on one line.
std::string provenance_line(const Provenances& provenance, const Context& context);

}  // namespace passerelle::cli
