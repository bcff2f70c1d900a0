// How verdicts, groups of levers and causes are said. French first: it is what an adviser says to a person.
#pragma once

#include "adviser/adviser_answer.hpp"
#include "adviser/pair_finding.hpp"

namespace passerelle::adviser {

/// « sous 4 mois », "within 3 weeks"; « tout de suite » for none.
std::string delay_words(std::uint32_t days, Language language);
/// « 1 200 € », « sans frais ».
std::string cost_words(std::uint64_t cents, Language language);
/// « 17/03/2025 »; English keeps the ISO form.
std::string date_words(Day day, Language language);
/// « à 12 km ».
std::string kilometre_words(std::uint32_t metres, Language language);

LeverLine lever_line(const UsableLever& lever, Language language);

/// The verdict of a finding. `explanation` gives the words of the constraints; its own verdict is brought into line.
AdviserVerdict verdict_of(const PairJudge& judge, const PairFinding& finding, const Offer& offer, Explanation& explanation, Day date, Language language);
/// The sentence alone, without the offer's record: what is read in texts is then not quoted.
std::string sentence_of(const PairJudge& judge, const PairFinding& finding, Language language);
/// What an obstacle is, without the offer's record.
std::string obstacle_words(const PairJudge& judge, const PairFinding& finding, const Obstacle& obstacle, Language language);
std::string group_words(const LeverGroup& group, Language language);

}  // namespace passerelle::adviser
