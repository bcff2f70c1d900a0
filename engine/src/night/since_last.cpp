#include "night/since_last.hpp"

#include <algorithm>
#include <cstring>
#include <unordered_map>

#include "base/mapped_file.hpp"
#include "night/finished_file.hpp"
#include "ranking/offers_of_person.hpp"
#include "ranking/people_of_offers.hpp"

namespace passerelle::night {
namespace {

constexpr char kMark[8] = {'P', 'A', 'S', 'S', 'N', 'R', 'E', '1'};
constexpr std::string_view kRecords = "/records.bin";

struct Header {
  char mark[8];
  Fingerprint checksum, key, rules;
  std::int64_t date;
  std::uint64_t persons, offers, persons_per_block;
};

template <class T>
void put(std::string& out, const T& value) { out.append(reinterpret_cast<const char*>(&value), sizeof value); }

// Reads values one after another; `fits` turns false where the bytes end too soon.
struct Bytes {
  std::string_view left;
  bool fits = true;
  template <class T>
  T take() {
    T value{};
    if (left.size() < sizeof value) { fits = false; return value; }
    std::memcpy(&value, left.data(), sizeof value);
    left.remove_prefix(sizeof value);
    return value;
  }
  std::string text() {
    const auto size = take<std::uint32_t>();
    if (left.size() < size) { fits = false; return {}; }
    std::string out(left.substr(0, size));
    left.remove_prefix(size);
    return out;
  }
};

PairScore score_of(const ListLine& line) {
  PairScore score;
  score.score = line.score, score.suits = line.suits, score.wanted = line.wanted;
  return score;
}
RankKey key_of(const Policy& policy, const ListLine& line) { return rank_key(policy, static_cast<VerdictTier>(line.tier), score_of(line)); }

template <class Id>
ListLine line_of(const BatchLine<Id>& line) {
  return {line.id.value, static_cast<std::uint16_t>(line.score), static_cast<std::uint16_t>(line.suits), static_cast<std::uint16_t>(line.wanted), static_cast<std::uint8_t>(line.tier)};
}

// One side of the lists: whose lists they are (« owners ») and what they name (« named »), in old and new dense ids.
struct SideOf {
  std::vector<std::uint32_t> old_owner;    // by new owner: its old id, kNone when new or touched
  std::vector<std::uint32_t> new_named;    // by old named: its new id, kNone when gone or touched
  static constexpr std::uint32_t kNone = UINT32_MAX;
};

struct Lists {
  std::vector<std::uint64_t> begins;       // by old owner
  std::vector<std::uint16_t> counts;
  std::vector<ListLine> lines;
};

// Lines that touched records bring to lists of untouched ones, by owner.
using Brought = std::vector<std::pair<std::uint32_t, ListLine>>;

class Merger {
 public:
  Merger(const Policy& policy, std::size_t depth) : policy_(policy), depth_(depth) {}

  /// The list of an untouched owner; false when it must be looked for again. `order_of` gives the place that decides ties of a
  /// new id; `above_floor(line, floor)` whether a brought line with the floor's key comes before it.
  template <class OrderOf, class AboveFloor>
  bool merge(std::span<const ListLine> was, const std::vector<std::uint32_t>& new_named, std::span<const std::pair<std::uint32_t, ListLine>> brought, const OrderOf& order_of,
             const AboveFloor& before_floor, std::vector<ListLine>& out) const {
    out.clear();
    const bool cut = was.size() == depth_;
    for (const ListLine& line : was) {
      const std::uint32_t id = new_named[line.id];
      if (id == SideOf::kNone) continue;
      out.push_back(line);
      out.back().id = id;
    }
    for (const auto& [owner, line] : brought) {
      if (cut) {
        const RankKey key = key_of(policy_, line), floor = key_of(policy_, was.back());
        if (key < floor || (key == floor && !before_floor(line, was.back()))) continue;
      }
      out.push_back(line);
    }
    if (cut && out.size() < depth_) return false;
    std::sort(out.begin(), out.end(), [&](const ListLine& a, const ListLine& b) {
      const RankKey ka = key_of(policy_, a), kb = key_of(policy_, b);
      return ka != kb ? ka > kb : order_of(a.id) < order_of(b.id);
    });
    if (out.size() > depth_) out.resize(depth_);
    return true;
  }

 private:
  const Policy& policy_;
  std::size_t depth_;
};

std::span<const std::pair<std::uint32_t, ListLine>> of(const Brought& brought, std::uint32_t owner) {
  const auto [first, last] = std::equal_range(brought.begin(), brought.end(), std::pair(owner, ListLine{}), [](const auto& a, const auto& b) { return a.first < b.first; });
  return {first, last};
}

Brought joined(std::vector<Brought>& parts) {
  Brought all;
  for (Brought& part : parts) all.insert(all.end(), part.begin(), part.end());
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.first != b.first ? a.first < b.first : a.second.id < b.second.id; });
  return all;
}

}  // namespace

Status write_records(const std::string& path, const RunIdentity& identity, const Corpus& corpus, const RecordStates& states) {
  std::string body;
  const auto text = [&body](std::string_view id) {
    put(body, static_cast<std::uint32_t>(id.size()));
    body += id;
  };
  for (std::size_t p = 0; p < corpus.candidates.size(); ++p) text(corpus.candidates.ids[p]), put(body, states.persons[p]);
  for (std::size_t o = 0; o < corpus.offers.size(); ++o) text(corpus.offers.ids[o]), put(body, states.offers[o]);
  for (const OfferId offer : offers_in_order(corpus)) put(body, offer.value);
  Header header{};
  std::memcpy(header.mark, kMark, sizeof kMark);
  header.key = identity.block_key, header.persons_per_block = identity.sizes.persons, header.rules = identity.rules, header.date = identity.date.since_epoch;
  header.persons = corpus.candidates.size(), header.offers = corpus.offers.size();
  header.checksum = fingerprint(body);
  FinishedFile file(path);
  PASSERELLE_TRY(file.open());
  PASSERELLE_TRY(file.write({reinterpret_cast<const char*>(&header), sizeof header}));
  PASSERELLE_TRY(file.write(body));
  return file.finish();
}

Result<EarlierNight> read_records(const std::string& folder) {
  const std::string path = folder + std::string(kRecords);
  const auto file = MappedFile::open(path);
  if (!file) return Problem(ProblemCode::kFileNotFound).from(path);
  const auto damaged = [&] { return Problem(ProblemCode::kDocumentMalformed, "checksum").from(path); };
  if (file->bytes().size() < sizeof(Header)) return damaged();
  Header header;
  std::memcpy(&header, file->bytes().data(), sizeof header);
  Bytes bytes{file->bytes().substr(sizeof header)};
  if (std::memcmp(header.mark, kMark, sizeof kMark) != 0 || fingerprint(bytes.left) != header.checksum) return damaged();
  EarlierNight night;
  night.folder = folder, night.key = header.key, night.rules = header.rules;
  night.date.since_epoch = static_cast<decltype(night.date.since_epoch)>(header.date);
  for (std::uint64_t i = 0; i < header.persons && bytes.fits; ++i) night.person_ids.push_back(bytes.text()), night.persons.push_back(bytes.take<Fingerprint>());
  for (std::uint64_t i = 0; i < header.offers && bytes.fits; ++i) night.offer_ids.push_back(bytes.text()), night.offers.push_back(bytes.take<Fingerprint>());
  for (std::uint64_t i = 0; i < header.offers && bytes.fits; ++i) night.offer_order.push_back(bytes.take<std::uint32_t>());
  if (!bytes.fits || header.persons_per_block == 0 || header.persons_per_block > UINT32_MAX) return damaged();
  night.sizes.persons = static_cast<std::uint32_t>(header.persons_per_block);
  return night;
}

Result<Recomputed> blocks_since(const EarlierNight& earlier, const BlockPass& pass, const RecordStates& states, const RunIdentity& identity) {
  Recomputed done;
  const auto all_again = [&](const char* why) {
    done.all = true;
    done.why = why;
    return done;
  };
  if (earlier.rules != identity.rules) return all_again("rules");
  const Corpus& corpus = pass.suggest.plan().context.corpus;
  const std::size_t persons = corpus.candidates.size(), offers = corpus.offers.size();

  // Whom the day touches: from one to the other, offers close, and waits grow shorter.
  const Day low = std::min(earlier.date, identity.date), high = std::max(earlier.date, identity.date);
  const bool other_day = low != high;
  const auto offer_touched = [&](std::size_t o) {
    const Day closing = corpus.offers.closing[o], start = corpus.offers.start[o];
    return other_day && ((closing.set() && closing >= low && closing < high) || (start.set() && start > low));
  };
  const auto person_touched = [&](std::size_t p) {
    const Day available = corpus.candidates.facts[p].available;
    return other_day && available.set() && available > low;
  };

  SideOf of_persons, of_offers;   // owners are persons, named are offers; and the other way round
  of_persons.old_owner.assign(persons, SideOf::kNone);
  of_persons.new_named.assign(earlier.offer_ids.size(), SideOf::kNone);
  of_offers.old_owner.assign(offers, SideOf::kNone);
  of_offers.new_named.assign(earlier.person_ids.size(), SideOf::kNone);
  for (std::uint32_t old = 0; old < earlier.offer_ids.size(); ++old) {
    const auto now = corpus.find_offer(earlier.offer_ids[old]);
    if (!now || states.offers[now->value] != earlier.offers[old] || offer_touched(now->value)) continue;
    of_persons.new_named[old] = now->value;
    of_offers.old_owner[now->value] = old;
  }
  for (std::uint32_t old = 0; old < earlier.person_ids.size(); ++old) {
    const auto now = corpus.find_candidate(earlier.person_ids[old]);
    if (!now || states.persons[now->value] != earlier.persons[old] || person_touched(now->value)) continue;
    of_offers.new_named[old] = now->value;
    of_persons.old_owner[now->value] = old;
  }
  std::vector<OfferId> touched_offers;
  std::vector<CandidateId> touched_persons;
  const std::vector<OfferId> order = offers_in_order(corpus);
  for (const OfferId offer : order) if (of_offers.old_owner[offer.value] == SideOf::kNone) touched_offers.push_back(offer);
  for (std::uint32_t p = 0; p < persons; ++p) if (of_persons.old_owner[p] == SideOf::kNone) touched_persons.push_back(CandidateId{p});
  if (touched_offers.size() * 4 > offers || touched_persons.size() * 4 > persons) return all_again("changed");

  // The earlier lists.
  const auto load = [&](Side side, std::size_t owners, std::size_t per_block, const auto& owner_at) -> std::optional<Lists> {
    Lists lists;
    lists.begins.resize(owners);
    lists.counts.resize(owners);
    std::size_t at = 0;
    for (std::size_t number = 0; number * per_block < owners; ++number) {
      const auto block = read_block(earlier.folder + "/" + block_name(side, number), earlier.key);
      if (!block) return {};
      std::uint64_t begin = lists.lines.size();
      for (const std::uint16_t count : block->counts) {
        if (at == owners) return {};
        lists.begins[owner_at(at)] = begin;
        lists.counts[owner_at(at++)] = count;
        begin += count;
      }
      lists.lines.insert(lists.lines.end(), block->lines.begin(), block->lines.end());
    }
    if (at != owners) return {};
    return lists;
  };
  const auto old_pools = load(Side::kPersons, earlier.person_ids.size(), earlier.sizes.persons, [](std::size_t at) { return at; });
  const auto old_shortlists = load(Side::kOffers, earlier.offer_ids.size(), earlier.sizes.offers(), [&](std::size_t at) { return earlier.offer_order[at]; });
  if (!old_pools || !old_shortlists) return all_again("blocks");

  // What touched records bring to the lists of untouched ones: every pair of theirs that can be shown.
  const MatchPlan& suggest_plan = pass.suggest.plan();
  const MatchPlan& shortlist_plan = pass.shortlist.plan();
  std::vector<Brought> offers_bring(pass.threads.resolved()), persons_bring(pass.threads.resolved());
  {
    std::vector<std::unique_ptr<PeopleOfOffers>> spaces(pass.threads.resolved());
    parallel_blocks(touched_offers.size(), 1, pass.threads, [&](std::size_t at, std::size_t, unsigned worker) {
      auto& space = spaces[worker];
      if (!space) space = std::make_unique<PeopleOfOffers>(suggest_plan);
      const OfferId offer = touched_offers[at];
      space->gather(suggest_plan.row_of(offer), {&offer, 1});
      space->find(offer, {persons, 0, false});
      std::vector<BatchLine<CandidateId>> lines;
      space->best().lines_to(lines);
      for (const auto& line : lines) {
        ListLine brought = line_of(line);
        brought.id = offer.value;
        if (of_persons.old_owner[line.id.value] != SideOf::kNone) offers_bring[worker].emplace_back(line.id.value, brought);
      }
    });
    std::vector<std::unique_ptr<OffersOfPerson>> others(pass.threads.resolved());
    parallel_blocks(touched_persons.size(), 16, pass.threads, [&](std::size_t begin, std::size_t end, unsigned worker) {
      auto& space = others[worker];
      if (!space) space = std::make_unique<OffersOfPerson>(shortlist_plan);
      std::vector<BatchLine<OfferId>> lines;
      for (std::size_t at = begin; at < end; ++at) {
        space->find(touched_persons[at], {offers, 0, false});
        lines.clear();
        space->best().lines_to(lines);
        for (const auto& line : lines) {
          ListLine brought = line_of(line);
          brought.id = touched_persons[at].value;
          if (of_offers.old_owner[line.id.value] != SideOf::kNone) persons_bring[worker].emplace_back(line.id.value, brought);
        }
      }
    });
  }
  const Brought to_persons = joined(offers_bring), to_offers = joined(persons_bring);

  const Merger pools(suggest_plan.context.policy, pass.depth), shortlists(shortlist_plan.context.policy, pass.top);
  const BlockPlan plan(corpus, pass.sizes);
  const std::size_t persons_each = pass.sizes.persons, offers_each = pass.sizes.offers();
  std::vector<Status> blocks(plan.all());
  std::vector<std::uint64_t> refilled(pass.threads.resolved(), 0);
  std::vector<std::unique_ptr<OffersOfPerson>> offer_spaces(pass.threads.resolved());
  std::vector<std::unique_ptr<PeopleOfOffers>> people_spaces(pass.threads.resolved());
  parallel_blocks(plan.all(), 1, pass.threads, [&](std::size_t at, std::size_t, unsigned worker) {
    ListBlock block;
    std::vector<ListLine> list;
    const auto add = [&](const std::vector<ListLine>& lines) {
      block.counts.push_back(static_cast<std::uint16_t>(lines.size()));
      block.lines.insert(block.lines.end(), lines.begin(), lines.end());
    };
    if (at < plan.persons) {
      auto& space = offer_spaces[worker];
      if (!space) space = std::make_unique<OffersOfPerson>(suggest_plan);
      std::vector<BatchLine<OfferId>> lines;
      for (std::size_t p = at * persons_each; p < std::min(persons, (at + 1) * persons_each); ++p) {
        const std::uint32_t old = of_persons.old_owner[p];
        if (old != SideOf::kNone) {
          const std::span<const ListLine> was(old_pools->lines.data() + old_pools->begins[old], old_pools->counts[old]);
          if (pools.merge(was, of_persons.new_named, of(to_persons, static_cast<std::uint32_t>(p)), [](std::uint32_t offer) { return offer; },
                          [&](const ListLine& line, const ListLine& floor) { return corpus.offers.ids[line.id] < earlier.offer_ids[floor.id]; }, list)) {
            add(list);
            continue;
          }
          ++refilled[worker];
        }
        space->find(CandidateId{static_cast<std::uint32_t>(p)}, {pass.depth, 0, false});
        lines.clear();
        space->best().lines_to(lines);
        list.clear();
        for (const auto& line : lines) list.push_back(line_of(line));
        add(list);
      }
      blocks[at] = write_block(pass.folder + "/" + block_name(Side::kPersons, at), pass.key, block);
      return;
    }
    const std::size_t number = at - plan.persons;
    auto& space = people_spaces[worker];
    if (!space) space = std::make_unique<PeopleOfOffers>(shortlist_plan);
    std::vector<BatchLine<CandidateId>> lines;
    for (std::size_t i = number * offers_each; i < std::min(order.size(), (number + 1) * offers_each); ++i) {
      const OfferId offer = order[i];
      const std::uint32_t old = of_offers.old_owner[offer.value];
      if (old != SideOf::kNone) {
        const std::span<const ListLine> was(old_shortlists->lines.data() + old_shortlists->begins[old], old_shortlists->counts[old]);
        if (shortlists.merge(was, of_offers.new_named, of(to_offers, offer.value), [&](std::uint32_t person) { return corpus.candidates.order[person]; },
                             [&](const ListLine& line, const ListLine& floor) { return corpus.candidates.ids[line.id] < earlier.person_ids[floor.id]; }, list)) {
          add(list);
          continue;
        }
        ++refilled[worker];
      }
      space->gather(shortlist_plan.row_of(offer), {&offer, 1});
      space->find(offer, {pass.top, 0, false});
      lines.clear();
      space->best().lines_to(lines);
      list.clear();
      for (const auto& line : lines) list.push_back(line_of(line));
      add(list);
    }
    blocks[at] = write_block(pass.folder + "/" + block_name(Side::kOffers, number), pass.key, block);
  });
  for (Status& state : blocks) PASSERELLE_TRY(std::move(state));
  done.persons = touched_persons.size(), done.offers = touched_offers.size();
  for (const std::uint64_t count : refilled) done.refilled += count;
  return done;
}

}  // namespace passerelle::night
