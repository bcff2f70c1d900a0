#include <bit>

#include "ranking/kernel/bounds.hpp"

namespace passerelle::kernel::avx512 {

#include "ranking/kernel/bounds_body.inl"

extern const Kernels kKernels;
const Kernels kKernels{"avx512", bound_offers, bound_people};

}  // namespace passerelle::kernel::avx512
