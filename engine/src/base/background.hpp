// Work beside the questions: one thread that does something now and then, and when it is asked to.
#pragma once

#include <chrono>
#include <functional>
#include <memory>

namespace passerelle {

class Background {
 public:
  /// Calls `work` every `interval`, and soon after wake(); never twice at once. `work` must not throw. The destructor waits for
  /// a call that runs.
  Background(std::chrono::milliseconds interval, std::function<void()> work);
  ~Background();
  Background(const Background&) = delete;
  Background& operator=(const Background&) = delete;
  void wake();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace passerelle
