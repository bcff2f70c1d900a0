#include "night/changes.hpp"

#include <algorithm>
#include <charconv>
#include <unordered_map>

#include "night/list_files.hpp"

namespace passerelle::night {
namespace {

// Lists as put_night() keeps them: JSON arrays of arrays whose first member is what matters here.
template <class Visit>
void for_each_first(std::string_view json, const Visit& visit) {
  for (std::size_t at = 1; at < json.size();) {
    at = json.find('[', at);
    if (at == std::string_view::npos) return;
    const std::size_t begin = ++at;
    if (at < json.size() && json[at] == '"') {
      ++at;
      while (at < json.size() && json[at] != '"') at += json[at] == '\\' ? 2U : 1U;
      ++at;
    } else {
      while (at < json.size() && json[at] != ',') ++at;
    }
    visit(json.substr(begin, at - begin));
    at = json.find(']', at);
  }
}

std::uint32_t number_of(std::string_view text) {
  std::uint32_t number = UINT32_MAX;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

struct Known { std::uint32_t id = UINT32_MAX; bool changed = false; LicenceMask gained = 0; };

// One list against the last night's: `was`, `is` and what tells of both.
class Difference {
 public:
  explicit Difference(ChangeCounts& counts) : counts_(counts) {}
  void entered(std::string_view what, std::string_view id, ChangeCause cause) { add(entered_, what, id, cause, counts_.entered); }
  void left(std::string_view what, std::string_view id, ChangeCause cause) { add(left_, what, id, cause, counts_.left); }
  Status tell(std::string_view of, std::string_view id, const std::function<Status(std::string_view)>& line) {
    if (entered_.empty() && left_.empty()) return {};
    ++counts_.lists;
    std::string json = "{\"" + std::string(of) + "\":";
    append_quoted(json, id);
    json += ",\"entered\":[" + entered_ + "],\"left\":[" + left_ + "]}\n";
    entered_.clear();
    left_.clear();
    return line(json);
  }

 private:
  template <class Counts>
  static void add(std::string& out, std::string_view what, std::string_view id, ChangeCause cause, Counts& counts) {
    ++counts[static_cast<std::size_t>(cause)];
    out += out.empty() ? "{\"" : ",{\"";
    out += what;
    out += "\":";
    append_quoted(out, id);
    out += ",\"cause\":\"";
    out += code(cause);
    out += "\"}";
  }
  ChangeCounts& counts_;
  std::string entered_, left_;
};

}  // namespace

Status tell_changes(const Store& store, const Corpus& corpus, const RecordStates& states, const NightLists& lists, const ShareOut& shared, const RunIdentity& identity,
                    NightDigest& digest, const std::function<Status(std::string_view line)>& line) {
  Result<NightRun> last = store.last_night();
  if (!last) return last.problem().code == ProblemCode::kNotFound ? Status{} : Status{std::move(last).problem()};
  digest.last = last->date;
  const bool suggest_changed = last->suggest_policy != identity.suggest_policy || last->night_policy != identity.night_policy;
  const bool shortlist_changed = last->shortlist_policy != identity.shortlist_policy;
  if (last->suggest_policy != identity.suggest_policy) digest.policy_changes.push_back(identity.suggest_policy);
  if (last->night_policy != identity.night_policy) digest.policy_changes.push_back(identity.night_policy);
  if (shortlist_changed) digest.policy_changes.push_back(identity.shortlist_policy);

  // Offers of the last night by the number that lists name them by.
  std::vector<std::string> old_offer_ids;
  std::vector<Known> old_offers;
  std::vector<std::uint8_t> offer_known(corpus.offers.size(), 0), offer_changed(corpus.offers.size(), 0);
  PASSERELLE_TRY(store.for_each_night_offer([&](const NightOfferRow& row) -> Status {
    Known known;
    if (const auto id = corpus.find_offer(row.id)) {
      known = {id->value, states.offers[id->value] != row.content, 0};
      offer_known[id->value] = 1;
      offer_changed[id->value] = known.changed ? 1 : 0;
    } else {
      ++digest.gone_offers;
    }
    if (row.number >= old_offers.size()) old_offers.resize(row.number + 1), old_offer_ids.resize(row.number + 1);
    old_offers[row.number] = known;
    old_offer_ids[row.number] = row.id;
    return {};
  }));
  for (const std::uint8_t known : offer_known) digest.new_offers += known == 0 ? 1 : 0;

  // Persons, both in external-id order.
  std::vector<std::uint8_t> person_known(corpus.candidates.size(), 0), person_changed(corpus.candidates.size(), 0);
  std::vector<LicenceMask> gained(corpus.candidates.size(), 0);
  Difference person_difference(digest.of_persons);
  std::vector<std::uint32_t> was, is;
  PASSERELLE_TRY(store.for_each_night_person([&](const NightPersonRow& row) -> Status {
    const auto found = corpus.find_candidate(row.id);
    if (!found) {
      ++digest.gone_persons;
      return {};
    }
    const std::uint32_t p = found->value;
    person_known[p] = 1;
    const bool changed = states.persons[p] != row.content;
    person_changed[p] = changed ? 1 : 0;
    gained[p] = static_cast<LicenceMask>(corpus.candidates.facts[p].licences & ~row.licences);
    const auto pool = lists.of(*found);
    const auto places = shared.lists.of(p);
    was.clear();
    for_each_first(row.list, [&](std::string_view text) { was.push_back(number_of(text)); });
    is.clear();
    for (const std::uint16_t place : places) is.push_back(pool[place].id);
    for (const std::uint16_t place : places) {
      const std::uint32_t o = pool[place].id;
      if (std::ranges::any_of(was, [&](std::uint32_t number) { return number < old_offers.size() && old_offers[number].id == o; })) continue;
      ChangeCause cause = ChangeCause::kRoom;
      if (offer_known[o] == 0) cause = ChangeCause::kNewOffer;
      else if (suggest_changed) cause = ChangeCause::kPolicy;
      else if ((gained[p] & corpus.offers.licences_required[o]) != 0) cause = ChangeCause::kLicence;
      else if (changed) cause = ChangeCause::kPersonChanged;
      else if (offer_changed[o] != 0) cause = ChangeCause::kOfferChanged;
      else if (place >= places.size()) cause = ChangeCause::kSharedOut;
      person_difference.entered("offer", corpus.offers.ids[o], cause);
    }
    for (const std::uint32_t number : was) {
      if (number >= old_offers.size()) continue;
      const Known& old = old_offers[number];
      if (old.id != UINT32_MAX && std::ranges::find(is, old.id) != is.end()) continue;
      ChangeCause cause = ChangeCause::kOutranked;
      const auto in_plain = [&] { return std::ranges::any_of(pool.first(std::min(pool.size(), places.size())), [&](const ListLine& l) { return l.id == old.id; }); };
      if (old.id == UINT32_MAX || (corpus.offers.closing[old.id].set() && corpus.offers.closing[old.id] < identity.date)) cause = ChangeCause::kOfferGone;
      else if (in_plain()) cause = ChangeCause::kAlreadyProposed;
      else if (suggest_changed) cause = ChangeCause::kPolicy;
      else if (changed) cause = ChangeCause::kPersonChanged;
      else if (old.changed) cause = ChangeCause::kOfferChanged;
      person_difference.left("offer", old_offer_ids[number], cause);
    }
    return person_difference.tell("candidate", row.id, line);
  }));
  for (const std::uint8_t known : person_known) digest.new_persons += known == 0 ? 1 : 0;

  // Shortlists.
  Difference offer_difference(digest.of_offers);
  std::vector<std::string> names;
  return store.for_each_night_offer([&](const NightOfferRow& row) -> Status {
    const auto offer = corpus.find_offer(row.id);
    if (!offer) return {};
    const auto now = lists.of(*offer);
    names.clear();
    // Ids stand quoted in the list; they are compared as they stand.
    for_each_first(row.list, [&](std::string_view text) { names.emplace_back(text); });
    std::vector<std::string> quoted;
    for (const ListLine& one : now) append_quoted(quoted.emplace_back(), corpus.candidates.ids[one.id]);
    for (std::size_t i = 0; i < now.size(); ++i) {
      if (std::ranges::find(names, quoted[i]) != names.end()) continue;
      const std::uint32_t p = now[i].id;
      ChangeCause cause = ChangeCause::kRoom;
      if (person_known[p] == 0) cause = ChangeCause::kNewPerson;
      else if (shortlist_changed) cause = ChangeCause::kPolicy;
      else if ((gained[p] & corpus.offers.licences_required[offer->value]) != 0) cause = ChangeCause::kLicence;
      else if (person_changed[p] != 0) cause = ChangeCause::kPersonChanged;
      else if (offer_changed[offer->value] != 0) cause = ChangeCause::kOfferChanged;
      offer_difference.entered("candidate", corpus.candidates.ids[p], cause);
    }
    for (const std::string& name : names) {
      if (std::ranges::find(quoted, name) != quoted.end()) continue;
      std::string id;
      for (std::size_t at = 1; at + 1 < name.size(); ++at) id += name[at] == '\\' && (name[at + 1] == '"' || name[at + 1] == '\\') ? name[++at] : name[at];
      const auto person = corpus.find_candidate(id);
      ChangeCause cause = ChangeCause::kOutranked;
      if (!person) cause = ChangeCause::kPersonGone;
      else if (shortlist_changed) cause = ChangeCause::kPolicy;
      else if (person_changed[person->value] != 0) cause = ChangeCause::kPersonChanged;
      else if (offer_changed[offer->value] != 0) cause = ChangeCause::kOfferChanged;
      offer_difference.left("candidate", id, cause);
    }
    return offer_difference.tell("offer", row.id, line);
  });
}

}  // namespace passerelle::night
