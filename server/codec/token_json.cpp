#include "codec/token_json.hpp"

#include <cmath>
#include <set>

#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

namespace passerelle::codec {
namespace {

using rapidjson::Value;
using Writer = rapidjson::Writer<rapidjson::StringBuffer>;

// Iterative: a deep nesting must not exhaust the stack.
constexpr unsigned kFlags = rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag;

std::string_view view(const Value& v) { return {v.GetString(), v.GetStringLength()}; }

/// The object the text holds. A member given twice would be read one way here and another way elsewhere.
Status read_object(std::string_view json, rapidjson::Document& document) {
  document.Parse<kFlags>(json.data(), json.size());
  if (document.HasParseError()) return Problem(ProblemCode::kDocumentMalformed, "JSON").at("byte " + std::to_string(document.GetErrorOffset()));
  if (!document.IsObject()) return Problem(ProblemCode::kDocumentUnexpected, "an object is expected");
  std::set<std::string_view> names;
  for (const auto& member : document.GetObject())
    if (!names.insert(view(member.name)).second) return Problem(ProblemCode::kDocumentMalformed, std::string(view(member.name)), "twice");
  return {};
}

Status text(const Value& object, const char* name, std::string& out) {
  const auto found = object.FindMember(name);
  if (found == object.MemberEnd()) return {};
  if (!found->value.IsString()) return Problem(ProblemCode::kFieldType, name, "string");
  out = view(found->value);
  return {};
}

/// A text or a list of texts.
Status texts(const Value& object, const char* name, std::vector<std::string>& out) {
  const auto found = object.FindMember(name);
  if (found == object.MemberEnd()) return {};
  if (found->value.IsString()) {
    out.emplace_back(view(found->value));
    return {};
  }
  if (!found->value.IsArray()) return Problem(ProblemCode::kFieldType, name, "array");
  for (const Value& each : found->value.GetArray()) {
    if (!each.IsString()) return Problem(ProblemCode::kFieldType, name, "string");
    out.emplace_back(view(each));
  }
  return {};
}

Status seconds(const Value& object, const char* name, std::optional<std::int64_t>& out) {
  const auto found = object.FindMember(name);
  if (found == object.MemberEnd()) return {};
  if (found->value.IsInt64()) out = found->value.GetInt64();
  else if (found->value.IsDouble() && std::abs(found->value.GetDouble()) < 1e15) out = static_cast<std::int64_t>(std::floor(found->value.GetDouble()));
  else return Problem(ProblemCode::kFieldType, name, "number");
  return {};
}

void member(Writer& w, const char* name, const std::string& content) {
  if (content.empty()) return;
  w.Key(name);
  w.String(content.data(), static_cast<rapidjson::SizeType>(content.size()));
}

void members(Writer& w, const char* name, const std::vector<std::string>& list) {
  if (list.empty()) return;
  w.Key(name);
  w.StartArray();
  for (const std::string& each : list) w.String(each.data(), static_cast<rapidjson::SizeType>(each.size()));
  w.EndArray();
}

template <class Body>
std::string object(const Body& body) {
  rapidjson::StringBuffer buffer;
  Writer w(buffer);
  w.StartObject();
  body(w);
  w.EndObject();
  return {buffer.GetString(), buffer.GetSize()};
}

}  // namespace

Result<TokenHeader> read_token_header(std::string_view json) {
  rapidjson::Document document;
  PASSERELLE_TRY(read_object(json, document));
  TokenHeader header;
  PASSERELLE_TRY(text(document, "alg", header.algorithm));
  PASSERELLE_TRY(text(document, "kid", header.key));
  header.critical = document.HasMember("crit");
  return header;
}

Result<TokenClaims> read_token_claims(std::string_view json) {
  rapidjson::Document document;
  PASSERELLE_TRY(read_object(json, document));
  TokenClaims claims;
  PASSERELLE_TRY(text(document, "iss", claims.issuer));
  PASSERELLE_TRY(text(document, "sub", claims.subject));
  PASSERELLE_TRY(text(document, "role", claims.role));
  PASSERELLE_TRY(texts(document, "aud", claims.audience));
  PASSERELLE_TRY(texts(document, "siret", claims.employers));
  PASSERELLE_TRY(texts(document, "portfolio", claims.portfolio));
  PASSERELLE_TRY(seconds(document, "exp", claims.expires));
  PASSERELLE_TRY(seconds(document, "nbf", claims.not_before));
  return claims;
}

Result<std::vector<JsonKey>> read_key_set(std::string_view json) {
  rapidjson::Document document;
  PASSERELLE_TRY(read_object(json, document));
  const auto list = document.FindMember("keys");
  if (list == document.MemberEnd() || !list->value.IsArray()) return Problem(ProblemCode::kFieldType, "keys", "array");
  std::vector<JsonKey> keys;
  for (const Value& each : list->value.GetArray()) {
    if (!each.IsObject()) return Problem(ProblemCode::kFieldType, "keys", "object");
    JsonKey key;
    PASSERELLE_TRY(text(each, "kty", key.type));
    PASSERELLE_TRY(text(each, "use", key.use));
    PASSERELLE_TRY(text(each, "alg", key.algorithm));
    PASSERELLE_TRY(text(each, "kid", key.id));
    PASSERELLE_TRY(text(each, "crv", key.curve));
    PASSERELLE_TRY(text(each, "n", key.n));
    PASSERELLE_TRY(text(each, "e", key.e));
    PASSERELLE_TRY(text(each, "x", key.x));
    PASSERELLE_TRY(text(each, "y", key.y));
    key.is_private = each.HasMember("d");
    keys.push_back(std::move(key));
  }
  return keys;
}

std::string token_header_json(const TokenHeader& header) {
  return object([&](Writer& w) {
    member(w, "alg", header.algorithm);
    member(w, "kid", header.key);
    member(w, "typ", "JWT");
  });
}

std::string token_claims_json(const TokenClaims& claims) {
  return object([&](Writer& w) {
    member(w, "iss", claims.issuer);
    member(w, "sub", claims.subject);
    if (claims.audience.size() == 1) member(w, "aud", claims.audience.front());
    else members(w, "aud", claims.audience);
    member(w, "role", claims.role);
    members(w, "siret", claims.employers);
    members(w, "portfolio", claims.portfolio);
    if (claims.not_before) {
      w.Key("nbf");
      w.Int64(*claims.not_before);
    }
    if (claims.expires) {
      w.Key("exp");
      w.Int64(*claims.expires);
    }
  });
}

std::string key_set_json(const std::vector<JsonKey>& keys) {
  return object([&](Writer& w) {
    w.Key("keys");
    w.StartArray();
    for (const JsonKey& key : keys) {
      w.StartObject();
      member(w, "kty", key.type);
      member(w, "use", key.use);
      member(w, "alg", key.algorithm);
      member(w, "kid", key.id);
      member(w, "crv", key.curve);
      member(w, "n", key.n);
      member(w, "e", key.e);
      member(w, "x", key.x);
      member(w, "y", key.y);
      w.EndObject();
    }
    w.EndArray();
  });
}

}  // namespace passerelle::codec
