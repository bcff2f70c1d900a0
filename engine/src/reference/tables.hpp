// Vocabularies and geography as plain rows: what the readers produce and the store keeps. Nothing derived here.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/problem.hpp"
#include "records/place.hpp"
#include "records/vocabulary_codes.hpp"

namespace passerelle::reference {

enum class ItemKind : std::uint8_t { kSkill /* savoir-faire */, kKnowledge /* savoir */, kBehaviour /* savoir-être */, kMacro /* macro-compétence */, kCertificate };

struct ItemRow {
  std::string key;      ///< "scheme:code"
  std::string label;
  ItemKind kind = ItemKind::kSkill;
  std::string group;    ///< key of the macro-competence, or of the user's group ("demo:group/…"); "" = none
  std::uint16_t weight = 0;  ///< 1…1000 when the vocabulary sets it; 0 = computed
  std::vector<std::string> aliases;
};

enum class Core : std::uint8_t { kOther, kEmerging, kPrincipal };

struct CardLine { std::string item; Core core = Core::kOther; };
struct Proximity { std::string occupation; std::uint16_t rank = 0; };           ///< 1 = closest
struct UsualCertificate { std::string item; Level level = Level::kDesired; };
struct UsualLicence { Licence licence = Licence::kB; Level level = Level::kDesired; };

struct OccupationRow {
  std::string key;      ///< "rome:N1103"
  std::string label;
  std::string parent;   ///< key of the coarser occupation (ROME 3 parent code, same scheme), may equal key
  std::string domain;   ///< e.g. "N11"
  std::string sector;   ///< of the five tension sectors when the vocabulary says so
  bool regulated = false;
  std::vector<std::string> titles;
  std::vector<CardLine> card;
  std::vector<Proximity> proximities;
  std::vector<std::string> contexts;      ///< keys of work contexts
  std::vector<UsualCertificate> certificates;
  std::vector<UsualLicence> licences;
  std::vector<std::string> traits;        ///< other features for similarity: "naf:49", "theme:001", "riasec:R" …
  std::string definition;
};

struct ContextRow { std::string key; std::string label; std::string type; };

/// Occupation → any of these certificates opens a regulated occupation.
struct RegulatedRow { std::string occupation; std::vector<std::string> any_of; };

struct VocabularyData {
  std::string name;     ///< owner: "rome", "demo", "certificates", the user's
  std::string version;  ///< "460"
  std::string title, licence, source;
  std::vector<ItemRow> items;
  std::vector<OccupationRow> occupations;
  std::vector<ContextRow> contexts;
  std::vector<RegulatedRow> regulated;
  std::vector<Problem> notes;  ///< optional files missing, rows left out and why: shown by the import
};

struct CommuneRow {
  std::string code, name, department, region, epci;
  std::vector<std::string> postal_codes;
  std::uint32_t population = 0;  ///< 0 = not known
  bool located = false;
  Coordinates coordinates;
  std::string position_source;
};
struct CommuneAlias { std::string old_code, code, name; };
struct BasinRow { std::string code, name, region; };
struct CommuneBasin { std::string commune, basin; };
struct TensionRow {
  std::string occupation;  ///< key; often a ROME 3 code, that is a parent
  std::string basin;
  std::uint8_t tension = 0;   ///< class 1…5; 0 = not given
  std::uint8_t causes[6] = {};  ///< hiring intensity, workforce, durability, conditions, mismatch, training: 1…5, 0 = n/a
  std::uint32_t offers_milli = 0;   ///< thousandths of an offer (annual mean)
  std::uint32_t seekers_milli = 0;
};

/// Measured minutes door to door, as a router (OSRM, Valhalla) or a GTFS planner gives them.
struct TravelTimeRow {
  std::string origin, destination;  ///< commune codes
  Means means = Means::kUnknown;
  std::uint16_t minutes = 0;
};

}  // namespace passerelle::reference
