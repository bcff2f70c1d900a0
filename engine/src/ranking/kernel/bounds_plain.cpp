#include <bit>

#include "ranking/kernel/bounds.hpp"

namespace passerelle::kernel::plain {

#include "ranking/kernel/bounds_body.inl"

extern const Kernels kKernels;
const Kernels kKernels{"plain", bound_offers, bound_people};

}  // namespace passerelle::kernel::plain
