#include "codec/evaluation_json.hpp"

#include <string_view>
#include <vector>

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

namespace passerelle::codec {
namespace {

class Writer : public rapidjson::Writer<rapidjson::StringBuffer> {
 public:
  using rapidjson::Writer<rapidjson::StringBuffer>::Writer;
  void key(std::string_view name) { Key(name.data(), static_cast<rapidjson::SizeType>(name.size())); }
  void number(std::string_view name, double value) { key(name); Double(value); }
  void count(std::string_view name, std::size_t value) { key(name); Uint64(value); }
  void text(std::string_view name, std::string_view value) {
    key(name);
    String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
  }
};

void ranking(Writer& w, const evaluation::RankingFigures& f) {
  w.count("n", f.n);
  w.number("ndcg_at_10", f.ndcg_at_10);
  w.number("mrr", f.mrr);
  w.number("recall_at_10", f.recall_at_10);
}

void ranking_object(Writer& w, std::string_view name, const evaluation::RankingFigures& f) {
  w.key(name);
  w.StartObject();
  ranking(w, f);
  w.EndObject();
}

void halves(Writer& w, const evaluation::ProximityFigures& f) {
  ranking_object(w, "even", f.even);
  ranking_object(w, "odd", f.odd);
  if (f.listed.n > 0) ranking_object(w, "listed", f.listed);
}

void weights(Writer& w, const std::vector<evaluation::IngredientWeight>& list) {
  w.key("weights");
  w.StartObject();
  for (const evaluation::IngredientWeight& weight : list) w.number(weight.ingredient, weight.weight);
  w.EndObject();
}

void recovery(Writer& w, const evaluation::RecoveryFigures& f) {
  w.count("offers", f.offers);
  w.count("hidden", f.hidden);
  w.count("found", f.found);
  w.number("precision", f.precision);
  w.number("recall", f.recall);
  w.number("macro_precision", f.macro_precision);
  w.number("macro_recall", f.macro_recall);
  ranking(w, f.ranking);
}

void found_occupations(Writer& w, const evaluation::FoundOccupations& f) {
  const auto share = [&](std::string_view name, std::size_t first, std::size_t among) {
    const double n = f.offers == 0 ? 1 : static_cast<double>(f.offers);
    w.key(name);
    w.StartObject();
    w.number("top1", static_cast<double>(first) / n);
    w.number("top5", static_cast<double>(among) / n);
    w.EndObject();
  };
  w.count("offers", f.offers);
  share("code", f.code_first, f.code_among);
  share("covered", f.covered_first, f.covered_among);
  share("family", f.family_first, f.family_among);
}

std::string_view half_name(std::size_t half) { return half == 0 ? "tuning" : "reported"; }

}  // namespace

std::string to_json(const evaluation::OccupationReport& report) {
  rapidjson::StringBuffer buffer;
  Writer w(buffer);
  w.StartObject();
  w.count("read", report.read);
  w.count("left_out", report.left_out);
  w.count("without_title", report.without_title);
  w.number("microseconds_per_offer", report.microseconds);
  w.key("lines");
  w.StartArray();
  for (const evaluation::OccupationLine& line : report.lines) {
    w.StartObject();
    w.text("group", line.group);
    w.text("name", line.name);
    found_occupations(w, line.found);
    w.EndObject();
  }
  w.EndArray();
  w.count("trusted_confidence", report.trusted_confidence);
  w.key("trusted");
  w.StartObject();
  for (std::size_t half = 0; half < report.trusted.size(); ++half) {
    w.key(half_name(half));
    w.StartObject();
    found_occupations(w, report.trusted[half]);
    w.EndObject();
  }
  w.EndObject();
  w.key("reliability");
  w.StartObject();
  for (std::size_t half = 0; half < report.bins.size(); ++half) {
    w.key(half_name(half));
    w.StartArray();
    for (const evaluation::ReliabilityBin& bin : report.bins[half]) {
      const double n = bin.offers == 0 ? 1 : static_cast<double>(bin.offers);
      w.StartObject();
      w.count("from", bin.from);
      w.count("below", bin.to);
      w.count("offers", bin.offers);
      w.number("shown", static_cast<double>(bin.confidence) / n / 100);
      w.number("family_right", static_cast<double>(bin.family_right) / n);
      w.number("code_right", static_cast<double>(bin.code_right) / n);
      w.EndObject();
    }
    w.EndArray();
  }
  w.EndObject();
  w.EndObject();
  return {buffer.GetString(), buffer.GetSize()};
}

std::string to_json(const evaluation::ProximityReport& report) {
  rapidjson::StringBuffer buffer;
  Writer w(buffer);
  w.StartObject();
  ranking(w, report.engine.all);
  w.text("truth_file", report.truth_file);
  w.text("truth_version", report.truth_version);
  w.count("codes", report.codes);
  w.count("pairs", report.pairs);
  w.count("unknown_pairs", report.unknown_pairs);
  weights(w, report.weights);
  halves(w, report.engine);
  ranking_object(w, "held_out", report.held_out);
  w.key("folds");
  w.StartArray();
  for (const evaluation::LearntFold& fold : report.folds) {
    w.StartObject();
    w.text("learnt_on", fold.learnt_on);
    weights(w, fold.weights);
    ranking_object(w, "learnt", fold.learnt);
    ranking_object(w, "held_out", fold.held_out);
    w.EndObject();
  }
  w.EndArray();
  w.key("ablation");
  w.StartArray();
  for (const evaluation::AblationLine& line : report.ablation) {
    w.StartObject();
    w.text("name", line.name);
    ranking(w, line.figures.all);
    halves(w, line.figures);
    w.EndObject();
  }
  w.EndArray();
  w.EndObject();
  return {buffer.GetString(), buffer.GetSize()};
}

std::string to_json(const evaluation::RecoveryReport& report) {
  rapidjson::StringBuffer buffer;
  Writer w(buffer);
  w.StartObject();
  for (const evaluation::RecoveryLine& line : report.lines)
    if (line.from == evaluation::PredictFrom::kTitleCardAndText) recovery(w, line.all);
  w.count("read", report.read);
  w.count("listing", report.listing);
  w.count("entries", report.entries);
  w.count("without_code", report.without_code);
  w.count("unknown", report.unknown);
  w.count("on_card", report.on_card);
  w.key("predictors");
  w.StartArray();
  for (const evaluation::RecoveryLine& line : report.lines) {
    w.StartObject();
    w.text("from", name_of(line.from));
    w.key("all");
    w.StartObject();
    recovery(w, line.all);
    w.EndObject();
    w.key("distinct");
    w.StartObject();
    recovery(w, line.distinct);
    w.EndObject();
    w.EndObject();
  }
  w.EndArray();
  w.EndObject();
  return {buffer.GetString(), buffer.GetSize()};
}

std::string to_json(const evaluation::RequirementsReport& report) {
  rapidjson::StringBuffer buffer;
  Writer w(buffer);
  w.StartObject();
  w.count("offers", report.offers);
  w.count("with_field", report.with_field);
  w.count("with_field_or_text", report.with_item_text);
  w.count("with_any_of_text", report.with_text);
  w.count("labelled_offers", report.labelled_offers);
  w.count("unknown_offers", report.unknown_offers);
  w.key("kinds");
  w.StartObject();
  for (const auto& [kind, halves] : report.kinds) {
    w.key(kind);
    w.StartObject();
    for (std::size_t half = 0; half < halves.size(); ++half) {
      const evaluation::FoundFigures& f = halves[half];
      w.key(half == 0 ? "tuning" : "reported");
      w.StartObject();
      w.count("labelled", f.labelled);
      w.count("recalled", f.recalled);
      w.count("found", f.found);
      w.count("right", f.right);
      w.count("judged", f.judged);
      w.number("precision", f.precision());
      w.number("judged_precision", f.judged_precision());
      w.number("recall", f.recall());
      w.count("levels", f.levels);
      w.count("right_levels", f.right_levels);
      w.EndObject();
    }
    w.EndObject();
  }
  w.EndObject();
  w.EndObject();
  return {buffer.GetString(), buffer.GetSize()};
}

std::string to_json(const evaluation::MergingReport& report) {
  rapidjson::StringBuffer buffer;
  Writer w(buffer);
  w.StartObject();
  w.count("offers", report.offers);
  w.count("groups", report.groups);
  w.count("grouped_offers", report.grouped_offers);
  for (std::size_t half = 0; half < report.halves.size(); ++half) {
    const evaluation::MergingFigures& f = report.halves[half];
    w.key(half == 0 ? "tuning" : "reported");
    w.StartObject();
    w.count("same", f.same);
    w.count("other", f.other);
    w.count("unclear", f.unclear);
    w.count("absent", f.absent);
    for (const auto& [name, figures] : {std::pair("pairs", f.pairs), std::pair("groups", f.groups)}) {
      w.key(name);
      w.StartObject();
      w.count("found", figures.found);
      w.count("right", figures.right);
      w.number("precision", f.precision(figures));
      w.number("recall", f.recall(figures));
      w.EndObject();
    }
    w.EndObject();
  }
  w.EndObject();
  return {buffer.GetString(), buffer.GetSize()};
}

}  // namespace passerelle::codec
