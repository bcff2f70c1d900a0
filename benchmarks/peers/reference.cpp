// The truth the peers are held to: every pair of a sample of queries, in a plain loop over the flat files. Each line that
// is kept is judged a second time by another function that shares nothing with the first.
//
//   peers_reference truth   --data DIR --direction suggest|shortlist --stride S --out FILE
//   peers_reference compare --data DIR --direction … --stride S --truth FILE --lists FILE
//
// Lists are CSV lines query,id,score in list order; queries are the multiples of the stride. `compare` prints one JSON
// object: lists compared, lists that differ in any line, recall of the truth's ids.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/parallel.hpp"
#include "flat_files.hpp"

namespace {

using namespace passerelle;
using namespace passerelle::peers;

constexpr std::size_t kTop = 20;
__extension__ using Wide = __int128;
constexpr std::int32_t kNotShown = -1;

struct Line {
  std::int32_t id = 0, score = 0;
  friend bool operator==(const Line&, const Line&) = default;
};
bool before(const Line& a, const Line& b) { return a.score != b.score ? a.score > b.score : a.id < b.id; }

std::int64_t squared_chord(const std::int32_t* a, const std::int32_t* b) {
  const std::int64_t dx = std::int64_t{a[0]} - b[0], dy = std::int64_t{a[1]} - b[1], dz = std::int64_t{a[2]} - b[2];
  return dx * dx + dy * dy + dz * dz;
}

/// The second judgement: everything by searching sorted rows, in the order of the README's definition.
std::int32_t score_by_search(const FlatFiles& f, std::size_t c, std::size_t o) {
  const auto to = static_cast<std::size_t>(f.offer_occupation[o]);
  const auto from = f.related.of(f.related_from, to);
  const auto points = f.related.of(f.related_points, to);
  const auto practised = f.practised.of(f.practised_occupation, c);
  const auto months = f.practised.of(f.practised_months, c);
  Wide relation = 0, experience = 0, competences = 0;
  for (std::size_t i = 0; i < practised.size(); ++i) {
    const auto at = std::lower_bound(from.begin(), from.end(), practised[i]);
    if (at != from.end() && *at == practised[i]) relation = std::max<Wide>(relation, points[static_cast<std::size_t>(at - from.begin())]);
    if (practised[i] == f.offer_occupation[o] && f.asked_months[o] > 0)
      experience = Wide{10'000} * (months[i] < f.asked_months[o] ? months[i] : f.asked_months[o]) / f.asked_months[o];
  }
  if (relation < 5'000) return kNotShown;
  if ((f.offer_licences[o] | f.candidate_licences[c]) != f.candidate_licences[c]) return kNotShown;
  Wide chord = 0;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const Wide d = Wide{f.candidate_xyz[3 * c + axis]} - f.offer_xyz[3 * o + axis];
    chord += d * d;
  }
  if (chord > f.reach[c]) return kNotShown;
  const auto asked = f.requirements.of(f.requirement_item, o);
  const auto weights = f.requirements.of(f.requirement_weight, o);
  const auto held = f.items.of(f.item, c);
  for (std::size_t i = 0; i < asked.size(); ++i)
    if (std::binary_search(held.begin(), held.end(), asked[i])) competences += weights[i];
  if (f.sum_weights[o] > 0) competences = competences * 10'000 / f.sum_weights[o];
  return static_cast<std::int32_t>(f.weights[3 * o] * relation / 10'000 + f.weights[3 * o + 1] * competences / 10'000 +
                                   f.weights[3 * o + 2] * experience / 10'000);
}

class Truth {
 public:
  Truth(const FlatFiles& files, bool suggest, std::size_t stride) : f_(files), suggest_(suggest), stride_(stride) {
    std::size_t items = 0;
    for (const auto* column : {&f_.item, &f_.requirement_item})
      for (const std::int32_t item : *column) items = std::max<std::size_t>(items, static_cast<std::size_t>(item) + 1);
    items_ = items;
  }
  std::size_t queries() const { return ((suggest_ ? f_.candidates() : f_.offers()) + stride_ - 1) / stride_; }

  std::vector<std::vector<Line>> compute() const {
    std::vector<std::vector<Line>> lists(queries());
    parallel_blocks(lists.size(), 16, Threads{0}, [&](std::size_t begin, std::size_t end, unsigned) {
      std::vector<std::uint8_t> held(items_);
      std::vector<std::int32_t> relation(f_.related.size());
      for (std::size_t q = begin; q < end; ++q) lists[q] = suggest_ ? suggest(q * stride_, held, relation) : shortlist(q * stride_, held, relation);
    });
    return lists;
  }

 private:
  bool shown(std::size_t c, std::size_t o) const {
    return (f_.offer_licences[o] & ~f_.candidate_licences[c]) == 0 && squared_chord(&f_.candidate_xyz[3 * c], &f_.offer_xyz[3 * o]) <= f_.reach[c];
  }
  void hold(std::size_t c, std::vector<std::uint8_t>& held, std::uint8_t value) const {
    for (const std::int32_t item : f_.items.of(f_.item, c)) held[static_cast<std::size_t>(item)] = value;
  }
  std::int32_t pair_score(std::size_t c, std::size_t o, std::int32_t relation, const std::vector<std::uint8_t>& held) const {
    std::int64_t met = 0, months = 0;
    for (std::int32_t r = f_.requirements.offsets[o]; r < f_.requirements.offsets[o + 1]; ++r)
      if (held[static_cast<std::size_t>(f_.requirement_item[r])]) met += f_.requirement_weight[r];
    for (std::int32_t p = f_.practised.offsets[c]; p < f_.practised.offsets[c + 1]; ++p)
      if (f_.practised_occupation[p] == f_.offer_occupation[o]) months = f_.practised_months[p];
    const std::int64_t asked = f_.asked_months[o];
    const std::int64_t competences = f_.sum_weights[o] == 0 ? 0 : met * 10'000 / f_.sum_weights[o];
    const std::int64_t experience = asked == 0 ? 0 : std::min(months, asked) * 10'000 / asked;
    const std::int32_t* w = &f_.weights[3 * o];
    return static_cast<std::int32_t>(std::int64_t{w[0]} * relation / 10'000 + w[1] * competences / 10'000 + w[2] * experience / 10'000);
  }
  std::vector<Line> best_of(std::vector<Line> lines, std::size_t query) const {
    const std::size_t kept = std::min(lines.size(), kTop);
    std::partial_sort(lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(kept), lines.end(), before);
    lines.resize(kept);
    for (const Line& line : lines) {
      const std::size_t c = suggest_ ? query : static_cast<std::size_t>(line.id), o = suggest_ ? static_cast<std::size_t>(line.id) : query;
      if (score_by_search(f_, c, o) != line.score) {
        fmt::print(stderr, "the reference contradicts itself: candidate {}, offer {}\n", c, o);
        std::exit(1);
      }
    }
    return lines;
  }
  std::vector<Line> suggest(std::size_t c, std::vector<std::uint8_t>& held, std::vector<std::int32_t>& relation) const {
    // How close this person comes to each occupation an offer may have.
    std::fill(relation.begin(), relation.end(), 0);
    for (std::size_t to = 0; to < f_.related.size(); ++to)
      for (std::int32_t r = f_.related.offsets[to]; r < f_.related.offsets[to + 1]; ++r)
        for (const std::int32_t practised : f_.practised.of(f_.practised_occupation, c))
          if (practised == f_.related_from[r]) relation[to] = std::max(relation[to], f_.related_points[r]);
    hold(c, held, 1);
    std::vector<Line> lines;
    for (std::size_t o = 0; o < f_.offers(); ++o) {
      const std::int32_t close = relation[static_cast<std::size_t>(f_.offer_occupation[o])];
      if (close >= 5'000 && shown(c, o)) lines.push_back({static_cast<std::int32_t>(o), pair_score(c, o, close, held)});
    }
    hold(c, held, 0);
    return best_of(std::move(lines), c);
  }
  std::vector<Line> shortlist(std::size_t o, std::vector<std::uint8_t>& held, std::vector<std::int32_t>& relation) const {
    std::fill(relation.begin(), relation.end(), 0);
    const auto to = static_cast<std::size_t>(f_.offer_occupation[o]);
    for (std::int32_t r = f_.related.offsets[to]; r < f_.related.offsets[to + 1]; ++r) relation[static_cast<std::size_t>(f_.related_from[r])] = f_.related_points[r];
    std::vector<Line> lines;
    for (std::size_t c = 0; c < f_.candidates(); ++c) {
      if (!shown(c, o)) continue;
      std::int32_t close = 0;
      for (const std::int32_t practised : f_.practised.of(f_.practised_occupation, c)) close = std::max(close, relation[static_cast<std::size_t>(practised)]);
      if (close < 5'000) continue;
      hold(c, held, 1);
      lines.push_back({static_cast<std::int32_t>(c), pair_score(c, o, close, held)});
      hold(c, held, 0);
    }
    return best_of(std::move(lines), o);
  }

  const FlatFiles& f_;
  bool suggest_;
  std::size_t stride_, items_ = 0;
};

std::map<std::int32_t, std::vector<Line>> read_lists(const std::string& path) {
  std::FILE* file = std::fopen(path.c_str(), "r");
  if (file == nullptr) give_up_on(path);
  std::map<std::int32_t, std::vector<Line>> lists;
  std::int32_t query = 0;
  Line line;
  while (std::fscanf(file, "%d,%d,%d", &query, &line.id, &line.score) == 3) lists[query].push_back(line);
  const bool whole = std::feof(file) != 0;
  std::fclose(file);
  if (!whole) {
    fmt::print(stderr, "{}: not lines of query,id,score\n", path);
    std::exit(1);
  }
  return lists;
}

void compare(const std::string& truth_path, const std::string& lists_path, std::size_t queries, std::size_t stride) {
  const auto truth = read_lists(truth_path);
  const auto lists = read_lists(lists_path);
  std::size_t different = 0, due = 0, found = 0, lines = 0;
  static const std::vector<Line> kEmpty;
  const auto of = [](const auto& from, std::int32_t query) -> const std::vector<Line>& {
    const auto at = from.find(query);
    return at == from.end() ? kEmpty : at->second;
  };
  for (std::size_t q = 0; q < queries; ++q) {
    const std::vector<Line>& want = of(truth, static_cast<std::int32_t>(q * stride));
    const std::vector<Line>& have = of(lists, static_cast<std::int32_t>(q * stride));
    lines += want.size();
    if (want != have) ++different;
    due += want.size();
    for (const Line& line : want)
      if (std::any_of(have.begin(), have.end(), [&](const Line& other) { return other.id == line.id; })) ++found;
  }
  // A list outside the sample would have been answered, and timed, for nothing.
  for (const auto& [query, list] : lists)
    if (static_cast<std::size_t>(query) % stride != 0) ++different;
  fmt::print(R"({{"lists":{},"lines":{},"lists_different":{},"recall":{:.4f}}})" "\n", queries, lines, different,
             due == 0 ? 1.0 : static_cast<double>(found) / static_cast<double>(due));
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("The truth of the peers benchmark");
  std::string mode, data, direction, out, truth, lists;
  std::size_t stride = 1;
  app.add_option("mode", mode)->required()->check(CLI::IsMember({"truth", "compare"}));
  app.add_option("--data", data)->required();
  app.add_option("--direction", direction)->required()->check(CLI::IsMember({"suggest", "shortlist"}));
  app.add_option("--stride", stride)->check(CLI::PositiveNumber);
  app.add_option("--out", out);
  app.add_option("--truth", truth);
  app.add_option("--lists", lists);
  CLI11_PARSE(app, argc, argv);

  const FlatFiles files = FlatFiles::load(data);
  const Truth reference(files, direction == "suggest", stride);
  if (mode == "compare") {
    compare(truth, lists, reference.queries(), stride);
    return 0;
  }
  const auto computed = reference.compute();
  std::FILE* file = std::fopen(out.c_str(), "w");
  if (file == nullptr) give_up_on(out);
  for (std::size_t q = 0; q < computed.size(); ++q)
    for (const Line& line : computed[q]) fmt::print(file, "{},{},{}\n", q * stride, line.id, line.score);
  return std::fclose(file) == 0 ? 0 : 1;
}
