#include <cstdlib>

#include "ranking/kernel/bounds.hpp"

namespace passerelle::kernel {

namespace plain { extern const Kernels kKernels; }
#if defined(__x86_64__)
namespace avx2 { extern const Kernels kKernels; }
namespace avx512 { extern const Kernels kKernels; }
#endif

const std::vector<Kernels>& available_kernels() {
  static const std::vector<Kernels> all = [] {
    std::vector<Kernels> found{plain::kKernels};
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2")) found.push_back(avx2::kKernels);
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl"))
      found.push_back(avx512::kKernels);
#endif
    return found;
  }();
  return all;
}

const Kernels& chosen_kernels() {
  static const Kernels& chosen = [&]() -> const Kernels& {
    const char* wanted = std::getenv("PASSERELLE_SIMD");
    for (const Kernels& kernels : available_kernels())
      if (wanted != nullptr && kernels.name == wanted) return kernels;
    return available_kernels().back();
  }();
  return chosen;
}

}  // namespace passerelle::kernel
