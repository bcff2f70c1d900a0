#include "intake/decoders/france_travail.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "intake/decoders/field_reader.hpp"
#include "intake/decoders/passerelle_fields.hpp"
#include "intake/normalise/contract.hpp"
#include "intake/normalise/flags.hpp"
#include "intake/normalise/tokens.hpp"

namespace passerelle {
namespace {

constexpr std::string_view kSource = "france-travail";
constexpr std::string_view kVocabulary = "rome:";

std::string one_line(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  std::replace(text.begin(), text.end(), '\r', ' ');
  return text;
}

class Decoder {
 public:
  explicit Decoder(const Field& root) : in_(root, problems_) {}

  Result<OfferDraft> run(std::string* id_out) {
    identity();
    if (id_out != nullptr) *id_out = offer_.id;
    in_.text("intitule", offer_.title);
    in_.text("description", offer_.description);
    occupation();
    employer();
    place();
    day("dateCreation", offer_.published);
    day("dateActualisation", offer_.updated);
    if (const auto posts = in_.integer("nombrePostes", 0, 65535))
      offer_.posts = static_cast<std::uint16_t>(std::max<std::int64_t>(1, *posts));
    contract();
    working_time();
    salary();
    experience();
    requirements();
    sources();
    // Nothing of this format but an id and a description, and other members: the file is of another format.
    if (offer_.title.empty() && offer_.occupation.empty() && in_.foreign(2))
      problems_.set(ProblemCode::kFieldMissing, in_.at("intitule"));
    if (problems_.any()) return problems_.take();
    return std::move(draft_);
  }

 private:
  /// E or S; absent or anything else is a wish: what is not said to be a must is not one. A code that is neither is
  /// flagged under `of`.
  Level level_of(ObjectReader& in, std::string_view of) {
    std::string letter;
    in.text("exigence", letter);
    if (const auto level = level_from_code(letter)) return *level;
    unknown_code(std::string(of) + ".exigence", letter);
    return Level::kDesired;
  }

  void unknown_code(std::string_view field, std::string_view written) {
    if (!trim(written).empty()) add_flag(offer_.flags, ProblemCode::kTextUnread, field, written);
  }

  void identity() {
    const auto id = in_.member("id");
    if (!id) return problems_.set(ProblemCode::kFieldMissing, in_.at("id"));
    if (id->value.kind() == JsonView::Kind::kString) offer_.id = trim(id->value.string());
    else if (id->value.kind() == JsonView::Kind::kNumber && id->value.integer())
      offer_.id = std::to_string(*id->value.integer());
    else return problems_.set(ProblemCode::kFieldType, id->pointer, "string");
    check_id(offer_.id, id->pointer, problems_);
  }

  void occupation() {
    std::string code, title;
    if (in_.text("romeCode", code) && !trim(code).empty())
      offer_.occupation = std::string(kVocabulary) + std::string(trim(code));
    in_.text("romeLibelle", offer_.occupation_label);
    in_.text("appellationlibelle", title);
    if (trim(offer_.title).empty() && !trim(title).empty()) {
      offer_.title = title;
      add_flag(offer_.flags, ProblemCode::kValueEstimated, "title", title);
    }
    if (offer_.occupation_label.empty()) offer_.occupation_label = title;
  }

  void employer() {
    in_.text("codeNAF", offer_.naf);
    bool adapted = false;
    in_.boolean("entrepriseAdaptee", adapted);
    if (const auto field = in_.member("entreprise")) {
      ObjectReader company(*field, problems_);
      company.text("nom", offer_.employer_name);
      bool also = false;
      company.boolean("entrepriseAdaptee", also);
      adapted = adapted || also;
    }
    if (adapted) offer_.reserved = bit(Reserved::kAdaptedCompany);
  }

  void place() {
    const auto field = in_.member("lieuTravail");
    if (!field) return;
    ObjectReader place(*field, problems_);
    place.text("libelle", draft_.place.name);
    place.text("codePostal", draft_.place.postal_code);
    place.text("commune", draft_.place.insee);
    // Any number: what cannot be a place is flagged by the normaliser, not refused.
    draft_.place.latitude = place.number("latitude", -1e308, 1e308);
    draft_.place.longitude = place.number("longitude", -1e308, 1e308);
  }

  void day(std::string_view name, Day& into) {
    std::string text;
    if (!in_.text(name, text) || trim(text).empty()) return;
    if (const auto day = parse_day(text)) into = *day;
    else add_flag(offer_.flags, ProblemCode::kTextUnread, name, text);
  }

  void contract() {
    in_.text("typeContrat", draft_.contract_code);
    std::string label, nature;
    in_.text("typeContratLibelle", label);
    in_.text("natureContrat", nature);
    add_part(offer_.contract_text, label);
    // The two natures that say nothing more than the type does.
    if (const std::string folded = fold(nature); folded != "contrat travail" && folded != "emploi non salarie")
      add_part(offer_.contract_text, nature);
    bool alternance = false;
    in_.boolean("alternance", alternance);
    if (alternance) offer_.contract = Contract::kApprenticeship;
  }

  void working_time() {
    std::string text, label;
    in_.text("dureeTravailLibelle", text);
    add_part(offer_.schedule_text, one_line(text));
    context();
    text.clear();
    in_.text("complementExercice", text);
    add_part(offer_.schedule_text, one_line(text));
    in_.text("dureeTravailLibelleConverti", label);
    const std::string folded = fold(label);
    if (folded == "temps plein") offer_.full_time = true;
    else if (folded == "temps partiel") offer_.full_time = false;
  }

  void add_condition(std::string_view text) {
    text = trim(text);
    if (text.empty() || text == "Autre") return;
    if (std::find(offer_.conditions.begin(), offer_.conditions.end(), text) == offer_.conditions.end())
      offer_.conditions.emplace_back(text);
  }

  void context() {
    if (const auto field = in_.member("contexteTravail")) {
      ObjectReader context(*field, problems_);
      context.list("horaires",
                   [&](const Field& each) { add_part(offer_.schedule_text, one_line(text_of(each, problems_))); });
      context.list("conditionsExercice", [&](const Field& each) { add_condition(text_of(each, problems_)); });
    }
    std::string text;
    in_.text("conditionExercice", text);
    add_condition(text);
    std::string travel;
    in_.text("deplacementLibelle", travel);
    if (!trim(travel).empty() && travel != "Jamais") add_condition("Déplacements : " + travel);
  }

  void salary() {
    const auto field = in_.member("salaire");
    if (!field) return;
    ObjectReader salary(*field, problems_);
    for (const char* name : {"libelle", "commentaire", "complement1", "complement2"}) {
      std::string text;
      salary.text(name, text);
      if (text != "Autre" && trim(text) != "-") add_part(offer_.salary.text, one_line(text));
    }
    salary.list("listeComplements", [&](const Field& each) {
      ObjectReader complement(each, problems_);
      std::string label;
      complement.text("libelle", label);
      if (label != "Autre") add_part(offer_.salary.text, label);
    });
  }

  void experience() {
    std::string letter, label, comment;
    in_.text("experienceExige", letter);
    in_.text("experienceLibelle", label);
    in_.text("experienceCommentaire", comment);
    if (letter.empty() && trim(label).empty()) return;
    ExperienceRequirement& experience = offer_.experience.emplace();
    experience.beginner_accepted = letter == "D";
    experience.level = letter == "E" ? Level::kRequired : Level::kDesired;
    if (letter != "D" && letter != "E" && letter != "S") unknown_code("experienceExige", letter);
    add_part(experience.text, label);
    // Often the label ends with the comment already.
    if (label.find(trim(comment)) == std::string::npos) add_part(experience.text, comment);
  }

  void requirements() {
    in_.list("competences", [&](const Field& each) {
      ObjectReader competence(each, problems_);
      ItemRequirement& item = offer_.items.emplace_back();
      std::string code;
      competence.text("code", code);
      if (!trim(code).empty()) item.item = std::string(kVocabulary) + std::string(trim(code));
      competence.text("libelle", item.label);
      item.level = level_of(competence, "competences");
    });
    in_.list("qualitesProfessionnelles", [&](const Field& each) {
      ObjectReader quality(each, problems_);
      quality.text("libelle", offer_.items.emplace_back().label);
    });
    in_.list("outilsBureautiques",
             [&](const Field& each) { offer_.items.emplace_back().label = text_of(each, problems_); });
    labels("permis", draft_.licences);
    labels("langues", draft_.languages);
    in_.list("formations", [&](const Field& each) {
      ObjectReader training(each, problems_);
      EducationDraft& education = draft_.education.emplace_back();
      training.text("niveauLibelle", education.level_label);
      training.text("domaineLibelle", education.field_of_study);
      education.level = level_of(training, "formations");
      std::string comment;
      training.text("commentaire", comment);
      if (trim(comment).empty()) return;
      if (trim(education.field_of_study).empty()) education.field_of_study = trim(comment);
      draft_.certificates.push_back({std::move(comment), education.level});
    });
  }

  void labels(std::string_view name, std::vector<LabelledRequirement>& into) {
    in_.list(name, [&](const Field& each) {
      ObjectReader requirement(each, problems_);
      LabelledRequirement& labelled = into.emplace_back();
      requirement.text("libelle", labelled.label);
      labelled.level = level_of(requirement, name);
    });
  }

  void sources() {
    OfferSource own{std::string(kSource), offer_.id, ""};
    std::vector<OfferSource> partners;
    if (const auto field = in_.member("origineOffre")) {
      ObjectReader origin(*field, problems_);
      origin.text("urlOrigine", own.url);
      origin.list("partenaires", [&](const Field& each) {
        ObjectReader partner(each, problems_);
        OfferSource& source = partners.emplace_back();
        partner.text("nom", source.source);
        partner.text("url", source.url);
      });
    }
    offer_.sources.push_back(std::move(own));
    for (OfferSource& partner : partners)
      if (!partner.source.empty()) offer_.sources.push_back(std::move(partner));
  }

  FirstProblem problems_;
  ObjectReader in_;
  OfferDraft draft_;
  Offer& offer_ = draft_.offer;
};

}  // namespace

Result<OfferDraft> decode_france_travail(std::string_view record, std::string* id) {
  auto json = JsonRecord::parse(record);
  if (!json.ok()) return std::move(json).problem();
  return Decoder({json->root(), ""}).run(id);
}

}  // namespace passerelle
