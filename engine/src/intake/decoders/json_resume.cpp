#include "intake/decoders/json_resume.hpp"

#include <algorithm>

#include "base/hash.hpp"
#include "base/text.hpp"
#include "intake/decoders/passerelle_fields.hpp"
#include "intake/normalise/flags.hpp"

namespace passerelle {
namespace {

class Decoder {
 public:
  Decoder(const Field& root, std::string_view bytes, Day as_of)
      : in_(root, problems_), bytes_(bytes), as_of_(as_of) {}

  Result<CandidateDraft> run(std::string* id_out) {
    identity();
    if (id_out != nullptr) *id_out = candidate_.id;
    basics();
    work();
    skills();
    in_.list("languages", [&](const Field& each) {
      ObjectReader language(each, problems_);
      CandidateDraft::Spoken& spoken = draft_.languages.emplace_back();
      language.text("language", spoken.language);
      language.text("fluency", spoken.fluency);
    });
    in_.list("education", [&](const Field& each) {
      ObjectReader education(each, problems_);
      happened(day(education, "startDate"));  // its end may be one that is hoped for
      education.text("studyType", draft_.education_labels.emplace_back());
    });
    in_.list("certificates", [&](const Field& each) {
      ObjectReader certificate(each, problems_);
      certificate.text("name", draft_.certificate_labels.emplace_back());
      happened(day(certificate, "date"));
    });
    end_open_jobs();
    // Nothing of a résumé but an id, and other members: the file is of another format.
    if (in_.foreign(1)) problems_.set(ProblemCode::kFieldMissing, in_.at("basics"));
    if (problems_.any()) return problems_.take();
    return std::move(draft_);
  }

 private:
  void identity() {
    if (const auto meta = in_.member("meta")) {
      ObjectReader read(*meta, problems_);
      std::string modified;
      read.text("lastModified", modified);
      if (const auto day = parse_day(modified)) last_modified_ = *day;
      read.text("id", candidate_.id);
    }
    in_.text("id", candidate_.id);
    candidate_.id = std::string(trim(candidate_.id));
    if (candidate_.id.empty()) candidate_.id = "resume-" + to_hex(fingerprint(bytes_));
    check_id(candidate_.id, in_.at("id"), problems_);
  }

  void basics() {
    const auto field = in_.member("basics");
    if (!field) return;
    ObjectReader basics(*field, problems_);
    std::string label;
    if (basics.text("label", label)) draft_.sought_titles.push_back(std::move(label));
    if (const auto location = basics.member("location")) {
      ObjectReader read(*location, problems_);
      std::string country;
      read.text("countryCode", country);
      read.text("city", draft_.home.name);
      std::string postal_code;
      read.text("postalCode", postal_code);
      // Codes of other countries may look like French ones.
      if (country.empty() || ascii_lower(country) == "fr") draft_.home.postal_code = std::move(postal_code);
      else if (!draft_.home.name.empty()) draft_.home.name += " (" + country + ")";
    }
  }

  void work() {
    in_.list("work", [&](const Field& each) {
      ObjectReader job(each, problems_);
      CandidateDraft::Position& position = draft_.positions.emplace_back();
      job.text("position", position.title);
      position.start = day(job, "startDate");
      position.end = day(job, "endDate");
      happened(position.start);
      happened(position.end);
    });
  }

  void happened(Day day) { latest_ = std::max(latest_, day); }

  /// Once all days of the résumé are known.
  void end_open_jobs() {
    const Day vouched = last_modified_.set() ? last_modified_ : as_of_;
    for (CandidateDraft::Position& position : draft_.positions) {
      const bool estimated = !position.end.set() && !vouched.set() && position.start.set() && latest_ > position.start;
      if (!position.end.set()) position.end = vouched.set() ? vouched : estimated ? latest_ : Day{};
      if (trim(position.title).empty()) continue;
      if (estimated)
        add_flag(candidate_.flags, ProblemCode::kValueEstimated, "practised",
                 position.title + " → " + to_string(position.end));
      else if (!position.start.set() || !position.end.set() || position.end < position.start)
        add_flag(candidate_.flags, ProblemCode::kTextUnread, "practised", position.title);
    }
  }

  Day day(ObjectReader& in, std::string_view name) {
    std::string text;
    in.text(name, text);
    return parse_day(trim(text)).value_or(Day{});
  }

  void skills() {
    const auto add = [&](std::string label) {
      if (!trim(label).empty()) candidate_.items.push_back({"", std::move(label), ItemOrigin::kDeclared});
    };
    in_.list("skills", [&](const Field& each) {
      ObjectReader skill(each, problems_);
      std::string name;
      skill.text("name", name);
      add(std::move(name));
      skill.list("keywords", [&](const Field& keyword) { add(text_of(keyword, problems_)); });
    });
  }

  FirstProblem problems_;
  ObjectReader in_;
  std::string_view bytes_;
  Day last_modified_, as_of_;
  Day latest_;  ///< of what is said to have happened
  CandidateDraft draft_;
  Candidate& candidate_ = draft_.candidate;
};

}  // namespace

Result<CandidateDraft> decode_json_resume(std::string_view record, std::string* id, Day as_of) {
  auto json = JsonRecord::parse(record);
  if (!json.ok()) return std::move(json).problem();
  return Decoder({json->root(), ""}, record, as_of).run(id);
}

}  // namespace passerelle
