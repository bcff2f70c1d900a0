// Many short strings in one run of bytes: StringList builds and owns, StringsView reads what lies elsewhere.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/csr.hpp"

namespace passerelle {

class StringList {
 public:
  void push_back(std::string_view text) { rows_.push_row(std::span<const char>(text.data(), text.size())); }
  std::string_view operator[](std::size_t i) const noexcept { return {rows_[i].data(), rows_[i].size()}; }
  std::string_view back() const noexcept { return (*this)[size() - 1]; }
  std::size_t size() const noexcept { return rows_.rows(); }
  bool empty() const noexcept { return size() == 0; }
  void append(const StringList& other) { rows_.append(other.rows_); }
  Csr<char>& rows() noexcept { return rows_; }

 private:
  Csr<char> rows_;
};

class StringsView {
 public:
  StringsView() = default;
  explicit StringsView(CsrView<char> rows) : rows_(rows) {}
  std::string_view operator[](std::size_t i) const noexcept { return {rows_[i].data(), rows_[i].size()}; }
  std::size_t size() const noexcept { return rows_.rows(); }
  bool empty() const noexcept { return size() == 0; }
  const CsrView<char>& rows() const noexcept { return rows_; }

 private:
  CsrView<char> rows_;
};

}  // namespace passerelle
