#include "merging/best_source.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <tuple>

#include "base/text.hpp"

namespace passerelle::merging {
namespace {

template <class Requirement>
bool from_text(const Requirement& requirement) { return requirement.provenance == Provenance::kText; }

template <class List>
bool any_field(const List& list) {
  return std::any_of(list.begin(), list.end(), [](const auto& each) { return !from_text(each); });
}

int fields_known(const Offer& o) {
  int known = 0;
  for (const bool each : {!o.occupation.empty(), !o.siret.empty(), !o.employer_name.empty(), !o.place.insee.empty(), o.contract != Contract::kUnknown,
                          o.weekly_minutes != 0, o.salary.monthly_min_cents != 0, o.start.set(), any_field(o.items), any_field(o.certificates),
                          any_field(o.licences), any_field(o.languages), o.experience && !from_text(*o.experience), o.education && !from_text(*o.education)})
    known += each ? 1 : 0;
  return known;
}

Day last_word(const Offer& o) { return o.updated.set() ? o.updated : o.published; }

std::string key_of(const ItemRequirement& r) { return r.item.empty() ? "=" + fold(r.label) : r.item; }
std::string key_of(const LicenceRequirement& r) { return std::string(code(r.licence)); }
std::string key_of(const LanguageRequirement& r) { return r.language; }

class Best {
 public:
  explicit Best(std::span<const Posting> postings) : postings_(postings) {
    const bool any_open = std::any_of(postings.begin(), postings.end(), [](const Posting& p) { return p.open; });
    for (std::size_t i = 0; i < postings.size(); ++i)
      if (postings[i].open || !any_open) order_.push_back(i);
    std::sort(order_.begin(), order_.end(), [&](std::size_t x, std::size_t y) {
      const Offer &a = at(x), &b = at(y);
      return std::tuple(a.sources.size() > 1, -fields_known(a), -std::int64_t{last_word(a).since_epoch}, x) <
             std::tuple(b.sources.size() > 1, -fields_known(b), -std::int64_t{last_word(b).since_epoch}, y);
    });
  }

  BestOffer take() {
    Offer& out = best_.offer;
    out.id = postings_.front().offer->id;
    first("title", [](const Offer& o) { return !o.title.empty(); }, [&](const Offer& o) { out.title = o.title; });
    const auto text = longest_text();
    if (text) {
      out.description = at(*text).description;
      note("description", *text);
    }
    const auto occupation = most_say([](const Offer& o) { return o.occupation; });
    if (occupation) {
      out.occupation = at(*occupation).occupation;
      out.occupation_label = at(*occupation).occupation_label;
      note("occupation", *occupation);
    } else {
      first("occupation", [](const Offer& o) { return !o.occupation_label.empty(); }, [&](const Offer& o) { out.occupation_label = o.occupation_label; });
    }
    const auto employer = either([](const Offer& o) { return !o.siret.empty(); }, [](const Offer& o) { return !o.employer_name.empty() || !o.naf.empty(); });
    if (employer) {
      out.employer_name = at(*employer).employer_name;
      out.siret = at(*employer).siret;
      out.naf = at(*employer).naf;
      note("employer", *employer);
    }
    auto place = most_say([](const Offer& o) { return o.place.insee; });
    if (!place) place = either([](const Offer& o) { return o.place.coordinates.has_value(); }, [](const Offer& o) { return !(o.place == Place{}); });
    if (place) {
      out.place = at(*place).place;
      note("place", *place);
    }
    first("posts", [](const Offer& o) { return o.posts > 1; }, [&](const Offer& o) { out.posts = o.posts; });
    const auto contract = either([](const Offer& o) { return o.contract != Contract::kUnknown && o.contract != Contract::kSelfEmployed; },
                                 [](const Offer& o) { return o.contract != Contract::kUnknown || !o.contract_text.empty(); });
    if (contract) {
      out.contract = at(*contract).contract;
      out.contract_text = at(*contract).contract_text;
      out.contract_days = at(*contract).contract_days;
      note("contract", *contract);
    }
    each("reserved", [](const Offer& o) { return o.reserved != 0; }, [&](const Offer& o) { out.reserved = static_cast<ReservedMask>(out.reserved | o.reserved); });
    first("hours", [](const Offer& o) { return o.weekly_minutes != 0 || o.full_time.has_value(); }, [&](const Offer& o) {
      out.weekly_minutes = o.weekly_minutes;
      out.full_time = o.full_time;
    });
    first("schedule", [](const Offer& o) { return o.schedules != 0 || !o.schedule_text.empty(); }, [&](const Offer& o) {
      out.schedules = o.schedules;
      out.schedule_text = o.schedule_text;
    });
    const auto salary = either([](const Offer& o) { return o.salary.monthly_min_cents != 0; }, [](const Offer& o) { return !(o.salary == Salary{}); });
    if (salary) {
      out.salary = at(*salary).salary;
      note("salary", *salary);
    }
    dates();
    requirements(text);
    flags(occupation, place);
    sources();
    return std::move(best_);
  }

 private:
  const Offer& at(std::size_t posting) const { return *postings_[posting].offer; }
  void note(std::string_view field, std::size_t posting) { best_.origins.push_back({field, posting}); }

  template <class Known>
  std::optional<std::size_t> first_that(const Known& known) const {
    for (const std::size_t i : order_)
      if (known(at(i))) return i;
    return std::nullopt;
  }
  template <class Better, class Known>
  std::optional<std::size_t> either(const Better& better, const Known& known) const {
    const auto found = first_that(better);
    return found ? found : first_that(known);
  }
  template <class Known, class Take>
  void first(std::string_view field, const Known& known, const Take& take) {
    if (const auto i = first_that(known)) {
      take(at(*i));
      note(field, *i);
    }
  }
  template <class Known, class Take>
  void each(std::string_view field, const Known& known, const Take& take) {
    for (const std::size_t i : order_)
      if (known(at(i))) {
        take(at(i));
        note(field, i);
      }
  }
  /// The first in order among those that say what most say; « "" » says nothing.
  template <class Value>
  std::optional<std::size_t> most_say(const Value& value) const {
    std::map<std::string, std::size_t> votes;
    for (const std::size_t i : order_)
      if (const std::string said = value(at(i)); !said.empty()) ++votes[said];
    std::optional<std::size_t> best;
    std::size_t most = 0;
    for (const std::size_t i : order_)
      if (const std::string said = value(at(i)); !said.empty() && votes[said] > most) {
        best = i;
        most = votes[said];
      }
    return best;
  }
  std::optional<std::size_t> longest_text() const {
    std::optional<std::size_t> best;
    for (const std::size_t i : order_)
      if (!at(i).description.empty() && (!best || at(i).description.size() > at(*best).description.size())) best = i;
    return best;
  }

  void dates() {
    Offer& out = best_.offer;
    std::optional<std::size_t> published, updated, closing;
    bool unlimited = false;
    for (const std::size_t i : order_) {
      const Offer& o = at(i);
      if (o.published.set() && (!published || o.published < at(*published).published)) published = i;
      if (o.updated.set() && (!updated || o.updated > at(*updated).updated)) updated = i;
      if (!o.closing.set()) unlimited = true;
      else if (!closing || o.closing > at(*closing).closing) closing = i;
    }
    if (published) out.published = at(*published).published, note("published", *published);
    if (updated) out.updated = at(*updated).updated, note("updated", *updated);
    first("start", [](const Offer& o) { return o.start.set(); }, [&](const Offer& o) { out.start = o.start; });
    if (closing && !unlimited) out.closing = at(*closing).closing, note("closing", *closing);
  }

  template <class List>
  void unite(std::string_view field, List Offer::*list, std::optional<std::size_t> text) {
    List& into = best_.offer.*list;
    std::map<std::string, bool> there;
    const auto add = [&](std::size_t i, bool of_text) {
      bool gave = false;
      for (const auto& requirement : at(i).*list) {
        if (from_text(requirement) != of_text || !there.emplace(key_of(requirement), true).second) continue;
        into.push_back(requirement);
        gave = true;
      }
      if (gave) note(field, i);
    };
    for (const std::size_t i : order_) add(i, false);
    if (text) add(*text, true);
  }

  template <class Asked>
  void one(std::string_view field, std::optional<Asked> Offer::*asked, std::optional<std::size_t> text) {
    auto giver = first_that([&](const Offer& o) { return (o.*asked).has_value() && !from_text(*(o.*asked)); });
    if (!giver && text && (at(*text).*asked).has_value()) giver = text;
    if (!giver) return;
    best_.offer.*asked = at(*giver).*asked;
    note(field, *giver);
  }

  void requirements(std::optional<std::size_t> text) {
    unite("items", &Offer::items, text);
    unite("certificates", &Offer::certificates, text);
    unite("licences", &Offer::licences, text);
    unite("languages", &Offer::languages, text);
    one("experience", &Offer::experience, text);
    one("education", &Offer::education, text);
    std::map<std::string, bool> there;
    for (const std::size_t i : order_) {
      bool gave = false;
      for (const std::string& condition : at(i).conditions)
        if (there.emplace(fold(condition), true).second) {
          best_.offer.conditions.push_back(condition);
          gave = true;
        }
      if (gave) note("conditions", i);
    }
  }

  void flags(std::optional<std::size_t> occupation, std::optional<std::size_t> place) {
    const auto add = [&](std::size_t i, const std::function<bool(ProblemCode)>& wanted) {
      for (const Flag& flag : at(i).flags)
        if (wanted(flag.code) && std::find(best_.offer.flags.begin(), best_.offer.flags.end(), flag) == best_.offer.flags.end())
          best_.offer.flags.push_back(flag);
    };
    const auto of_occupation = [](ProblemCode c) { return c == ProblemCode::kOccupationMissing || c == ProblemCode::kOccupationUnknown; };
    const auto of_place = [](ProblemCode c) { return c == ProblemCode::kPlaceMissing || c == ProblemCode::kPlaceUnknown || c == ProblemCode::kPlaceImplausible; };
    const auto of_items = [](ProblemCode c) { return c == ProblemCode::kItemUnknown || c == ProblemCode::kItemWithoutCode; };
    add(place.value_or(order_.front()), of_place);
    add(occupation.value_or(order_.front()), of_occupation);
    for (const std::size_t i : order_) add(i, of_items);
    add(order_.front(), [&](ProblemCode c) { return !of_place(c) && !of_occupation(c) && !of_items(c); });
  }

  void sources() {
    // The one whose id the offer bears comes first, so that a list that is imported again finds it.
    std::vector<std::size_t> order = order_;
    std::stable_partition(order.begin(), order.end(), [](std::size_t i) { return i == 0; });
    std::vector<OfferSource>& into = best_.offer.sources;
    for (const std::size_t i : order)
      for (const OfferSource& source : at(i).sources)
        if (std::find(into.begin(), into.end(), source) == into.end()) into.push_back(source);
  }

  std::span<const Posting> postings_;
  std::vector<std::size_t> order_;
  BestOffer best_;
};

}  // namespace

BestOffer best_of(std::span<const Posting> postings) { return Best(postings).take(); }

}  // namespace passerelle::merging
