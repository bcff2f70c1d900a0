// Compressed sparse rows: row i owns values[offsets[i] .. offsets[i+1]). Build once, then read-only.
#pragma once

#include <cassert>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace passerelle {

template <class T>
class Csr {
 public:
  Csr() : offsets_{0} {}
  /// From the ends of the rows (0 first) and all values.
  Csr(std::vector<std::uint32_t> offsets, std::vector<T> values) : offsets_(std::move(offsets)), values_(std::move(values)) {
    assert(!offsets_.empty() && offsets_.front() == 0 && offsets_.back() == values_.size());
  }

  /// Appends one row.
  void push_row(std::span<const T> row) {
    values_.insert(values_.end(), row.begin(), row.end());
    offsets_.push_back(static_cast<std::uint32_t>(values_.size()));
  }
  std::size_t rows() const noexcept { return offsets_.size() - 1; }
  std::size_t size() const noexcept { return values_.size(); }
  std::span<const T> operator[](std::size_t row) const noexcept {
    assert(row < rows());
    return {values_.data() + offsets_[row], offsets_[row + 1] - offsets_[row]};
  }
  /// Asks for a row ahead of its use, in two steps: where it lies, then what it holds.
  void prefetch_place(std::size_t row) const noexcept { __builtin_prefetch(offsets_.data() + row); }
  void prefetch_row(std::size_t row) const noexcept { __builtin_prefetch(values_.data() + offsets_[row]); }
  /// Bytes held, for memory reports.
  std::size_t bytes() const noexcept { return values_.capacity() * sizeof(T) + offsets_.capacity() * 4; }

 private:
  std::vector<std::uint32_t> offsets_;
  std::vector<T> values_;
};

}  // namespace passerelle
