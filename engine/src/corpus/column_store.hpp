// The memory of a corpus that was built: takes columns over and gives views of them.
#pragma once

#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "base/csr.hpp"
#include "base/strings.hpp"

namespace passerelle {

class ColumnStore {
 public:
  template <class T>
  std::span<const T> keep(std::vector<T>&& column) {
    column.shrink_to_fit();
    auto held = std::make_shared<const std::vector<T>>(std::move(column));
    held_.push_back(held);
    return *held;
  }
  template <class T>
  CsrView<T> keep(Csr<T>&& rows) {
    auto [offsets, values] = std::move(rows).release();
    const std::span<const std::uint32_t> ends = keep(std::move(offsets));
    return {ends, keep(std::move(values))};
  }
  StringsView keep(StringList&& strings) { return StringsView(keep(std::move(strings.rows()))); }

 private:
  std::vector<std::shared_ptr<const void>> held_;
};

}  // namespace passerelle
