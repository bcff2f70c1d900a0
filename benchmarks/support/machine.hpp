// What machine this is and how it is doing: stands in every report.
#pragma once

#include <cstdint>
#include <string>

namespace passerelle::bench {

std::string processor_name();
double load_average();
/// Peak resident memory of this process so far, bytes.
std::uint64_t peak_memory();
/// Bytes a second that one thread reads from an array far larger than the caches.
double read_bandwidth();

}  // namespace passerelle::bench
