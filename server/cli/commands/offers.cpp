// offers show | unmerge: one offer with its sources, and a person's word that they are not one job.
#include <fmt/format.h>

#include "cli/context.hpp"
#include "cli/output/table.hpp"
#include "codec/offer_json.hpp"

namespace passerelle::cli {
namespace {

const char* offer_field_name(std::string_view field, const Context& context) {
  struct Name { std::string_view field; const char *french, *english; };
  static constexpr Name kNames[] = {
      {"title", "intitulé", "title"}, {"description", "texte", "text"}, {"occupation", "métier", "occupation"}, {"employer", "employeur", "employer"},
      {"place", "lieu", "place"}, {"posts", "postes", "posts"}, {"contract", "contrat", "contract"}, {"reserved", "publics réservés", "reserved"},
      {"hours", "durée", "hours"}, {"schedule", "horaires", "schedule"}, {"salary", "salaire", "salary"}, {"published", "publication", "published"},
      {"updated", "mise à jour", "updated"}, {"start", "prise de poste", "start"}, {"closing", "clôture", "closing"}, {"items", "compétences", "competences"},
      {"certificates", "certificats", "certificates"}, {"licences", "permis", "licences"}, {"languages", "langues", "languages"},
      {"experience", "expérience", "experience"}, {"education", "formation", "education"}, {"conditions", "conditions de travail", "conditions"}};
  for (const Name& name : kNames)
    if (name.field == field) return context.say(name.french, name.english);
  return "?";
}

std::string join_reason(const StoredJoin& join, const Context& context) {
  std::string text = fmt::format(fmt::runtime(context.say("texte : {} % du plus court, {} % du tout", "text: {}% of the shorter, {}% of all")),
                                 join.text_contained / 10, join.text_shared / 10);
  const auto add = [&](const char* french, const char* english) { text += std::string(" ; ") + context.say(french, english); };
  if (join.title == "same") add("même intitulé", "same title");
  else if (join.title == "same-head") add("même début d'intitulé", "titles begin alike");
  else if (join.title == "some-words") add("intitulés voisins", "titles share words");
  else if (join.title == "missing") add("un intitulé manque", "a title is missing");
  else add("intitulés différents", "other titles");
  if (join.same_place) add("même commune", "same commune");
  else add("rien ne dit que les lieux diffèrent", "nothing says that the places differ");
  if (join.employer == "siret") add("même SIRET", "same SIRET");
  else if (join.employer == "name") add("même nom d'employeur", "same employer's name");
  else add("employeur inconnu d'un côté, ou agence", "employer unknown on one side, or an agency");
  if (join.same_board) add("même site (republication)", "same board (posted again)");
  else add("deux sites", "two boards");
  return text;
}

Status show_offer(const Context& context, const std::string& id) {
  Result<Engine> engine = context.open(Store::Mode::kRead);
  if (!engine) return std::move(engine).problem();
  Result<merging::OfferView> view = engine->offer_view(id);
  if (!view) return std::move(view).problem();
  if (context.json) {
    fmt::print("{}\n", codec::to_json(*view));
    return {};
  }
  const auto join = [](const std::vector<std::string>& parts) {
    std::string text;
    for (const std::string& part : parts) text += (text.empty() ? "" : ", ") + part;
    return text;
  };
  fmt::print("{} — {}\n", view->offer.id, view->offer.title);
  std::vector<std::string> about;
  for (const std::string& part : {view->offer.employer_name, view->offer.place.name.empty() ? view->offer.place.insee : view->offer.place.name})
    if (!part.empty()) about.push_back(part);
  if (!about.empty()) fmt::print("{}\n", join(about));
  if (!view->closed_at.empty()) fmt::print("{} {}\n", context.say("close le", "closed on"), view->closed_at.substr(0, 10));
  fmt::print(fmt::runtime(context.say("\nAnnonces : {}\n", "\nPostings: {}\n")), view->postings.size());
  Table table;
  table.column(context.say("annonce", "posting"), Table::Align::kLeft, 28);
  table.column(context.say("source", "source"), Table::Align::kLeft, 24);
  table.column(context.say("identifiant", "id there"), Table::Align::kLeft, 20);
  table.column(context.say("publiée", "published"));
  table.column(context.say("mise à jour", "updated"));
  table.column(context.say("close", "closed"));
  table.column(context.say("lien", "link"));
  for (const merging::PostingView& posting : view->postings) {
    bool first = true;
    for (const OfferSource& source : posting.offer.sources) {
      if (first) table.row({posting.offer.id, source.source, source.id, to_string(posting.offer.published), to_string(posting.offer.updated), posting.closed_at.substr(0, std::min<std::size_t>(10, posting.closed_at.size())), source.url});
      else table.row({"", source.source, source.id, "", "", "", source.url});
      first = false;
    }
  }
  fmt::print("{}", table.text());
  if (!view->joins.empty()) {
    fmt::print("\n{}\n", context.say("Pourquoi une seule offre", "Why one offer"));
    for (const StoredJoin& each : view->joins) fmt::print("{}", wrap(fmt::format("  {} + {} : {}", each.a, each.b, join_reason(each, context)), terminal_width(), 4) + "\n");
    fmt::print("\n{}\n", context.say("Ce que dit l'offre, et d'après quelle annonce", "What the offer says, and which posting says it"));
    for (const auto& [field, postings] : view->fields) fmt::print("  {} : {}\n", offer_field_name(field, context), join(postings));
  }
  if (!view->kept_apart.empty()) {
    fmt::print("\n{}\n", context.say("Séparées par une personne", "Kept apart by a person"));
    for (const auto& [posting, other] : view->kept_apart) fmt::print("  {} ≠ {}\n", posting, other);
  }
  return {};
}

Status part_offers(const Context& context, const std::string& id, const std::string& source, bool undo) {
  Result<Engine> engine = context.open(Store::Mode::kWrite);
  if (!engine) return std::move(engine).problem();
  Result<merging::PartReport> report = undo ? engine->let_together(id, source) : engine->unmerge_offer(id, source);
  if (!report) return std::move(report).problem();
  if (context.json) {
    fmt::print("{}\n", codec::to_json(*report));
    return {};
  }
  fmt::print("{}\n", undo ? context.say("La règle décide de nouveau :", "The rule decides again:")
                          : context.say("Séparées, et gardées séparées aux prochains imports (--undo pour revenir) :", "Parted, and kept apart by later imports (--undo to go back):"));
  for (const auto& [posting, offer] : report->shown_as)
    fmt::print("  {} → {}\n", posting, posting == offer ? context.say("sa propre offre", "its own offer") : fmt::format("{} {}", context.say("offre", "offer"), offer));
  return {};
}

}  // namespace

void add_offer_commands(CLI::App& offers, Context& context, Action& action) {
  auto id = std::make_shared<std::string>();
  CLI::App* shown = offers.add_subcommand("show", context.say("une offre : ses sources, leurs liens et dates, pourquoi elles n'en font qu'une, qui dit quoi",
                                                              "one offer: its sources, their links and dates, why they are one, which says what"));
  shown->add_option("id", *id, context.say("identifiant de l'offre ou d'une de ses annonces", "id of the offer or of one of its postings"))->required();
  shown->callback([&context, &action, id] { action = [&context, id] { return show_offer(context, *id); }; });

  auto source = std::make_shared<std::string>();
  auto undo = std::make_shared<bool>(false);
  CLI::App* parted = offers.add_subcommand("unmerge", context.say("ce n'est pas le même poste : sépare les annonces d'une offre, durablement", "not the same job: parts an offer's postings, for good"));
  parted->add_option("id", *id, context.say("identifiant de l'offre ou d'une de ses annonces", "id of the offer or of one of its postings"))->required();
  parted->add_option("source", *source, context.say("SOURCE:IDENTIFIANT de la seule annonce à en retirer (défaut : toutes)", "SOURCE:ID of the one posting to take out (default: all)"));
  parted->add_flag("--undo", *undo, context.say("revient là-dessus : la règle décide de nouveau", "takes that back: the rule decides again"));
  parted->callback([&context, &action, id, source, undo] { action = [&context, id, source, undo] { return part_offers(context, *id, *source, *undo); }; });
}

}  // namespace passerelle::cli
