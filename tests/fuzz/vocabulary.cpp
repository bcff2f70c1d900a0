// A vocabulary of one's own, JSON or CSV: read whole or refused, and what is read can be built.
#include <cstdint>
#include <cstdlib>

#include "fuzz/temporary_file.hpp"
#include "reference/build_reference.hpp"
#include "reference/vocabulary_reader.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace passerelle;
  Result<reference::VocabularyData> vocabulary = reference::read_vocabulary(fuzz::as_file(data, size, ".json"));
  if (!vocabulary) {
    if (vocabulary.problem().code == ProblemCode::kInternal) std::abort();
    return 0;
  }
  reference::ReferenceInputs inputs;
  inputs.vocabularies.push_back(std::move(*vocabulary));
  if (reference::build_reference(inputs, nullptr, Threads{1}).reference == nullptr) std::abort();
  return 0;
}
