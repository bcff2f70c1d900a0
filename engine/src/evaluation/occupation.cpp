#include "evaluation/occupation.hpp"

#include <algorithm>
#include <ctime>

#include "intake/normalise/guess_occupation.hpp"

namespace passerelle::evaluation {
namespace {

constexpr std::array<unsigned, 8> kBinEnds = {20, 35, 50, 65, 80, 90, 95, 101};

double processor_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

FoundOccupations sum(const FoundOccupations& a, const FoundOccupations& b) {
  return {a.offers + b.offers,
          a.code_first + b.code_first,
          a.code_among + b.code_among,
          a.covered_first + b.covered_first,
          a.covered_among + b.covered_among,
          a.family_first + b.family_first,
          a.family_among + b.family_among};
}

bool title_stands_in(const Offer& offer) {
  return std::any_of(offer.flags.begin(), offer.flags.end(),
                     [](const Flag& flag) { return flag.code == ProblemCode::kValueEstimated && flag.field == "title"; });
}

/// « 59 », « 971 », "–" when the commune is not known.
std::string department_of(const Offer& offer) {
  const std::string& insee = offer.place.insee;
  if (insee.size() != 5) return "–";
  return insee.substr(0, insee.starts_with("97") || insee.starts_with("98") ? 3 : 2);
}

}  // namespace

bool is_reported_half(std::string_view offer_id) {
  // FNV-1a, 32 bits.
  std::uint32_t hash = 2'166'136'261U;
  for (const char c : offer_id) hash = (hash ^ static_cast<unsigned char>(c)) * 16'777'619U;
  return (hash >> 16U & 1U) != 0;
}

OccupationEvaluation::OccupationEvaluation(const reference::Reference& reference) : lookup_(reference) {
  for (auto& bins : report_.bins)
    for (std::size_t b = 0; b < kBinEnds.size(); ++b) {
      ReliabilityBin& bin = bins.emplace_back();
      bin.from = b == 0 ? 0 : kBinEnds[b - 1];
      bin.to = kBinEnds[b];
    }
  report_.trusted_confidence = occupation::kTrustedConfidence;
  (void)lookup_.occupation_finder();  // built before it is timed
}

void OccupationEvaluation::count(FoundOccupations& found, OccupationId truth, const std::vector<occupation::OccupationGuess>& guesses) const {
  const occupation::OccupationFinder& finder = lookup_.occupation_finder();
  const reference::Reference& reference = lookup_.reference();
  const std::string& parent = reference.occupation_parent_keys[truth.value];
  const bool heads_family = parent.empty() || parent == reference.occupation_keys[truth.value];
  ++found.offers;
  bool code = false, covered = false, family = false;
  for (std::size_t g = 0; g < guesses.size(); ++g) {
    const bool same = guesses[g].occupation == truth;
    const bool related = finder.family(guesses[g].occupation) == finder.family(truth);
    code = code || same;
    family = family || related;
    covered = covered || same || (related && heads_family);
    if (g > 0) continue;
    found.code_first += code;
    found.covered_first += covered;
    found.family_first += family;
  }
  found.code_among += code;
  found.covered_among += covered;
  found.family_among += family;
}

void OccupationEvaluation::add(const Offer& offer, const std::string& file) {
  ++report_.read;
  const auto truth = lookup_.reference().find_occupation(offer.occupation);
  // A guess of an earlier import is no truth.
  const bool guessed = !offer.occupation_guesses.empty();
  if (!truth || guessed) {
    ++report_.left_out;
    return;
  }
  Offer hidden;
  hidden.title = offer.title;
  hidden.description = offer.description;
  hidden.place = offer.place;
  if (title_stands_in(offer)) {
    ++report_.without_title;
    hidden.title.clear();
  }
  const double before = processor_seconds();
  const std::vector<occupation::OccupationGuess> guesses = guess_occupation(hidden, lookup_);
  seconds_ += processor_seconds() - before;

  const std::size_t half = is_reported_half(offer.id) ? 1 : 0;
  count(halves_[half], *truth, guesses);
  count(files_[file], *truth, guesses);
  count(departments_[department_of(offer)], *truth, guesses);
  if (guesses.empty()) return;
  const occupation::OccupationGuess& best = guesses.front();
  if (best.confidence >= occupation::kTrustedConfidence) count(report_.trusted[half], *truth, guesses);
  for (ReliabilityBin& bin : report_.bins[half]) {
    if (best.confidence < bin.from || best.confidence >= bin.to) continue;
    ++bin.offers;
    bin.confidence += best.confidence;
    bin.family_right += lookup_.occupation_finder().family(best.occupation) == lookup_.occupation_finder().family(*truth);
    bin.code_right += best.occupation == *truth;
  }
}

OccupationReport OccupationEvaluation::report() const {
  OccupationReport report = report_;
  report.lines.push_back({"all", "", sum(halves_[0], halves_[1])});
  report.lines.push_back({"half", "tuning", halves_[0]});
  report.lines.push_back({"half", "reported", halves_[1]});
  for (const auto& [file, found] : files_) report.lines.push_back({"file", file, found});
  for (const auto& [department, found] : departments_) report.lines.push_back({"department", department, found});
  const std::size_t judged = halves_[0].offers + halves_[1].offers;
  report.microseconds = judged == 0 ? 0 : seconds_ * 1e6 / static_cast<double>(judged);
  return report;
}

}  // namespace passerelle::evaluation
