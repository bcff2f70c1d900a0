#include "codec/night_json.hpp"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

namespace passerelle::codec {
namespace {

using Writer = rapidjson::Writer<rapidjson::StringBuffer>;

void member(Writer& w, const char* name, std::string_view text) { w.Key(name); w.String(text.data(), static_cast<rapidjson::SizeType>(text.size())); }
void member(Writer& w, const char* name, std::uint64_t number) { w.Key(name); w.Uint64(number); }
std::string finished(const rapidjson::StringBuffer& buffer) { return {buffer.GetString(), buffer.GetSize()}; }

}  // namespace

std::string to_json(const NightAnswer& answer, bool whole) {
  rapidjson::StringBuffer buffer;
  Writer w(buffer);
  w.StartObject();
  member(w, "snapshot", answer.identity.snapshot);
  member(w, "build", answer.identity.build);
  member(w, "date", to_string(answer.identity.date));
  w.Key("policies");
  w.StartArray();
  for (const std::string* policy : {&answer.identity.suggest_policy, &answer.identity.shortlist_policy, &answer.identity.night_policy}) w.String(policy->c_str());
  w.EndArray();
  member(w, "blocks_found", answer.blocks_found);
  member(w, "blocks_kept", answer.blocks_kept);
  if (answer.since) {
    w.Key("since");
    w.StartObject();
    w.Key("kept");
    w.Bool(!answer.since->all);
    if (answer.since->all) member(w, "why", answer.since->why);
    member(w, "persons", answer.since->persons);
    member(w, "offers", answer.since->offers);
    member(w, "refilled", answer.since->refilled);
    w.EndObject();
  }
  w.Key("phases");
  w.StartArray();
  for (const night::Phase& phase : answer.phases) {
    w.StartObject();
    member(w, "phase", phase.name);
    w.Key("seconds");
    w.SetMaxDecimalPlaces(3);
    w.Double(phase.seconds);
    member(w, "rows", phase.rows);
    member(w, "peak_bytes", phase.peak_bytes);
    w.EndObject();
  }
  w.EndArray();
  if (whole) {
    w.Key("files");
    w.StartArray();
    for (const night::FileLine& file : answer.files) {
      w.StartObject();
      member(w, "name", file.name);
      member(w, "bytes", file.bytes);
      member(w, "rows", file.rows);
      member(w, "checksum", to_hex(file.checksum));
      w.EndObject();
    }
    w.EndArray();
    const std::string digest = night::digest_json(answer.digest);
    w.Key("digest");
    w.RawValue(digest.data(), digest.size() - 1, rapidjson::kObjectType);
  }
  w.EndObject();
  // One line, whatever the digest's own layout: strings hold no bare line feeds.
  std::string out = finished(buffer);
  std::erase(out, '\n');
  return out;
}

std::string to_json(const NightListAnswer& answer) {
  rapidjson::StringBuffer buffer;
  Writer w(buffer);
  w.StartObject();
  member(w, "candidate", answer.candidate);
  member(w, "date", to_string(answer.run.date));
  member(w, "snapshot", answer.run.snapshot);
  member(w, "build", answer.run.build);
  w.Key("offers");
  w.StartArray();
  std::uint64_t rank = 0;
  for (const NightListLine& line : answer.lines) {
    w.StartObject();
    member(w, "rank", ++rank);
    member(w, "offer", line.offer);
    member(w, "score", std::uint64_t{line.score});
    member(w, "suits", std::uint64_t{line.suits});
    member(w, "wanted", std::uint64_t{line.wanted});
    member(w, "verdict", code(line.tier));
    w.EndObject();
  }
  w.EndArray();
  w.Key("displaced");
  w.StartArray();
  for (const DisplacedLine& line : answer.displaced) {
    w.StartObject();
    member(w, "offer", line.offer);
    member(w, "score", std::uint64_t{line.score});
    member(w, "proposed_to", std::uint64_t{line.proposed_to});
    member(w, "text", line.text);
    w.EndObject();
  }
  w.EndArray();
  w.EndObject();
  return finished(buffer);
}

}  // namespace passerelle::codec
