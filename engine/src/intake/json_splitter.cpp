#include "intake/json_splitter.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

namespace passerelle {
namespace {

constexpr std::size_t kChunk = std::size_t{1} << 18;
/// Kept of a record that is too large, for people to recognise it.
constexpr std::size_t kHead = 256;
constexpr std::size_t kTooLong = static_cast<std::size_t>(-1);

bool is_space(char c) noexcept { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/// Follows brackets and quotes byte by byte; knows nothing else of JSON.
class Brackets {
 public:
  enum class Step { kInside, kClosed, kMismatch };

  Step feed(char c) {
    if (in_string_) {
      if (escaped_) escaped_ = false;
      else if (c == '\\') escaped_ = true;
      else if (c == '"') in_string_ = false;
      return Step::kInside;
    }
    switch (c) {
      case '"': in_string_ = true; break;
      case '{': open_.push_back(true); break;
      case '[': open_.push_back(false); break;
      case '}':
      case ']':
        if (open_.empty() || open_.back() != (c == '}')) return Step::kMismatch;
        open_.pop_back();
        if (open_.empty()) return Step::kClosed;
        break;
      default: break;
    }
    return Step::kInside;
  }
  bool in_string() const noexcept { return in_string_; }
  std::size_t depth() const noexcept { return open_.size(); }

 private:
  std::vector<bool> open_;  ///< true = '{'; a bit a level, so that a bomb costs less than its own bytes
  bool in_string_ = false;
  bool escaped_ = false;
};

bool complete_object(std::string_view text) {
  Brackets brackets;
  for (std::size_t i = 0; i < text.size(); ++i) {
    switch (brackets.feed(text[i])) {
      case Brackets::Step::kInside: break;
      case Brackets::Step::kMismatch: return false;
      case Brackets::Step::kClosed:
        return std::all_of(text.begin() + static_cast<std::ptrdiff_t>(i) + 1, text.end(), is_space);
    }
  }
  return false;
}

/// Whether the text ends inside an object or a string that it began.
bool unfinished(std::string_view text) {
  Brackets brackets;
  for (const char c : text)
    if (brackets.feed(c) != Brackets::Step::kInside) return false;
  return brackets.depth() > 0 || brackets.in_string();
}

}  // namespace

JsonSplitter::JsonSplitter(ByteSource source, std::size_t limit, RecordArray array)
    : source_(std::move(source)), limit_(limit), array_(std::move(array)) {}

Result<bool> JsonSplitter::has(std::size_t index) {
  while (pos_ + index >= buffer_.size()) {
    if (at_end_) return false;
    if (pos_ > 0) {
      buffer_.erase(0, pos_);
      pos_ = 0;
    }
    const std::size_t before = buffer_.size();
    buffer_.resize(before + kChunk);
    auto read = source_(buffer_.data() + before, kChunk);
    buffer_.resize(before + (read.ok() ? *read : 0));
    if (!read.ok()) return std::move(read).problem();
    if (*read == 0) at_end_ = true;
  }
  return true;
}

void JsonSplitter::consume(std::size_t count) {
  const char* from = buffer_.data() + pos_;
  line_ += static_cast<std::size_t>(std::count(from, from + count, '\n'));
  pos_ += count;
}

std::string JsonSplitter::line_name() const { return fmt::format("line {}", line_); }

Problem JsonSplitter::malformed(std::size_t index, std::string detail) const {
  const char* from = buffer_.data() + pos_;
  const auto lines = static_cast<std::size_t>(std::count(from, from + std::min(index, buffer_.size() - pos_), '\n'));
  Problem problem(ProblemCode::kDocumentMalformed, std::move(detail));
  problem.position = fmt::format("line {}", line_ + lines);
  return problem;
}

Problem JsonSplitter::truncated() const {
  Problem problem(ProblemCode::kDocumentTruncated, prefix_.empty() && !in_results_ && state_ != State::kInArray
                                                       ? std::string("JSON")
                                                       : fmt::format("{}/{}", prefix_, element_));
  problem.position =
      fmt::format("line {}", line_ + static_cast<std::size_t>(std::count(
                                         buffer_.begin() + static_cast<std::ptrdiff_t>(pos_), buffer_.end(), '\n')));
  return problem;
}

Result<bool> JsonSplitter::skip_white_space() {
  for (;;) {
    auto more = has(0);
    if (!more.ok()) return more;
    if (!*more) return false;
    if (!is_space(at(0))) return true;
    consume(1);
  }
}

Status JsonSplitter::take_value(RawRecord& record) {
  Brackets brackets;
  bool too_large = false;
  std::size_t size = 0;  // of what stands in the window
  for (bool closed = false; !closed; ++size) {
    if (!buffered(size)) {
      auto more = has(size);
      if (!more.ok()) return std::move(more).problem();
      if (!*more) {
        if (brackets.depth() == 0 && !brackets.in_string()) break;
        return truncated();
      }
    }
    const char c = at(size);
    // A scalar ends where its container goes on.
    if (brackets.depth() == 0 && !brackets.in_string() && (c == ',' || c == ']' || c == '}')) break;
    switch (brackets.feed(c)) {
      case Brackets::Step::kInside: break;
      case Brackets::Step::kClosed: closed = true; break;
      case Brackets::Step::kMismatch: return malformed(size, fmt::format("« {} »", c));
    }
    if (closed || size < (too_large ? kChunk : limit_)) continue;
    if (!too_large) {
      record.problem.emplace(ProblemCode::kRecordTooLarge, fmt::format("> {} MiB", limit_ >> 20));
      // Alone in its file it is not one record among others: the whole is of another shape than it should be.
      if (state_ != State::kInArray) return std::move(*record.problem).at(line_name());
      too_large = true;
      record.bytes.assign(buffer_, pos_, kHead);
    }
    // Its brackets are followed to its end, its bytes are let go.
    consume(size);
    size = 0;
  }
  if (!too_large) {
    record.problem.reset();
    std::string_view bytes = std::string_view(buffer_).substr(pos_, size);
    while (!bytes.empty() && is_space(bytes.back())) bytes.remove_suffix(1);
    record.bytes.assign(bytes);
  }
  consume(size);
  return {};
}

Result<std::size_t> JsonSplitter::line_length(std::size_t index) {
  for (std::size_t searched = index;;) {
    const std::size_t newline = buffer_.find('\n', pos_ + searched);
    const std::size_t size = (newline == std::string::npos ? buffer_.size() : newline) - pos_ - index;
    if (size > limit_) return kTooLong;
    if (newline != std::string::npos) return size;
    searched = index + size;
    auto more = has(searched);
    if (!more.ok()) return std::move(more).problem();
    if (!*more) return size;
  }
}

Result<std::optional<JsonSplitter::FoundArray>> JsonSplitter::results_of(std::size_t open) {
  using Found = std::optional<FoundArray>;
  if (array_.paths.empty()) return Found{};
  // Whether `keys` is a path asked for, or leads to one.
  const auto stands_at = [&](const std::vector<std::string>& keys, bool whole) {
    return std::any_of(array_.paths.begin(), array_.paths.end(), [&](const auto& path) {
      return (whole ? path.size() == keys.size() : path.size() > keys.size()) && std::equal(keys.begin(), keys.end(), path.begin());
    });
  };
  Brackets brackets;
  brackets.feed('{');
  std::size_t key_begin = 0;       // of a string that may be a key of the object looked at
  std::vector<std::string> keys;   // those that led into it
  std::string key;
  enum class Expect { kKey, kColon, kValue } expect = Expect::kKey;
  for (std::size_t index = open + 1;; ++index) {
    if (!buffered(index)) {
      auto more = has(index);
      if (!more.ok()) return std::move(more).problem();
      if (!*more) {
        if (array_.required) return truncated();
        return Found{};
      }
    }
    // Whatever is wrong is found again, and said, by those who read the value.
    if (index - open > limit_) return Found{};
    const char c = at(index);
    const bool was_in_string = brackets.in_string();
    if (brackets.depth() == keys.size() + 1 && !was_in_string && !is_space(c)) {
      if (expect == Expect::kKey && c == '"') key_begin = index + 1;
      else if (expect == Expect::kColon && c == ':') {
        expect = Expect::kValue;
        continue;
      } else if (expect == Expect::kValue) {
        expect = Expect::kKey;
        keys.push_back(key);
        if (stands_at(keys, true)) {
          if (c == '[') return Found{FoundArray{index + 1, std::move(keys)}};
          Problem problem(ProblemCode::kDocumentUnexpected, fmt::format("{}", fmt::join(keys, "/")), "[ … ]");
          problem.position = line_name();
          return problem;
        }
        if (c == '{' && stands_at(keys, false)) {
          brackets.feed(c);
          continue;
        }
        keys.pop_back();
      }
    }
    if (brackets.feed(c) != Brackets::Step::kInside) return Found{};
    if (brackets.depth() < keys.size() + 1) {  // out of an object that led nowhere
      keys.pop_back();
      expect = Expect::kKey;
      key_begin = 0;
    }
    if (brackets.depth() == keys.size() + 1 && was_in_string && !brackets.in_string() && key_begin != 0) {
      key.assign(buffer_, pos_ + key_begin, index - key_begin);
      key_begin = 0;
      expect = Expect::kColon;
    }
  }
}

Problem JsonSplitter::array_missing() const {
  std::string paths;
  for (const auto& path : array_.paths) paths += fmt::format("{}{}", paths.empty() ? "" : ", ", fmt::join(path, "/"));
  return Problem(ProblemCode::kDocumentUnexpected, "records", std::move(paths)).at(line_name());
}

Result<bool> JsonSplitter::first_line_is_a_record() {
  auto length = line_length(0);
  if (!length.ok()) return std::move(length).problem();
  if (*length == kTooLong) return false;
  const auto line = [&](std::size_t begin, std::size_t size) {
    return std::string_view(buffer_).substr(pos_ + begin, size);
  };
  if (complete_object(line(0, *length))) return true;
  // A broken line among lines: the next one stands on its own. (Over several lines, JSON written by a program never
  // puts a whole object, unindented, below the beginning of another.)
  std::size_t begin = *length + 1;
  for (;;) {
    auto more = has(begin);
    if (!more.ok() || !*more) return more;
    if (!is_space(at(begin))) break;
    ++begin;
  }
  if (at(begin) != '{' || at(begin - 1) != '\n') return false;
  auto second = line_length(begin);
  if (!second.ok()) return std::move(second).problem();
  const std::string_view first = line(0, *length);
  const bool only_a_brace = std::all_of(first.begin() + 1, first.end(), is_space);
  // Objects written one after another over several lines are not lines either: { … } then { … }.
  return *second != kTooLong && complete_object(line(begin, *second)) && !(at(0) == '{' && only_a_brace) &&
         first.find_first_not_of("}] \t\r") != std::string_view::npos;
}

Status JsonSplitter::start() {
  auto more = has(2);
  if (!more.ok()) return std::move(more).problem();
  const auto byte = [&](std::size_t i) { return pos_ + i < buffer_.size() ? static_cast<unsigned char>(at(i)) : 0U; };
  if ((byte(0) == 0xFF && byte(1) == 0xFE) || (byte(0) == 0xFE && byte(1) == 0xFF))
    return Problem(ProblemCode::kNotUtf8, "UTF-16");
  if (byte(0) == 0xEF && byte(1) == 0xBB && byte(2) == 0xBF) consume(3);
  more = skip_white_space();
  if (!more.ok()) return std::move(more).problem();
  if (!*more) return Problem(ProblemCode::kFileEmpty);
  state_ = State::kBetweenValues;
  if (at(0) == '[' && !array_.required) return {};
  if (at(0) == '{') {
    auto results = results_of(0);
    if (!results.ok()) return std::move(results).problem();
    if (results->has_value()) return {};
  }
  if (array_.required) return array_missing();
  auto lines = first_line_is_a_record();
  if (!lines.ok()) return std::move(lines).problem();
  if (*lines) state_ = State::kLines;
  return {};
}

Status JsonSplitter::skip_line(RawRecord& record) {
  record.bytes.assign(buffer_, pos_, kHead);
  record.position = line_name();
  record.problem.emplace(ProblemCode::kRecordTooLarge, fmt::format("> {} MiB", limit_ >> 20));
  for (;;) {
    auto more = has(0);
    if (!more.ok()) return std::move(more).problem();
    if (!*more) return {};
    const std::size_t newline = buffer_.find('\n', pos_);
    if (newline != std::string::npos) {
      consume(newline - pos_ + 1);
      return {};
    }
    consume(buffer_.size() - pos_);
  }
}

Result<JsonSplitter::Step> JsonSplitter::next_line(RawRecord& record) {
  for (;;) {
    auto more = has(0);
    if (!more.ok()) return std::move(more).problem();
    if (!*more) return Step::kEnd;
    auto length = line_length(0);
    if (!length.ok()) return std::move(length).problem();
    if (*length == kTooLong) {
      PASSERELLE_TRY(skip_line(record));
      return Step::kRecord;
    }
    std::string_view line = std::string_view(buffer_).substr(pos_, *length);
    const bool last = pos_ + *length >= buffer_.size();
    while (!line.empty() && is_space(line.back())) line.remove_suffix(1);
    if (line.empty()) {
      consume(*length + (last ? 0 : 1));
      continue;
    }
    // A last line without its end, cut inside an object: the file is cut, and more may be missing than this record.
    if (last && unfinished(line)) return truncated();
    record.bytes.assign(line);
    record.position = line_name();
    record.problem.reset();
    consume(*length + (last ? 0 : 1));
    return Step::kRecord;
  }
}

Status JsonSplitter::skip_rest_of_object() {
  Brackets brackets;
  for (std::size_t level = 0; level < levels_; ++level) brackets.feed('{');
  for (;;) {
    auto more = has(0);
    if (!more.ok()) return std::move(more).problem();
    if (!*more) {
      in_results_ = false;
      return Problem(ProblemCode::kDocumentTruncated, "JSON").at(line_name());
    }
    const Brackets::Step step = brackets.feed(at(0));
    if (step == Brackets::Step::kMismatch) return malformed(0, fmt::format("« {} »", at(0)));
    consume(1);
    if (step == Brackets::Step::kClosed) return {};
  }
}

Result<JsonSplitter::Step> JsonSplitter::next_value(RawRecord& record) {
  auto more = skip_white_space();
  if (!more.ok()) return std::move(more).problem();
  if (!*more) {
    state_ = State::kDone;
    return Step::kEnd;
  }
  const std::string before = any_value_ ? line_name() + " " : std::string();
  any_value_ = true;
  if (at(0) == '[' && !array_.required) {
    consume(1);
    state_ = State::kInArray;
    prefix_ = before;
    in_results_ = false;
    element_ = 0;
    return Step::kNothing;
  }
  if (at(0) != '{') return malformed(0, at(0) == '\0' ? std::string("NUL") : std::string("{ … } / [ … ]"));
  auto results = results_of(0);
  if (!results.ok()) return std::move(results).problem();
  if (results->has_value()) {
    consume((*results)->begin);
    state_ = State::kInArray;
    prefix_ = fmt::format("{}/{}", before, fmt::join((*results)->path, "/"));
    levels_ = (*results)->path.size();
    in_results_ = true;
    element_ = 0;
    return Step::kNothing;
  }
  if (array_.required) return array_missing();
  record.position = line_name();
  PASSERELLE_TRY(take_value(record));
  return Step::kRecord;
}

Result<JsonSplitter::Step> JsonSplitter::next_element(RawRecord& record) {
  auto more = skip_white_space();
  if (!more.ok()) return std::move(more).problem();
  if (!*more) return truncated();
  if (at(0) == ']') {
    consume(1);
    state_ = State::kBetweenValues;
    if (in_results_) PASSERELLE_TRY(skip_rest_of_object());
    in_results_ = false;
    prefix_.clear();
    return Step::kNothing;
  }
  if (element_ > 0) {
    if (at(0) != ',') return malformed(0, "« , » / « ] »");
    consume(1);
    more = skip_white_space();
    if (!more.ok()) return std::move(more).problem();
    if (!*more) return truncated();
  }
  if (at(0) == ',' || at(0) == ']' || at(0) == '}') return malformed(0, fmt::format("« {} »", at(0)));
  record.position = fmt::format("{}/{}", prefix_, element_);
  PASSERELLE_TRY(take_value(record));
  ++element_;  // only now: what is wrong in this one is said of this one
  return Step::kRecord;
}

Result<bool> JsonSplitter::next(RawRecord& record) {
  if (state_ == State::kStart) PASSERELLE_TRY(start());
  for (;;) {
    Result<Step> step = Step::kEnd;
    switch (state_) {
      case State::kLines: step = next_line(record); break;
      case State::kBetweenValues: step = next_value(record); break;
      case State::kInArray: step = next_element(record); break;
      case State::kStart:
      case State::kDone: break;
    }
    if (!step.ok()) {
      state_ = State::kDone;  // the file as a whole is refused: asking again cannot make sense of it
      return std::move(step).problem();
    }
    if (*step == Step::kRecord) return true;
    if (*step == Step::kEnd) return false;
  }
}

}  // namespace passerelle
