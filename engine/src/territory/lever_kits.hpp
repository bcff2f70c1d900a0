// Levers as sets of bits. What follows from the levers that are open to somebody is worked out once for all who have the same
// ones (a kit): what lifts a conflict or gives a licence, and what sets of needs open.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <deque>
#include <unordered_map>
#include <vector>

#include "adviser/person_case.hpp"
#include "territory/opened.hpp"

namespace passerelle::territory {

/// Places in PersonCase::levers.
struct LeverSet {
  static constexpr std::size_t kMost = 256;
  std::array<std::uint64_t, kMost / 64> words{};
  void add(std::size_t lever) noexcept { words[lever / 64] |= std::uint64_t{1} << lever % 64; }
  bool has(std::size_t lever) const noexcept { return (words[lever / 64] >> lever % 64 & 1U) != 0; }
  bool empty() const noexcept { return (words[0] | words[1] | words[2] | words[3]) == 0; }
  LeverSet& operator&=(const LeverSet& other) noexcept {
    for (std::size_t i = 0; i < words.size(); ++i) words[i] &= other.words[i];
    return *this;
  }
  template <class F>
  void for_each(const F& f) const {
    for (std::size_t i = 0; i < words.size(); ++i)
      for (std::uint64_t rest = words[i]; rest != 0; rest &= rest - 1) f(static_cast<adviser::LeverIndex>(i * 64 + static_cast<std::size_t>(std::countr_zero(rest))));
  }
  friend auto operator<=>(const LeverSet&, const LeverSet&) = default;
};

/// One or two levers that open a pair, or a certificate (then none).
struct OpenedBy {
  Opener by;
  std::array<adviser::LeverIndex, 2> levers{};  ///< of the kit
  std::uint8_t count = 0;
  bool travels = false;                         ///< one of them is a means of transport: the pair's points change
};
/// What opens a pair; empty: nothing does.
using Outcome = std::vector<OpenedBy>;

class LeverKit {
 public:
  /// Ids of sets of levers that meet a need; 0 is the empty set.
  using ClassId = std::uint32_t;

  LeverKit(const adviser::Ground& ground, const adviser::PersonCase& person);

  const std::vector<adviser::UsableLever>& levers() const noexcept { return levers_; }
  const std::vector<adviser::LeverOption>& options() const noexcept { return options_; }
  /// Means of transport among them.
  const std::vector<adviser::LeverIndex>& means() const noexcept { return means_; }

  ClassId lifting(std::uint16_t conflict_row);
  ClassId giving_licence(unsigned licence);
  ClassId giving_certificate(ExactId certificate);
  ClassId giving_a_diploma(OccupationId occupation);
  ClassId giving_attestations(ReservedMask missing);
  /// `reaching`: bits by place in means().
  ClassId reaching(std::uint64_t reaching);

  /// What a pair lacks: one class a need. With `sole` a single certificate is all that is missing. Licences `held` for sure.
  /// Ids of outcomes are the kit's; outcome 0 is empty.
  std::uint32_t outcome(const std::vector<ClassId>& needs, LicenceMask held, bool sole, ExactId certificate);
  const Outcome& operator[](std::uint32_t outcome) const noexcept { return outcomes_[outcome]; }

 private:
  ClassId intern(const LeverSet& set);
  template <class Meets>
  ClassId those_that(const Meets& meets) {
    LeverSet set;
    for (std::size_t i = 0; i < levers_.size(); ++i)
      if (meets(*levers_[i].lever)) set.add(i);
    return intern(set);
  }
  Outcome work_out(const std::vector<ClassId>& needs, LicenceMask held, bool sole, ExactId certificate) const;
  OpenedBy opened_by(adviser::LeverIndex lever) const;

  struct WordsHash {
    std::size_t operator()(const std::vector<std::uint32_t>& words) const noexcept {
      std::uint64_t hash = words.size();
      for (const std::uint32_t word : words) hash = (hash ^ word) * 0x9E3779B97F4A7C15ULL, hash ^= hash >> 32U;
      return static_cast<std::size_t>(hash);
    }
  };
  static constexpr ClassId kUnknown = ~ClassId{0};

  const adviser::Ground& ground_;
  std::vector<adviser::UsableLever> levers_;
  std::vector<adviser::LeverOption> options_;
  std::vector<adviser::LeverIndex> means_;
  std::vector<LeverSet> classes_;
  std::vector<ClassId> of_row_, of_licence_, of_certificate_;
  std::unordered_map<std::uint32_t, ClassId> of_diploma_, of_attestations_;
  std::unordered_map<std::uint64_t, ClassId> of_reach_;
  std::unordered_map<std::vector<std::uint32_t>, std::uint32_t, WordsHash> known_;
  std::vector<std::uint32_t> key_;
  std::deque<Outcome> outcomes_;
};

/// The kits met so far; one set a worker.
class LeverKits {
 public:
  explicit LeverKits(const adviser::Ground& ground) : ground_(ground) {}
  /// Null: more levers than a set holds.
  LeverKit* of(const adviser::PersonCase& person);

 private:
  struct Hash {
    std::size_t operator()(const std::vector<const levers::Lever*>& all) const noexcept {
      std::uint64_t hash = all.size();
      for (const levers::Lever* one : all) hash = (hash ^ reinterpret_cast<std::uintptr_t>(one)) * 0x9E3779B97F4A7C15ULL, hash ^= hash >> 32U;
      return static_cast<std::size_t>(hash);
    }
  };
  const adviser::Ground& ground_;
  std::unordered_map<std::vector<const levers::Lever*>, std::unique_ptr<LeverKit>, Hash> kits_;
  std::vector<const levers::Lever*> key_;
};

}  // namespace passerelle::territory
