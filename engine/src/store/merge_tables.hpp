// The tables behind « one offer, many sources », inside a write transaction: what is compared of each posting, which
// postings share an offer and why, which a person keeps apart. The store does not know the rules (merging/ does).
//
// A posting is a row of table offer: one source's own record. Those that are one job share a merged offer under the
// smallest of their ids, closed ones included, so that the id does not move when a source goes.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/hash.hpp"
#include "base/result.hpp"
#include "records/offer.hpp"
#include "store/sqlite.hpp"

namespace passerelle {

/// Why two postings stand in one offer; ids, a < b. Words as merging/ writes them.
struct StoredJoin {
  std::string a, b;
  std::string reason;    ///< "text-and-title", "text"
  std::string employer;  ///< "siret", "name"; "" = not known to be the same
  std::string title;     ///< "same", "same-head", "some-words", "none", "missing"
  bool same_place = false, same_board = false;
  std::uint32_t text_shared = 0, text_contained = 0;  ///< thousandths: of what either says, of what the shorter one says
  friend bool operator==(const StoredJoin&, const StoredJoin&) = default;
};

/// One source's own record as it is kept.
struct StoredPosting {
  std::string id, record;
  std::string closed_at;  ///< ISO 8601, UTC; "" = open
};

/// A merged offer and what it is made of.
struct MergedOffer {
  Offer offer;                        ///< its id is that of the first member
  std::string closed_at;              ///< "" = open
  std::vector<std::string> members;   ///< ids, ascending; at least two
  std::vector<StoredJoin> joins;
};

class MergeTables {
 public:
  using Pair = std::pair<std::string, std::string>;

  /// For the life of a transaction of `database`.
  static Result<MergeTables> open(sqlite::Database& database);

  /// What the traits were worked out with; zero in a store that never had any.
  Result<Fingerprint> ground();
  Status set_ground(const Fingerprint& ground);
  /// Fingerprint of the communes in force, zero when there are none.
  Result<Fingerprint> communes();

  /// In id order.
  Status for_each_traits(const std::function<Status(std::string_view posting, std::string_view bytes)>& visit);
  Result<std::optional<std::string>> traits(std::string_view posting);
  Status put_traits(std::string_view posting, std::string_view bytes);
  /// All postings in id order, open or closed.
  Status for_each_posting_id(const std::function<Status(std::string_view)>& visit);
  Result<StoredPosting> posting(std::string_view id);  ///< kNotFound

  /// (posting, merged offer), by posting.
  Status for_each_member(const std::function<Status(std::string_view posting, std::string_view offer)>& visit);
  /// The merged offer that holds the posting, "" when it stands alone.
  Result<std::string> offer_of(std::string_view posting);
  Result<std::vector<std::string>> members_of(std::string_view offer);
  Result<std::vector<StoredJoin>> joins_of(std::string_view offer);
  /// Its members stand alone again.
  Status part(std::string_view offer);
  /// Its members must stand alone.
  Status merge(const MergedOffer& merged);
  /// A merged offer whose members and joins stay: returns whether anything is other than it was.
  Result<bool> refresh(const Offer& offer, std::string_view closed_at);

  /// Pairs that a person has parted, first < second.
  Status for_each_apart(const std::function<Status(std::string_view, std::string_view)>& visit);
  Status keep_apart(std::string_view a, std::string_view b);
  /// Forgets the pairs that name `posting`, or only those with `other`; returns them.
  Result<std::vector<Pair>> let_together(std::string_view posting, std::string_view other);

  /// Postings written by single changes since they were last grouped, and forgets them.
  Result<std::vector<std::string>> take_unmerged();

  /// Ids under which lists show something else than before, for the log of changes; one may be there twice.
  const std::vector<std::string>& shown_otherwise() const noexcept { return shown_otherwise_; }
  /// What the snapshot's sum must be changed by.
  const Fingerprint& change() const noexcept { return change_; }

 private:
  explicit MergeTables(sqlite::Database& database) : database_(&database) {}
  Status insert(const Offer& offer, std::string_view closed_at);

  sqlite::Database* database_;
  Fingerprint change_;
  std::vector<std::string> shown_otherwise_;
  sqlite::Statement find_traits_, put_traits_, find_posting_, find_member_, find_members_, find_joins_, find_merged_, insert_merged_, erase_merged_,
      insert_member_, erase_members_, insert_join_, erase_joins_, insert_apart_, open_term_;
};

}  // namespace passerelle
