#include "audit/entry_text.hpp"

#include <fmt/format.h>
#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

namespace passerelle::audit {
namespace {

constexpr std::string_view kPrevious = R"(,"prev":")", kHash = R"(","hash":")", kEnd = R"("})";
constexpr std::size_t kHex = 64, kTail = kPrevious.size() + kHex + kHash.size() + kHex + kEnd.size();

// Where sealed words stand: they cannot be moved to another entry, nor to another place in it.
std::string place_of(std::uint64_t sequence, std::size_t at) { return fmt::format("{}/{}", sequence, at); }

Problem damaged(std::string what) { return Problem(ProblemCode::kStoreDamaged, std::move(what)); }

using Writer = rapidjson::Writer<rapidjson::StringBuffer>;
void text(Writer& writer, const char* name, std::string_view value) {
  writer.Key(name);
  writer.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
}

std::string text_of(const rapidjson::Value& object, const char* name) {
  const auto member = object.FindMember(name);
  return member != object.MemberEnd() && member->value.IsString() ? std::string(member->value.GetString(), member->value.GetStringLength()) : std::string();
}
std::uint64_t number_of(const rapidjson::Value& object, const char* name) {
  const auto member = object.FindMember(name);
  return member != object.MemberEnd() && member->value.IsUint64() ? member->value.GetUint64() : 0;
}

}  // namespace

std::string_view kind_name(EntryKind kind) noexcept {
  switch (kind) {
    case EntryKind::kRanking: return "ranking";
    case EntryKind::kOutcome: return "outcome";
    case EntryKind::kErasure: return "erasure";
  }
  return "";
}

std::string entry_line(std::uint64_t sequence, std::string_view at, const Decision& decision, const std::vector<PersonKey>& keys, const Digest& previous,
                       Digest& hash) {
  rapidjson::StringBuffer buffer;
  Writer writer(buffer);
  writer.StartObject();
  writer.Key("seq");
  writer.Uint64(sequence);
  text(writer, "at", at);
  text(writer, "kind", kind_name(decision.kind));
  text(writer, "actor", decision.actor);
  text(writer, "role", decision.role);
  text(writer, "purpose", decision.purpose);
  text(writer, "call", decision.call);
  text(writer, "offer", decision.offer);
  text(writer, "policy", decision.policy);
  writer.Key("policy_version");
  writer.Uint(decision.policy_version);
  text(writer, "snapshot", decision.snapshot);
  text(writer, "build", decision.build);
  text(writer, "date", decision.date);
  text(writer, "request", decision.request);
  text(writer, "inputs", to_hex(decision.inputs));
  text(writer, "answer", to_hex(decision.answer));
  writer.Key("answer_bytes");
  writer.Uint64(decision.answer_bytes);
  writer.Key("about");
  writer.StartArray();
  for (std::size_t i = 0; i < decision.about.size(); ++i) {
    writer.StartObject();
    writer.Key("key");
    writer.Int64(keys[i].ref);
    text(writer, "sealed", seal(keys[i], decision.about[i].words, place_of(sequence, i)));
    writer.EndObject();
  }
  writer.EndArray();
  writer.EndObject();
  std::string line(buffer.GetString(), buffer.GetSize() - 1);
  hash = sha256(bytes_of(previous), line);
  line += kPrevious;
  line += to_hex(previous);
  line += kHash;
  line += to_hex(hash);
  line += kEnd;
  return line;
}

Result<Link> check_line(std::string_view line) {
  if (line.size() < kTail) return damaged("not an entry");
  const std::string_view body = line.substr(0, line.size() - kTail), tail = line.substr(body.size());
  Link link;
  if (!tail.starts_with(kPrevious) || !tail.ends_with(kEnd) || tail.substr(kPrevious.size() + kHex, kHash.size()) != kHash ||
      !from_hex(tail.substr(kPrevious.size(), kHex), link.previous) || !from_hex(tail.substr(kTail - kEnd.size() - kHex, kHex), link.hash))
    return damaged("not an entry");
  if (sha256(bytes_of(link.previous), body) != link.hash) return damaged("hash");
  return link;
}

Result<Entry> read_line(std::string_view line, PersonKeys* keys) {
  const Result<Link> link = check_line(line);
  if (!link) return link.problem();
  rapidjson::Document document;
  document.Parse<rapidjson::kParseValidateEncodingFlag>(line.data(), line.size());
  if (document.HasParseError() || !document.IsObject()) return damaged("not an entry");
  Entry entry;
  entry.previous = link->previous;
  entry.hash = link->hash;
  entry.sequence = number_of(document, "seq");
  entry.at = text_of(document, "at");
  Decision& decision = entry.decision;
  const std::string kind = text_of(document, "kind");
  decision.kind = kind == kind_name(EntryKind::kOutcome) ? EntryKind::kOutcome : kind == kind_name(EntryKind::kErasure) ? EntryKind::kErasure : EntryKind::kRanking;
  decision.actor = text_of(document, "actor");
  decision.role = text_of(document, "role");
  decision.purpose = text_of(document, "purpose");
  decision.call = text_of(document, "call");
  decision.offer = text_of(document, "offer");
  decision.policy = text_of(document, "policy");
  decision.policy_version = static_cast<std::uint32_t>(number_of(document, "policy_version"));
  decision.snapshot = text_of(document, "snapshot");
  decision.build = text_of(document, "build");
  decision.date = text_of(document, "date");
  decision.request = text_of(document, "request");
  if (!from_hex(text_of(document, "inputs"), decision.inputs) || !from_hex(text_of(document, "answer"), decision.answer)) return damaged("not an entry");
  decision.answer_bytes = number_of(document, "answer_bytes");
  const auto about = document.FindMember("about");
  if (about == document.MemberEnd() || !about->value.IsArray()) return damaged("not an entry");
  for (const rapidjson::Value& each : about->value.GetArray()) {
    const std::size_t at = entry.sealed++;
    if (keys == nullptr || !each.IsObject()) continue;
    const Result<std::optional<PersonKey>> key = keys->find(static_cast<std::int64_t>(number_of(each, "key")));
    if (!key) return key.problem();
    if (!*key) continue;
    if (std::optional<std::string> words = unseal(**key, text_of(each, "sealed"), place_of(entry.sequence, at))) decision.about.push_back({{}, std::move(*words)});
  }
  return entry;
}

}  // namespace passerelle::audit
