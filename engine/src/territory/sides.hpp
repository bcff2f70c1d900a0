// Under which policies lists are drawn, both ways.
#pragma once

#include "ranking/matcher.hpp"

namespace passerelle::territory {

/// Two ways to look: the person's list, and the recruiter's.
struct Sides {
  const ScoringContext& suggest;
  const Matcher& suggest_matcher;
  const ScoringContext& shortlist;
  const Matcher& shortlist_matcher;
};

}  // namespace passerelle::territory
