#include "intake/decoders/passerelle_candidate.hpp"

#include "base/text.hpp"
#include "intake/decoders/passerelle_fields.hpp"
#include "sensitive/restricted_json.hpp"

namespace passerelle {
namespace {

constexpr std::string_view kOccupationScheme = "rome", kItemScheme = "rome", kCertificateScheme = "cert";

class Decoder {
 public:
  explicit Decoder(const Field& root) : in_(root, problems_) {}

  Result<CandidateDraft> run(std::string* id_out) {
    read_id(in_, candidate_.id);
    if (id_out != nullptr) *id_out = candidate_.id;
    in_.list("sought",
             [&](const Field& each) { candidate_.sought.push_back(read_key(each, kOccupationScheme, problems_)); });
    in_.list("practised", [&](const Field& each) {
      Practised& practised = candidate_.practised.emplace_back();
      ObjectReader read(each, problems_);
      practised.occupation = read_key(read, "occupation", kOccupationScheme);
      if (practised.occupation.empty()) problems_.set(ProblemCode::kFieldMissing, read.at("occupation"));
      if (const auto months = read.integer("months", 0, 1200)) practised.months = static_cast<std::uint16_t>(*months);
      read.refuse_others();
    });
    items();
    // Present and empty means « holds none »; absent means « not known ».
    if (in_.member("licences")) candidate_.licences = read_mask<LicenceMask>(in_, "licences", licence_from_code);
    if (in_.member("certificates")) candidate_.certificates.emplace();
    in_.list("certificates", [&](const Field& each) {
      candidate_.certificates->push_back(read_key(each, kCertificateScheme, problems_));
    });
    in_.list("languages", [&](const Field& each) {
      SpokenLanguage& language = candidate_.languages.emplace_back();
      ObjectReader read(each, problems_);
      read_language_code(read, language.language);
      read.coded("level", language.level, cefr_from_code);
      read.refuse_others();
    });
    if (const auto level = in_.integer("education", 0, 8)) candidate_.education = static_cast<EducationLevel>(*level);
    candidate_.attestations = read_mask<ReservedMask>(in_, "attestations", reserved_from_code);
    wishes();
    in_.day("available", candidate_.available);
    read_place(in_, "home", draft_.home);
    mobility();
    restricted();
    read_flags(in_, candidate_.flags);
    in_.member("extra");
    in_.refuse_others();
    if (problems_.any()) return problems_.take();
    return std::move(draft_);
  }

 private:
  void items() {
    in_.list("items", [&](const Field& each) {
      ProfileItem& item = candidate_.items.emplace_back();
      if (each.value.kind() == JsonView::Kind::kString ||
          (each.value.kind() == JsonView::Kind::kObject && each.value.member("vocabulary"))) {
        item.item = read_key(each, kItemScheme, problems_);
        return;
      }
      ObjectReader read(each, problems_);
      item.item = read_key(read, "item", kItemScheme);
      read.text("label", item.label);
      read.coded("origin", item.origin, origin_from_code);
      // Inferred items are worked out anew at each matching; a file cannot state one.
      if (item.origin == ItemOrigin::kInferred) problems_.set(ProblemCode::kFieldValue, read.at("origin"), "inferred");
      read.refuse_others();
      if (item.item.empty() && trim(item.label).empty()) problems_.set(ProblemCode::kFieldMissing, read.at("item"));
    });
  }

  void wishes() {
    const auto field = in_.member("wishes");
    if (!field) return;
    ObjectReader wishes(*field, problems_);
    wishes.list("contracts", [&](const Field& each) {
      const std::string code = text_of(each, problems_);
      if (const auto contract = contract_from_code(code)) candidate_.contracts.push_back(*contract);
      else problems_.set(ProblemCode::kFieldValue, each.pointer, code);
    });
    if (const auto member = wishes.member("hours_per_week")) {
      ObjectReader hours(*member, problems_);
      candidate_.weekly_minutes_min = read_week(hours, "min");
      candidate_.weekly_minutes_max = read_week(hours, "max");
      hours.refuse_others();
      if (candidate_.weekly_minutes_max != 0 && candidate_.weekly_minutes_max < candidate_.weekly_minutes_min)
        problems_.set(ProblemCode::kFieldValue, hours.at("max"), "< min");
    }
    candidate_.schedules_accepted = read_mask<ScheduleMask>(wishes, "schedules", schedule_from_code);
    candidate_.salary_min_cents = read_euros(wishes, "salary_monthly_min");
    wishes.refuse_others();
  }

  void mobility() {
    const auto field = in_.member("mobility");
    if (!field) return;
    ObjectReader read(*field, problems_);
    if (const auto km = read.integer("radius_km", 1, 20000))
      candidate_.mobility.radius_km = static_cast<std::uint16_t>(*km);
    if (const auto minutes = read.integer("radius_minutes", 1, 1440))
      candidate_.mobility.radius_minutes = static_cast<std::uint16_t>(*minutes);
    read.coded("means", candidate_.mobility.means, means_from_code);
    read.refuse_others();
    if (candidate_.mobility.radius_km != 0 && candidate_.mobility.radius_minutes != 0)
      problems_.set(ProblemCode::kFieldValue, read.at("radius_minutes"), "radius_km");
  }

  void restricted() {
    draft_.restricted_given = in_.has("restricted");
    const auto field = in_.member("restricted");
    if (!field) return;
    auto record = read_restricted(field->value.json());
    if (record.ok()) draft_.restricted_json = encode(*record);
    else problems_.set(std::move(record).problem(), field->pointer);
  }

  FirstProblem problems_;
  ObjectReader in_;
  CandidateDraft draft_;
  Candidate& candidate_ = draft_.candidate;
};

}  // namespace

Result<CandidateDraft> decode_passerelle_candidate(std::string_view record, std::string* id) {
  auto json = JsonRecord::parse(record);
  if (!json.ok()) return std::move(json).problem();
  return Decoder({json->root(), ""}).run(id);
}

}  // namespace passerelle
