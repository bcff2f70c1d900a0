#include "http/failure.hpp"

#include <iterator>

#include <fmt/format.h>

#include "codec/problem_json.hpp"

namespace passerelle::http {
namespace {

// The table: engine problems first, then those of HTTP. What is not listed is a fault of the server: 500.
struct EngineRow { ProblemCode code; std::uint16_t status; };
constexpr EngineRow kEngine[] = {
    // The body as a whole.
    {ProblemCode::kFileEmpty, 400},
    {ProblemCode::kDocumentTruncated, 400},
    {ProblemCode::kDocumentMalformed, 400},
    {ProblemCode::kDocumentUnexpected, 400},
    {ProblemCode::kCompressionDamaged, 400},
    {ProblemCode::kRecordMalformed, 400},
    {ProblemCode::kNotUtf8, 400},
    {ProblemCode::kNulByte, 400},
    {ProblemCode::kRecordTooLarge, 413},
    // Well-formed, and not what the schema allows.
    {ProblemCode::kFieldMissing, 422},
    {ProblemCode::kFieldType, 422},
    {ProblemCode::kFieldValue, 422},
    {ProblemCode::kFieldUnknown, 422},
    {ProblemCode::kDuplicateId, 422},
    {ProblemCode::kPlaceMissing, 422},
    {ProblemCode::kPlaceUnknown, 422},
    {ProblemCode::kPlaceImplausible, 422},
    {ProblemCode::kOccupationMissing, 422},
    {ProblemCode::kOccupationUnknown, 422},
    {ProblemCode::kItemUnknown, 422},
    {ProblemCode::kItemWithoutCode, 422},
    {ProblemCode::kTextUnread, 422},
    {ProblemCode::kValueIgnored, 422},
    {ProblemCode::kValueEstimated, 422},
    // The request.
    {ProblemCode::kRequestInvalid, 400},
    {ProblemCode::kNotFound, 404},
    {ProblemCode::kAccessRefused, 403},
    {ProblemCode::kVersionMismatch, 412},
    {ProblemCode::kWouldCloseTooMany, 409},
    // The store.
    {ProblemCode::kStoreBusy, 503},
    {ProblemCode::kStoreFull, 507},
    {ProblemCode::kReferenceMissing, 503},
    {ProblemCode::kInterrupted, 503},
};

struct HttpRow { HttpProblem problem; std::uint16_t status; std::string_view code, french, english; };
constexpr HttpRow kHttp[] = {
    {HttpProblem::kMalformed, 400, "request-malformed", "la requête ne peut pas être lue", "the request cannot be read"},
    {HttpProblem::kTargetMalformed, 400, "target-malformed", "l'adresse demandée ne peut pas être lue", "the address asked for cannot be read"},
    {HttpProblem::kParameterUnknown, 400, "parameter-unknown", "paramètre inconnu de cette route", "this route has no such parameter"},
    {HttpProblem::kParameterValue, 400, "parameter-value", "valeur refusée", "value refused"},
    {HttpProblem::kHost, 400, "host-refused", "un en-tête Host, et un seul, est attendu, d'un nom que ce serveur sert", "one Host header is expected, of a name that this server serves"},
    {HttpProblem::kTokenMissing, 401, "token-missing", "un jeton d'accès est nécessaire", "an access token is needed"},
    {HttpProblem::kTokenRefused, 401, "token-refused", "le jeton d'accès est refusé", "the access token is refused"},
    {HttpProblem::kNotAllowed, 403, "role-not-allowed", "ce rôle n'ouvre pas cette route", "this role does not open this route"},
    {HttpProblem::kOtherEmployer, 403, "other-employer", "l'offre n'est pas celle d'un de vos employeurs", "the offer is not one of your employers'"},
    {HttpProblem::kOtherPortfolio, 403, "other-portfolio", "la personne n'est pas dans votre portefeuille", "the person is not in your portfolio"},
    {HttpProblem::kPolicyNotAllowed, 403, "policy-not-allowed", "ce rôle n'ouvre pas cette politique", "this role does not open this policy"},
    {HttpProblem::kRouteUnknown, 404, "route-unknown", "aucune route à cette adresse", "there is no route at this address"},
    {HttpProblem::kMethodNotAllowed, 405, "method-not-allowed", "cette route n'a pas cette méthode", "this route does not have this method"},
    {HttpProblem::kTimeout, 408, "request-timeout", "la requête n'est pas arrivée à temps", "the request did not arrive in time"},
    {HttpProblem::kBodyTooLarge, 413, "body-too-large", "le corps de la requête est trop grand", "the body of the request is too large"},
    {HttpProblem::kBodyMissing, 400, "body-missing", "un corps est attendu", "a body is expected"},
    {HttpProblem::kBodyUnexpected, 400, "body-unexpected", "cette route ne reçoit pas de corps", "this route takes no body"},
    {HttpProblem::kMediaType, 415, "media-type", "type de contenu attendu", "content type expected"},
    {HttpProblem::kNotAcceptable, 406, "not-acceptable", "cette route répond dans un autre type de contenu", "this route answers in another content type"},
    {HttpProblem::kPreconditionFailed, 412, "precondition-failed", "l'enregistrement a changé entre-temps", "the record has changed meanwhile"},
    {HttpProblem::kPreconditionNeeded, 428, "precondition-needed", "If-Match ou If-None-Match est nécessaire", "If-Match or If-None-Match is needed"},
    {HttpProblem::kTooManyRequests, 429, "too-many-requests", "trop de requêtes : réessayez un peu plus tard", "too many requests: try again a little later"},
    {HttpProblem::kHeadersTooLarge, 431, "headers-too-large", "les en-têtes sont trop grands", "the headers are too large"},
    {HttpProblem::kOverloaded, 503, "overloaded", "le serveur est occupé : réessayez dans un instant", "the server is busy: try again in a moment"},
    {HttpProblem::kInternal, 500, "internal", "erreur interne", "internal error"},
};
static_assert(std::size(kHttp) == static_cast<std::size_t>(HttpProblem::kCount), "one row a problem, in the order of the enumeration");

struct Title { std::uint16_t status; std::string_view french, english; };
constexpr Title kTitles[] = {
    {400, "Requête incorrecte", "Bad Request"},
    {401, "Non authentifié", "Unauthorized"},
    {403, "Interdit", "Forbidden"},
    {404, "Introuvable", "Not Found"},
    {405, "Méthode non permise", "Method Not Allowed"},
    {406, "Non acceptable", "Not Acceptable"},
    {408, "Délai dépassé", "Request Timeout"},
    {409, "Conflit", "Conflict"},
    {412, "Condition non remplie", "Precondition Failed"},
    {413, "Contenu trop grand", "Content Too Large"},
    {415, "Type de contenu refusé", "Unsupported Media Type"},
    {422, "Contenu refusé", "Unprocessable Content"},
    {428, "Condition nécessaire", "Precondition Required"},
    {429, "Trop de requêtes", "Too Many Requests"},
    {431, "En-têtes trop grands", "Request Header Fields Too Large"},
    {500, "Erreur interne", "Internal Server Error"},
    {503, "Service indisponible", "Service Unavailable"},
    {507, "Plus de place", "Insufficient Storage"},
};

const HttpRow& row(HttpProblem problem) noexcept { return kHttp[static_cast<std::size_t>(problem)]; }

}  // namespace

std::uint16_t status_of(ProblemCode code) noexcept {
  for (const EngineRow& each : kEngine)
    if (each.code == code) return each.status;
  return 500;
}
std::uint16_t status_of(HttpProblem problem) noexcept { return row(problem).status; }
std::string_view code_name(HttpProblem problem) noexcept { return row(problem).code; }

std::string_view status_title(std::uint16_t status, Language language) noexcept {
  for (const Title& title : kTitles)
    if (title.status == status) return language == Language::kFrench ? title.french : title.english;
  return language == Language::kFrench ? "Erreur" : "Error";
}

Failure::Failure(HttpProblem problem, std::string field_name, const std::string& detail)
    : status(row(problem).status), code(row(problem).code), french(row(problem).french), english(row(problem).english), field(std::move(field_name)) {
  if (!detail.empty()) {
    french += " : " + detail;
    english += ": " + detail;
  }
  // Whoever sent too much may try again; the load of a moment is over in a moment.
  if (status == 503) headers.emplace_back("Retry-After", "1");
}

Failure::Failure(const Problem& problem) : status(status_of(problem.code)), code(passerelle::code_name(problem.code)), field(problem.field), position(problem.position) {
  // The position of a fault of ours may name files of this machine, its detail anything.
  if (status == 500) {
    french = row(HttpProblem::kInternal).french;
    english = row(HttpProblem::kInternal).english;
    field.clear();
    position.clear();
    return;
  }
  Problem shown = problem;
  if (status > 500) shown.detail.clear();
  french = reason_text(shown, Language::kFrench);
  english = reason_text(shown, Language::kEnglish);
  if (status == 503) headers.emplace_back("Retry-After", "1");
}

Response to_response(const Failure& failure, Language language, std::string_view request_id) {
  codec::ProblemDocument document;
  document.status = failure.status;
  document.title = status_title(failure.status, language);
  document.code = failure.code;
  document.detail = language == Language::kFrench ? failure.french : failure.english;
  document.field = failure.field;
  document.position = failure.position;
  document.request = request_id;
  Response response;
  response.status = failure.status;
  response.body = codec::problem_json(document);
  response.headers.emplace_back("Content-Type", "application/problem+json");
  response.headers.emplace_back("Content-Language", language == Language::kFrench ? "fr" : "en");
  response.headers.insert(response.headers.end(), failure.headers.begin(), failure.headers.end());
  return response;
}

}  // namespace passerelle::http
