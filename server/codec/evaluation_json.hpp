// Quality measures as JSON: the headline figures at the top (`ndcg_at_10`, `mrr`, `recall_at_10`, `n`), the tables below.
#pragma once

#include <string>

#include "passerelle/engine.hpp"

namespace passerelle::codec {

std::string to_json(const evaluation::ProximityReport& report);
/// The headline is what title, card and text give together; `precision` and `recall` are at the number hidden.
std::string to_json(const evaluation::RecoveryReport& report);
/// Figures by kind and half (« tuning », « reported »); differences are left out.
std::string to_json(const evaluation::RequirementsReport& report);
/// Figures by half; each with the pairs judged by themselves (`pairs`) and as imports group them (`groups`).
std::string to_json(const evaluation::MergingReport& report);
/// All, halves, files and departments as `lines`; reliability by half.
std::string to_json(const evaluation::OccupationReport& report);

}  // namespace passerelle::codec
