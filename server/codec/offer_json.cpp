#include "codec/offer_json.hpp"

#include <string_view>
#include <vector>

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

namespace passerelle::codec {
namespace {

class Writer : public rapidjson::Writer<rapidjson::StringBuffer> {
 public:
  using rapidjson::Writer<rapidjson::StringBuffer>::Writer;
  void key(std::string_view name) { Key(name.data(), static_cast<rapidjson::SizeType>(name.size())); }
  void value(std::string_view text) { String(text.data(), static_cast<rapidjson::SizeType>(text.size())); }
  void text(std::string_view name, std::string_view content) {
    key(name);
    value(content);
  }
  void text_if(std::string_view name, std::string_view content) {
    if (!content.empty()) text(name, content);
  }
  void number(std::string_view name, std::uint64_t content) {
    key(name);
    Uint64(content);
  }
  void truth(std::string_view name, bool content) {
    key(name);
    Bool(content);
  }
  void day(std::string_view name, Day content) {
    if (content.set()) text(name, to_string(content));
  }
};

}  // namespace

std::string to_json(const merging::OfferView& view) {
  rapidjson::StringBuffer buffer;
  Writer w(buffer);
  w.StartObject();
  w.text("id", view.offer.id);
  w.text("title", view.offer.title);
  w.text_if("employer", view.offer.employer_name);
  w.text_if("place", view.offer.place.name);
  w.text_if("insee", view.offer.place.insee);
  w.text_if("closed_at", view.closed_at);
  w.key("postings");
  w.StartArray();
  for (const merging::PostingView& each : view.postings) {
    w.StartObject();
    w.text("posting", each.offer.id);
    w.key("sources");
    w.StartArray();
    for (const OfferSource& source : each.offer.sources) {
      w.StartObject();
      w.text("source", source.source);
      w.text_if("id", source.id);
      w.text_if("url", source.url);
      w.EndObject();
    }
    w.EndArray();
    w.text("title", each.offer.title);
    w.text_if("employer", each.offer.employer_name);
    w.text_if("place", each.offer.place.name);
    w.day("published", each.offer.published);
    w.day("updated", each.offer.updated);
    w.day("closing", each.offer.closing);
    w.text_if("closed_at", each.closed_at);
    w.EndObject();
  }
  w.EndArray();
  w.key("joins");
  w.StartArray();
  for (const StoredJoin& join : view.joins) {
    w.StartObject();
    w.text("a", join.a);
    w.text("b", join.b);
    w.text("reason", join.reason);
    w.text_if("employer", join.employer);
    w.text("title", join.title);
    w.truth("same_place", join.same_place);
    w.truth("same_board", join.same_board);
    w.number("text_shared", join.text_shared);
    w.number("text_contained", join.text_contained);
    w.EndObject();
  }
  w.EndArray();
  w.key("fields");
  w.StartObject();
  for (const auto& [field, postings] : view.fields) {
    w.key(field);
    w.StartArray();
    for (const std::string& posting : postings) w.value(posting);
    w.EndArray();
  }
  w.EndObject();
  w.key("kept_apart");
  w.StartArray();
  for (const auto& [posting, other] : view.kept_apart) {
    w.StartObject();
    w.text("posting", posting);
    w.text("from", other);
    w.EndObject();
  }
  w.EndArray();
  w.EndObject();
  return {buffer.GetString(), buffer.GetSize()};
}

std::string to_json(const merging::PartReport& report) {
  rapidjson::StringBuffer buffer;
  Writer w(buffer);
  w.StartObject();
  w.number("pairs", report.pairs);
  w.key("shown_as");
  w.StartArray();
  for (const auto& [posting, offer] : report.shown_as) {
    w.StartObject();
    w.text("posting", posting);
    w.text("offer", offer);
    w.EndObject();
  }
  w.EndArray();
  w.EndObject();
  return {buffer.GetString(), buffer.GetSize()};
}

}  // namespace passerelle::codec
