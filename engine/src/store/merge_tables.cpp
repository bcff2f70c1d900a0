#include "store/merge_tables.hpp"

#include "records/record_json.hpp"
#include "store/clock.hpp"
#include "store/snapshot_sum.hpp"

namespace passerelle {
namespace {

constexpr std::string_view kGround = "merging";

Status each(sqlite::Database& database, std::string_view sql, const std::function<Status(sqlite::Statement&)>& visit) {
  PASSERELLE_STORE_TAKE(rows, database.prepare(sql));
  while (true) {
    PASSERELLE_STORE_TAKE(row, rows.step());
    if (!row) return {};
    PASSERELLE_TRY(visit(rows));
  }
}

}  // namespace

Result<MergeTables> MergeTables::open(sqlite::Database& database) {
  MergeTables tables(database);
  const std::pair<sqlite::Statement*, const char*> all[] = {
      {&tables.find_traits_, "SELECT traits FROM offer_traits WHERE posting = ?"},
      {&tables.put_traits_, "INSERT OR REPLACE INTO offer_traits VALUES(?, ?)"},
      {&tables.find_posting_, "SELECT id, record, closed_at, fingerprint FROM offer WHERE id = ?"},
      {&tables.find_member_, "SELECT offer FROM offer_member WHERE posting = ?"},
      {&tables.find_members_, "SELECT posting FROM offer_member WHERE offer = ? ORDER BY posting"},
      {&tables.find_joins_, "SELECT a, b, reason, same_place, same_board, employer, title, text_shared, text_contained FROM offer_join WHERE offer = ? "
                            "ORDER BY position"},
      {&tables.find_merged_, "SELECT fingerprint, closed_at FROM merged_offer WHERE id = ?"},
      {&tables.insert_merged_, "INSERT OR REPLACE INTO merged_offer(id, source, occupation, insee, title, contract, published, closed_at, flags, "
                               "fingerprint, record) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"},
      {&tables.erase_merged_, "DELETE FROM merged_offer WHERE id = ?"},
      {&tables.insert_member_, "INSERT INTO offer_member VALUES(?, ?)"},
      {&tables.erase_members_, "DELETE FROM offer_member WHERE offer = ?"},
      {&tables.insert_join_, "INSERT INTO offer_join(offer, position, a, b, reason, same_place, same_board, employer, title, text_shared, "
                             "text_contained) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"},
      {&tables.erase_joins_, "DELETE FROM offer_join WHERE offer = ?"},
      {&tables.insert_apart_, "INSERT OR IGNORE INTO offer_apart VALUES(?, ?, ?)"},
      {&tables.open_term_, "SELECT fingerprint FROM offer WHERE id = ? AND closed_at IS NULL"},
  };
  for (const auto& [statement, sql] : all) {
    PASSERELLE_STORE_TAKE(prepared, database.prepare(sql, true));
    *statement = std::move(prepared);
  }
  return tables;
}

Result<Fingerprint> MergeTables::ground() {
  PASSERELLE_STORE_TAKE(query, database_->prepare("SELECT value FROM meta WHERE key = ?"));
  PASSERELLE_STORE_TAKE(found, query.bind(kGround).step());
  return found ? fingerprint_from_hex(query.text(0)) : Fingerprint{};
}

Status MergeTables::set_ground(const Fingerprint& ground) {
  PASSERELLE_STORE_TAKE(query, database_->prepare("INSERT OR REPLACE INTO meta VALUES(?, ?)"));
  const std::string hex = to_hex(ground);
  return query.bind(kGround, std::string_view(hex)).run();
}

Result<Fingerprint> MergeTables::communes() {
  PASSERELLE_STORE_TAKE(query, database_->prepare("SELECT fingerprint FROM reference_part WHERE name = 'communes'"));
  PASSERELLE_STORE_TAKE(found, query.step());
  return found ? query.fingerprint(0) : Fingerprint{};
}

Status MergeTables::for_each_traits(const std::function<Status(std::string_view, std::string_view)>& visit) {
  return each(*database_, "SELECT posting, traits FROM offer_traits ORDER BY posting", [&](sqlite::Statement& row) { return visit(row.text(0), row.text(1)); });
}

Result<std::optional<std::string>> MergeTables::traits(std::string_view posting) {
  PASSERELLE_STORE_TAKE(found, find_traits_.bind(posting).step());
  std::optional<std::string> bytes;
  if (found) bytes = std::string(find_traits_.text(0));
  find_traits_.restart();
  return bytes;
}

Status MergeTables::put_traits(std::string_view posting, std::string_view bytes) {
  put_traits_.bind(posting, nullptr);
  put_traits_.bind_blob(2, bytes);
  return put_traits_.run();
}

Status MergeTables::for_each_posting_id(const std::function<Status(std::string_view)>& visit) {
  return each(*database_, "SELECT id FROM offer ORDER BY id", [&](sqlite::Statement& row) { return visit(row.text(0)); });
}

Result<StoredPosting> MergeTables::posting(std::string_view id) {
  PASSERELLE_STORE_TAKE(found, find_posting_.bind(id).step());
  if (!found) return Problem(ProblemCode::kNotFound, std::string(id));
  StoredPosting posting{std::string(find_posting_.text(0)), std::string(find_posting_.text(1)), std::string(find_posting_.text(2))};
  const bool whole = fingerprint(posting.record) == find_posting_.fingerprint(3);
  find_posting_.restart();
  if (!whole) return Problem(ProblemCode::kStoreDamaged, "offer " + posting.id);
  return posting;
}

Status MergeTables::for_each_member(const std::function<Status(std::string_view, std::string_view)>& visit) {
  return each(*database_, "SELECT posting, offer FROM offer_member ORDER BY posting", [&](sqlite::Statement& row) { return visit(row.text(0), row.text(1)); });
}

Result<std::string> MergeTables::offer_of(std::string_view posting) {
  PASSERELLE_STORE_TAKE(found, find_member_.bind(posting).step());
  std::string offer = found ? std::string(find_member_.text(0)) : std::string();
  find_member_.restart();
  return offer;
}

Result<std::vector<std::string>> MergeTables::members_of(std::string_view offer) {
  std::vector<std::string> members;
  find_members_.bind(offer);
  while (true) {
    PASSERELLE_STORE_TAKE(row, find_members_.step());
    if (!row) break;
    members.emplace_back(find_members_.text(0));
  }
  find_members_.restart();
  return members;
}

Result<std::vector<StoredJoin>> MergeTables::joins_of(std::string_view offer) {
  std::vector<StoredJoin> joins;
  find_joins_.bind(offer);
  while (true) {
    PASSERELLE_STORE_TAKE(row, find_joins_.step());
    if (!row) break;
    StoredJoin join;
    join.a = find_joins_.text(0);
    join.b = find_joins_.text(1);
    join.reason = find_joins_.text(2);
    join.same_place = find_joins_.integer(3) != 0;
    join.same_board = find_joins_.integer(4) != 0;
    join.employer = find_joins_.text(5);
    join.title = find_joins_.text(6);
    join.text_shared = static_cast<std::uint32_t>(find_joins_.integer(7));
    join.text_contained = static_cast<std::uint32_t>(find_joins_.integer(8));
    joins.push_back(std::move(join));
  }
  find_joins_.restart();
  return joins;
}

Status MergeTables::part(std::string_view offer) {
  const std::string id(offer);
  PASSERELLE_STORE_TAKE(found, find_merged_.bind(std::string_view(id)).step());
  if (found && find_merged_.null(1)) change_ -= store::snapshot_term(store::kOfferTerm, id, find_merged_.fingerprint(0));
  find_merged_.restart();
  PASSERELLE_STORE_TAKE(members, members_of(id));
  for (const std::string& member : members) {
    PASSERELLE_STORE_TAKE(open, open_term_.bind(std::string_view(member)).step());
    if (open) change_ += store::snapshot_term(store::kOfferTerm, member, open_term_.fingerprint(0));
    open_term_.restart();
    shown_otherwise_.push_back(member);
  }
  PASSERELLE_TRY(erase_merged_.bind(std::string_view(id)).run());
  PASSERELLE_TRY(erase_members_.bind(std::string_view(id)).run());
  return erase_joins_.bind(std::string_view(id)).run();
}

Status MergeTables::insert(const Offer& offer, std::string_view closed_at) {
  const std::string json = encode(offer), published = to_string(offer.published);
  const Fingerprint content = fingerprint(json);
  const std::string_view from = offer.sources.empty() ? std::string_view() : std::string_view(offer.sources.front().source);
  insert_merged_.bind(std::string_view(offer.id), from, std::string_view(offer.occupation), std::string_view(offer.place.insee), std::string_view(offer.title),
                      code(offer.contract), nullptr, nullptr, offer.flags.size(), content, std::string_view(json));
  if (offer.published.set()) insert_merged_.bind_one(7, std::string_view(published));
  if (!closed_at.empty()) insert_merged_.bind_one(8, closed_at);
  PASSERELLE_TRY(insert_merged_.run());
  if (closed_at.empty()) change_ += store::snapshot_term(store::kOfferTerm, offer.id, content);
  shown_otherwise_.push_back(offer.id);
  return {};
}

Status MergeTables::merge(const MergedOffer& merged) {
  const std::string_view id(merged.offer.id);
  for (const std::string& member : merged.members) {
    PASSERELLE_STORE_TAKE(open, open_term_.bind(std::string_view(member)).step());
    if (open) change_ -= store::snapshot_term(store::kOfferTerm, member, open_term_.fingerprint(0));
    open_term_.restart();
    PASSERELLE_TRY(insert_member_.bind(std::string_view(member), id).run());
    shown_otherwise_.push_back(member);
  }
  for (std::size_t i = 0; i < merged.joins.size(); ++i) {
    const StoredJoin& join = merged.joins[i];
    PASSERELLE_TRY(insert_join_.bind(id, i, std::string_view(join.a), std::string_view(join.b), std::string_view(join.reason), int{join.same_place},
                                     int{join.same_board}, std::string_view(join.employer), std::string_view(join.title), join.text_shared,
                                     join.text_contained).run());
  }
  return insert(merged.offer, merged.closed_at);
}

Result<bool> MergeTables::refresh(const Offer& offer, std::string_view closed_at) {
  PASSERELLE_STORE_TAKE(found, find_merged_.bind(std::string_view(offer.id)).step());
  const Fingerprint before = found ? find_merged_.fingerprint(0) : Fingerprint{};
  const std::string was_closed = found ? std::string(find_merged_.text(1)) : std::string();
  find_merged_.restart();
  if (!found) return Problem(ProblemCode::kStoreDamaged, "merged_offer " + offer.id);
  if (before == fingerprint(encode(offer)) && was_closed == closed_at) return false;
  if (was_closed.empty()) change_ -= store::snapshot_term(store::kOfferTerm, offer.id, before);
  PASSERELLE_TRY(insert(offer, closed_at));
  return true;
}

Result<std::vector<std::string>> MergeTables::take_unmerged() {
  std::vector<std::string> postings;
  PASSERELLE_TRY(each(*database_, "SELECT posting FROM offer_unmerged ORDER BY posting", [&](sqlite::Statement& row) -> Status {
    postings.emplace_back(row.text(0));
    return {};
  }));
  if (!postings.empty()) PASSERELLE_TRY(database_->execute("DELETE FROM offer_unmerged"));
  return postings;
}

Status MergeTables::for_each_apart(const std::function<Status(std::string_view, std::string_view)>& visit) {
  return each(*database_, "SELECT a, b FROM offer_apart ORDER BY a, b", [&](sqlite::Statement& row) { return visit(row.text(0), row.text(1)); });
}

Status MergeTables::keep_apart(std::string_view a, std::string_view b) {
  const std::string now = store::utc_now();
  return insert_apart_.bind(std::min(a, b), std::max(a, b), std::string_view(now)).run();
}

Result<std::vector<MergeTables::Pair>> MergeTables::let_together(std::string_view posting, std::string_view other) {
  std::vector<Pair> pairs;
  PASSERELLE_TRY(for_each_apart([&](std::string_view a, std::string_view b) -> Status {
    const bool named = (a == posting && (other.empty() || b == other)) || (b == posting && (other.empty() || a == other));
    if (named) pairs.emplace_back(a, b);
    return {};
  }));
  PASSERELLE_STORE_TAKE(erase, database_->prepare("DELETE FROM offer_apart WHERE a = ? AND b = ?"));
  for (const auto& [a, b] : pairs) PASSERELLE_TRY(erase.bind(std::string_view(a), std::string_view(b)).run());
  return pairs;
}

}  // namespace passerelle
