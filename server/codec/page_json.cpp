#include "codec/page_json.hpp"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

namespace passerelle::codec {
namespace {

using Writer = rapidjson::Writer<rapidjson::StringBuffer>;

void value(Writer& w, std::string_view text) { w.String(text.data(), static_cast<rapidjson::SizeType>(text.size())); }
void member(Writer& w, std::string_view name, std::string_view content) {
  w.Key(name.data(), static_cast<rapidjson::SizeType>(name.size()));
  value(w, content);
}
void member_if(Writer& w, std::string_view name, std::string_view content) {
  if (!content.empty()) member(w, name, content);
}
void strings(Writer& w, std::string_view name, const std::vector<std::string>& list) {
  w.Key(name.data(), static_cast<rapidjson::SizeType>(name.size()));
  w.StartArray();
  for (const std::string& text : list) value(w, text);
  w.EndArray();
}

template <class Item, class Each>
std::string page(const std::vector<Item>& items, std::string_view next, const Each& each) {
  rapidjson::StringBuffer buffer;
  Writer w(buffer);
  w.StartObject();
  w.Key("items");
  w.StartArray();
  for (const Item& item : items) {
    w.StartObject();
    each(w, item);
    w.EndObject();
  }
  w.EndArray();
  member_if(w, "next", next);
  w.EndObject();
  return {buffer.GetString(), buffer.GetSize()};
}

}  // namespace

std::string page_json(const std::vector<Offer>& offers, std::string_view next) {
  return page(offers, next, [](Writer& w, const Offer& offer) {
    member(w, "offer", offer.id);
    member_if(w, "title", offer.title);
    member_if(w, "occupation", offer.occupation);
    member_if(w, "employer", offer.employer_name);
    member_if(w, "siret", offer.siret);
    member_if(w, "insee", offer.place.insee);
    member_if(w, "place", offer.place.name);
    if (offer.closing.set()) member(w, "closing", to_string(offer.closing));
  });
}

std::string page_json(const std::vector<Candidate>& candidates, std::string_view next) {
  return page(candidates, next, [](Writer& w, const Candidate& candidate) {
    member(w, "candidate", candidate.id);
    strings(w, "sought", candidate.sought);
    member_if(w, "insee", candidate.home.insee);
    member_if(w, "place", candidate.home.name);
  });
}

std::string page_json(const std::vector<LookUpEntry>& entries, std::string_view key, std::string_view detail, std::string_view next) {
  return page(entries, next, [&](Writer& w, const LookUpEntry& entry) {
    member(w, key, entry.key);
    member(w, "label", entry.label);
    if (!detail.empty()) member_if(w, detail, entry.detail);
    if (!entry.postal_codes.empty()) strings(w, "postal_codes", entry.postal_codes);
  });
}

std::string object_json(const std::vector<std::pair<std::string_view, std::string>>& members) {
  rapidjson::StringBuffer buffer;
  Writer w(buffer);
  w.StartObject();
  for (const auto& [name, content] : members) member(w, name, content);
  w.EndObject();
  return {buffer.GetString(), buffer.GetSize()};
}

}  // namespace passerelle::codec
