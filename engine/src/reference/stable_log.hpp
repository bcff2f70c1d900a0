// The natural logarithm from additions, multiplications and divisions only. A C library's log() may differ in its
// last bit between processors; these weights must not.
#pragma once

#include <cmath>

namespace passerelle::reference {

/// ln(x) for x > 0, to about 1e-15.
inline double stable_log(double x) noexcept {
  constexpr double kLn2 = 0.693147180559945309417232121458;
  constexpr double kHalfRoot = 0.707106781186547524400844362105;
  int exponent = 0;
  double mantissa = std::frexp(x, &exponent);  // exact
  if (mantissa < kHalfRoot) {
    mantissa *= 2;
    --exponent;
  }
  // ln m = 2 atanh((m - 1) / (m + 1)), |t| < 0.172: twelve terms leave less than 1e-19.
  const double t = (mantissa - 1) / (mantissa + 1);
  const double t2 = t * t;
  double power = t, sum = 0;
  for (int k = 0; k < 12; ++k) {
    sum += power / (2 * k + 1);
    power *= t2;
  }
  return exponent * kLn2 + 2 * sum;
}

}  // namespace passerelle::reference
