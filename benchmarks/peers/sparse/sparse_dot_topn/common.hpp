// Stands before sparse_dot_topn's own common.hpp, which pulls in the Python bindings: its two kernels need this alone.
#pragma once

#include <type_traits>

namespace sdtn::core {

template <typename idxT>
using iffInt = std::enable_if_t<std::is_integral_v<idxT>, bool>;

}  // namespace sdtn::core
