// What the adviser's page and « what if » answer: plain data, texts in the language asked. For the person's own adviser
// only: they tell what stands in the person's way.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ranking/explain.hpp"
#include "records/offer.hpp"

namespace passerelle::adviser {

/// How much of the page is wanted.
struct PageRequest {
  std::size_t top = 20;               ///< of the list of what is open now
  std::size_t groups = 12;            ///< of levers, trainings, questions
  std::size_t examples = 3;           ///< offers named with each
  Language language = Language::kFrench;
};

/// A lever as it is proposed.
struct LeverLine {
  std::string id, label, kind, conditions, payer, thematic, source;
  std::uint32_t cost_cents = 0;
  std::uint16_t delay_days = 0;
  std::uint32_t places = 0;
  bool training = false, eligibility_known = true, needs_employer = false, verified = false;
  Day source_date;
};

struct AdviserReason {
  std::string code;        ///< of a constraint, or "conflict"
  std::string weight;      ///< need, question, never, care
  std::string subject;     ///< of a conflict: "situation 7", "constraint 22"
  std::vector<std::string> demands;
  std::string source;      ///< where the demand was read: field, text, context, computed
  std::string evidence;
  std::string text;
  std::vector<std::string> lifted_by;  ///< ids of the levers that meet it
};

struct AdviserVerdict {
  VerdictTier tier = VerdictTier::kNow;
  std::vector<AdviserReason> reasons;
  std::vector<LeverLine> levers;       ///< the cheapest set
  std::uint64_t cost_cents = 0;
  std::uint32_t delay_days = 0;
  Day works_from;
  std::string sentence;                ///< as an adviser can say it to the person
  std::vector<LeverLine> may_help;     ///< would make a wish of the employer superfluous (experience, diploma), if they accept
};

/// An offer among those that something opens.
struct OfferBrief {
  std::string id, title, employer, place;
  std::int32_t score = 0;
  std::uint32_t metres = 0;            ///< by road; 0 = not known
  std::uint8_t tension = 0;            ///< class 1…5; 0 = not known
  VerdictTier tier = VerdictTier::kNow;
  std::string sentence;
};

struct AdviserLine {
  std::size_t rank = 0;
  Offer offer;
  PairScore score;
  Explanation explanation;             ///< its verdict has the tier and the levers of `verdict`
  AdviserVerdict verdict;
};

/// A service nearby that a lever can be asked of.
struct ServiceLine { std::string id, name, city, fees, url; std::uint32_t metres = 0; Day updated; };

/// A certification that leads to occupations of offers a missing diploma or certificate closes. Duration and cost are not known.
struct TrainingLead { std::string code, label, rncp, formacode; std::uint8_t level = 0; std::uint64_t offers = 0; };

/// What one lever, or several together, would bring within reach. Not a causal claim.
struct LeverGroup {
  std::vector<LeverLine> levers;
  std::uint64_t offers = 0, in_tension = 0;
  std::uint32_t nearest_metres = 0;
  std::uint64_t cost_cents = 0;
  std::uint32_t delay_days = 0;
  Day works_from;
  std::string text;                    ///< « … ouvrirait 41 offres, dont 7 en tension, à 12 km et plus, sous 4 mois, 1 200 € »
  std::vector<OfferBrief> best;        ///< the first few
  std::vector<ServiceLine> services;   ///< of the levers' thematics, where the person lives; nearest first
};

/// `if_so`: the cheapest lever should the answer be that it stands in the way.
struct Question { std::string text; std::uint64_t offers = 0; std::vector<OfferBrief> best; std::vector<LeverLine> if_so; };
struct Refusal { std::string code, text; std::uint64_t offers = 0; };

struct AdviserPage {
  std::string candidate;
  std::vector<std::string> tables;     ///< "name v1", what the answer rests on
  Day diagnosed;                       ///< unset: no diagnosis is recorded
  std::vector<std::string> notes;      ///< of the person: noted situations to be confirmed, nothing recorded …
  std::uint64_t now_count = 0, with_count = 0, ask_count = 0, no_count = 0;
  std::vector<AdviserLine> now;
  std::vector<LeverGroup> with_lever, with_training, with_several;
  std::vector<TrainingLead> leads;     ///< most offers first
  std::vector<Question> questions;
  std::vector<Refusal> refusals;
  std::vector<std::string> offers;     ///< ids of all pairs judged, ascending: the same whatever the barriers (law 6)
};

/// One pair as the person's adviser sees it.
struct AdviserPair {
  std::string candidate;
  std::vector<std::string> tables;
  bool shown = false;                  ///< false: the policy's lists leave it out, and no means of transport changes that
  AdviserLine line;                    ///< rank 0
};

struct ListChange {
  OfferBrief offer;
  std::size_t rank = 0;                ///< in the list it enters, or had in the one it leaves
  VerdictTier before = VerdictTier::kNow;
  std::string cause;
};

struct WhatIf {
  std::string candidate;
  std::vector<std::string> tables;
  std::vector<LeverLine> granted;
  std::vector<std::string> notes;      ///< a granted lever that waits for something else
  std::uint64_t now_before = 0, now_after = 0;
  std::vector<ListChange> enters, leaves;
  std::uint64_t opened = 0;            ///< offers that become possible now, whether or not they enter the list
};

}  // namespace passerelle::adviser
