#include "intake/normalise/normalise_offer.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "base/text.hpp"
#include "intake/normalise/contract.hpp"
#include "intake/normalise/education.hpp"
#include "intake/normalise/experience.hpp"
#include "intake/normalise/flags.hpp"
#include "intake/normalise/guess_occupation.hpp"
#include "intake/normalise/language.hpp"
#include "intake/normalise/licence.hpp"
#include "intake/normalise/salary.hpp"
#include "intake/normalise/working_time.hpp"

namespace passerelle {
namespace {

using reference::ItemKind;
using occupation::OccupationGuess;

/// A flag's detail has room for so many.
constexpr std::size_t kShownAlternatives = 3;

Level stronger(Level a, Level b) {
  return a == Level::kRequired || b == Level::kRequired ? Level::kRequired : Level::kDesired;
}

/// A work in progress: the draft, the offer it becomes, and the reference.
class Normaliser {
 public:
  Normaliser(OfferDraft draft, const ReferenceLookup& lookup)
      : draft_(std::move(draft)), offer_(draft_.offer), lookup_(lookup), reference_(lookup.reference()) {}

  Offer run() {
    std::erase_if(offer_.flags, [](const Flag& flag) { return depends_on_reference(flag.code); });
    title();
    offer_.place = normalise_place(draft_.place, reference_, "place", offer_.flags);
    occupation();
    contract();
    working_time();
    salary();
    experience();
    education();
    licences();
    languages();
    items();
    // One order whatever the way the record came, so that equal offers are equal bytes.
    std::sort(offer_.flags.begin(), offer_.flags.end(), [](const Flag& a, const Flag& b) {
      return std::tie(a.code, a.field, a.detail) < std::tie(b.code, b.field, b.detail);
    });
    offer_.flags.erase(std::unique(offer_.flags.begin(), offer_.flags.end()), offer_.flags.end());
    return std::move(offer_);
  }

 private:
  void flag(ProblemCode code, std::string_view field, std::string_view detail) {
    add_flag(offer_.flags, code, field, detail);
  }

  /// The occupation's name stands in for a title, which then says nothing of its own.
  void title() {
    if (!trim(offer_.title).empty() || trim(offer_.occupation_label).empty()) return;
    offer_.title = offer_.occupation_label;
    flag(ProblemCode::kValueEstimated, "title", offer_.title);
  }

  /// The source's own code or label comes first, whatever title and text say.
  void occupation() {
    // What an earlier import guessed is no statement of the source: found anew.
    if (!offer_.occupation_guesses.empty() && offer_.occupation == offer_.occupation_guesses.front().occupation) offer_.occupation.clear();
    offer_.occupation_guesses.clear();
    if (offer_.occupation.empty())
      if (const auto id = lookup_.occupation_called(offer_.occupation_label)) offer_.occupation = reference_.occupation_keys[id->value];
    if (!offer_.occupation.empty() && reference_.find_occupation(offer_.occupation)) return;

    const std::vector<OccupationGuess> guesses = guess_occupation(offer_, lookup_);
    for (const OccupationGuess& guess : guesses)
      offer_.occupation_guesses.push_back({reference_.occupation_keys[guess.occupation.value], guess.confidence});
    if (!offer_.occupation.empty()) {
      flag(ProblemCode::kOccupationUnknown, "occupation", offer_.occupation);
    } else if (guesses.empty()) {
      flag(ProblemCode::kOccupationMissing, "occupation", "");
    } else if (guesses.front().confidence >= occupation::kTrustedConfidence) {
      offer_.occupation = offer_.occupation_guesses.front().occupation;
      flag(ProblemCode::kOccupationGuessed, "occupation", shown(offer_.occupation_guesses, 1));
    } else {
      flag(ProblemCode::kOccupationUncertain, "occupation", shown(offer_.occupation_guesses, kShownAlternatives));
    }
  }

  /// « rome:N1103 62 %, rome:N1105 20 % »
  static std::string shown(const std::vector<GuessedOccupation>& guesses, std::size_t most) {
    std::string result;
    for (std::size_t i = 0; i < std::min(most, guesses.size()); ++i)
      result += fmt::format("{}{} {} %", i == 0 ? "" : ", ", guesses[i].occupation, guesses[i].confidence);
    return result;
  }

  void contract() {
    const ReadContract read = read_contract(draft_.contract_code, offer_.contract_text);
    if (offer_.contract == Contract::kUnknown) offer_.contract = read.contract;
    if (offer_.contract_days == 0 && offer_.contract != Contract::kCdi && offer_.contract != Contract::kOpenTemp)
      offer_.contract_days = read.days;
    offer_.reserved = static_cast<ReservedMask>(offer_.reserved | read.reserved);
    if (offer_.contract == Contract::kUnknown && !(offer_.contract_text.empty() && draft_.contract_code.empty()))
      flag(ProblemCode::kTextUnread, "contract", draft_.contract_code + " " + offer_.contract_text);
  }

  void working_time() {
    const WorkingTime read = read_working_time(offer_.schedule_text);
    if (offer_.weekly_minutes == 0) {
      offer_.weekly_minutes = read.weekly_minutes;
      if (read.unread) flag(ProblemCode::kTextUnread, "schedule_text", offer_.schedule_text);
    }
    if (!offer_.full_time) offer_.full_time = read.full_time;
    if (offer_.schedules == 0) offer_.schedules = read.schedules;
  }

  void salary() {
    Salary& salary = offer_.salary;
    if (salary.monthly_min_cents != 0 || salary.monthly_max_cents != 0) return;
    const SalaryContext context{offer_.weekly_minutes, offer_.full_time, offer_.contract == Contract::kApprenticeship,
                                offer_.updated.set() ? offer_.updated : offer_.published};
    const ReadSalary read = read_salary(salary.text, context);
    salary.monthly_min_cents = read.min_cents;
    salary.monthly_max_cents = read.max_cents;
    if (read.unread) flag(ProblemCode::kTextUnread, "salary", salary.text);
    if (!read.estimate.empty()) flag(ProblemCode::kValueEstimated, "salary", read.estimate);
  }

  void experience() {
    if (!offer_.experience) return;
    ExperienceRequirement& experience = *offer_.experience;
    if (experience.months != 0 || experience.text.empty()) return;
    const Experience read = read_experience(experience.text);
    if (!experience.beginner_accepted) experience.months = read.months;
    if (read.unread && !experience.beginner_accepted) flag(ProblemCode::kTextUnread, "experience", experience.text);
    experience.beginner_accepted = experience.beginner_accepted || (read.beginner_accepted && read.months == 0);
  }

  /// Several trainings are alternatives: the lowest of those that are required, else of those wished for.
  void education() {
    if (offer_.education || draft_.education.empty()) return;
    const bool any_required = std::any_of(draft_.education.begin(), draft_.education.end(),
                                          [](const EducationDraft& e) { return e.level == Level::kRequired; });
    EducationRequirement result;
    result.level = any_required ? Level::kRequired : Level::kDesired;
    for (const EducationDraft& each : draft_.education) {
      if (each.level != result.level) continue;
      const EducationLevel level = read_education(each.level_label);
      if (level == 0 && !trim(each.level_label).empty()) flag(ProblemCode::kTextUnread, "education", each.level_label);
      if (level != 0) result.minimum = result.minimum == 0 ? level : std::min(result.minimum, level);
      const std::string_view field = trim(each.field_of_study);
      if (!field.empty() && result.field_of_study.find(field) == std::string::npos)
        result.field_of_study += (result.field_of_study.empty() ? "" : " ; ") + std::string(field);
    }
    if (result.minimum != 0 || !result.field_of_study.empty()) offer_.education = std::move(result);
  }

  void licences() {
    for (const LabelledRequirement& each : draft_.licences) {
      if (const auto licence = read_licence(each.label))
        offer_.licences.push_back({*licence, each.level, Provenance::kField});
      else if (const auto certificate = lookup_.certificate_called(each.label)) add_certificate(*certificate, each);
      else flag(ProblemCode::kTextUnread, "licences", each.label);
    }
    std::vector<LicenceRequirement> once;
    for (const LicenceRequirement& each : offer_.licences) {
      const auto same = std::find_if(once.begin(), once.end(),
                                     [&](const LicenceRequirement& l) { return l.licence == each.licence; });
      if (same == once.end()) once.push_back(each);
      else same->level = stronger(same->level, each.level);
    }
    offer_.licences = std::move(once);
  }

  void languages() {
    for (const LabelledRequirement& each : draft_.languages) {
      if (auto read = read_language(each.label))
        offer_.languages.push_back({std::move(read->code), read->level, each.level});
      else flag(ProblemCode::kTextUnread, "languages", each.label);
    }
    std::vector<LanguageRequirement> once;
    for (const LanguageRequirement& each : offer_.languages) {
      const auto same = std::find_if(once.begin(), once.end(),
                                     [&](const LanguageRequirement& l) { return l.language == each.language; });
      if (same == once.end()) {
        once.push_back(each);
      } else {
        same->level = stronger(same->level, each.level);
        same->minimum = std::max(same->minimum, each.minimum);
      }
    }
    offer_.languages = std::move(once);
  }

  void add_certificate(ItemId id, const LabelledRequirement& each) {
    offer_.certificates.push_back({reference_.item_keys[id.value], each.label, each.level, {}, Provenance::kField, ""});
  }

  /// Codes for labels; certificates apart from skills, whatever list the source put them in: they are hard when
  /// required, and no similarity stands in for them.
  void items() {
    for (const LabelledRequirement& each : draft_.certificates)
      if (const auto id = lookup_.certificate_called(each.label)) add_certificate(*id, each);
    std::vector<ItemRequirement> items, certificates;
    const auto place = [&](ItemRequirement&& item, bool as_certificate) {
      if (item.item.empty() && trim(item.label).empty()) return;
      std::optional<ItemId> id;
      if (item.item.empty()) {
        id = as_certificate ? lookup_.certificate_called(item.label) : lookup_.item_called(item.label);
        if (!id) id = as_certificate ? lookup_.item_called(item.label) : lookup_.certificate_called(item.label);
        if (id) item.item = reference_.item_keys[id->value];
        else flag(ProblemCode::kItemWithoutCode, as_certificate ? "certificates" : "items", item.label);
      } else {
        id = reference_.find_item(item.item);
        if (!id) flag(ProblemCode::kItemUnknown, as_certificate ? "certificates" : "items", item.item);
      }
      if (id && reference_.item_kinds[id->value] == ItemKind::kCertificate) as_certificate = true;
      (as_certificate ? certificates : items).push_back(std::move(item));
    };
    for (ItemRequirement& item : offer_.items) place(std::move(item), false);
    for (ItemRequirement& item : offer_.certificates) place(std::move(item), true);
    offer_.items = each_once(std::move(items));
    offer_.certificates = each_once(std::move(certificates));
  }

  /// The first of its key (or of its label, without one), with the strongest level.
  static std::vector<ItemRequirement> each_once(std::vector<ItemRequirement> all) {
    std::vector<ItemRequirement> once;
    for (ItemRequirement& each : all) {
      const auto same = std::find_if(once.begin(), once.end(), [&](const ItemRequirement& other) {
        return other.item == each.item && (!each.item.empty() || fold(other.label) == fold(each.label));
      });
      if (same == once.end()) once.push_back(std::move(each));
      else same->level = stronger(same->level, each.level);
    }
    return once;
  }

  OfferDraft draft_;
  Offer& offer_;
  const ReferenceLookup& lookup_;
  const reference::Reference& reference_;
};

}  // namespace

Offer normalise_offer(OfferDraft draft, const ReferenceLookup& lookup) {
  return Normaliser(std::move(draft), lookup).run();
}

}  // namespace passerelle
