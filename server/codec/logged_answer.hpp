// What the decision log keeps of an answer and of the request it answers, as JSON. Words about a person go to that person's key
// alone; nothing else here names one.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "passerelle/answers.hpp"
#include "passerelle/decisions.hpp"

namespace passerelle::codec {

/// A request as it can be asked again. `arguments` are not part of the JSON of a request: they may be a person's id, and stand
/// in the words about that person, or as the entry's offer.
struct LoggedRequest {
  std::string route;                   ///< "GET /v1/offers/{id}/shortlist"
  std::string query;                   ///< as sent, without "?"
  std::string language;                ///< "fr", "en"
  std::vector<std::string> employers;  ///< of a recruiter
};
std::string to_json(const LoggedRequest& request);
std::optional<LoggedRequest> logged_request(std::string_view json);

/// Ids, ranks, scores, verdicts: one for each person of a shortlist, in its order; one for the person of all else.
std::vector<audit::AboutPerson> about(const CandidateList& list);
std::vector<audit::AboutPerson> about(const OfferList& list, std::string_view candidate);
std::vector<audit::AboutPerson> about(const PairAnswer& answer);
std::vector<audit::AboutPerson> about(const AdviserAnswer& answer);
std::vector<audit::AboutPerson> about(const AdviserPairAnswer& answer);
/// A record that was sent and is not stored, as it was sent: under a key of its own.
audit::AboutPerson about_body(std::string_view body);

/// `candidate`, and of a body `body`, from such words; "" when they say none.
struct SaidOfPerson { std::string candidate, body; };
SaidOfPerson said_of_person(std::string_view words);

}  // namespace passerelle::codec
