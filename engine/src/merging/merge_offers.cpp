#include "merging/merge_offers.hpp"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "intake/deduplicate/regroup_offers.hpp"
#include "intake/deduplicate/traits_bytes.hpp"
#include "merging/best_source.hpp"
#include "merging/join_words.hpp"
#include "records/record_json.hpp"

namespace passerelle::merging {
namespace {

constexpr std::size_t kBatch = 4'096;
/// When more than one in so many offers changed, all are grouped anew: that is cheaper.
constexpr std::size_t kFewest = 8;

Problem damaged(std::string_view what, std::string_view id) { return Problem(ProblemCode::kStoreDamaged, fmt::format("{} {}", what, id)); }

class Merging {
 public:
  Merging(MergeTables& tables, const reference::Reference* reference, Threads threads) : tables_(tables), reference_(reference), threads_(threads) {}

  Result<MergeOutcome> refresh(std::span<const std::string> written, std::span<const std::string> closed) {
    return finish(std::set<std::string>(written.begin(), written.end()), closed, false);
  }

  Result<MergeOutcome> run(std::span<const std::string> written, std::span<const std::string> closed, bool everything, bool parted) {
    const std::set<std::string> ids(written.begin(), written.end());
    auto unmerged = tables_.take_unmerged();
    if (!unmerged) return std::move(unmerged).problem();
    auto stored = tables_.ground();
    if (!stored) return std::move(stored).problem();
    auto communes = tables_.communes();
    if (!communes) return std::move(communes).problem();
    const Fingerprint ground = fingerprint(fmt::format("rule {}\ncommunes {}", kMergingRule, to_hex(*communes)));
    const bool all = everything || *stored != ground;
    if (all) {
      PASSERELLE_TRY(tables_.set_ground(ground));
      std::vector<std::string> every;
      PASSERELLE_TRY(tables_.for_each_posting_id([&](std::string_view id) -> Status {
        every.emplace_back(id);
        return {};
      }));
      PASSERELLE_TRY(renew_traits(every));
    } else {
      std::set<std::string> renewed = ids;
      renewed.insert(unmerged->begin(), unmerged->end());
      PASSERELLE_TRY(renew_traits(std::vector<std::string>(renewed.begin(), renewed.end())));
    }
    if (all || parted || !changed_.empty()) {
      PASSERELLE_TRY(load());
      PASSERELLE_TRY(group(all, parted, ids));
    }
    return finish(ids, closed, all);
  }

 private:
  /// Traits anew from the records; notes which changed, and what they were.
  Status renew_traits(const std::vector<std::string>& ids) {
    for (std::size_t begin = 0; begin < ids.size(); begin += kBatch) {
      const std::size_t count = std::min(kBatch, ids.size() - begin);
      std::vector<StoredPosting> postings;
      for (std::size_t i = 0; i < count; ++i) {
        auto posting = tables_.posting(ids[begin + i]);
        if (!posting) return std::move(posting).problem();
        postings.push_back(std::move(*posting));
      }
      std::vector<std::string> bytes(count);
      std::vector<Status> states(count);
      parallel_blocks(count, 64, threads_, [&](std::size_t from, std::size_t to, unsigned) {
        for (std::size_t i = from; i < to; ++i) {
          Result<Offer> offer = decode_stored_offer(postings[i].record);
          if (offer) bytes[i] = to_bytes(traits_of(*offer, *reference_));
          else states[i] = std::move(offer).problem();
        }
      });
      for (std::size_t i = 0; i < count; ++i) {
        PASSERELLE_TRY(std::move(states[i]));
        auto before = tables_.traits(postings[i].id);
        if (!before) return std::move(before).problem();
        if (*before == bytes[i]) continue;
        if (*before) {
          std::optional<OfferTraits> traits = traits_from(**before);
          // Of another rule's time: everything is grouped anew then.
          if (traits) former_.push_back({0, std::move(*traits)});
          former_ids_.resize(former_.size(), postings[i].id);
        }
        changed_.push_back(postings[i].id);
        PASSERELLE_TRY(tables_.put_traits(postings[i].id, bytes[i]));
      }
    }
    return {};
  }

  std::uint32_t index_of(std::string_view id) const {
    return static_cast<std::uint32_t>(std::lower_bound(ids_.begin(), ids_.end(), id) - ids_.begin());
  }
  bool known(std::string_view id) const { return std::binary_search(ids_.begin(), ids_.end(), id); }

  Status load() {
    PASSERELLE_TRY(tables_.for_each_traits([&](std::string_view id, std::string_view bytes) -> Status {
      std::optional<OfferTraits> traits = traits_from(bytes);
      if (!traits) return damaged("offer_traits", id);
      ids_.emplace_back(id);
      traits_.push_back(std::move(*traits));
      return {};
    }));
    PASSERELLE_TRY(tables_.for_each_apart([&](std::string_view a, std::string_view b) -> Status {
      if (known(a) && known(b)) apart_.emplace_back(index_of(a), index_of(b));
      return {};
    }));
    return {};
  }

  Status group(bool all, bool parted, const std::set<std::string>& ids) {
    std::vector<std::uint32_t> changed;
    for (const std::string& id : changed_) changed.push_back(index_of(id));
    if (parted)
      for (const std::string& id : ids)
        if (known(id)) changed.push_back(index_of(id));
    std::sort(changed.begin(), changed.end());
    changed.erase(std::unique(changed.begin(), changed.end()), changed.end());
    for (std::size_t i = 0; i < former_.size(); ++i) former_[i].offer = index_of(former_ids_[i]);

    std::vector<OfferGroup> groups;
    std::vector<char> looked_at(ids_.size(), 1);
    if (all || changed.size() * kFewest > ids_.size()) {
      groups = group_offers(traits_, apart_, threads_);
    } else {
      Regrouped again = regroup_offers(traits_, changed, former_, apart_, threads_);
      groups = std::move(again.groups);
      std::fill(looked_at.begin(), looked_at.end(), 0);
      for (const std::uint32_t offer : again.looked_at) looked_at[offer] = 1;
    }

    // Groups that stand as they stood are left alone.
    std::vector<std::pair<std::string, std::vector<std::uint32_t>>> old;
    {
      std::vector<std::pair<std::string, std::uint32_t>> members;
      PASSERELLE_TRY(tables_.for_each_member([&](std::string_view posting, std::string_view offer) -> Status {
        if (!known(posting)) return damaged("offer_member", posting);
        const std::uint32_t index = index_of(posting);
        if (looked_at[index] != 0) members.emplace_back(offer, index);
        return {};
      }));
      std::sort(members.begin(), members.end());
      for (const auto& [offer, index] : members) {
        if (old.empty() || old.back().first != offer) old.push_back({offer, {}});
        old.back().second.push_back(index);
      }
    }
    std::vector<const OfferGroup*> fresh;
    std::vector<std::string> gone;
    std::size_t next = 0;  // both ascend by the id of the first member
    for (const OfferGroup& each : groups) {
      const std::string& id = ids_[each.members.front()];
      while (next < old.size() && old[next].first < id) gone.push_back(old[next++].first);
      if (next < old.size() && old[next].first == id) {
        auto joins = tables_.joins_of(id);
        if (!joins) return std::move(joins).problem();
        if (old[next].second == each.members && *joins == stored_joins(each)) {
          stay_.insert(id);
          ++next;
          continue;
        }
        gone.push_back(old[next++].first);
      }
      fresh.push_back(&each);
    }
    while (next < old.size()) gone.push_back(old[next++].first);
    for (const std::string& id : gone) PASSERELLE_TRY(tables_.part(id));
    outcome_.changed |= !gone.empty() || !fresh.empty();
    for (std::size_t begin = 0; begin < fresh.size(); begin += kBatch) PASSERELLE_TRY(write(std::span(fresh).subspan(begin, std::min(kBatch, fresh.size() - begin))));
    return {};
  }

  std::vector<StoredJoin> stored_joins(const OfferGroup& group) const {
    std::vector<StoredJoin> joins;
    for (const OfferJoin& join : group.joins) joins.push_back(stored_join(ids_[join.a], ids_[join.b], join.decision));
    return joins;
  }

  /// What members say together.
  struct Made {
    std::vector<StoredPosting> postings;
    Offer offer;
    std::string closed_at;
    Status state;
    void make() {
      std::vector<Offer> offers;
      for (const StoredPosting& posting : postings) {
        Result<Offer> offer_of = decode_stored_offer(posting.record);
        if (!offer_of) {
          state = std::move(offer_of).problem();
          return;
        }
        offers.push_back(std::move(*offer_of));
      }
      std::vector<Posting> given;
      bool open = false;
      for (std::size_t i = 0; i < offers.size(); ++i) {
        given.push_back({&offers[i], postings[i].closed_at.empty()});
        open |= postings[i].closed_at.empty();
        closed_at = std::max(closed_at, postings[i].closed_at);
      }
      if (open) closed_at.clear();
      offer = best_of(given).offer;
      postings.clear();
    }
  };

  Result<Made> read(const std::vector<std::string>& members) {
    Made made;
    for (const std::string& member : members) {
      auto posting = tables_.posting(member);
      if (!posting) return std::move(posting).problem();
      made.postings.push_back(std::move(*posting));
    }
    return made;
  }

  Status write(std::span<const OfferGroup* const> groups) {
    std::vector<Made> made;
    std::vector<std::vector<std::string>> members(groups.size());
    for (std::size_t i = 0; i < groups.size(); ++i) {
      for (const std::uint32_t member : groups[i]->members) members[i].push_back(ids_[member]);
      auto postings = read(members[i]);
      if (!postings) return std::move(postings).problem();
      made.push_back(std::move(*postings));
    }
    parallel_blocks(made.size(), 16, threads_, [&](std::size_t begin, std::size_t end, unsigned) {
      for (std::size_t i = begin; i < end; ++i) made[i].make();
    });
    for (std::size_t i = 0; i < groups.size(); ++i) {
      PASSERELLE_TRY(std::move(made[i].state));
      written_.insert(members[i].front());
      PASSERELLE_TRY(tables_.merge({std::move(made[i].offer), std::move(made[i].closed_at), std::move(members[i]), stored_joins(*groups[i])}));
    }
    return {};
  }

  /// Merged offers that hold a posting touched and stand as they stood say what their members say now.
  Result<MergeOutcome> finish(const std::set<std::string>& ids, std::span<const std::string> closed, bool all) {
    std::set<std::string> stale;
    const auto look = [&](const std::string& id) -> Result<bool> {
      auto offer = tables_.offer_of(id);
      if (!offer) return std::move(offer).problem();
      if (offer->empty()) return false;
      if (!written_.contains(*offer)) stale.insert(std::move(*offer));
      return true;
    };
    for (const std::string& id : ids) {
      auto member = look(id);
      if (!member) return std::move(member).problem();
      if (*member) ++outcome_.merged;
    }
    for (const std::string& id : closed)
      if (auto member = look(id); !member) return std::move(member).problem();
    if (all) stale.insert(stay_.begin(), stay_.end());
    for (const std::string& id : stale) {
      auto members = tables_.members_of(id);
      if (!members) return std::move(members).problem();
      auto made = read(*members);
      if (!made) return std::move(made).problem();
      made->make();
      PASSERELLE_TRY(std::move(made->state));
      auto changed = tables_.refresh(made->offer, made->closed_at);
      if (!changed) return std::move(changed).problem();
      outcome_.changed |= *changed;
    }
    return outcome_;
  }

  MergeTables& tables_;
  const reference::Reference* reference_;  ///< null: nothing is grouped
  Threads threads_;
  MergeOutcome outcome_;
  std::vector<std::string> changed_, former_ids_;  ///< postings whose traits are new or other
  std::vector<FormerTraits> former_;
  std::vector<std::string> ids_;  ///< of all postings, ascending
  std::vector<OfferTraits> traits_;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> apart_;
  std::set<std::string> written_, stay_;
};

}  // namespace

Result<MergeOutcome> merge_offers(MergeTables& tables, std::span<const std::string> written, std::span<const std::string> closed,
                                  const reference::Reference& reference, Threads threads) {
  return Merging(tables, &reference, threads).run(written, closed, false, false);
}

Result<MergeOutcome> refresh_offers(MergeTables& tables, std::span<const std::string> written, std::span<const std::string> closed, Threads threads) {
  return Merging(tables, nullptr, threads).refresh(written, closed);
}

Result<MergeOutcome> merge_everything(MergeTables& tables, const reference::Reference& reference, Threads threads) {
  return Merging(tables, &reference, threads).run({}, {}, true, false);
}

Result<MergeOutcome> merge_again(MergeTables& tables, std::span<const std::string> postings, const reference::Reference& reference, Threads threads) {
  return Merging(tables, &reference, threads).run(postings, {}, false, true);
}

}  // namespace passerelle::merging
