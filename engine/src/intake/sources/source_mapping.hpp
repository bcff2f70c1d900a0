// How a source's feed becomes offers: a mapping file, read and checked (datasets/sources/README.md).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "intake/feeds/feed_shape.hpp"
#include "intake/feeds/field_tree.hpp"
#include "intake/sources/code_list.hpp"
#include "intake/sources/mapping_target.hpp"
#include "intake/sources/text_pattern.hpp"
#include "intake/sources/value_readers.hpp"
#include "records/vocabulary_codes.hpp"

namespace passerelle {

/// How one target is filled.
struct FieldRule {
  enum class Take : std::uint8_t { kFirst, kLeast, kMost, kAll };

  MappingTarget target = MappingTarget::kId;
  std::vector<FieldPath> paths;         ///< in this order; none = `fallback` alone
  Take take = Take::kFirst;
  bool html = false;
  std::optional<TextPattern> match;     ///< the part of each value that is meant
  std::shared_ptr<const CodeList> codes;
  std::vector<DayPattern> days;         ///< none = ISO 8601
  std::vector<std::string> prefer;      ///< of several codes, the first of these that is there
  std::string separator;                ///< between several texts
  std::string prefix, suffix;           ///< around each text
  std::string fallback;                 ///< when no path has a value
  bool skip_others = false;             ///< what does not match, or is in no code list, is let go without a flag
  Level level = Level::kDesired;
  std::size_t line = 0;                 ///< of the mapping file
};

/// Fields that are knowingly not used.
struct UnusedField {
  FieldPath path;      ///< with all that lies below it and is not read
  std::string reason;
  std::size_t line = 0;
};

/// Records are offers only where a field has one of these values.
struct RecordFilter {
  FieldPath path;
  std::vector<std::string> values;
};

struct SourceMapping {
  std::string file;              ///< the file's name, for messages
  std::string name;              ///< what offers carry as their source: lower-case letters, digits, '-'
  std::string title;
  std::uint32_t version = 1;
  FeedShape shape;
  std::optional<RecordFilter> only;
  std::vector<FieldRule> rules;  ///< one a target, in the order of the file
  std::vector<UnusedField> unused;

  const FieldRule* rule(MappingTarget target) const noexcept;
  /// Whether a rule, or the filter, reads the field that lies there ("salary/max").
  bool reads(std::string_view path) const noexcept;
  /// Whether a rule reads fields below it: of a group that is null, or an empty list, nothing else is known.
  bool reads_below(std::string_view path) const noexcept;
  /// The entry that says why the field, or one around it, is not used; nullptr when none does.
  const UnusedField* why_unused(std::string_view path) const noexcept;
};

/// Strict: unknown keys, wrong types, paths that are none, codes that no target has, fields both mapped and not used, a
/// missing id or title are refused: kRequestInvalid with file, "line N" and the key, kDocumentMalformed for what is not
/// TOML. Code lists that the file does not hold are looked for in codes/NAME.toml beside it.
Result<SourceMapping> read_source_mapping(const std::string& path);
/// `directory`: where codes/ lies; "" = no shared code lists.
Result<SourceMapping> parse_source_mapping(std::string_view text, const std::string& file, const std::string& directory);

}  // namespace passerelle
