#include "http/metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include "passerelle/engine.hpp"

namespace passerelle::http {
namespace {

// Seconds. The targets (3, 5, 15, 25 ms) are bounds, so that the share within them is read off exactly.
const prometheus::Histogram::BucketBoundaries kBounds{0.0005, 0.001, 0.002, 0.003, 0.005, 0.01, 0.015, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10};

}  // namespace

struct Metrics::Impl {
  prometheus::Registry registry;
  prometheus::Family<prometheus::Counter>& requests =
      prometheus::BuildCounter().Name("passerelle_requests_total").Help("Requests answered, by route and status").Register(registry);
  prometheus::Family<prometheus::Counter>& refused =
      prometheus::BuildCounter().Name("passerelle_refused_total").Help("Requests refused, by code").Register(registry);
  prometheus::Family<prometheus::Histogram>& seconds =
      prometheus::BuildHistogram().Name("passerelle_request_seconds").Help("Time to answer, by route, without reading the request and writing the answer").Register(registry);
};

Metrics::Metrics() : impl_(std::make_unique<Impl>()) {
  prometheus::BuildGauge().Name("passerelle_build_info").Help("The build, as a label").Register(impl_->registry).Add({{"build", std::string(build_name())}}).Set(1);
}
Metrics::~Metrics() = default;

void Metrics::count(std::string_view route, std::uint16_t status, double seconds, std::string_view refused) {
  const std::string label(route.empty() ? "none" : route);
  impl_->requests.Add({{"route", label}, {"status", std::to_string(status)}}).Increment();
  impl_->seconds.Add({{"route", label}}, kBounds).Observe(seconds);
  if (!refused.empty()) impl_->refused.Add({{"code", std::string(refused)}}).Increment();
}

std::string Metrics::text() const { return prometheus::TextSerializer().Serialize(impl_->registry.Collect()); }

}  // namespace passerelle::http
