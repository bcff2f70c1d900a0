#include <bit>

#include "ranking/kernel/bounds.hpp"

namespace passerelle::kernel::avx2 {

#include "ranking/kernel/bounds_body.inl"

extern const Kernels kKernels;
const Kernels kKernels{"avx2", bound_offers, bound_people};

}  // namespace passerelle::kernel::avx2
