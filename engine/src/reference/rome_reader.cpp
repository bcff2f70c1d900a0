#include "reference/rome_reader.hpp"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/csv_table.hpp"
#include "base/text.hpp"
#include "reference/note_list.hpp"

namespace passerelle::reference {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPrefix = "unix_";
constexpr std::string_view kSuffix = "_utf8.csv";

struct RomeFiles {
  std::string version;
  std::map<std::string, std::string, std::less<>> tables;  // "referentiel_code_rome" → path
};

/// "unix_coherence_item_v460_utf8.csv" → {"coherence_item", "460"}.
std::optional<std::pair<std::string, std::string>> table_and_version(std::string_view name) {
  if (!name.starts_with(kPrefix) || !name.ends_with(kSuffix)) return {};
  name.remove_prefix(kPrefix.size());
  name.remove_suffix(kSuffix.size());
  const std::size_t mark = name.rfind("_v");
  if (mark == std::string_view::npos || mark == 0) return {};
  const std::string_view version = name.substr(mark + 2);
  if (version.empty() || version.find_first_not_of("0123456789") != std::string_view::npos) return {};
  return std::pair(std::string(name.substr(0, mark)), std::string(version));
}

Result<RomeFiles> find_files(const std::string& directory) {
  std::error_code error;
  if (!fs::is_directory(directory, error)) {
    const bool file = fs::exists(directory, error);
    return Problem(file ? ProblemCode::kDocumentUnexpected : ProblemCode::kFileNotFound,
                   file ? "a directory is expected" : "")
        .from(directory);
  }
  RomeFiles files;
  std::set<std::string> versions;
  fs::directory_iterator entries(directory, error);
  if (error) return Problem(ProblemCode::kFileUnreadable, error.message()).from(directory);
  for (const fs::directory_entry& entry : entries) {
    auto named = table_and_version(entry.path().filename().string());
    if (!named) continue;
    versions.insert(named->second);
    files.tables.emplace(std::move(named->first), entry.path().string());
  }
  if (versions.empty()) return Problem(ProblemCode::kFileMissing, "unix_*_v*_utf8.csv", "").from(directory);
  if (versions.size() > 1)
    return Problem(ProblemCode::kDocumentUnexpected,
                   fmt::format("several ROME versions: {}", fmt::join(versions, ", ")))
        .from(directory);
  files.version = *versions.begin();
  return files;
}

std::string key_of(std::string_view code) { return fmt::format("rome:{}", code); }

std::string hyphenated(std::string_view text) {
  std::string out = fold(text);
  std::replace(out.begin(), out.end(), ' ', '-');
  return out;
}

/// The texts of version 460 carry apostrophes doubled, as their SQL export wrote them.
std::string single_apostrophes(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    out += text[i];
    if (text[i] == '\'' && i + 1 < text.size() && text[i + 1] == '\'') ++i;
  }
  return out;
}

class RomeReader {
 public:
  RomeReader(std::string directory, RomeFiles files) : directory_(std::move(directory)), files_(std::move(files)) {}

  Result<VocabularyData> read() {
    data_.name = "rome";
    data_.version = files_.version;
    data_.title = fmt::format("ROME 4.0, version {}", files_.version);
    data_.licence = "Licence Ouverte 2.0";
    data_.source = "France Travail, Répertoire opérationnel des métiers et des emplois (open data)";
    PASSERELLE_TRY(occupations());
    PASSERELLE_TRY(competences());
    PASSERELLE_TRY(knowledge());
    PASSERELLE_TRY(contexts());
    PASSERELLE_TRY(links());
    PASSERELLE_TRY(titles());
    PASSERELLE_TRY(proximities());
    PASSERELLE_TRY(definitions());
    PASSERELLE_TRY(traits());
    return std::move(data_);
  }

 private:
  using Columns = std::vector<CsvColumn>;
  using RowReader = std::function<void(const CsvRow&, NoteList&)>;

  bool has(std::string_view table) const { return files_.tables.find(table) != files_.tables.end(); }
  std::string file_name(std::string_view table) const {
    return fmt::format("{}{}_v{}{}", kPrefix, table, files_.version, kSuffix);
  }

  /// Reads a table. Without its file: a Problem when required, else a note and no rows.
  Status table(std::string_view name, bool required, const Columns& columns, const RowReader& on_row) {
    const auto found = files_.tables.find(name);
    if (found == files_.tables.end()) {
      Problem missing = Problem(ProblemCode::kFileMissing, file_name(name), "").from(directory_);
      if (required) return missing;
      data_.notes.push_back(std::move(missing));
      return {};
    }
    NoteList notes(data_.notes, fs::path(found->second).filename().string());
    return read_csv(found->second, columns, [&](const CsvRow& row) -> Status {
      on_row(row, notes);
      return {};
    });
  }

  OccupationRow* occupation(std::string_view code, const CsvRow& row, NoteList& notes) {
    const auto found = occupation_of_.find(std::string(code));
    if (found != occupation_of_.end()) return &data_.occupations[found->second];
    notes.add(ProblemCode::kOccupationUnknown, row.number(), "code_rome", code);
    return nullptr;
  }

  Status occupations() {
    return table("referentiel_code_rome", true,
                 {{"code_rome"}, {"libelle_rome"}, {"code_rome_parent", false}, {"emploi_reglemente", false}},
                 [&](const CsvRow& row, NoteList& notes) {
                   const std::string_view code = trim(row[0]), label = trim(row[1]), parent = trim(row[2]);
                   if (code.empty()) return notes.add(ProblemCode::kFieldMissing, row.number(), "code_rome", "");
                   if (!occupation_of_.emplace(code, data_.occupations.size()).second)
                     return notes.add(ProblemCode::kDuplicateId, row.number(), "code_rome", code);
                   OccupationRow occupation;
                   occupation.key = key_of(code);
                   occupation.label = label;
                   if (!parent.empty()) occupation.parent = key_of(parent);
                   occupation.domain = code.substr(0, std::min<std::size_t>(3, code.size()));
                   occupation.regulated = trim(row[3]) == "O";
                   data_.occupations.push_back(std::move(occupation));
                 });
  }

  void add_item(ItemRow item, std::string_view code, const CsvRow& row, NoteList& notes) {
    if (code.empty()) return notes.add(ProblemCode::kFieldMissing, row.number(), "code_ogr", "");
    if (!items_.insert(item.key).second) return notes.add(ProblemCode::kDuplicateId, row.number(), "code_ogr", code);
    data_.items.push_back(std::move(item));
  }

  Status competences() {
    PASSERELLE_TRY(table("referentiel_competence", true,
                         {{"code_ogr"},
                          {"libelle_competence"},
                          {"nature", false},
                          {"cat_comp|libelle_type_competence", false},
                          {"code_ogr_macro_comp", false}},
                         [&](const CsvRow& row, NoteList& notes) {
                           ItemRow item;
                           const std::string_view code = trim(row[0]), macro = trim(row[4]);
                           item.key = key_of(code);
                           item.label = trim(row[1]);
                           const std::string nature = fold(row[2]), category = fold(row[3]);
                           if (category.starts_with("savoir etre")) item.kind = ItemKind::kBehaviour;
                           else if (nature.starts_with("macro")) item.kind = ItemKind::kMacro;
                           else if (category == "savoir" || category == "savoirs") item.kind = ItemKind::kKnowledge;
                           if (!macro.empty()) item.group = key_of(macro);
                           add_item(std::move(item), code, row, notes);
                         }));
    // A group is a key of its own: it need not be an item, but in ROME it always should.
    std::map<std::string, std::size_t> without;
    for (const ItemRow& item : data_.items)
      if (!item.group.empty() && items_.count(item.group) == 0) ++without[item.group];
    NoteList notes(data_.notes, file_name("referentiel_competence"));
    for (const auto& [group, count] : without)
      notes.add(Problem(ProblemCode::kItemUnknown, "code_ogr_macro_comp", fmt::format("{} ({} items)", group, count)));
    return {};
  }

  Status knowledge() {
    return table("referentiel_savoir", false,
                 {{"code_ogr_savoir|code_ogr"},
                  {"libelle_savoir|libelle"},
                  {"categorie_savoir", false},
                  {"sous_categorie_savoir", false}},
                 [&](const CsvRow& row, NoteList& notes) {
                   ItemRow item;
                   const std::string_view code = trim(row[0]);
                   const std::string category = hyphenated(row[2]), detail = hyphenated(row[3]);
                   item.key = key_of(code);
                   item.label = trim(row[1]);
                   item.kind = category.starts_with("certification") ? ItemKind::kCertificate : ItemKind::kKnowledge;
                   if (!category.empty())
                     item.group = detail.empty() ? fmt::format("rome:savoir/{}", category)
                                                 : fmt::format("rome:savoir/{}/{}", category, detail);
                   add_item(std::move(item), code, row, notes);
                 });
  }

  Status contexts() {
    return table("referentiel_contexte_travail", false,
                 {{"code_ogr"}, {"libelle_cont_travail"}, {"libelle_type_cont_trav", false}},
                 [&](const CsvRow& row, NoteList& notes) {
                   const std::string_view code = trim(row[0]);
                   if (code.empty()) return notes.add(ProblemCode::kFieldMissing, row.number(), "code_ogr", "");
                   ContextRow context{key_of(code), std::string(trim(row[1])), std::string(trim(row[2]))};
                   if (!contexts_.insert(context.key).second)
                     return notes.add(ProblemCode::kDuplicateId, row.number(), "code_ogr", code);
                   data_.contexts.push_back(std::move(context));
                 });
  }

  /// One occupation-to-entry link: to the card or to the contexts, by what the entry is.
  void link(OccupationRow& occupation, std::string_view code, std::string_view core_text, const CsvRow& row,
            NoteList& notes) {
    std::string key = key_of(code);
    if (!linked_.insert(fmt::format("{} {}", occupation.key, key)).second) return;
    if (contexts_.count(key) != 0) return occupation.contexts.push_back(std::move(key));
    if (items_.count(key) == 0) {
      // Without the savoirs' or contexts' own table nothing says what the entry is: one note said so already.
      if (has("referentiel_savoir") && has("referentiel_contexte_travail"))
        notes.add(ProblemCode::kItemUnknown, row.number(), "code_ogr", code);
      return;
    }
    Core core = Core::kOther;
    const std::string mark = fold(core_text);
    if (mark == "principale" || mark == "principal") core = Core::kPrincipal;
    else if (mark == "emergente" || mark == "emergent") core = Core::kEmerging;
    else if (!mark.empty()) notes.add(ProblemCode::kFieldValue, row.number(), "coeur_metier", core_text);
    occupation.card.push_back({std::move(key), core});
  }

  Status links() {
    // The links of a later table that an earlier one gave already are skipped, so that the marks of the core count.
    const bool marked = has("coherence_item");
    if (marked) {
      PASSERELLE_TRY(table("coherence_item", true, {{"code_rome"}, {"code_ogr"}, {"coeur_metier", false}},
                           [&](const CsvRow& row, NoteList& notes) {
                             if (OccupationRow* at = occupation(trim(row[0]), row, notes))
                               link(*at, trim(row[1]), row[2], row, notes);
                           }));
    }
    if (!marked && !has("liens_rome_referentiels"))
      return Problem(ProblemCode::kFileMissing, file_name("coherence_item"), "").from(directory_);
    if (!marked)
      data_.notes.push_back(Problem(ProblemCode::kFileMissing, file_name("coherence_item"), "").from(directory_));
    return table("liens_rome_referentiels", false, {{"code_rome"}, {"code_compo_bloc"}, {"code_ogr"}},
                 [&](const CsvRow& row, NoteList& notes) {
                   // Blocks 5 (competences) and 6 (contexts); 1 and 2 repeat the occupation and its titles.
                   if (const std::string_view block = trim(row[1]); block != "5" && block != "6") return;
                   if (OccupationRow* at = occupation(trim(row[0]), row, notes))
                     link(*at, trim(row[2]), "", row, notes);
                 });
  }

  Status titles() {
    std::unordered_set<std::string> seen;  // "occupation folded title"
    const auto add = [&](OccupationRow& occupation, std::string_view title) {
      if (title.empty() || !seen.insert(fmt::format("{} {}", occupation.key, fold(title))).second) return;
      occupation.titles.emplace_back(title);
    };
    for (OccupationRow& occupation : data_.occupations) add(occupation, occupation.label);
    return table("referentiel_appellation", false,
                 {{"libelle_appellation_long"}, {"libelle_appellation_court", false}, {"code_rome"}},
                 [&](const CsvRow& row, NoteList& notes) {
                   OccupationRow* at = occupation(trim(row[2]), row, notes);
                   if (at == nullptr) return;
                   add(*at, trim(row[0]));
                   add(*at, trim(row[1]));
                 });
  }

  Status proximities() {
    // Version 4 ranks them (numero_ordre); before, they had a type: 1 « Proche », 2 « Évolution », in no order.
    struct Ranked {
      unsigned order;
      Proximity proximity;
    };
    std::vector<std::vector<Ranked>> lists(data_.occupations.size());
    PASSERELLE_TRY(table(
        "rubrique_mobilite", false, {{"code_rome"}, {"code_rome_cible"}, {"numero_ordre|code_type_mobilite", false}},
        [&](const CsvRow& row, NoteList& notes) {
          const OccupationRow* from = occupation(trim(row[0]), row, notes);
          const std::string_view target = trim(row[1]), order = trim(row[2]);
          if (from == nullptr) return;
          if (occupation_of_.count(std::string(target)) == 0)
            return notes.add(ProblemCode::kOccupationUnknown, row.number(), "code_rome_cible", target);
          unsigned value = 1;
          if (!order.empty()) {
            const auto [end, error] = std::from_chars(order.data(), order.data() + order.size(), value);
            if (error != std::errc{} || end != order.data() + order.size() || value == 0 || value > 10'000)
              return notes.add(ProblemCode::kFieldValue, row.number(), "numero_ordre", order);
          }
          lists[static_cast<std::size_t>(from - data_.occupations.data())].push_back({value, {key_of(target), 0}});
        }));
    for (std::size_t i = 0; i < lists.size(); ++i) {
      std::stable_sort(lists[i].begin(), lists[i].end(),
                       [](const Ranked& a, const Ranked& b) { return a.order < b.order; });
      std::uint16_t rank = 0;
      for (Ranked& entry : lists[i]) {
        entry.proximity.rank = ++rank;
        data_.occupations[i].proximities.push_back(std::move(entry.proximity));
      }
    }
    return {};
  }

  Status definitions() {
    std::map<std::size_t, std::map<std::size_t, std::string>> phrases;  // occupation → position → phrase
    PASSERELLE_TRY(
        table("texte", false, {{"code_rome"}, {"libelle_type_texte"}, {"position_phrase", false}, {"libelle_texte"}},
              [&](const CsvRow& row, NoteList& notes) {
                if (fold(row[1]) != "definition") return;
                const OccupationRow* at = occupation(trim(row[0]), row, notes);
                if (at == nullptr) return;
                std::size_t position = 0;
                const std::string_view text = trim(row[2]);
                std::from_chars(text.data(), text.data() + text.size(), position);
                std::string& phrase = phrases[static_cast<std::size_t>(at - data_.occupations.data())][position];
                if (!phrase.empty()) phrase += ' ';
                phrase += single_apostrophes(trim(row[3]));
              }));
    for (const auto& [index, ordered] : phrases) {
      std::vector<std::string_view> parts;
      for (const auto& [position, phrase] : ordered) parts.push_back(phrase);
      data_.occupations[index].definition = fmt::format("{}", fmt::join(parts, " "));
    }
    return {};
  }

  void add_trait(OccupationRow& occupation, std::string_view type, std::string_view value) {
    if (!value.empty()) occupation.traits.push_back(fmt::format("{}:{}", type, value));
  }

  Status traits() {
    // The labels of some of these tables are not UTF-8 in version 460; only codes are asked for, so they do not matter.
    PASSERELLE_TRY(table("arborescence_secteur_naf", false, {{"code_rome"}, {"code_secteur_naf"}},
                         [&](const CsvRow& row, NoteList& notes) {
                           if (OccupationRow* at = occupation(trim(row[0]), row, notes))
                             add_trait(*at, "naf", trim(row[1]));
                         }));
    PASSERELLE_TRY(
        table("arborescence_secteur_activite", false,
              {{"code_rome"}, {"code_sect_activite"}, {"code_ss_sect_activite", false}, {"principal", false}},
              [&](const CsvRow& row, NoteList& notes) {
                OccupationRow* at = occupation(trim(row[0]), row, notes);
                if (at == nullptr) return;
                add_trait(*at, "sector", trim(row[1]));
                add_trait(*at, "subsector", trim(row[2]));
                if (trim(row[3]) == "oui") add_trait(*at, "sector-main", trim(row[1]));
              }));
    PASSERELLE_TRY(table("arborescence_thematique", false, {{"code_rome"}, {"code_theme"}},
                         [&](const CsvRow& row, NoteList& notes) {
                           if (OccupationRow* at = occupation(trim(row[0]), row, notes))
                             add_trait(*at, "theme", trim(row[1]));
                         }));
    PASSERELLE_TRY(table("arborescence_centre_interet", false,
                         {{"code_rome"}, {"code_centre_interet"}, {"principal", false}},
                         [&](const CsvRow& row, NoteList& notes) {
                           OccupationRow* at = occupation(trim(row[0]), row, notes);
                           if (at == nullptr) return;
                           add_trait(*at, "interest", trim(row[1]));
                           if (trim(row[2]) == "oui") add_trait(*at, "interest-main", trim(row[1]));
                         }));
    PASSERELLE_TRY(table("referentiel_code_rome_riasec", false,
                         {{"code_rome"}, {"riasec_majeur"}, {"riasec_mineur", false}},
                         [&](const CsvRow& row, NoteList& notes) {
                           OccupationRow* at = occupation(trim(row[0]), row, notes);
                           if (at == nullptr) return;
                           add_trait(*at, "riasec", trim(row[1]));
                           add_trait(*at, "riasec-minor", trim(row[2]));
                         }));
    for (OccupationRow& at : data_.occupations) {
      std::sort(at.traits.begin(), at.traits.end());
      at.traits.erase(std::unique(at.traits.begin(), at.traits.end()), at.traits.end());
    }
    return {};
  }

  std::string directory_;
  RomeFiles files_;
  VocabularyData data_;
  std::unordered_map<std::string, std::size_t> occupation_of_;  // code → position in data_.occupations
  std::unordered_set<std::string> items_, contexts_;            // keys
  std::unordered_set<std::string> linked_;                      // "occupation entry"
};

}  // namespace

Result<VocabularyData> read_rome(const std::string& directory) {
  Result<RomeFiles> files = find_files(directory);
  if (!files) return std::move(files).problem();
  return RomeReader(directory, *std::move(files)).read();
}

}  // namespace passerelle::reference
