// Law 9: nothing is lost. What an import says, what the store has afterwards, and what is in quarantine agree with what
// stands in the file, however broken its records are.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <fmt/format.h>

#include <algorithm>

#include "property/import_files.hpp"

namespace passerelle::testing {
namespace {

using Lines = std::vector<Line>;

rc::Gen<Line> any_line() {
  return rc::gen::apply(
      [](int kind, int flavour) {
        // Every third line is good.
        return Line{kind % 3 == 0 ? Line::Kind::kGood : static_cast<Line::Kind>(kind / 3), flavour};
      },
      rc::gen::inRange(0, 3 * static_cast<int>(Line::Kind::kCount)), rc::gen::inRange(0, 12));
}
Lines draw_lines() { return *rc::gen::container<Lines>(any_line()); }

ImportReport taken(Result<ImportReport> report) {
  if (!report) RC_FAIL(describe(report.problem(), Language::kEnglish));
  return std::move(*report);
}

RC_GTEST_PROP(Law9NothingIsLost, EveryRecordIsStoredOrInQuarantineWithItsReason, ()) {
  const OfferFile file = offer_file(draw_lines(), "A");
  ImportStore store;
  const ImportCounts counts = taken(store.offers("offres.ndjson", file.bytes)).counts;
  RC_ASSERT(counts.read == file.records);
  RC_ASSERT(counts.read == counts.added + counts.changed + counts.unchanged + counts.quarantined);
  RC_ASSERT(counts.added == file.ids.size());
  RC_ASSERT(counts.unchanged == file.good - file.ids.size());
  RC_ASSERT(counts.quarantined == file.quarantined);
  RC_ASSERT(store.open_offers() == file.ids);

  std::set<std::string> lines;
  const auto quarantine = store.quarantine();
  RC_ASSERT(quarantine.size() == file.quarantined);
  for (const auto& [source, position, field, code, id, payload] : quarantine) {
    RC_ASSERT(source == "offres.ndjson");
    RC_ASSERT(!code.empty() && code != "internal");
    lines.insert(position.substr(0, position.find(" /")));
    // The bytes are kept as they were read.
    RC_ASSERT(!payload.empty());
    RC_ASSERT(file.bytes.find(payload) != std::string::npos);
  }
  RC_ASSERT(lines == file.lines);
}

RC_GTEST_PROP(Law9NothingIsLost, TheSameFileAgainChangesNothing, ()) {
  const OfferFile file = offer_file(draw_lines(), "A");
  ImportStore store;
  const ImportCounts first = taken(store.offers("offres.ndjson", file.bytes)).counts;
  const std::string before = store.everything();
  const ImportCounts again = taken(store.offers("offres.ndjson", file.bytes)).counts;
  RC_ASSERT(again.read == first.read);
  RC_ASSERT(again.added == 0U);
  RC_ASSERT(again.changed == 0U);
  RC_ASSERT(again.unchanged == first.added + first.unchanged);
  RC_ASSERT(again.quarantined == first.quarantined);
  RC_ASSERT(again.closed == 0U);
  RC_ASSERT(store.everything() == before);
}

RC_GTEST_PROP(Law9NothingIsLost, FilesThatShareNoIdCanComeInAnyOrder, ()) {
  const OfferFile a = offer_file(draw_lines(), "A"), b = offer_file(draw_lines(), "B");
  ImportStore forth, back;
  taken(forth.offers("a.ndjson", a.bytes));
  taken(forth.offers("b.ndjson", b.bytes));
  taken(back.offers("b.ndjson", b.bytes));
  taken(back.offers("a.ndjson", a.bytes));
  RC_ASSERT(forth.snapshot() == back.snapshot());
  RC_ASSERT(forth.everything() == back.everything());
}

RC_GTEST_PROP(Law9NothingIsLost, WhatWasListedCanBeImportedAgainAndIsTheSame, ()) {
  const OfferFile file = offer_file(draw_lines(), "A");
  ImportStore store, copy;
  taken(store.offers("offres.ndjson", file.bytes));
  const ImportCounts counts = taken(copy.offers("liste.ndjson", store.listing())).counts;
  RC_ASSERT(counts.added == file.ids.size());
  RC_ASSERT(counts.quarantined == 0U);
  RC_ASSERT(copy.snapshot() == store.snapshot());
}

// Whatever stands in the first line: the file is read with its counts right, or refused whole.
RC_GTEST_PROP(Law9NothingIsLost, AFileThatBeginsBadlyIsReadOrRefusedWhole, ()) {
  const OfferFile rest = offer_file(draw_lines(), "A");
  const OfferFile head = offer_file({*any_line()}, "B");
  const std::string bytes = head.bytes.substr(head.bytes.find('\n') + 1) + rest.bytes;
  ImportStore store;
  const std::string before = store.everything();
  const auto report = store.offers("offres.ndjson", bytes);
  if (!report) {
    RC_TAG("refused");
    RC_ASSERT(store.everything() == before);
    RC_ASSERT(report.problem().source == "offres.ndjson");
    return;
  }
  RC_TAG("read");
  const ImportCounts& c = report->counts;
  RC_ASSERT(c.read == c.added + c.changed + c.unchanged + c.quarantined);
  RC_ASSERT(c.read >= rest.records);
  RC_ASSERT(store.quarantine().size() == c.quarantined);
}

RC_GTEST_PROP(Law9NothingIsLost, ATruncatedDocumentLeavesTheStoreAsItWas, ()) {
  const int offers = *rc::gen::inRange(1, 6);
  std::string document = *rc::gen::element<std::string>("[", R"({"resultats":[)", R"({"filtres":[],"resultats":[)");
  const std::string end = document == "[" ? "]" : "]}";
  for (int i = 0; i < offers; ++i) document += (i == 0 ? "" : ",\n ") + offer_json(fmt::format("T{}", i), i);
  document += end;
  ImportStore store;
  const OfferFile known = offer_file(draw_lines(), "A");
  taken(store.offers("offres.ndjson", known.bytes));
  const std::string before = store.everything();

  const auto size = *rc::gen::inRange<std::size_t>(0, document.size());
  const auto report = store.offers("document.json", document.substr(0, size));
  RC_ASSERT(!report.ok());
  const std::vector<ProblemCode> expected = {ProblemCode::kFileEmpty, ProblemCode::kDocumentTruncated};
  RC_ASSERT(std::count(expected.begin(), expected.end(), report.problem().code) == 1);
  RC_ASSERT(report.problem().source == "document.json");
  RC_ASSERT(store.everything() == before);
  // and the whole of it is welcome afterwards
  RC_ASSERT(taken(store.offers("document.json", document)).counts.added == static_cast<std::uint64_t>(offers));
}

RC_GTEST_PROP(Law9NothingIsLost, AFileCutInsideItsLastLineLeavesTheStoreAsItWas, ()) {
  const OfferFile file = offer_file(draw_lines(), "A");
  const std::string last = offer_json("Z", 3);
  const auto size = *rc::gen::inRange<std::size_t>(1, last.size());
  ImportStore store;
  const std::string before = store.everything();
  const auto report = store.offers("offres.ndjson", file.bytes + last.substr(0, size));
  RC_ASSERT(!report.ok());
  RC_ASSERT(report.problem().code == ProblemCode::kDocumentTruncated);
  RC_ASSERT(store.everything() == before);
  // the whole line without its break is no cut
  RC_ASSERT(taken(store.offers("offres.ndjson", file.bytes + last)).counts.read == file.records + 1);
}

RC_GTEST_PROP(Law9NothingIsLost, ACompleteFileClosesTheUnseenOrAsks, ()) {
  const int known = *rc::gen::inRange(1, 12), added = *rc::gen::inRange(0, 4);
  const auto share = *rc::gen::inRange<unsigned>(0, 101);
  std::string first, second;
  std::set<std::string> unseen, expected;
  for (int i = 0; i < known; ++i) {
    const std::string id = fmt::format("O{}", i);
    first += offer_json(id, i) + "\n";
    if (*rc::gen::arbitrary<bool>()) {
      second += offer_json(id, *rc::gen::arbitrary<bool>() ? i : i + 1) + "\n";
      expected.insert(id);
    } else {
      unseen.insert(id);
    }
  }
  for (int i = 0; i < added; ++i) {
    const std::string id = fmt::format("P{}", i);
    second += offer_json(id, i) + "\n";
    expected.insert(id);
  }
  RC_PRE(!second.empty());
  ImportStore store;
  // Another source's offer is none of this source's business.
  std::string foreign = offer_json("X", 0);
  foreign.insert(1, R"("sources":[{"source":"ailleurs","id":"1"}],)");
  taken(store.offers("ailleurs.ndjson", foreign));
  expected.insert("X");
  taken(store.complete("un.ndjson", first, 0, false));
  const std::string before = store.everything();

  auto report = store.complete("deux.ndjson", second, share, false);
  if (unseen.size() * 100 > share * static_cast<std::size_t>(known)) {
    RC_TAG("asks");
    RC_ASSERT(!report.ok());
    RC_ASSERT(report.problem().code == ProblemCode::kWouldCloseTooMany);
    RC_ASSERT(store.everything() == before);
    report = store.complete("deux.ndjson", second, share, true);
  } else {
    RC_TAG("closes");
  }
  RC_ASSERT(taken(std::move(report)).counts.closed == unseen.size());
  RC_ASSERT(store.open_offers() == expected);
  // Closed is not gone: it is listed still, and comes back when it is offered again.
  for (const std::string& id : unseen) {
    bool found = false;
    RC_ASSERT(store.engine().offer(id, [&](const Offer&) { found = true; }).ok());
    RC_ASSERT(found);
  }
  taken(store.offers("un.ndjson", first));
  expected.insert(unseen.begin(), unseen.end());
  RC_ASSERT(store.open_offers() == expected);
}

}  // namespace
}  // namespace passerelle::testing
