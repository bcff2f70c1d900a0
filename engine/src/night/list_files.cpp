#include "night/list_files.hpp"

#include <charconv>
#include <stdexcept>

#include <fmt/format.h>
#include <zstd.h>

namespace passerelle::night {
namespace {

constexpr std::size_t kPersonsPerFrame = 4'096, kOffersPerFrame = 2'048;
constexpr int kLevel = 1;   // lists are names and small numbers: higher levels gain little and take longer than matching

void append(std::string& out, std::uint32_t number) {
  char digits[12];
  out.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
}

void append_cell(std::string& out, std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) { out += text; return; }
  out += '"';
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

// « licences:fails certificates:unknown »: what keeps the verdict from « now », as far as the policy shows it.
void append_reasons(std::string& out, const ScoringContext& context, CandidateId candidate, OfferId offer, std::string_view before, std::string_view between) {
  const ConstraintStates states = constraint_states(context, candidate, offer);
  bool first = true;
  for (std::size_t i = 0; i < kConstraints; ++i) {
    const auto constraint = static_cast<Constraint>(i);
    if (states[i] == ConstraintState::kHolds || context.policy.use(constraint) == ConstraintUse::kIgnore || !visible(context.policy, constraint)) continue;
    if (!first) out += between;
    first = false;
    out += before;
    out += code(constraint);
    out += ':';
    out += code(states[i]);
    out += before;
  }
}

struct Texts { std::string ndjson, csv; };

void add_line(Texts& texts, const ScoringContext& context, CandidateId candidate, OfferId offer, std::string_view of, std::string_view what, std::string_view id,
              std::size_t rank, const ListLine& line) {
  const std::string_view verdict = code(static_cast<VerdictTier>(line.tier));
  const bool now = static_cast<VerdictTier>(line.tier) == VerdictTier::kNow, wishes = context.policy.shows_wishes;
  std::string& json = texts.ndjson;
  json += rank == 1 ? "{\"" : ",{\"";
  json += what;
  json += "\":";
  append_quoted(json, id);
  json += ",\"score\":";
  append(json, line.score);
  json += ",\"suits\":";
  append(json, line.suits);
  if (wishes) {
    json += ",\"wanted\":";
    append(json, line.wanted);
  }
  json += ",\"verdict\":\"";
  json += verdict;
  json += "\"";
  if (!now) {
    json += ",\"reasons\":[";
    append_reasons(json, context, candidate, offer, "\"", ",");
    json += "]";
  }
  json += "}";
  std::string& csv = texts.csv;
  append_cell(csv, of);
  csv += ',';
  append(csv, static_cast<std::uint32_t>(rank));
  csv += ',';
  append_cell(csv, id);
  csv += ',';
  append(csv, line.score);
  csv += ',';
  append(csv, line.suits);
  if (wishes) {
    csv += ',';
    append(csv, line.wanted);
  }
  csv += ',';
  csv += verdict;
  csv += ',';
  if (!now) append_reasons(csv, context, candidate, offer, "", " ");
  csv += '\n';
}

/// Makes texts of [0, n) in blocks, packs them in parallel, and writes the frames in order.
template <class Make>
Status write_both(std::vector<FinishedFile>& files, const std::string& base, std::string_view head, std::size_t n, std::size_t block, Threads threads, const Make& make) {
  FinishedFile ndjson(base + ".ndjson.zst"), csv(base + ".csv.zst");
  PASSERELLE_TRY(ndjson.open());
  PASSERELLE_TRY(csv.open());
  PASSERELLE_TRY(csv.write(packed(head)));
  if (n == 0) PASSERELLE_TRY(ndjson.write(packed("")));
  const std::size_t wave = block * 8 * threads.resolved();
  for (std::size_t begin = 0; begin < n; begin += wave) {
    const std::size_t count = (std::min(n, begin + wave) - begin + block - 1) / block;
    std::vector<Texts> frames(count);
    parallel_blocks(count, 1, threads, [&](std::size_t i, std::size_t, unsigned) {
      Texts texts;
      for (std::size_t at = begin + i * block; at < std::min(n, begin + (i + 1) * block); ++at) make(at, texts);
      frames[i].ndjson = packed(texts.ndjson);
      frames[i].csv = packed(texts.csv);
    });
    for (const Texts& frame : frames) {
      PASSERELLE_TRY(ndjson.write(frame.ndjson));
      PASSERELLE_TRY(csv.write(frame.csv));
    }
  }
  PASSERELLE_TRY(ndjson.close(false));
  PASSERELLE_TRY(csv.close(false));
  files.push_back(std::move(ndjson));
  files.push_back(std::move(csv));
  return {};
}

}  // namespace

void append_quoted(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\', out += c;
    else if (static_cast<unsigned char>(c) < 0x20) out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    else out += c;
  }
  out += '"';
}

std::string packed(std::string_view bytes) {
  struct Free { void operator()(ZSTD_CCtx* context) const noexcept { ZSTD_freeCCtx(context); } };
  thread_local const std::unique_ptr<ZSTD_CCtx, Free> context(ZSTD_createCCtx());
  ZSTD_CCtx_setParameter(context.get(), ZSTD_c_compressionLevel, kLevel);
  ZSTD_CCtx_setParameter(context.get(), ZSTD_c_checksumFlag, 1);
  std::string out(ZSTD_compressBound(bytes.size()), '\0');
  const std::size_t size = ZSTD_compress2(context.get(), out.data(), out.size(), bytes.data(), bytes.size());
  if (ZSTD_isError(size) != 0) throw std::runtime_error(ZSTD_getErrorName(size));
  out.resize(size);
  return out;
}

std::string displaced_text(std::uint32_t persons, Language language) {
  return language == Language::kFrench ? fmt::format("déjà proposée à {} personne{}", persons, persons > 1 ? "s" : "")
                                       : fmt::format("already proposed to {} {}", persons, persons == 1 ? "person" : "persons");
}

Result<ListFiles> write_lists(const std::string& folder, const ListSides& sides, const NightLists& lists, const ShareOut& shared, Language language, Threads threads) {
  const Corpus& corpus = sides.suggest.corpus;
  const auto& offer_ids = corpus.offers.ids;
  const auto& person_ids = corpus.candidates.ids;
  ListFiles result;
  result.suggestions = shared.lists.places.size();
  result.shortlisted = lists.offer_lines.size();
  const auto head = [](const ScoringContext& context, const char* of, const char* what) {
    return fmt::format("{},rank,{},score,suits,{}verdict,reasons\n", of, what, context.policy.shows_wishes ? "wanted," : "");
  };
  PASSERELLE_TRY(write_both(result.files, folder + "/suggestions", head(sides.suggest, "candidate", "offer"), corpus.candidates.size(), kPersonsPerFrame, threads, [&](std::size_t at, Texts& texts) {
    const CandidateId candidate = corpus.candidates_by_id[at];
    const std::string_view id = person_ids[candidate.value];
    texts.ndjson += "{\"candidate\":";
    append_quoted(texts.ndjson, id);
    texts.ndjson += ",\"offers\":[";
    const auto pool = lists.of(candidate);
    const auto places = shared.lists.of(candidate.value);
    std::size_t rank = 0;
    for (const std::uint16_t place : places) {
      const OfferId offer{pool[place].id};
      add_line(texts, sides.suggest, candidate, offer, id, "offer", offer_ids[offer.value], ++rank, pool[place]);
    }
    texts.ndjson += "]";
    bool any = false;
    for_each_displaced(places, [&](std::uint16_t place) {
      const ListLine& line = pool[place];
      texts.ndjson += any ? ",{\"offer\":" : ",\"displaced\":[{\"offer\":";
      any = true;
      append_quoted(texts.ndjson, offer_ids[line.id]);
      texts.ndjson += fmt::format(",\"score\":{},\"proposed_to\":{},\"text\":", line.score, shared.loads[line.id]);
      append_quoted(texts.ndjson, displaced_text(shared.loads[line.id], language));
      texts.ndjson += "}";
    });
    texts.ndjson += any ? "]}\n" : "}\n";
  }));
  PASSERELLE_TRY(write_both(result.files, folder + "/shortlists", head(sides.shortlist, "offer", "candidate"), corpus.offers.size(), kOffersPerFrame, threads, [&](std::size_t at, Texts& texts) {
    const OfferId offer{static_cast<std::uint32_t>(at)};
    texts.ndjson += "{\"offer\":";
    append_quoted(texts.ndjson, offer_ids[at]);
    texts.ndjson += ",\"candidates\":[";
    std::size_t rank = 0;
    for (const ListLine& line : lists.of(offer)) {
      const CandidateId candidate{line.id};
      add_line(texts, sides.shortlist, candidate, offer, offer_ids[at], "candidate", person_ids[line.id], ++rank, line);
    }
    texts.ndjson += "]}\n";
  }));
  return result;
}

}  // namespace passerelle::night
