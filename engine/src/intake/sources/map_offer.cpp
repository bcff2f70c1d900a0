#include "intake/sources/map_offer.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "base/hash.hpp"
#include "base/text.hpp"
#include "intake/feeds/html_text.hpp"
#include "intake/normalise/contract.hpp"
#include "intake/normalise/flags.hpp"
#include "intake/normalise/tokens.hpp"

namespace passerelle {
namespace {

using Fate = FieldUse::Fate;

/// Unknown fields flagged of one offer: a feed that changed shape would otherwise fill it with them.
constexpr std::size_t kFlaggedUnknown = 8;
/// Days worked, and weeks, in a month: 365.25 / 12 × 5 / 7 and 365.25 / 84.
constexpr double kDaysAMonth = 21.7411, kWeeksAMonth = 4.3482;

/// Bytes from which on an id is cut.
constexpr std::size_t kLongId = 150;

std::string on_one_line(std::string_view text) {
  std::string line;
  bool gap = false;
  for (const char c : text) {
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
      gap = !line.empty();
      continue;
    }
    if (gap) line += ' ';
    gap = false;
    line += c;
  }
  return line;
}

/// One value that was read.
struct Value {
  std::string text;    ///< a text, a code, or what is shown of a figure
  double number = 0;
  Day day;
};

/// Whole numbers without ".0": what a salary is written with.
std::string figure(double number) {
  return number == std::floor(number) && std::abs(number) < 1e15 ? fmt::format("{:.0f}", number) : fmt::format("{:.2f}", number);
}

std::string good_id(const std::string& source, std::string_view given) {
  std::string id = source + ":";  // which no source's name holds
  bool changed = false;
  for (const char c : given) {
    const auto u = static_cast<unsigned char>(c);
    const bool keep = u > ' ' && u != 0x7FU;
    if (id.size() < kLongId) id += keep ? c : '-';
    changed = changed || !keep || id.size() >= kLongId;
  }
  if (!changed) return id;
  while (!valid_utf8(id)) id.pop_back();
  return id + "-" + to_hex(fingerprint(given)).substr(0, 12);
}

class Mapper {
 public:
  Mapper(const FieldNode& record, const SourceMapping& mapping, std::vector<FieldUse>* uses)
      : record_(record), mapping_(mapping), uses_(uses) {}

  Result<OfferDraft> run(std::string* id_out) {
    for (const FieldRule& rule : mapping_.rules) {
      std::vector<Value> values = read(rule);
      if (values.empty() && !rule.fallback.empty()) {
        Value value;
        if (const std::string why = typed(rule, rule.fallback, value); why.empty()) {
          if (uses_ != nullptr) defaults_.push_back({"", "", Fate::kDefault, rule.target, value.text, ""});
          values.push_back(std::move(value));
        }
      }
      if (!values.empty()) put(rule, std::move(values));
    }
    finish_contract();
    finish_place();
    finish_salary();
    finish_experience();
    account();
    if (id_out != nullptr) *id_out = offer_.id;
    if (offer_.id.empty()) return Problem(ProblemCode::kFieldMissing).at(pointer_of(mapping_.rule(MappingTarget::kId)->paths.front()));
    if (trim(offer_.title).empty() && trim(offer_.occupation_label).empty())
      return Problem(ProblemCode::kFieldMissing).at(pointer_of(mapping_.rule(MappingTarget::kTitle)->paths.front()));
    return std::move(draft_);
  }

 private:
  void note(const FieldRule& rule, const FieldNode& node, Fate fate, std::string value = {}) {
    if (uses_ != nullptr) noted_[&node].push_back({"", "", fate, rule.target, std::move(value), ""});
  }
  void flag(MappingTarget target, std::string_view text) { add_flag(offer_.flags, ProblemCode::kTextUnread, target_name(target), text); }

  /// "" when `text` became a value; else the word for what is wrong.
  std::string typed(const FieldRule& rule, const std::string& text, Value& value) const {
    value.text = text;
    switch (target_kind(rule.target)) {
      case TargetKind::kNumber: {
        const auto number = read_number(text);
        if (!number) return "number";
        value.number = *number;
        value.text = fmt::format("{}", *number);
        return "";
      }
      case TargetKind::kDay: {
        if (rule.days.empty()) {
          if (const auto day = parse_day(text)) value.day = *day;
        }
        for (const DayPattern& pattern : rule.days)
          if (const auto day = pattern.read(text); day && !value.day.set()) value.day = *day;
        if (!value.day.set()) return "day";
        value.text = to_string(value.day);
        return "";
      }
      case TargetKind::kBoolean: {
        const auto yes = read_boolean(text);
        if (!yes) return "boolean";
        value.text = *yes ? "true" : "false";
        return "";
      }
      case TargetKind::kCode:
      case TargetKind::kCodes: return target_takes(rule.target, text) ? "" : "code";
      default: return "";
    }
  }

  std::vector<Value> read(const FieldRule& rule) {
    std::vector<Value> values;
    const bool one = rule.take == FieldRule::Take::kFirst;
    for (const FieldPath& path : rule.paths)
      path.each(record_, [&](const FieldNode& node) {
        if (node.group() && node.text.empty()) return;
        if (trim(node.text).empty()) return note(rule, node, Fate::kEmpty);
        if (one && !values.empty()) return note(rule, node, Fate::kSpare);
        const bool lines = target_kind(rule.target) == TargetKind::kText;
        std::string text = rule.html ? html_text(node.text) : plain_text(node.text);
        if (!lines) text = on_one_line(text);
        if (text.empty()) return note(rule, node, Fate::kEmpty);
        if (rule.match) {
          auto part = rule.match->find(text);
          if (!part || trim(*part).empty()) return rule.skip_others ? note(rule, node, Fate::kSpare) : unread(rule, node);
          text = std::string(trim(*part));
        }
        if (rule.codes != nullptr) {
          auto code = rule.codes->find(text);
          if (!code) return rule.skip_others ? note(rule, node, Fate::kSpare) : unread(rule, node);
          if (code->empty()) return note(rule, node, Fate::kRead);  // known to say nothing
          text = std::move(*code);
        }
        Value value;
        if (!typed(rule, text, value).empty()) return unread(rule, node);
        value.text = rule.prefix + value.text + rule.suffix;
        note(rule, node, Fate::kRead, value.text);
        values.push_back(std::move(value));
      });
    if (values.size() > 1 && rule.take == FieldRule::Take::kLeast) std::swap(values.front(), *std::min_element(values.begin(), values.end(), before));
    if (values.size() > 1 && rule.take == FieldRule::Take::kMost) std::swap(values.front(), *std::max_element(values.begin(), values.end(), before));
    return values;
  }

  static bool before(const Value& a, const Value& b) { return a.day.set() ? a.day < b.day : a.number < b.number; }

  void unread(const FieldRule& rule, const FieldNode& node) {
    flag(rule.target, node.text);
    note(rule, node, Fate::kUnread);
  }

  static std::string joined(const std::vector<Value>& values, std::string_view separator) {
    std::string text;
    for (const Value& each : values) {
      // The same text in two fields is said once.
      if (text.find(each.text) != std::string::npos) continue;
      if (!text.empty()) text += separator;
      text += each.text;
    }
    return text;
  }

  static void parts(std::string& into, const std::vector<Value>& values) {
    for (const Value& each : values) add_part(into, each.text);
  }

  /// A figure within its bounds, or a flag.
  std::optional<double> bounded(const FieldRule& rule, const Value& value, double low, double high) {
    if (value.number >= low && value.number <= high) return value.number;
    flag(rule.target, value.text);
    return std::nullopt;
  }

  ExperienceRequirement& experience(const FieldRule& rule) {
    if (!offer_.experience) offer_.experience.emplace().level = rule.level;
    return *offer_.experience;
  }

  void put(const FieldRule& rule, std::vector<Value> values) {
    const Value& first = values.front();
    const auto labelled = [&](std::vector<LabelledRequirement>& into) {
      for (Value& each : values) into.push_back({std::move(each.text), rule.level});
    };
    switch (rule.target) {
      case MappingTarget::kId:
        offer_.id = good_id(mapping_.name, first.text);
        own_.id = first.text;
        break;
      case MappingTarget::kTitle: offer_.title = joined(values, rule.separator.empty() ? " " : rule.separator); break;
      case MappingTarget::kDescription: offer_.description = joined(values, rule.separator); break;
      case MappingTarget::kUrl: own_.url = first.text; break;
      case MappingTarget::kOccupation: offer_.occupation = first.text; break;
      case MappingTarget::kOccupationLabel: offer_.occupation_label = first.text; break;
      case MappingTarget::kEmployerName: offer_.employer_name = first.text; break;
      case MappingTarget::kEmployerSiret: offer_.siret = first.text; break;
      case MappingTarget::kEmployerNaf: offer_.naf = first.text; break;
      case MappingTarget::kPlaceInsee: draft_.place.insee = first.text; break;
      case MappingTarget::kPlacePostalCode: draft_.place.postal_code = first.text; break;
      case MappingTarget::kPlaceName: draft_.place.name = joined(values, rule.separator.empty() ? " " : rule.separator); break;
      case MappingTarget::kPlaceDepartment: department_ = first.text; break;
      case MappingTarget::kLatitude: draft_.place.latitude = first.number; break;
      case MappingTarget::kLongitude: draft_.place.longitude = first.number; break;
      case MappingTarget::kPosts:
        if (const auto posts = bounded(rule, first, 0, 65535)) offer_.posts = static_cast<std::uint16_t>(std::max(1.0, *posts));
        break;
      case MappingTarget::kContract: offer_.contract = *contract_from_code(preferred(rule, values)); break;
      case MappingTarget::kContractText: parts(offer_.contract_text, values); break;
      case MappingTarget::kContractLength:
        if (bounded(rule, first, 0, 36'500)) length_ = first.number;
        break;
      case MappingTarget::kContractUnit: unit_ = preferred(rule, values); break;
      case MappingTarget::kContractEnd: contract_end_ = first.day; break;
      case MappingTarget::kReserved:
        for (const Value& each : values) offer_.reserved = static_cast<ReservedMask>(offer_.reserved | bit(*reserved_from_code(each.text)));
        break;
      case MappingTarget::kFullTime: offer_.full_time = first.text == "true"; break;
      case MappingTarget::kHoursPerWeek:
        if (const auto hours = bounded(rule, first, 0, 100)) offer_.weekly_minutes = static_cast<std::uint16_t>(std::lround(*hours * 60));
        break;
      case MappingTarget::kSchedules:
        for (const Value& each : values) offer_.schedules = static_cast<ScheduleMask>(offer_.schedules | bit(*schedule_from_code(each.text)));
        break;
      case MappingTarget::kScheduleText: parts(offer_.schedule_text, values); break;
      case MappingTarget::kSalaryText: parts(salary_text_, values); break;
      case MappingTarget::kSalaryMin: low_ = std::max(0.0, first.number); break;
      case MappingTarget::kSalaryMax: high_ = std::max(0.0, first.number); break;
      case MappingTarget::kSalaryPeriod: period_ = preferred(rule, values); break;
      case MappingTarget::kSalaryCurrency: currency_ = first.text; break;
      case MappingTarget::kExperienceMonths:
        if (const auto months = bounded(rule, first, 0, 1200)) {
          experience(rule).months = static_cast<std::uint16_t>(std::lround(*months));
          months_given_ = true;
        }
        break;
      case MappingTarget::kExperienceText: parts(experience(rule).text, values); break;
      case MappingTarget::kBeginnerAccepted: experience(rule).beginner_accepted = first.text == "true"; break;
      case MappingTarget::kEducation:
        for (Value& each : values) draft_.education.push_back({std::move(each.text), field_of_study_, rule.level});
        break;
      case MappingTarget::kEducationField:
        parts(field_of_study_, values);
        for (EducationDraft& each : draft_.education) each.field_of_study = field_of_study_;
        break;
      case MappingTarget::kSkills:
        for (Value& each : values) {
          ItemRequirement& item = offer_.items.emplace_back();
          item.label = std::move(each.text);
          item.level = rule.level;
        }
        break;
      case MappingTarget::kCertificates: labelled(draft_.certificates); break;
      case MappingTarget::kLicences: labelled(draft_.licences); break;
      case MappingTarget::kLanguages: labelled(draft_.languages); break;
      case MappingTarget::kConditions:
        for (Value& each : values)
          if (std::find(offer_.conditions.begin(), offer_.conditions.end(), each.text) == offer_.conditions.end())
            offer_.conditions.push_back(std::move(each.text));
        break;
      case MappingTarget::kPublished: offer_.published = first.day; break;
      case MappingTarget::kUpdated: offer_.updated = first.day; break;
      case MappingTarget::kStart: offer_.start = first.day; break;
      case MappingTarget::kClosing: offer_.closing = first.day; break;
      case MappingTarget::kCount: break;
    }
  }

  static std::string preferred(const FieldRule& rule, const std::vector<Value>& values) {
    for (const std::string& code : rule.prefer)
      for (const Value& each : values)
        if (each.text == code) return code;
    return values.front().text;
  }

  void finish_contract() {
    if (!own_.id.empty()) own_.source = mapping_.name;
    offer_.sources.push_back(std::move(own_));
    std::int64_t days = 0;
    if (length_ && *length_ > 0) {
      if (unit_ == "day") days = std::llround(*length_);
      else if (unit_ == "week") days = std::llround(*length_ * 7);
      else if (unit_ == "year") days = days_of_months(std::llround(*length_ * 12));
      else days = days_of_months(std::llround(*length_));
    } else if (contract_end_.set() && offer_.start.set() && contract_end_ > offer_.start) {
      days = std::int64_t{contract_end_.since_epoch} - offer_.start.since_epoch + 1;
    }
    offer_.contract_days = static_cast<std::uint16_t>(std::clamp<std::int64_t>(days, 0, 65535));
    // An end of its own belongs to contracts that have one.
    if (offer_.contract == Contract::kCdi || offer_.contract == Contract::kOpenTemp) offer_.contract_days = 0;
  }

  /// A department says which of several towns of one name is meant; alone it is where the work is.
  void finish_place() {
    PlaceDraft& place = draft_.place;
    if (place.latitude.has_value() != place.longitude.has_value()) {
      add_flag(offer_.flags, ProblemCode::kPlaceImplausible, "place", place.latitude ? "latitude" : "longitude");
      place.latitude = place.longitude = std::nullopt;
    }
    if (department_.empty() || !place.insee.empty() || !place.postal_code.empty()) return;
    place.name = place.name.empty() ? department_ : department_ + " - " + place.name;
  }

  /// Figures in words that the normaliser reads, before the source's own words.
  void finish_salary() {
    std::string& text = offer_.salary.text;
    const bool euros = currency_.empty() || fold(currency_) == "eur" || fold(currency_).starts_with("euro") || trim(currency_) == "€";
    if (low_ > 0 || high_ > 0) {
      const double first = low_ > 0 ? low_ : high_;
      if (!euros) {
        // In an order of words that nobody takes for euros.
        text = fmt::format("{} {}{}{}", currency_, figure(first), high_ > first ? "–" + figure(high_) : "", period_.empty() ? "" : " / " + period_);
        add_flag(offer_.flags, ProblemCode::kValueIgnored, "salary", text);
      } else {
        text = in_words(first);
      }
    }
    for (const std::string_view part : parts_of(salary_text_)) add_part(text, part);
  }

  std::string in_words(double first) {
    double factor = 1;
    if (period_ == "day") factor = kDaysAMonth;
    if (period_ == "week") factor = kWeeksAMonth;
    if (factor != 1) add_flag(offer_.flags, ProblemCode::kValueEstimated, "salary", fmt::format("{} / {}", figure(first), period_));
    const std::string_view word = period_ == "hour" ? "Horaire " : period_ == "year" ? "Annuel " : period_.empty() ? "" : "Mensuel ";
    if (low_ > 0 && high_ > 0 && low_ != high_) return fmt::format("{}de {} Euros à {} Euros", word, figure(low_ * factor), figure(high_ * factor));
    if (low_ > 0 && low_ == high_) return fmt::format("{}de {} Euros", word, figure(low_ * factor));
    return fmt::format("{}{} {} Euros", word, low_ > 0 ? "à partir de" : "jusqu'à", figure(first * factor));
  }

  void finish_experience() {
    if (!offer_.experience) return;
    ExperienceRequirement& asked = *offer_.experience;
    if (months_given_ && asked.months == 0 && asked.text.empty()) asked.beginner_accepted = true;
  }

  /// Every value of the record, in its order: what became of it.
  void account() {
    std::size_t flagged = 0;
    each_value(record_, [&](const FieldNode& node, const std::string& path, const std::string& numbered) {
      const auto noted = noted_.find(&node);
      if (noted != noted_.end()) {
        for (FieldUse& use : noted->second) {
          use.path = numbered;
          use.text = node.text;
          uses_->push_back(std::move(use));
        }
        return;
      }
      if (mapping_.only && mapping_.only->path.text() == path) {
        if (uses_ != nullptr) uses_->push_back({numbered, node.text, Fate::kFilter, std::nullopt, "", ""});
        return;
      }
      if (mapping_.reads(path)) return;
      if (!node.group() && trim(node.text).empty() && mapping_.reads_below(path)) {
        if (uses_ != nullptr) uses_->push_back({numbered, "", Fate::kEmpty, std::nullopt, "", ""});
        return;
      }
      const UnusedField* unused = mapping_.why_unused(path);
      if (unused == nullptr && !trim(node.text).empty() && flagged++ < kFlaggedUnknown)
        add_flag(offer_.flags, ProblemCode::kFieldUnknown, path, "");
      if (uses_ != nullptr)
        uses_->push_back({numbered, node.text, unused != nullptr ? Fate::kUnused : Fate::kUnknown, std::nullopt, "", unused != nullptr ? unused->reason : ""});
    });
    if (uses_ != nullptr) std::move(defaults_.begin(), defaults_.end(), std::back_inserter(*uses_));
  }

  const FieldNode& record_;
  const SourceMapping& mapping_;
  std::vector<FieldUse>* uses_;
  std::map<const FieldNode*, std::vector<FieldUse>> noted_;
  std::vector<FieldUse> defaults_;
  OfferDraft draft_;
  Offer& offer_ = draft_.offer;
  OfferSource own_;
  std::string department_, unit_, period_, currency_, salary_text_, field_of_study_;
  std::optional<double> length_;
  Day contract_end_;
  double low_ = 0, high_ = 0;
  bool months_given_ = false;
};

}  // namespace

std::string_view fate_name(FieldUse::Fate fate) noexcept {
  switch (fate) {
    case Fate::kRead: return "read";
    case Fate::kEmpty: return "empty";
    case Fate::kSpare: return "spare";
    case Fate::kUnread: return "unread";
    case Fate::kUnused: return "unused";
    case Fate::kFilter: return "filter";
    case Fate::kUnknown: return "unknown";
    case Fate::kDefault: return "default";
  }
  return "";
}

bool is_offer(const FieldNode& record, const SourceMapping& mapping) {
  if (!mapping.only) return true;
  bool found = false;
  mapping.only->path.each(record, [&](const FieldNode& node) {
    const std::string_view text = trim(node.text);
    found = found || std::any_of(mapping.only->values.begin(), mapping.only->values.end(), [&](const std::string& value) { return value == text; });
  });
  return found;
}

Result<OfferDraft> map_offer(const FieldNode& record, const SourceMapping& mapping, std::string* id, std::vector<FieldUse>* uses) {
  return Mapper(record, mapping, uses).run(id);
}

}  // namespace passerelle
