// Inside of the facade: the open store, and the reference and corpus built from it when first asked for.
#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "corpus/corpus.hpp"
#include "passerelle/engine.hpp"

namespace passerelle {

struct Engine::Impl {
  Store store;
  Threads threads;

  // Readers take a shared_ptr under the mutex and then work without it; an import forgets what it made stale.
  mutable std::mutex mutex;
  mutable std::shared_ptr<const reference::Reference> reference;
  mutable std::shared_ptr<const Corpus> corpus;

  Impl(Store s, Threads t) : store(std::move(s)), threads(t) {}

  Result<std::shared_ptr<const reference::Reference>> get_reference() const;
  Result<std::shared_ptr<const Corpus>> get_corpus() const;
  void forget_all();
  void forget_corpus();
};

}  // namespace passerelle
