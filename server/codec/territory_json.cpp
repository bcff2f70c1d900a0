#include "codec/territory_json.hpp"

#include <fmt/format.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

namespace passerelle::codec {
namespace {

using Writer = rapidjson::Writer<rapidjson::StringBuffer>;
using territory::UnlockCell;

void member(Writer& w, const char* name, const std::string& text) { w.Key(name); w.String(text.data(), static_cast<rapidjson::SizeType>(text.size())); }
void member(Writer& w, const char* name, std::uint64_t number) { w.Key(name); w.Uint64(number); }
void member(Writer& w, const char* name, const std::optional<std::uint64_t>& number) {
  w.Key(name);
  if (number) w.Uint64(*number); else w.Null();
}
void strings(Writer& w, const char* name, const std::vector<std::string>& texts) {
  w.Key(name);
  w.StartArray();
  for (const std::string& text : texts) w.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
  w.EndArray();
}
template <class List, class Each>
void objects(Writer& w, const char* name, const List& list, const Each& each) {
  w.Key(name);
  w.StartArray();
  for (const auto& one : list) {
    w.StartObject();
    each(one);
    w.EndObject();
  }
  w.EndArray();
}
void counts(Writer& w, const UnlockCell& cell) {
  member(w, "persons", cell.persons);
  member(w, "posts", cell.posts);
  member(w, "strong_persons", cell.strong_persons);
  member(w, "strong_posts", cell.strong_posts);
}

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + '"';
}
std::string joined(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) out += (out.empty() ? "" : " + ") + text;
  return out;
}
std::string figure(const std::optional<std::uint64_t>& number) { return number ? std::to_string(*number) : std::string(); }

}  // namespace

std::string to_json(const TerritoryAnswer& answer) {
  rapidjson::StringBuffer buffer;
  Writer w(buffer);
  w.StartObject();
  w.Key("policy");
  w.StartObject();
  member(w, "name", answer.provenance.policy);
  member(w, "version", std::uint64_t{answer.provenance.policy_version});
  w.EndObject();
  member(w, "snapshot", answer.provenance.snapshot);
  member(w, "build", answer.provenance.build);
  member(w, "date", to_string(answer.provenance.date));
  strings(w, "tables", answer.plan.tables);
  member(w, "rule", answer.plan.rule);
  objects(w, "basins", answer.plan.basins, [&](const territory::BasinPlan& basin) {
    member(w, "basin", basin.basin);
    member(w, "name", basin.name);
    objects(w, "unlocks", basin.rows, [&](const territory::UnlockRow& row) {
      strings(w, "levers", row.levers);
      strings(w, "labels", row.labels);
      if (!row.certificate.empty()) member(w, "certificate", row.certificate);
      w.Key("training");
      w.Bool(row.training);
      member(w, "cost_cents", row.cost_cents);
      member(w, "places", row.places);
      counts(w, row.total);
      objects(w, "sectors", row.sectors, [&](const UnlockCell& cell) {
        member(w, "sector", cell.sector);
        member(w, "label", cell.sector_label);
        counts(w, cell);
      });
    });
    w.Key("plan");
    w.StartObject();
    objects(w, "lines", basin.plan, [&](const territory::PlanLine& line) {
      strings(w, "levers", line.levers);
      strings(w, "labels", line.labels);
      w.Key("training");
      w.Bool(line.training);
      member(w, "places", line.places);
      member(w, "posts", line.posts);
      member(w, "cost_cents", line.cost_cents);
    });
    member(w, "posts", basin.posts);
    member(w, "cost_cents", basin.cost_cents);
    member(w, "bound", basin.bound);
    member(w, "percent_of_best", std::uint64_t{basin.percent_of_best});
    member(w, "text", basin.text);
    w.EndObject();
  });
  w.EndObject();
  return {buffer.GetString(), buffer.GetSize()};
}

std::string to_csv(const TerritoryAnswer& answer) {
  std::string out = "table,basin,basin_name,levers,label,training,sector,cost_cents,places,persons,posts,strong_persons,strong_posts\n";
  for (const territory::BasinPlan& basin : answer.plan.basins) {
    const std::string head = basin.basin + "," + quoted(basin.name) + ",";
    for (const territory::UnlockRow& row : basin.rows) {
      const std::string what = quoted(row.certificate.empty() ? joined(row.levers) : row.certificate) + "," + quoted(joined(row.labels)) + (row.training ? ",1," : ",0,");
      const auto line = [&](const UnlockCell& cell) {
        out += "unlock," + head + what + cell.sector + "," + std::to_string(row.cost_cents) + "," + figure(row.places) + "," + figure(cell.persons) + "," + figure(cell.posts) + "," +
               figure(cell.strong_persons) + "," + figure(cell.strong_posts) + "\n";
      };
      line(row.total);
      for (const UnlockCell& cell : row.sectors) line(cell);
    }
    for (const territory::PlanLine& line : basin.plan)
      out += "plan," + head + quoted(joined(line.levers)) + "," + quoted(joined(line.labels)) + (line.training ? ",1,," : ",0,,") + std::to_string(line.cost_cents) + "," +
             std::to_string(line.places) + "," + std::to_string(line.places) + "," + std::to_string(line.posts) + ",,\n";
  }
  return out;
}

}  // namespace passerelle::codec
