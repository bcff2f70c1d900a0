// What offers say in their text and the codes it stands for: the readable table of datasets/extraction, read.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"

namespace passerelle::extract {

enum class Kind : std::uint8_t { kLicence, kCertificate, kLanguage, kEducation, kExperience, kSchedule, kDemand, kCompetence };
/// "licence", "certificate" … as in the table.
std::string_view code(Kind kind) noexcept;

/// Wordings of one code.
struct Expression {
  Kind kind = Kind::kCertificate;
  std::string code;          ///< a licence, a certificate's key, a schedule …; for education the level's digit
  std::vector<std::string> texts;
  std::string passengers;    ///< the code meant where the offer speaks of passengers, "" = the same
};

/// Codes that follow a word: « permis C, CE et D », « CACES 1, 3 et 5 ».
struct CodeList {
  Kind kind = Kind::kLicence;
  std::vector<std::string> triggers, fillers;
  std::vector<std::pair<std::string, std::string>> members;  ///< wording, code
  std::string alone;         ///< the code of the word without any; "" = none
  std::vector<std::string> alone_not, alone_near;
};

/// Words around a requirement that say whether it is a must, a wish, or none.
struct Cues { std::vector<std::string> must, nice, none_after, none_before, aside; };

struct Expressions {
  std::string version;
  Cues cues;
  std::vector<CodeList> lists;
  std::vector<Expression> expressions;
  std::vector<std::string> certificates_not_in_text;
};

/// Problems: kDocumentMalformed with the line; kFieldValue for an unknown kind or key.
Result<Expressions> parse_expressions(std::string_view toml);
/// The table that this build was made with (datasets/extraction/expressions.toml).
const Expressions& shipped_expressions();
/// Its text, compiled in.
std::string_view shipped_expressions_text() noexcept;

}  // namespace passerelle::extract
