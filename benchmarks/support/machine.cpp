#include "machine.hpp"

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <numeric>
#include <sstream>
#include <vector>

namespace passerelle::bench {
namespace {

// Value of the first line of a /proc file that begins with `name`.
std::string proc_value(const char* path, const std::string& name) {
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);)
    if (line.starts_with(name)) {
      const std::size_t at = line.find(':');
      const std::size_t from = line.find_first_not_of(" \t", at + 1);
      return from == std::string::npos ? "" : line.substr(from);
    }
  return "";
}

}  // namespace

std::string processor_name() { return proc_value("/proc/cpuinfo", "model name"); }

double load_average() {
  double load = 0;
  return getloadavg(&load, 1) == 1 ? load : -1;
}

std::uint64_t peak_memory() { return std::strtoull(proc_value("/proc/self/status", "VmHWM").c_str(), nullptr, 10) * 1024; }

double read_bandwidth() {
  std::vector<std::uint64_t> words(std::size_t{1} << 27, 1);  // 1 GiB
  double best = 0;
  volatile std::uint64_t sink = 0;
  for (int round = 0; round < 3; ++round) {
    const auto start = std::chrono::steady_clock::now();
    sink = std::accumulate(words.begin(), words.end(), std::uint64_t{0});
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    best = std::max(best, static_cast<double>(words.size() * 8) / seconds);
  }
  (void)sink;
  return best;
}

}  // namespace passerelle::bench
