#include "demands/demand_finder.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace passerelle::demands {
namespace {

using levers::Demand;
using levers::DemandId;

/// Whether the words before `at` take back what follows.
bool denied(std::string_view text, std::size_t at) {
  for (const std::string_view word : {" pas de ", " sans ", " aucun ", " aucune ", " ni ", " pas de la ", " pas d "})
    if (at + 1 >= word.size() && text.substr(at + 1 - word.size(), word.size()) == word) return true;
  return false;
}

std::string schedule_evidence(ScheduleMask mask) {
  std::string names;
  for (unsigned i = 0; i < static_cast<unsigned>(Schedule::kCount); ++i) {
    const auto schedule = static_cast<Schedule>(i);
    if ((mask & bit(schedule)) == 0) continue;
    if (!names.empty()) names += ", ";
    names += label(schedule, Language::kFrench);
  }
  return names;
}

}  // namespace

std::string_view code(Source source) noexcept {
  constexpr std::string_view kNames[] = {"field", "text", "context", "computed"};
  return kNames[static_cast<std::size_t>(source)];
}

std::string_view label(Source source, Language language) noexcept {
  constexpr std::string_view kFrench[] = {"dit par l'offre", "dans le texte de l'offre", "habituel dans ce métier", "calculé"};
  constexpr std::string_view kEnglish[] = {"stated by the offer", "in the offer's text", "usual in the occupation", "computed"};
  return (language == Language::kFrench ? kFrench : kEnglish)[static_cast<std::size_t>(source)];
}

TextReader word_reader(const levers::DemandTable& table) {
  return [&table](const Offer& offer, std::vector<FoundDemand>& found) {
    std::string text(1, ' ');
    const auto add = [&text](const std::string& part) { text.append(fold(part)).append(" . "); };
    add(offer.title);
    add(offer.description);
    for (const std::string& condition : offer.conditions) add(condition);
    for (DemandId id = 0; id < table.demands.size(); ++id) {
      for (const std::string& words : table.demands[id].words) {
        std::string whole(1, ' ');
        whole.append(words).append(1, ' ');
        std::size_t at = text.find(whole);
        while (at != std::string::npos && denied(text, at)) at = text.find(whole, at + 1);
        if (at == std::string::npos) continue;
        found.push_back({id, Source::kText, words});
        break;
      }
    }
  };
}

DemandFinder::DemandFinder(const levers::DemandTable& table, const ContextsByOccupation& contexts, TextReader text)
    : table_(table), contexts_(contexts), text_(text ? std::move(text) : word_reader(table)) {}

std::vector<FoundDemand> DemandFinder::find(const Offer& offer) const {
  std::vector<FoundDemand> found;
  for (DemandId id = 0; id < table_.demands.size(); ++id) {
    const Demand& demand = table_.demands[id];
    if (demand.computed == levers::Computed::kAlways) found.push_back({id, Source::kComputed, ""});
    if (const auto named = static_cast<ScheduleMask>(demand.schedules & offer.schedules); named != 0) found.push_back({id, Source::kField, schedule_evidence(named)});
    for (const LicenceRequirement& licence : offer.licences)
      if (licence.level == Level::kRequired && (demand.licences & bit(licence.licence)) != 0) {
        found.push_back({id, Source::kField, std::string(label(licence.licence, Language::kFrench))});
        break;
      }
    if (demand.french != 0)
      for (const LanguageRequirement& language : offer.languages)
        if (language.language == "fr" && language.minimum >= demand.french) found.push_back({id, Source::kField, std::string(cefr_code(language.minimum))});
  }
  text_(offer, found);
  if (const auto row = contexts_.find(offer.occupation); row != contexts_.end())
    for (DemandId id = 0; id < table_.demands.size(); ++id) {
      // An offer that states its hours does not have those that are usual elsewhere.
      if (table_.demands[id].schedules != 0 && offer.schedules != 0) continue;
      for (const Context& context : row->second)
        if (const auto& keys = table_.demands[id].contexts; std::find(keys.begin(), keys.end(), context.key) != keys.end()) {
          found.push_back({id, Source::kContext, context.label});
          break;
        }
    }
  std::stable_sort(found.begin(), found.end(), [](const FoundDemand& a, const FoundDemand& b) {
    return a.demand != b.demand ? a.demand < b.demand : a.source < b.source;
  });
  found.erase(std::unique(found.begin(), found.end(), [](const FoundDemand& a, const FoundDemand& b) { return a.demand == b.demand; }), found.end());
  return found;
}

JobDemands DemandFinder::masks(const Offer& offer) const {
  JobDemands masks;
  for (const FoundDemand& one : find(offer)) (one.source == Source::kContext ? masks.usual : masks.stated) |= levers::bit(one.demand);
  return masks;
}

}  // namespace passerelle::demands
