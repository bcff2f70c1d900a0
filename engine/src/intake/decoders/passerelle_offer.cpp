#include "intake/decoders/passerelle_offer.hpp"

#include "base/text.hpp"
#include "intake/decoders/passerelle_fields.hpp"
#include "intake/normalise/contract.hpp"

namespace passerelle {
namespace {

constexpr std::string_view kOccupationScheme = "rome", kItemScheme = "rome", kCertificateScheme = "cert";

class Decoder {
 public:
  explicit Decoder(const Field& root) : in_(root, problems_) {}

  Result<OfferDraft> run(std::string* id_out) {
    read_id(in_, offer_.id);
    if (id_out != nullptr) *id_out = offer_.id;
    in_.text("title", offer_.title);
    in_.text("description", offer_.description);
    offer_.occupation = read_key(in_, "occupation", kOccupationScheme);
    in_.text("occupation_label", offer_.occupation_label);
    in_.list("occupation_guesses", [&](const Field& each) {
      GuessedOccupation& guess = offer_.occupation_guesses.emplace_back();
      ObjectReader read(each, problems_);
      guess.occupation = read_key(read, "occupation", kOccupationScheme);
      if (const auto confidence = read.integer("confidence", 0, 100)) guess.confidence = static_cast<std::uint8_t>(*confidence);
      read.refuse_others();
    });
    employer();
    read_place(in_, "place", draft_.place);
    if (const auto posts = in_.integer("posts", 0, 65535)) offer_.posts = static_cast<std::uint16_t>(*posts);
    contract();
    offer_.weekly_minutes = read_week(in_, "hours_per_week");
    if (bool full = false; in_.boolean("full_time", full)) offer_.full_time = full;
    offer_.schedules = read_mask<ScheduleMask>(in_, "schedules", schedule_from_code);
    in_.text("schedule_text", offer_.schedule_text);
    salary();
    in_.day("published", offer_.published);
    in_.day("updated", offer_.updated);
    in_.day("start", offer_.start);
    in_.day("closing", offer_.closing);
    if (const auto field = in_.member("requirements")) requirements(*field);
    in_.list("conditions", [&](const Field& each) { offer_.conditions.push_back(text_of(each, problems_)); });
    sources();
    read_flags(in_, offer_.flags);
    in_.member("extra");
    in_.refuse_others();
    if (problems_.any()) return problems_.take();
    if (offer_.sources.empty()) offer_.sources.push_back({"passerelle", offer_.id, ""});
    return std::move(draft_);
  }

 private:
  void employer() {
    const auto field = in_.member("employer");
    if (!field) return;
    ObjectReader employer(*field, problems_);
    employer.text("name", offer_.employer_name);
    employer.text("siret", offer_.siret);
    employer.text("naf", offer_.naf);
    employer.refuse_others();
  }

  void contract() {
    in_.coded("contract", offer_.contract, contract_from_code);
    in_.text("contract_text", offer_.contract_text);
    if (const auto days = in_.integer("contract_days", 0, 65535))
      offer_.contract_days = static_cast<std::uint16_t>(*days);
    if (const auto months = in_.integer("contract_months", 1, 1200)) {
      if (offer_.contract_days != 0)
        problems_.set(ProblemCode::kFieldValue, in_.at("contract_months"), "contract_days");
      offer_.contract_days = days_of_months(*months);
    }
    offer_.reserved = read_mask<ReservedMask>(in_, "reserved", reserved_from_code);
  }

  void salary() {
    const auto field = in_.member("salary");
    if (!field) return;
    ObjectReader salary(*field, problems_);
    offer_.salary.monthly_min_cents = read_euros(salary, "monthly_min");
    offer_.salary.monthly_max_cents = read_euros(salary, "monthly_max");
    salary.text("text", offer_.salary.text);
    salary.refuse_others();
    if (offer_.salary.monthly_max_cents != 0 && offer_.salary.monthly_max_cents < offer_.salary.monthly_min_cents)
      problems_.set(ProblemCode::kFieldValue, salary.at("monthly_max"), "< monthly_min");
  }

  void level(ObjectReader& in, Level& into) { in.coded("level", into, level_from_code); }

  template <class Requirement>
  static void origin(ObjectReader& read, Requirement& requirement) {
    read.coded("source", requirement.provenance, provenance_from_code);
    read.text("evidence", requirement.evidence);
    if (const auto begin = read.integer("begin", 0, UINT32_MAX)) requirement.span.begin = static_cast<std::uint32_t>(*begin);
    if (const auto end = read.integer("end", 0, UINT32_MAX)) requirement.span.end = static_cast<std::uint32_t>(*end);
  }

  void item_list(ObjectReader& in, std::string_view name, std::string_view scheme, std::vector<ItemRequirement>& into) {
    in.list(name, [&](const Field& each) {
      ItemRequirement& item = into.emplace_back();
      if (each.value.kind() == JsonView::Kind::kString) {
        item.item = read_key(each, scheme, problems_);
        return;
      }
      ObjectReader read(each, problems_);
      item.item = read_key(read, "item", scheme);
      read.text("label", item.label);
      level(read, item.level);
      if (const auto weight = read.integer("weight", 1, 1000)) item.weight = static_cast<std::uint16_t>(*weight);
      origin(read, item);
      read.refuse_others();
      if (item.item.empty() && trim(item.label).empty()) problems_.set(ProblemCode::kFieldMissing, read.at("item"));
    });
  }

  void requirements(const Field& field) {
    ObjectReader in(field, problems_);
    item_list(in, "items", kItemScheme, offer_.items);
    item_list(in, "certificates", kCertificateScheme, offer_.certificates);
    in.list("licences", [&](const Field& each) {
      LicenceRequirement& licence = offer_.licences.emplace_back();
      if (each.value.kind() == JsonView::Kind::kString) {
        const std::string code = text_of(each, problems_);
        if (const auto known = licence_from_code(code)) licence.licence = *known;
        else problems_.set(ProblemCode::kFieldValue, each.pointer, code);
        return;
      }
      ObjectReader read(each, problems_);
      if (!read.coded("code", licence.licence, licence_from_code))
        problems_.set(ProblemCode::kFieldMissing, read.at("code"));
      level(read, licence.level);
      origin(read, licence);
      read.refuse_others();
    });
    in.list("languages", [&](const Field& each) {
      LanguageRequirement& language = offer_.languages.emplace_back();
      ObjectReader read(each, problems_);
      read_language_code(read, language.language);
      read.coded("minimum", language.minimum, cefr_from_code);
      level(read, language.level);
      origin(read, language);
      read.refuse_others();
    });
    experience(in);
    if (const auto member = in.member("education")) {
      EducationRequirement& education = offer_.education.emplace();
      ObjectReader read(*member, problems_);
      if (const auto minimum = read.integer("minimum", 0, 8)) education.minimum = static_cast<EducationLevel>(*minimum);
      level(read, education.level);
      read.text("field", education.field_of_study);
      origin(read, education);
      read.refuse_others();
    }
    in.refuse_others();
  }

  void experience(ObjectReader& in) {
    const auto member = in.member("experience");
    if (!member) return;
    ExperienceRequirement& experience = offer_.experience.emplace();
    ObjectReader read(*member, problems_);
    if (const auto months = read.integer("months", 0, 1200)) experience.months = static_cast<std::uint16_t>(*months);
    level(read, experience.level);
    read.boolean("beginner_accepted", experience.beginner_accepted);
    read.text("text", experience.text);
    origin(read, experience);
    read.refuse_others();
  }

  void sources() {
    in_.list("sources", [&](const Field& each) {
      OfferSource& source = offer_.sources.emplace_back();
      ObjectReader read(each, problems_);
      if (!read.text("source", source.source)) problems_.set(ProblemCode::kFieldMissing, read.at("source"));
      read.text("id", source.id);
      read.text("url", source.url);
      read.refuse_others();
    });
  }

  FirstProblem problems_;
  ObjectReader in_;
  OfferDraft draft_;
  Offer& offer_ = draft_.offer;
};

}  // namespace

Result<OfferDraft> decode_passerelle_offer(std::string_view record, std::string* id) {
  auto json = JsonRecord::parse(record);
  if (!json.ok()) return std::move(json).problem();
  return Decoder({json->root(), ""}).run(id);
}

}  // namespace passerelle
