// What the import laws share: a store of its own with a small vocabulary, files of records made of lines that are good
// or broken in a known way, and everything that can be read out of the store afterwards.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "passerelle/engine.hpp"
#include "support/temporary_directory.hpp"

namespace passerelle::testing {

/// One line of a file of offers, and what must become of it.
struct Line {
  enum class Kind {
    kGood,   ///< an offer nobody else in the file is
    kAgain,  ///< the first good line, byte for byte
    kOther,  ///< the first good line's id with another content
    kCut,    ///< JSON that ends early
    kNotJson,
    kNotAnObject,
    kNoId,
    kIdIsNumber,
    kWrongType,  ///< posts as a text
    kOutOfRange,
    kUnknownField,
    kRepeatedKey,
    kNulByte,
    kNulEscape,
    kLatin1,
    kNested,  ///< deeper than any record
    kBlank,   ///< no record at all
    kCount,
  };
  Kind kind = Kind::kGood;
  int flavour = 0;  ///< varies the content of good lines
};

/// A file of offers with ids of `prefix`; its first line is good, so that the file's shape is told.
struct OfferFile {
  std::string bytes;
  std::size_t records = 0, good = 0, quarantined = 0;
  std::set<std::string> ids;    ///< that the store must have afterwards
  std::set<std::string> lines;  ///< "line N" of the records that must be in quarantine
};
OfferFile offer_file(const std::vector<Line>& lines, const std::string& prefix);

/// One good offer as JSON; what varies with `flavour` is job-relevant.
std::string offer_json(const std::string& id, int flavour);
/// One good candidate as JSON, `restricted` (JSON, or "") as its last member.
std::string candidate_json(const std::string& id, int flavour, const std::string& restricted);

/// (source, position, field, code, record id, payload)
using QuarantineLine = std::tuple<std::string, std::string, std::string, std::string, std::string, std::string>;

/// A store in a directory of its own with a vocabulary and a few communes.
class ImportStore {
 public:
  ImportStore();
  Engine& engine() { return *engine_; }
  const TemporaryDirectory& directory() const { return directory_; }

  /// Imports bytes as a file of this name.
  Result<ImportReport> offers(const std::string& name, std::string_view bytes);
  Result<ImportReport> candidates(const std::string& name, std::string_view bytes);
  /// The whole of what source "passerelle" offers.
  Result<ImportReport> complete(const std::string& name, std::string_view bytes, unsigned max_close, bool force);

  std::string snapshot() const;
  std::set<std::string> open_offers() const;
  /// Ids and canonical JSON, one a line.
  std::string listing() const;
  std::multiset<QuarantineLine> quarantine() const;
  /// All that can be read out of it, as one text: equal stores give equal texts.
  std::string everything() const;

 private:
  TemporaryDirectory directory_;
  std::unique_ptr<Engine> engine_;
};

}  // namespace passerelle::testing
