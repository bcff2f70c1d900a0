#include "night/night_json.hpp"

#include <rapidjson/document.h>
#include <rapidjson/prettywriter.h>
#include <rapidjson/stringbuffer.h>

#include "base/input_file.hpp"

namespace passerelle::night {
namespace {

using Writer = rapidjson::PrettyWriter<rapidjson::StringBuffer>;

void text(Writer& w, const char* name, std::string_view value) {
  w.Key(name);
  w.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
}
void number(Writer& w, const char* name, std::uint64_t value) { w.Key(name); w.Uint64(value); }

template <class Cause, class Counts>
void causes(Writer& w, const char* name, const Counts& counts) {
  w.Key(name);
  w.StartObject();
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] == 0) continue;
    const std::string_view cause = code(static_cast<Cause>(i));
    w.Key(cause.data(), static_cast<rapidjson::SizeType>(cause.size()));
    w.Uint64(counts[i]);
  }
  w.EndObject();
}

void changes(Writer& w, const char* name, const ChangeCounts& counts) {
  w.Key(name);
  w.StartObject();
  number(w, "lists", counts.lists);
  causes<ChangeCause>(w, "entered", counts.entered);
  causes<ChangeCause>(w, "left", counts.left);
  w.EndObject();
}

void loads(Writer& w, const char* name, const LoadFigures& f) {
  w.Key(name);
  w.StartObject();
  number(w, "offers", f.offers);
  number(w, "offers_suggested", f.covered);
  number(w, "suggestions", f.lines);
  number(w, "beyond_cap", f.beyond_cap);
  number(w, "offers_over_cap", f.over_cap);
  number(w, "largest_load", f.largest);
  number(w, "gini_ppm", f.gini_ppm);
  number(w, "points", f.value);
  w.EndObject();
}

void groups(Writer& w, const char* name, const std::vector<GroupRow>& rows) {
  w.Key(name);
  w.StartArray();
  for (const GroupRow& row : rows) {
    w.StartObject();
    text(w, "group", row.group);
    text(w, "label", row.label);
    number(w, "persons", row.persons);
    w.Key("displaced");
    if (row.displaced) w.Uint64(*row.displaced); else w.Null();
    w.EndObject();
  }
  w.EndArray();
}

void write_digest(Writer& w, const NightDigest& d) {
  w.StartObject();
  w.Key("coverage");
  w.StartObject();
  number(w, "persons", d.persons);
  number(w, "persons_short", d.short_persons);
  number(w, "persons_without", d.persons_without);
  causes<ShortCause>(w, "persons_short_causes", d.short_person_causes);
  number(w, "offers", d.offers);
  number(w, "offers_without", d.offers_without);
  causes<ShortCause>(w, "offers_without_causes", d.offer_causes);
  w.EndObject();
  w.Key("since_last_night");
  if (!d.last) {
    w.Null();
  } else {
    w.StartObject();
    text(w, "date", to_string(*d.last));
    number(w, "new_persons", d.new_persons);
    number(w, "gone_persons", d.gone_persons);
    number(w, "new_offers", d.new_offers);
    number(w, "gone_offers", d.gone_offers);
    w.Key("policies");
    w.StartArray();
    for (const std::string& policy : d.policy_changes) w.String(policy.data(), static_cast<rapidjson::SizeType>(policy.size()));
    w.EndArray();
    changes(w, "of_persons", d.of_persons);
    changes(w, "of_offers", d.of_offers);
    w.EndObject();
  }
  w.Key("anomalies");
  w.StartArray();
  for (const Anomaly& anomaly : d.anomalies) {
    w.StartObject();
    text(w, "kind", code(anomaly.kind));
    text(w, "subject", anomaly.subject);
    number(w, "before", anomaly.before);
    number(w, "now", anomaly.now);
    w.EndObject();
  }
  w.EndArray();
  w.Key("congestion");
  w.StartObject();
  number(w, "most_price", d.most_price);
  number(w, "rounds", d.rounds);
  loads(w, "before", d.before);
  loads(w, "after", d.after);
  number(w, "gini_of_even_spread_ppm", d.even_gini_ppm);
  number(w, "points_lost", d.before.value - std::min(d.before.value, d.after.value));
  number(w, "worst_slot_loss", d.worst_slot_loss);
  number(w, "persons_moved", d.moved_persons);
  number(w, "suggestions_moved", d.moved_lines);
  number(w, "turned_away", d.turned_away);
  number(w, "guaranteed", d.guaranteed);
  number(w, "bound", d.bound);
  number(w, "bound_over_all_offers", d.full_bound);
  const std::uint64_t charged = d.after.beyond_cap * d.most_price;
  number(w, "reached", d.after.value - std::min(d.after.value, charged));
  number(w, "pools_maybe_cut", d.maybe_cut);
  groups(w, "displaced_by_basin", d.displaced_by_basin);
  groups(w, "displaced_by_means", d.displaced_by_means);
  w.EndObject();
  w.EndObject();
}

void write_identity(Writer& w, const RunIdentity& id) {
  text(w, "key", to_hex(id.key));
  text(w, "snapshot", id.snapshot);
  text(w, "build", id.build);
  text(w, "date", to_string(id.date));
  text(w, "suggest_policy", id.suggest_policy);
  text(w, "shortlist_policy", id.shortlist_policy);
  text(w, "night_policy", id.night_policy);
  number(w, "top", id.top);
  number(w, "pool", id.depth);
}

std::string finished(const rapidjson::StringBuffer& buffer) { return std::string(buffer.GetString(), buffer.GetSize()) + "\n"; }

}  // namespace

std::string policies_text(const RunIdentity& id) { return id.suggest_policy + ", " + id.shortlist_policy + ", " + id.night_policy; }

std::string digest_json(const NightDigest& digest) {
  rapidjson::StringBuffer buffer;
  Writer w(buffer);
  w.SetIndent(' ', 1);
  write_digest(w, digest);
  return finished(buffer);
}

std::string manifest_json(const RunIdentity& identity, const NightDigest& digest, const std::vector<FileLine>& files, Language language) {
  rapidjson::StringBuffer buffer;
  Writer w(buffer);
  w.SetIndent(' ', 1);
  w.StartObject();
  number(w, "format", 1);
  write_identity(w, identity);
  text(w, "language", language == Language::kFrench ? "fr" : "en");
  number(w, "persons", digest.persons);
  number(w, "offers", digest.offers);
  number(w, "suggestions", digest.after.lines);
  text(w, "checksums", "xxh3-128");
  w.Key("files");
  w.StartArray();
  for (const FileLine& file : files) {
    w.StartObject();
    text(w, "name", file.name);
    number(w, "bytes", file.bytes);
    number(w, "rows", file.rows);
    text(w, "checksum", to_hex(file.checksum));
    w.EndObject();
  }
  w.EndArray();
  w.EndObject();
  return finished(buffer);
}

std::string shard_json(const RunIdentity& identity, const Shard& shard) {
  rapidjson::StringBuffer buffer;
  Writer w(buffer);
  w.SetIndent(' ', 1);
  w.StartObject();
  write_identity(w, identity);
  text(w, "block_key", to_hex(identity.block_key));
  number(w, "shard", shard.index);
  number(w, "of", shard.of);
  w.EndObject();
  return finished(buffer);
}

Result<ShardNote> read_shard(const std::string& folder) {
  const std::string path = folder + "/shard.json";
  Result<std::string> content = read_all(path);
  if (!content) return std::move(content).problem();
  rapidjson::Document document;
  document.Parse(content->data(), content->size());
  ShardNote note;
  const auto member = [&](const char* name) -> std::string {
    if (!document.IsObject()) return {};
    const auto at = document.FindMember(name);
    return at != document.MemberEnd() && at->value.IsString() ? std::string(at->value.GetString(), at->value.GetStringLength()) : std::string();
  };
  const auto figure = [&](const char* name) -> std::uint32_t {
    if (!document.IsObject()) return UINT32_MAX;
    const auto at = document.FindMember(name);
    return at != document.MemberEnd() && at->value.IsUint() ? at->value.GetUint() : UINT32_MAX;
  };
  note.key = fingerprint_from_hex(member("block_key"));
  note.snapshot = member("snapshot"), note.date = member("date");
  note.policies = member("suggest_policy") + ", " + member("shortlist_policy") + ", " + member("night_policy");
  note.shard = {figure("shard"), figure("of")};
  if (document.HasParseError() || member("block_key").size() != 32 || note.shard.of == 0 || note.shard.of == UINT32_MAX || note.shard.index >= note.shard.of)
    return Problem(ProblemCode::kDocumentMalformed, "shard").from(path);
  return note;
}

}  // namespace passerelle::night
