// « 3 ans d'expérience », « expérience de six mois souhaitée », « première expérience exigée ».
#pragma once

#include <functional>
#include <unordered_set>

#include "intake/extract/modality.hpp"

namespace passerelle::extract {

class ExperiencePhrases {
 public:
  explicit ExperiencePhrases(WordNumbers& numbers);
  using Take = std::function<void(std::uint32_t months, std::size_t begin, std::size_t end)>;
  /// In the sentence of words [first, last). A range counts as its lower end; months 0 = asked without a figure. What the
  /// employer has (« notre expérience », « 20 ans d'expérience » of more than ten years) is no requirement.
  void find(const NumberedText& text, std::size_t first, std::size_t last, const Take& take) const;

 private:
  WordId experience_, year_, annee_, month_;
  std::unordered_set<WordId> asked_, own_;
};

}  // namespace passerelle::extract
