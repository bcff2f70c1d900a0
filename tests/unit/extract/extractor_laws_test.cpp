// What holds of any text.
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/text.hpp"
#include "intake/extract/extractor.hpp"
#include "samples.hpp"

namespace passerelle::extract {
namespace {

const Extractor& extractor() {
  static const Extractor kExtractor(sample_reference());
  return kExtractor;
}

/// Texts made of what offers say, so that something is found.
rc::Gen<std::string> offer_text() {
  const auto piece = rc::gen::element<std::string>("Permis B exigé", "permis C et CE", "CACES 3, 5", "débutant accepté", "3 ans d'expérience", "anglais courant", "horaires en 2x8",
                                                   "non obligatoire", "serait un plus", "sans", "conduire un chariot élévateur", "BTS", "week-end", ". ", ", ", "\n", "\xFF", "&nbsp;");
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(piece), [](const std::vector<std::string>& pieces) {
    std::string text;
    for (const std::string& each : pieces) text += each + " ";
    return text;
  });
}

RC_GTEST_PROP(ExtractorLaws, SpansLieWithinTheText, ()) {
  const std::string text = *rc::gen::oneOf(offer_text(), rc::gen::arbitrary<std::string>());
  for (const Finding& finding : extractor().find(text, "", {})) {
    RC_ASSERT(finding.begin < finding.end);
    RC_ASSERT(finding.end <= text.size());
    RC_ASSERT(finding.sentence_begin <= finding.begin);
    RC_ASSERT(finding.end <= finding.sentence_end);
    RC_ASSERT(finding.sentence_end <= text.size());
  }
}

RC_GTEST_PROP(ExtractorLaws, TheSameTextGivesTheSame, ()) {
  const std::string text = *offer_text();
  RC_ASSERT(extractor().find(text, "", {}) == Extractor(sample_reference()).find(text, "", {}));
}

RC_GTEST_PROP(ExtractorLaws, CaseAndAccentsDoNotMatter, ()) {
  const std::string text = *offer_text();
  // Letters alone are left out: « C » is a category where « c » is not (« permis à jour »).
  // Capitals, and the accents gone: each letter in its place.
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.compare(i, 2, "é") == 0) {
      plain += 'E';
      ++i;
    } else {
      plain += text[i] >= 'a' && text[i] <= 'z' ? static_cast<char>(text[i] - 'a' + 'A') : text[i];
    }
  }
  const auto codes = [](const std::vector<Finding>& findings) {
    std::vector<std::string> out;
    for (const Finding& finding : findings) out.push_back(std::string(code(finding.kind)) + finding.code + std::to_string(finding.value) + (finding.negated ? "!" : "") + std::string(passerelle::code(finding.level)));
    return out;
  };
  RC_ASSERT(codes(extractor().find(text, "", {})) == codes(extractor().find(plain, "", {})));
}

}  // namespace
}  // namespace passerelle::extract
