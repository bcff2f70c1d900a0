// What a job demands of whoever takes it, each with where that was read: its fields, its text, the working contexts of its
// occupation. Looks at the offer alone; demands that depend on the person (how far it is) are added with the pair.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "levers/lever_tables.hpp"
#include "records/offer.hpp"

namespace passerelle::demands {

enum class Source : std::uint8_t { kField, kText, kContext, kComputed };
std::string_view code(Source) noexcept;
/// « dans l'annonce », « habituel dans ce métier » …
std::string_view label(Source, Language) noexcept;

struct FoundDemand {
  levers::DemandId demand = 0;
  Source source = Source::kField;
  std::string evidence;             ///< the field's value, the words found, the context's label
};

/// Stated by the offer itself, or only usual in its occupation.
struct JobDemands {
  levers::DemandMask stated = 0, usual = 0;
};

/// An occupation's working context.
struct Context { std::string key, label; };
using ContextsByOccupation = std::unordered_map<std::string, std::vector<Context>>;

/// Reads title, description and conditions. May be replaced by a better reader of texts.
using TextReader = std::function<void(const Offer& offer, std::vector<FoundDemand>& found)>;

/// Whole words, without case and accents; words behind « pas de », « sans », « aucun(e) » do not count. `table` must outlive it.
TextReader word_reader(const levers::DemandTable& table);

/// Thread-safe. `table` and `contexts` must outlive it.
class DemandFinder {
 public:
  DemandFinder(const levers::DemandTable& table, const ContextsByOccupation& contexts, TextReader text = {});
  /// One entry a demand, from the strongest source (field, then text, then context), ascending by demand.
  std::vector<FoundDemand> find(const Offer& offer) const;
  JobDemands masks(const Offer& offer) const;

 private:
  const levers::DemandTable& table_;
  const ContextsByOccupation& contexts_;
  TextReader text_;
};

}  // namespace passerelle::demands
