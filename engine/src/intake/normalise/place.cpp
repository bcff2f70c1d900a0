#include "intake/normalise/place.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <span>

#include "base/geodesy.hpp"
#include "base/text.hpp"
#include "intake/normalise/flags.hpp"

namespace passerelle {
namespace {

using reference::CommuneRow;
using reference::Reference;

/// Coordinates further than this from the stated commune belong to another place. Communes are at most 40 km wide
/// (Arles, Guyane apart), and some positions of the reference are centroids.
constexpr std::uint32_t kFarMetres = 50'000;

/// Coordinates nearer than this to the stated commune's are in it, for all one can tell.
constexpr std::uint32_t kElsewhereMetres = 10'000;

std::optional<Coordinates> coordinates_of(double latitude, double longitude) {
  if (!(std::abs(latitude) <= 90.0) || !(std::abs(longitude) <= 180.0)) return std::nullopt;
  const Coordinates at{static_cast<std::int32_t>(std::llround(latitude * 1e6)),
                       static_cast<std::int32_t>(std::llround(longitude * 1e6))};
  if (!plausible(at)) return std::nullopt;
  return at;
}

std::uint32_t metres_between(const Coordinates& a, const Coordinates& b) {
  return great_circle_metres(unit_vector(a), unit_vector(b));
}

bool digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// « 1004 » for 01004, « 2a004 » for 2A004.
std::string tidy_code(std::string_view code) {
  std::string result(trim(code));
  for (char& c : result)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  if (result.size() == 4 && digits(result)) result.insert(result.begin(), '0');
  return result;
}

/// A name and the department it begins with: « 59 - Lille », « 2A - Ajaccio », « 974 - Réunion ».
struct NamedPlace {
  std::string department;
  std::string_view name;
};

NamedPlace split_department(std::string_view text) {
  text = trim(text);
  const std::size_t dash = text.find('-');
  if (dash == std::string_view::npos) return {"", text};
  const std::string_view head = trim(text.substr(0, dash));
  const bool corsica =
      head.size() == 2 && head[0] == '2' && (head[1] == 'A' || head[1] == 'B' || head[1] == 'a' || head[1] == 'b');
  if (!corsica && !(digits(head) && head.size() <= 3)) return {"", text};
  std::string department = tidy_code(head);
  if (department.size() == 1) department.insert(department.begin(), '0');
  return {std::move(department), trim(text.substr(dash + 1))};
}

bool arrondissement_word(const std::string& word) {
  if (word == "arrondissement" || word == "arr" || word == "cedex" || word == "dept" || word == "er" || word == "eme" ||
      word == "e" || word == "france")
    return true;
  const std::size_t figures = word.find_first_not_of("0123456789");
  if (figures == 0) return false;
  const std::string_view rest =
      figures == std::string::npos ? std::string_view() : std::string_view(word).substr(figures);
  return rest.empty() || rest == "e" || rest == "er" || rest == "eme";
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

/// The ways a commune's name may be folded in the reference, likeliest first.
std::vector<std::string> spellings(std::string_view name) {
  std::vector<std::string> words = folded_words(name);
  std::vector<std::string> result{joined(words)};
  const auto add = [&] {
    std::string text = joined(words);
    if (!text.empty() && std::find(result.begin(), result.end(), text) == result.end())
      result.push_back(std::move(text));
  };
  while (words.size() > 1 && arrondissement_word(words.back())) words.pop_back();
  add();
  for (std::string& word : words) {
    if (word == "st") word = "saint";
    else if (word == "ste") word = "sainte";
    else if (word == "sts") word = "saints";
    else if (word == "stes") word = "saintes";
  }
  add();
  for (std::size_t i = 1; i + 1 < words.size(); ++i)
    if (words[i] == "s") words[i] = "sur";
  add();
  if (words.size() > 1 &&
      (words.front() == "le" || words.front() == "la" || words.front() == "les" || words.front() == "l")) {
    words.erase(words.begin());
    add();
  }
  return result;
}

class Resolver {
 public:
  Resolver(const PlaceDraft& draft, const Reference& reference, std::string_view field, std::vector<Flag>& flags)
      : reference_(reference), field_(field), flags_(flags) {
    place_.insee = tidy_code(draft.insee);
    place_.postal_code = trim(draft.postal_code);
    place_.name = trim(draft.name);
    given_ = draft.latitude && draft.longitude;
    if (given_) {
      at_ = coordinates_of(*draft.latitude, *draft.longitude);
      swapped_ = coordinates_of(*draft.longitude, *draft.latitude);
      if (!at_) implausible(fmt::format("{:.5g}, {:.5g}", *draft.latitude, *draft.longitude));
    }
  }

  Place resolve() {
    if (place_.insee.empty() && place_.postal_code.empty() && place_.name.empty() && !given_) {
      flag(ProblemCode::kPlaceMissing, "");
      return place_;
    }
    if (const CommuneRow* commune = find_commune()) settle(*commune);
    else if (place_.insee.empty() && place_.postal_code.empty() && place_.name.empty()) settle_by_coordinates();
    else settle_unknown();
    return place_;
  }

 private:
  void flag(ProblemCode code, std::string_view detail) { add_flag(flags_, code, field_, detail); }
  void implausible(std::string_view detail) { flag(ProblemCode::kPlaceImplausible, detail); }
  const CommuneRow& row(CommuneId id) const { return reference_.communes[id.value]; }

  const CommuneRow* find_commune() {
    if (!place_.insee.empty()) {
      if (const auto id = reference_.find_commune(place_.insee)) {
        const CommuneRow* meant = meant_by_postal_code(*id);
        return meant != nullptr ? meant : &row(*id);
      }
      // A postal code in the wrong field.
      if (!reference_.communes_of_postal_code(place_.insee).empty()) {
        if (place_.postal_code.empty()) place_.postal_code = place_.insee;
        place_.insee.clear();
      }
    }
    const NamedPlace named = split_department(place_.name);
    const auto sharing = reference_.communes_of_postal_code(tidy_code(place_.postal_code));
    if (!named.name.empty()) {
      for (const std::string& spelling : spellings(named.name))
        if (const CommuneRow* found = by_name(spelling, named.department, sharing)) return found;
    }
    return by_postal_code(sharing, named);
  }

  /// A number may be the code of one commune and the postal code of others (some 3,000 are), and partners write the
  /// latter where the former belongs. The first evidence that tells the two apart decides: name, department, postal code,
  /// coordinates. Nothing when the code stands as it is.
  const CommuneRow* meant_by_postal_code(CommuneId stated) {
    std::vector<CommuneId> others;
    for (const CommuneId id : reference_.communes_of_postal_code(place_.insee))
      if (id != stated) others.push_back(id);
    if (others.empty()) return nullptr;
    const CommuneRow& own = row(stated);
    const NamedPlace named = split_department(place_.name);
    if (!named.name.empty()) {
      for (const std::string& spelling : spellings(named.name)) {
        const auto all = reference_.communes_named(spelling);
        if (std::find(all.begin(), all.end(), stated) != all.end()) return nullptr;
        for (const CommuneId id : all)
          if (std::find(others.begin(), others.end(), id) != others.end()) return say_meant(row(id));
      }
    }
    const auto carries = [](const CommuneRow& commune, const std::string& postal) {
      return std::find(commune.postal_codes.begin(), commune.postal_codes.end(), postal) != commune.postal_codes.end();
    };
    const std::string postal = tidy_code(place_.postal_code);
    const auto decide = [&](bool fits_own, const auto& fits) -> std::optional<std::vector<CommuneId>> {
      if (fits_own) return std::nullopt;
      std::vector<CommuneId> fitting;
      for (const CommuneId id : others)
        if (fits(row(id))) fitting.push_back(id);
      return fitting.empty() ? std::nullopt : std::optional(std::move(fitting));
    };
    auto fitting = named.department.empty() ? std::nullopt
                                            : decide(own.department == named.department, [&](const CommuneRow& each) {
                                                return each.department == named.department;
                                              });
    if (!fitting && !postal.empty()) {
      if (carries(own, postal)) return nullptr;
      fitting = decide(false, [&](const CommuneRow& each) { return carries(each, postal); });
    }
    if (!fitting && at_ && own.located) {
      const std::uint32_t away = metres_between(*at_, own.coordinates);
      fitting = decide(away < kElsewhereMetres, [&](const CommuneRow& each) {
        return each.located && metres_between(*at_, each.coordinates) <= away / 2;
      });
    }
    if (!fitting) return nullptr;
    const CommuneRow* found = by_postal_code(*fitting, named);
    return found == nullptr ? nullptr : say_meant(*found);
  }

  const CommuneRow* say_meant(const CommuneRow& commune) {
    flag(ProblemCode::kValueEstimated, fmt::format("{} → {} {}", place_.insee, commune.code, commune.name));
    if (place_.postal_code.empty()) place_.postal_code = place_.insee;
    return &commune;
  }

  const CommuneRow* by_name(const std::string& folded, const std::string& department,
                            std::span<const CommuneId> sharing) const {
    const auto all = reference_.communes_named(folded);
    for (const CommuneId id : all)
      if (std::find(sharing.begin(), sharing.end(), id) != sharing.end()) return &row(id);
    // The postal code of a big user (CEDEX) is unknown, but its department is right.
    std::string wanted = department;
    const std::string postal = tidy_code(place_.postal_code);
    if (wanted.empty() && postal.size() == 5 && digits(postal))
      wanted = postal.substr(0, postal.compare(0, 2, "97") == 0 ? 3 : 2);
    std::vector<const CommuneRow*> fitting;
    for (const CommuneId id : all)
      if (wanted.empty() || row(id).department == wanted || (wanted == "20" && row(id).department.substr(0, 1) == "2"))
        fitting.push_back(&row(id));
    if (fitting.size() == 1) return fitting.front();
    return nearest_of(fitting);
  }

  const CommuneRow* by_postal_code(std::span<const CommuneId> sharing, const NamedPlace& named) {
    if (sharing.empty()) return nullptr;
    std::vector<const CommuneRow*> rows;
    for (const CommuneId id : sharing) rows.push_back(&row(id));
    if (rows.size() == 1) return rows.front();
    if (const CommuneRow* nearest = nearest_of(rows)) return nearest;
    const CommuneRow* largest = rows.front();
    for (const CommuneRow* each : rows)
      if (each->population > largest->population) largest = each;
    flag(ProblemCode::kValueEstimated,
         fmt::format("{}{}{} → {}", place_.postal_code, named.name.empty() ? "" : " ", named.name, largest->name));
    return largest;
  }

  /// By the given coordinates, when they are near one of them.
  const CommuneRow* nearest_of(const std::vector<const CommuneRow*>& rows) const {
    if (!at_) return nullptr;
    const CommuneRow* nearest = nullptr;
    std::uint32_t least = kFarMetres;
    for (const CommuneRow* each : rows)
      if (each->located)
        if (const std::uint32_t metres = metres_between(*at_, each->coordinates); metres < least) {
          least = metres;
          nearest = each;
        }
    return nearest;
  }

  void settle(const CommuneRow& commune) {
    place_.insee = commune.code;
    if (at_ && commune.located) {
      const std::uint32_t metres = metres_between(*at_, commune.coordinates);
      if (metres > kFarMetres) {
        const bool swap = swapped_ && metres_between(*swapped_, commune.coordinates) <= kFarMetres;
        implausible(swap ? std::string("latitude ↔ longitude")
                         : fmt::format("{} km ← {}", metres / 1000, commune.name));
        at_.reset();
      }
    }
    if (!at_ && commune.located) at_ = commune.coordinates;
    place_.coordinates = at_;
  }

  void settle_by_coordinates() {
    place_.coordinates = at_;
    if (!at_) return;  // flagged as implausible
    if (const auto id = reference_.nearest_commune(*at_)) place_.insee = row(*id).code;
  }

  void settle_unknown() {
    // Without a commune a swap shows only when one way is beside a known commune and the other is not.
    if (at_ && swapped_ && !reference_.nearest_commune(*at_) && reference_.nearest_commune(*swapped_)) {
      implausible("latitude ↔ longitude");
      at_.reset();
    }
    place_.coordinates = at_;
    std::string detail = place_.name;
    for (const std::string& code : {place_.postal_code, place_.insee})
      if (!code.empty()) detail += (detail.empty() ? "" : " ") + code;
    flag(ProblemCode::kPlaceUnknown, detail);
  }

  const Reference& reference_;
  std::string_view field_;
  std::vector<Flag>& flags_;
  Place place_;
  bool given_ = false;
  std::optional<Coordinates> at_, swapped_;
};

}  // namespace

Place normalise_place(const PlaceDraft& draft, const Reference& reference, std::string_view field,
                      std::vector<Flag>& flags) {
  return Resolver(draft, reference, field, flags).resolve();
}

}  // namespace passerelle
