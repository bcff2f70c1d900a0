// Compressed sparse rows: row i owns values[offsets[i] .. offsets[i+1]). Build once, then read-only: Csr owns its memory,
// CsrView reads what lies elsewhere (a mapped file).
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
  /// Appends all rows of another.
  void append(const Csr& other) {
    const auto base = static_cast<std::uint32_t>(values_.size());
    values_.insert(values_.end(), other.values_.begin(), other.values_.end());
    for (std::size_t row = 1; row < other.offsets_.size(); ++row) offsets_.push_back(base + other.offsets_[row]);
  }
  std::vector<T>& values() noexcept { return values_; }
  std::span<T> row(std::size_t row) noexcept {
    assert(row < rows());
    return {values_.data() + offsets_[row], offsets_[row + 1] - offsets_[row]};
  }
  /// Hands over the ends of the rows and the values.
  std::pair<std::vector<std::uint32_t>, std::vector<T>> release() && { return {std::move(offsets_), std::move(values_)}; }

 private:
  std::vector<std::uint32_t> offsets_;
  std::vector<T> values_;
};

/// Rows that lie elsewhere; as long as what it reads.
template <class T>
class CsrView {
 public:
  CsrView() = default;
  /// The ends of the rows (0 first), and all values.
  CsrView(std::span<const std::uint32_t> offsets, std::span<const T> values) : offsets_(offsets), values_(values) {}

  std::size_t rows() const noexcept { return offsets_.empty() ? 0 : offsets_.size() - 1; }
  std::size_t size() const noexcept { return values_.size(); }
  std::span<const T> operator[](std::size_t row) const noexcept {
    assert(row < rows());
    return {values_.data() + offsets_[row], offsets_[row + 1] - offsets_[row]};
  }
  /// Asks for a row ahead of its use, in two steps: where it lies, then what it holds.
  void prefetch_place(std::size_t row) const noexcept { __builtin_prefetch(offsets_.data() + row); }
  void prefetch_row(std::size_t row) const noexcept { __builtin_prefetch(values_.data() + offsets_[row]); }
  std::span<const std::uint32_t> offsets() const noexcept { return offsets_; }
  std::span<const T> values() const noexcept { return values_; }

 private:
  std::span<const std::uint32_t> offsets_;
  std::span<const T> values_;
};

}  // namespace passerelle
