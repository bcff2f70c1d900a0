// Plans of recruitment operations as JSON and CSV (server/README.md), for whoever plans them and for the employer.
#pragma once

#include <string>

#include "passerelle/answers.hpp"

namespace passerelle::codec {

/// The employer's has who comes when and how well they suit: no way to come, nothing that is missing, no quota's place or count, no
/// waiting list; persons in the order of « suits ».
enum class Audience { kLead, kRecruiter };

std::string to_json(const OperationsAnswer& answer, Audience audience);
/// One row an invitation or place on a waiting list; its first four columns are what `operation record` reads.
std::string to_csv(const OperationsAnswer& answer, Audience audience);

std::string to_json(const InvitationChanges& changes);
std::string to_json(const operations::OperationsShown& shown, Language language);
std::string to_csv(const operations::OperationsShown& shown);

/// What of a plan that audience may see.
operations::OperationsPlan for_audience(const operations::OperationsPlan& plan, Audience audience);

}  // namespace passerelle::codec
