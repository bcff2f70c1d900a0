#include "base/background.hpp"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace passerelle {

struct Background::Impl {
  std::mutex mutex;
  std::condition_variable turn;
  bool ended = false, woken = false;
  std::thread thread;
};

Background::Background(std::chrono::milliseconds interval, std::function<void()> work) : impl_(std::make_unique<Impl>()) {
  impl_->thread = std::thread([impl = impl_.get(), interval, work = std::move(work)] {
    std::unique_lock lock(impl->mutex);
    while (!impl->ended) {
      impl->turn.wait_for(lock, interval, [&] { return impl->ended || impl->woken; });
      if (impl->ended) return;
      impl->woken = false;
      lock.unlock();
      work();
      lock.lock();
    }
  });
}

Background::~Background() {
  {
    const std::lock_guard lock(impl_->mutex);
    impl_->ended = true;
  }
  impl_->turn.notify_all();
  impl_->thread.join();
}

void Background::wake() {
  {
    const std::lock_guard lock(impl_->mutex);
    impl_->woken = true;
  }
  impl_->turn.notify_all();
}

}  // namespace passerelle
