#include "store/connections.hpp"

#include "store/store_file.hpp"

namespace passerelle::store {

Readers::Lease::Lease(Readers& home, std::unique_ptr<sqlite::Database> owned)
    : home_(&home), owned_(std::move(owned)), database_(owned_.get()) {}

Readers::Lease::Lease(Readers& home)
    : home_(&home), pinned_lock_(home.pinned_mutex_), database_(&*home.pinned_) {}

Readers::Lease::~Lease() {
  if (!owned_) return;
  const std::lock_guard lock(home_->mutex_);
  home_->idle_.push_back(std::move(owned_));
}

Result<Readers::Lease> Readers::take() {
  if (pinned_) return Lease(*this);
  std::chrono::milliseconds timeout;
  {
    const std::lock_guard lock(mutex_);
    timeout = busy_timeout_;
    if (!idle_.empty()) {
      auto database = std::move(idle_.back());
      idle_.pop_back();
      database->set_busy_timeout(timeout);
      return Lease(*this, std::move(database));
    }
  }
  PASSERELLE_STORE_TAKE(opened, connect(path_, Access::kRead));
  opened.set_busy_timeout(timeout);
  return Lease(*this, std::make_unique<sqlite::Database>(std::move(opened)));
}

void Readers::set_busy_timeout(std::chrono::milliseconds timeout) {
  const std::lock_guard lock(mutex_);
  busy_timeout_ = timeout;
}

Result<ReadTransaction> ReadTransaction::begin(sqlite::Database& database) {
  if (database.in_transaction()) return ReadTransaction(nullptr);
  PASSERELLE_TRY(database.execute("BEGIN"));
  return ReadTransaction(&database);
}

ReadTransaction::~ReadTransaction() {
  if (database_ != nullptr) (void)database_->execute("COMMIT");
}

}  // namespace passerelle::store
