#include <cstdio>
#include <filesystem>

#include "facade/engine_impl.hpp"
#include "generate/counts_reader.hpp"
#include "generate/generate.hpp"
#include "reference/geography_reader.hpp"

namespace passerelle {
namespace {

// Lines to a file that appears under its name only when it is whole.
class LineFile {
 public:
  explicit LineFile(std::string path) : path_(std::move(path)), part_(path_ + ".part") {}
  ~LineFile() {
    if (file_ != nullptr) {
      std::fclose(file_);
      std::remove(part_.c_str());
    }
  }
  LineFile(const LineFile&) = delete;
  LineFile& operator=(const LineFile&) = delete;

  Status open() {
    file_ = std::fopen(part_.c_str(), "wb");
    return file_ != nullptr ? Status{} : failure();
  }
  Status write(std::string_view line) {
    if (std::fwrite(line.data(), 1, line.size(), file_) != line.size() || std::fputc('\n', file_) == EOF) return failure();
    return {};
  }
  Status finish() {
    const bool flushed = std::fflush(file_) == 0;
    const bool closed = std::fclose(file_) == 0;
    file_ = nullptr;
    std::error_code error;
    if (flushed && closed) std::filesystem::rename(part_, path_, error);
    if (!flushed || !closed || error) return failure();
    return {};
  }
  const std::string& path() const { return path_; }

 private:
  Problem failure() const { return Problem(ProblemCode::kStoreFull, path_).from(path_); }
  std::string path_, part_;
  std::FILE* file_ = nullptr;
};

template <class Generate>
Status write_lines(LineFile& file, std::string_view phase, std::uint64_t total, const Progress& progress, const Generate& generate) {
  PASSERELLE_TRY(file.open());
  std::uint64_t done = 0;
  PASSERELLE_TRY(generate([&](std::string_view line) -> Status {
    if (progress && ++done % 4'096 == 0) progress(phase, done, total);
    return file.write(line);
  }));
  if (progress) progress(phase, total, total);
  return file.finish();
}

}  // namespace

Result<GenerateReport> Engine::generate(const GenerateFiles& request) const {
  GenerateReport report;
  generate::GenerateRequest plan;
  plan.region = request.region;
  plan.candidates = request.candidates;
  plan.offers = request.offers;
  plan.seed = request.seed;
  if (request.today.set()) plan.today = request.today;
  if (!request.counts.empty()) {
    auto counts = generate::read_counts(request.counts);
    if (!counts) return std::move(counts).problem();
    plan.counts = std::move(counts->rows);
    report.notes = std::move(counts->notes);
  }
  if (!request.tension.empty()) {
    auto tension = reference::read_tension(request.tension);
    if (!tension) return std::move(tension).problem();
    plan.tension = std::move(tension->rows);
    report.notes.insert(report.notes.end(), tension->notes.begin(), tension->notes.end());
  }
  std::shared_ptr<const reference::Reference> vocabulary;
  if (request.basins.empty()) {
    auto loaded = impl_->get_reference();
    if (!loaded) return std::move(loaded).problem();
    vocabulary = std::move(*loaded);
  } else {
    auto basins = reference::read_basins(request.basins);
    if (!basins) return std::move(basins).problem();
    auto inputs = impl_->store.reference_inputs();
    if (!inputs) return std::move(inputs).problem();
    inputs->basins = std::move(basins->basins);
    inputs->basin_members = std::move(basins->members);
    vocabulary = reference::build_reference(*inputs, nullptr, impl_->threads).reference;
  }
  if (request.all_counted_offers) {
    auto posts = generate::posts_in_region(plan, *vocabulary);
    if (!posts) return std::move(posts).problem();
    plan.offers = static_cast<std::uint32_t>(*posts);
  }
  PASSERELLE_TRY(plan.validate());
  std::error_code error;
  std::filesystem::create_directories(request.directory, error);
  if (error) return Problem(ProblemCode::kFileUnreadable, error.message()).from(request.directory);
  LineFile offers((std::filesystem::path(request.directory) / "offers.ndjson").string());
  LineFile candidates((std::filesystem::path(request.directory) / "candidates.ndjson").string());
  PASSERELLE_TRY(write_lines(offers, "offers", plan.offers, request.progress,
                             [&](const auto& sink) { return generate::generate_offers(plan, *vocabulary, impl_->threads, sink); }));
  PASSERELLE_TRY(write_lines(candidates, "candidates", plan.candidates, request.progress,
                             [&](const auto& sink) { return generate::generate_candidates(plan, *vocabulary, impl_->threads, sink); }));
  report.offers_file = offers.path();
  report.candidates_file = candidates.path();
  report.offers = plan.offers;
  report.candidates = plan.candidates;
  return report;
}

}  // namespace passerelle
