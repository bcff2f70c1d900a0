// The workload as flat files (README.md lists them): what peers load, what the reference checks against. Arrays are
// little-endian without header; the suffix names the type.
#pragma once

#include <bit>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace passerelle::peers {

static_assert(std::endian::native == std::endian::little, "the flat files are little-endian");

[[noreturn]] inline void give_up_on(const std::string& path) {
  std::perror(path.c_str());
  std::exit(1);
}

template <class T>
std::vector<T> read_array(const std::string& path) {
  std::FILE* file = std::fopen(path.c_str(), "rb");
  if (file == nullptr) give_up_on(path);
  std::vector<T> values(std::filesystem::file_size(path) / sizeof(T));
  if (std::fread(values.data(), sizeof(T), values.size(), file) != values.size()) give_up_on(path);
  std::fclose(file);
  return values;
}

template <class T>
void write_array(const std::string& path, const std::vector<T>& values) {
  std::FILE* file = std::fopen(path.c_str(), "wb");
  if (file == nullptr || std::fwrite(values.data(), sizeof(T), values.size(), file) != values.size() || std::fclose(file) != 0) give_up_on(path);
}

/// Row i of a ragged array is [offsets[i], offsets[i+1]).
struct Rows {
  std::vector<std::int32_t> offsets{0};
  std::size_t size() const { return offsets.size() - 1; }
  std::span<const std::int32_t> of(const std::vector<std::int32_t>& values, std::size_t row) const {
    return {values.data() + offsets[row], static_cast<std::size_t>(offsets[row + 1] - offsets[row])};
  }
};

struct FlatFiles {
  // Candidates.
  std::vector<std::int32_t> candidate_xyz;       // 3 each, 2^30 = 1
  std::vector<double> candidate_latlon;          // 2 each, degrees: for spatial prefilters only
  std::vector<std::int64_t> reach;               // squared chord within which the person travels
  std::vector<std::int32_t> candidate_licences;  // held; all bits when not known
  Rows practised, items;
  std::vector<std::int32_t> practised_occupation, practised_months, item;
  // Offers.
  std::vector<std::int32_t> offer_xyz;
  std::vector<double> offer_latlon;
  std::vector<std::int32_t> offer_occupation, offer_licences, asked_months, sum_weights;
  std::vector<std::int32_t> weights;             // 3 each: occupation, competences, experience; sum 10,000
  Rows requirements;
  std::vector<std::int32_t> requirement_item, requirement_weight;
  // Occupations: who comes close to row's occupation, `from` ascending.
  Rows related;
  std::vector<std::int32_t> related_from, related_points;
  std::size_t candidates() const { return reach.size(); }
  std::size_t offers() const { return offer_occupation.size(); }

  /// Calls io(name, array) for every file.
  template <class Io>
  void each(const Io& io) {
    io("candidates.xyz.i32", candidate_xyz);
    io("candidates.latlon.f64", candidate_latlon);
    io("candidates.reach.i64", reach);
    io("candidates.licences.i32", candidate_licences);
    io("practised.offsets.i32", practised.offsets);
    io("practised.occupation.i32", practised_occupation);
    io("practised.months.i32", practised_months);
    io("items.offsets.i32", items.offsets);
    io("items.item.i32", item);
    io("offers.xyz.i32", offer_xyz);
    io("offers.latlon.f64", offer_latlon);
    io("offers.occupation.i32", offer_occupation);
    io("offers.licences.i32", offer_licences);
    io("offers.asked_months.i32", asked_months);
    io("offers.sum_weights.i32", sum_weights);
    io("offers.weights.i32", weights);
    io("requirements.offsets.i32", requirements.offsets);
    io("requirements.item.i32", requirement_item);
    io("requirements.weight.i32", requirement_weight);
    io("related.offsets.i32", related.offsets);
    io("related.from.i32", related_from);
    io("related.points.i32", related_points);
  }
  static FlatFiles load(const std::string& directory) {
    FlatFiles files;
    files.each([&]<class T>(const char* name, std::vector<T>& values) { values = read_array<T>(directory + "/" + name); });
    return files;
  }
  void save(const std::string& directory) {
    each([&]<class T>(const char* name, std::vector<T>& values) { write_array(directory + "/" + name, values); });
  }
};

}  // namespace passerelle::peers
