// sparse_dot_topn on the competences alone: a person's items times the offers' weighted requirements, the best 20 of each
// row. Linear and without constraints: another, easier question, for scale only.
//
//   sparse_peer DATA DIRECTION(suggest|shortlist) STRIDE THREADS
#include <chrono>
#include <cstdlib>
#include <cstring>

#include <sparse_dot_topn/sp_matmul_topn.hpp>

#include "flat_files.hpp"

namespace {

using passerelle::peers::FlatFiles;

struct Csr {
  std::vector<float> values;
  std::vector<std::int32_t> offsets{0}, columns;
  std::int32_t rows() const { return static_cast<std::int32_t>(offsets.size()) - 1; }
};

Csr transposed(const Csr& m, std::int32_t columns) {
  Csr t;
  t.offsets.assign(static_cast<std::size_t>(columns) + 1, 0);
  for (const std::int32_t c : m.columns) ++t.offsets[static_cast<std::size_t>(c) + 1];
  for (std::size_t i = 1; i < t.offsets.size(); ++i) t.offsets[i] += t.offsets[i - 1];
  t.values.resize(m.values.size());
  t.columns.resize(m.columns.size());
  std::vector<std::int32_t> at(t.offsets.begin(), t.offsets.end() - 1);
  for (std::int32_t row = 0; row < m.rows(); ++row)
    for (std::int32_t i = m.offsets[row]; i < m.offsets[row + 1]; ++i) {
      const std::int32_t to = at[m.columns[i]]++;
      t.columns[to] = row;
      t.values[to] = m.values[i];
    }
  return t;
}

Csr every(const Csr& m, std::int32_t stride) {
  Csr kept;
  for (std::int32_t row = 0; row < m.rows(); row += stride) {
    kept.values.insert(kept.values.end(), m.values.begin() + m.offsets[row], m.values.begin() + m.offsets[row + 1]);
    kept.columns.insert(kept.columns.end(), m.columns.begin() + m.offsets[row], m.columns.begin() + m.offsets[row + 1]);
    kept.offsets.push_back(static_cast<std::int32_t>(kept.columns.size()));
  }
  return kept;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) return 2;
  const FlatFiles f = FlatFiles::load(argv[1]);
  const bool suggest = std::strcmp(argv[2], "suggest") == 0;
  const int stride = std::atoi(argv[3]), threads = std::atoi(argv[4]);
  std::int32_t items = 0;
  for (const auto* column : {&f.item, &f.requirement_item})
    for (const std::int32_t item : *column) items = std::max(items, item + 1);
  Csr people, offers;
  people.offsets = f.items.offsets;
  people.columns = f.item;
  people.values.assign(f.item.size(), 1.0F);
  offers.offsets = f.requirements.offsets;
  offers.columns = f.requirement_item;
  for (std::size_t o = 0; o < f.offers(); ++o)
    for (std::int32_t r = f.requirements.offsets[o]; r < f.requirements.offsets[o + 1]; ++r)
      offers.values.push_back(static_cast<float>(f.requirement_weight[r]) / static_cast<float>(f.sum_weights[o]));
  const Csr a = every(suggest ? people : offers, stride), b = transposed(suggest ? offers : people, items);
  const std::int32_t columns = suggest ? offers.rows() : people.rows();
  const auto start = std::chrono::steady_clock::now();
  const auto [size, values, columns_out, offsets] = sdtn::core::sp_matmul_topn_mt<float, std::int32_t, false>(
      20, a.rows(), columns, 0.0F, threads, a.values.data(), a.offsets.data(), a.columns.data(), b.values.data(), b.offsets.data(), b.columns.data());
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  delete[] values;
  delete[] columns_out;
  delete[] offsets;
  std::printf("{\"peer\":\"sparse_dot_topn\",\"direction\":\"%s\",\"queries\":%d,\"stride\":%d,\"threads\":%d,\"seconds\":%.3f,\"us_per_query\":%.2f,"
              "\"question\":\"competences alone\",\"lines\":%zu}\n",
              argv[2], a.rows(), stride, threads, seconds, seconds * 1e6 / a.rows(), size);
  return 0;
}
