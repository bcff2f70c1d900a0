#include "intake/sources/text_pattern.hpp"

#include <re2/re2.h>

#include "base/text.hpp"

namespace passerelle {

struct TextPattern::Impl {
  re2::RE2 expression;
  Impl(std::string_view text, const re2::RE2::Options& options)
      : expression(re2::StringPiece(text.data(), text.size()), options) {}
};

Result<TextPattern> TextPattern::compile(std::string_view expression) {
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(std::int64_t{1} << 20);
  auto impl = std::make_shared<Impl>(expression, options);
  if (!impl->expression.ok()) return Problem(ProblemCode::kRequestInvalid, "match", shorten(impl->expression.error(), 80));
  if (impl->expression.NumberOfCapturingGroups() > 1) return Problem(ProblemCode::kRequestInvalid, "match", "more than one group");
  TextPattern pattern;
  pattern.impl_ = std::move(impl);
  return pattern;
}

std::optional<std::string> TextPattern::find(std::string_view text) const {
  const re2::RE2& expression = impl_->expression;
  re2::StringPiece found[2];
  const int groups = expression.NumberOfCapturingGroups();
  if (!expression.Match(re2::StringPiece(text.data(), text.size()), 0, text.size(), re2::RE2::UNANCHORED, found, groups + 1))
    return std::nullopt;
  std::string part(found[groups].data(), found[groups].size());
  // « \C » matches single bytes of a character.
  if (!valid_utf8(part)) return std::nullopt;
  return part;
}

}  // namespace passerelle
