#include "reference/vocabulary_json.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>
#include <rapidjson/document.h>
#include <rapidjson/error/en.h>

#include "base/text.hpp"

namespace passerelle::reference {
namespace {

using rapidjson::Value;

constexpr std::uint16_t kHeaviest = 1000;
constexpr std::array<std::pair<std::string_view, ItemKind>, 5> kKinds = {{{"skill", ItemKind::kSkill},
                                                                          {"knowledge", ItemKind::kKnowledge},
                                                                          {"behaviour", ItemKind::kBehaviour},
                                                                          {"macro", ItemKind::kMacro},
                                                                          {"certificate", ItemKind::kCertificate}}};

std::string_view text_of(const Value& value) { return {value.GetString(), value.GetStringLength()}; }

/// A step of a JSON pointer; the pointer is written out only when a problem needs it.
struct At {
  const At* up = nullptr;
  std::string_view name;
  std::size_t index = kName;
  static constexpr std::size_t kName = static_cast<std::size_t>(-1);

  At member(std::string_view n) const { return {this, n, kName}; }
  At element(std::size_t i) const { return {this, {}, i}; }
  std::string pointer() const {
    if (up == nullptr) return {};
    std::string out = up->pointer();
    out += '/';
    if (index != kName) out += std::to_string(index);
    for (const char c : name) {
      if (c == '~') out += "~0";
      else if (c == '/') out += "~1";
      else out += c;
    }
    return out;
  }
};

/// Reads by name and type. The first problem is kept; what is read after it does not count.
class Decoder {
 public:
  bool failed() const { return problem_.has_value(); }
  Problem&& problem() { return *std::move(problem_); }

  void fail(ProblemCode code, const At& at, std::string_view field, std::string_view detail) {
    constexpr std::size_t kLongest = 80;
    if (!problem_) problem_ = Problem(code, std::string(field), shorten(detail, kLongest)).at(at.pointer());
  }

  /// False (and a problem) unless `value` is an object with these members only, each once.
  bool object(const Value& value, const At& at, std::initializer_list<std::string_view> known) {
    if (!value.IsObject()) {
      fail(ProblemCode::kFieldType, at, at.name, "an object is expected");
      return false;
    }
    std::vector<std::string_view> seen;
    for (const auto& member : value.GetObject()) {
      const std::string_view name = text_of(member.name);
      if (std::find(known.begin(), known.end(), name) == known.end())
        fail(ProblemCode::kFieldUnknown, at.member(name), name, "");
      else if (std::find(seen.begin(), seen.end(), name) != seen.end())
        fail(ProblemCode::kFieldValue, at.member(name), name, "given twice");
      seen.push_back(name);
    }
    return !failed();
  }

  enum class Need : bool { kOptional, kRequired };

  /// A text without blanks around it; "" when absent. Required: present and not blank.
  std::string text(const Value& object, const char* name, const At& at, Need need = Need::kOptional) {
    const auto found = object.FindMember(name);
    if (found == object.MemberEnd()) {
      if (need == Need::kRequired) fail(ProblemCode::kFieldMissing, at.member(name), name, "");
      return {};
    }
    std::string out = plain_text(found->value, at.member(name), name);
    if (need == Need::kRequired && out.empty()) fail(ProblemCode::kFieldValue, at.member(name), name, "empty");
    return out;
  }

  std::string plain_text(const Value& value, const At& at, std::string_view field) {
    if (!value.IsString()) {
      fail(ProblemCode::kFieldType, at, field, "a text is expected");
      return {};
    }
    const std::string_view text = trim(text_of(value));
    if (text.find('\0') != std::string_view::npos) fail(ProblemCode::kNulByte, at, field, "");
    return std::string(text);
  }

  bool flag(const Value& object, const char* name, const At& at) {
    const auto found = object.FindMember(name);
    if (found == object.MemberEnd()) return false;
    if (!found->value.IsBool()) {
      fail(ProblemCode::kFieldType, at.member(name), name, "true or false is expected");
      return false;
    }
    return found->value.GetBool();
  }

  /// 1…most; 0 when absent and not required.
  std::uint16_t positive(const Value& object, const char* name, const At& at, std::uint16_t most,
                         Need need = Need::kOptional) {
    const auto found = object.FindMember(name);
    if (found == object.MemberEnd()) {
      if (need == Need::kRequired) fail(ProblemCode::kFieldMissing, at.member(name), name, "");
      return 0;
    }
    const Value& value = found->value;
    if (!value.IsInt64() && !value.IsUint64()) {
      fail(ProblemCode::kFieldType, at.member(name), name, "a whole number is expected");
      return 0;
    }
    if (!value.IsUint() || value.GetUint() < 1 || value.GetUint() > most) {
      fail(ProblemCode::kFieldValue, at.member(name), name, fmt::format("1 to {} is expected", most));
      return 0;
    }
    return static_cast<std::uint16_t>(value.GetUint());
  }

  /// Calls `each(element, at)` for the elements of an array member, when there is one.
  template <class Each>
  void list(const Value& object, const char* name, const At& at, const Each& each) {
    const auto found = object.FindMember(name);
    if (found == object.MemberEnd()) return;
    const At here = at.member(name);
    if (!found->value.IsArray()) return fail(ProblemCode::kFieldType, here, name, "a list is expected");
    for (rapidjson::SizeType i = 0; i < found->value.Size() && !failed(); ++i) each(found->value[i], here.element(i));
  }

  std::vector<std::string> texts(const Value& object, const char* name, const At& at) {
    std::vector<std::string> out;
    list(object, name, at, [&](const Value& value, const At& here) {
      std::string text = plain_text(value, here, name);
      if (text.empty()) fail(ProblemCode::kFieldValue, here, name, "empty");
      out.push_back(std::move(text));
    });
    return out;
  }

 private:
  std::optional<Problem> problem_;
};

class VocabularyDecoder {
 public:
  Result<VocabularyData> decode(const Value& root) {
    const At top;
    if (in_.object(root, top,
                   {"$schema", "vocabulary", "version", "language", "title", "licence", "source", "occupation_scheme",
                    "item_scheme", "items", "contexts", "occupations", "regulated_by"})) {
      header(root, top);
      in_.list(root, "items", top, [&](const Value& value, const At& at) { item(value, at); });
      in_.list(root, "contexts", top, [&](const Value& value, const At& at) { context(value, at); });
      in_.list(root, "occupations", top, [&](const Value& value, const At& at) { occupation(value, at); });
      in_.list(root, "regulated_by", top, [&](const Value& value, const At& at) { regulated(value, at); });
    }
    if (in_.failed()) return in_.problem();
    return std::move(data_);
  }

 private:
  using Need = Decoder::Need;

  void header(const Value& root, const At& at) {
    data_.name = name_in(root, "vocabulary", at, Need::kRequired);
    data_.version = in_.text(root, "version", at);
    if (data_.version.empty()) data_.version = "1";
    in_.text(root, "$schema", at);
    in_.text(root, "language", at);
    data_.title = in_.text(root, "title", at);
    data_.licence = in_.text(root, "licence", at);
    data_.source = in_.text(root, "source", at);
    occupation_scheme_ = name_in(root, "occupation_scheme", at, Need::kOptional);
    if (occupation_scheme_.empty()) occupation_scheme_ = data_.name;
    item_scheme_ = name_in(root, "item_scheme", at, Need::kOptional);
    if (item_scheme_.empty()) item_scheme_ = data_.name;
  }

  /// A name that can stand before the colon of a key.
  std::string name_in(const Value& root, const char* field, const At& at, Need need) {
    std::string name = in_.text(root, field, at, need);
    if (name.find_first_of(": \t\r\n/") != std::string::npos)
      in_.fail(ProblemCode::kFieldValue, at.member(field), field, "without colon, slash or blank");
    return name;
  }

  void item(const Value& value, const At& at) {
    ItemRow row;
    std::string code;
    if (value.IsString()) {
      row.label = in_.plain_text(value, at, "items");
    } else if (in_.object(value, at, {"code", "label", "kind", "group", "weight", "aliases"})) {
      code = in_.text(value, "code", at);
      row.label = in_.text(value, "label", at, Need::kRequired);
      if (const std::string kind = in_.text(value, "kind", at); !kind.empty()) {
        if (const auto known = item_kind_from(kind)) row.kind = *known;
        else in_.fail(ProblemCode::kFieldValue, at.member("kind"), "kind", kind);
      }
      if (const std::string group = in_.text(value, "group", at); !group.empty())
        row.group = group.find(':') != std::string::npos ? group : fmt::format("{}:group/{}", item_scheme_, group);
      row.weight = in_.positive(value, "weight", at, kHeaviest);
      row.aliases = in_.texts(value, "aliases", at);
    }
    if (in_.failed()) return;
    if (code.empty()) code = slug_of(row.label);
    if (code.empty()) return in_.fail(ProblemCode::kFieldValue, at, "label", "without letter or digit");
    row.key = key_in(item_scheme_, code);
    if (!items_.insert(row.key).second) return in_.fail(ProblemCode::kDuplicateId, at, "code", code);
    data_.items.push_back(std::move(row));
  }

  void context(const Value& value, const At& at) {
    if (!in_.object(value, at, {"code", "label", "type"})) return;
    ContextRow row;
    const std::string code = in_.text(value, "code", at, Need::kRequired);
    row.key = key_in(item_scheme_, code);
    row.label = in_.text(value, "label", at, Need::kRequired);
    row.type = in_.text(value, "type", at);
    if (!contexts_.insert(row.key).second) in_.fail(ProblemCode::kDuplicateId, at, "code", code);
    data_.contexts.push_back(std::move(row));
  }

  void occupation(const Value& value, const At& at) {
    if (!in_.object(value, at,
                    {"code", "label", "parent", "domain", "sector", "regulated", "titles", "definition", "items",
                     "licences", "certificates", "contexts", "proximities", "traits"}))
      return;
    OccupationRow row;
    const std::string code = in_.text(value, "code", at, Need::kRequired);
    row.key = key_in(occupation_scheme_, code);
    row.label = in_.text(value, "label", at, Need::kRequired);
    if (const std::string parent = in_.text(value, "parent", at); !parent.empty())
      row.parent = key_in(occupation_scheme_, parent);
    row.domain = in_.text(value, "domain", at);
    row.sector = in_.text(value, "sector", at);
    row.regulated = in_.flag(value, "regulated", at);
    row.titles = in_.texts(value, "titles", at);
    row.definition = in_.text(value, "definition", at);
    row.traits = in_.texts(value, "traits", at);
    in_.list(value, "items", at, [&](const Value& line, const At& here) { card_line(line, here, row); });
    in_.list(value, "licences", at, [&](const Value& line, const At& here) { licence(line, here, row); });
    in_.list(value, "certificates", at, [&](const Value& line, const At& here) { certificate(line, here, row); });
    for (const std::string& context : in_.texts(value, "contexts", at))
      row.contexts.push_back(key_in(item_scheme_, context));
    in_.list(value, "proximities", at, [&](const Value& line, const At& here) { proximity(line, here, row); });
    if (!occupations_.insert(row.key).second) in_.fail(ProblemCode::kDuplicateId, at, "code", code);
    data_.occupations.push_back(std::move(row));
  }

  void card_line(const Value& value, const At& at, OccupationRow& row) {
    CardLine line;
    if (value.IsString()) {
      line.item = in_.plain_text(value, at, "item");
    } else if (in_.object(value, at, {"item", "core"})) {
      line.item = in_.text(value, "item", at, Need::kRequired);
      if (const auto core = value.FindMember("core"); core != value.MemberEnd()) {
        if (core->value.IsBool()) line.core = core->value.GetBool() ? Core::kPrincipal : Core::kOther;
        else if (core->value.IsString() && text_of(core->value) == "emerging") line.core = Core::kEmerging;
        else in_.fail(ProblemCode::kFieldType, at.member("core"), "core", "true, false or \"emerging\" is expected");
      }
    }
    if (line.item.empty()) in_.fail(ProblemCode::kFieldValue, at, "item", "empty");
    line.item = key_in(item_scheme_, line.item);
    row.card.push_back(std::move(line));
  }

  /// "E" or "S" (the default).
  Level level(const Value& value, const At& at) {
    const std::string text = in_.text(value, "level", at);
    if (text.empty()) return Level::kDesired;
    const auto known = level_from_code(text);
    if (!known) in_.fail(ProblemCode::kFieldValue, at.member("level"), "level", text);
    return known.value_or(Level::kDesired);
  }

  void licence(const Value& value, const At& at, OccupationRow& row) {
    if (!in_.object(value, at, {"code", "level"})) return;
    const std::string code = in_.text(value, "code", at, Need::kRequired);
    const auto known = licence_from_code(code);
    if (!known) in_.fail(ProblemCode::kFieldValue, at.member("code"), "code", code);
    row.licences.push_back({known.value_or(Licence::kB), level(value, at)});
  }

  void certificate(const Value& value, const At& at, OccupationRow& row) {
    if (!in_.object(value, at, {"item", "level"})) return;
    row.certificates.push_back({key_in(item_scheme_, in_.text(value, "item", at, Need::kRequired)), level(value, at)});
  }

  void proximity(const Value& value, const At& at, OccupationRow& row) {
    if (!in_.object(value, at, {"occupation", "rank"})) return;
    constexpr std::uint16_t kLastRank = 1000;
    Proximity line;
    line.occupation = key_in(occupation_scheme_, in_.text(value, "occupation", at, Need::kRequired));
    line.rank = in_.positive(value, "rank", at, kLastRank, Need::kRequired);
    row.proximities.push_back(std::move(line));
  }

  void regulated(const Value& value, const At& at) {
    if (!in_.object(value, at, {"occupation", "any_of"})) return;
    RegulatedRow row;
    row.occupation = key_in(occupation_scheme_, in_.text(value, "occupation", at, Need::kRequired));
    for (const std::string& item : in_.texts(value, "any_of", at)) row.any_of.push_back(key_in(item_scheme_, item));
    if (!in_.failed() && row.any_of.empty()) in_.fail(ProblemCode::kFieldMissing, at.member("any_of"), "any_of", "");
    data_.regulated.push_back(std::move(row));
  }

  Decoder in_;
  VocabularyData data_;
  std::string item_scheme_, occupation_scheme_;
  std::unordered_set<std::string> items_, contexts_, occupations_;  // keys
};

/// 1-based line of a byte offset.
std::size_t line_of(std::string_view text, std::size_t offset) {
  const std::string_view before = text.substr(0, std::min(offset, text.size()));
  return 1 + static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
}

}  // namespace

std::string slug_of(std::string_view label) {
  std::string slug = fold(label);
  std::replace(slug.begin(), slug.end(), ' ', '-');
  return slug;
}

std::string key_in(std::string_view scheme, std::string_view reference) {
  return reference.find(':') != std::string_view::npos ? std::string(reference)
                                                       : fmt::format("{}:{}", scheme, reference);
}

std::optional<ItemKind> item_kind_from(std::string_view text) {
  for (const auto& [name, kind] : kKinds)
    if (name == text) return kind;
  return {};
}

Result<VocabularyData> parse_vocabulary_json(std::string text) {
  std::size_t bad = 0;
  if (!valid_utf8(text, &bad))
    return Problem(ProblemCode::kNotUtf8, "", fmt::format("0x{:02X}", static_cast<unsigned char>(text[bad])))
        .at(fmt::format("line {}", line_of(text, bad)));
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.starts_with(kByteOrderMark)) text.erase(0, kByteOrderMark.size());
  rapidjson::Document document;
  // Iterative: a file of brackets must not exhaust the stack.
  document.Parse<rapidjson::kParseIterativeFlag>(text.data(), text.size());
  if (document.HasParseError()) {
    const std::size_t offset = document.GetErrorOffset();
    const bool ended = offset >= trim(text).size();
    return Problem(ended ? ProblemCode::kDocumentTruncated : ProblemCode::kDocumentMalformed,
                   rapidjson::GetParseError_En(document.GetParseError()))
        .at(fmt::format("line {}", line_of(text, offset)));
  }
  if (!document.IsObject())
    return Problem(ProblemCode::kDocumentUnexpected, "an object with \"vocabulary\" is expected");
  return VocabularyDecoder().decode(document);
}

}  // namespace passerelle::reference
