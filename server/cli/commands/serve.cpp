// serve | token: the HTTP service, and development tokens for it.
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "base/input_file.hpp"
#include "cli/context.hpp"
#include "codec/page_json.hpp"
#include "http/listener.hpp"
#include "http/replay.hpp"
#include "http/route_table.hpp"
#include "http/service.hpp"
#include "http/settings.hpp"
#include "http/token_maker.hpp"

namespace passerelle::cli {
namespace {

struct ServeOptions {
  std::string config, listen;
  std::vector<std::string> changes;   ///< NAME=VALUE
  bool routes = false, settings = false;
};

Result<http::Settings> settings_of(const Context& context, const ServeOptions& options) {
  http::Settings settings;
  settings.policies = (std::filesystem::path(context.datasets) / "policies").string();
  settings.openapi = PASSERELLE_CONTRACT;
  if (!options.config.empty()) PASSERELLE_TRY(http::read_settings(options.config, settings));
  PASSERELLE_TRY(http::read_environment([](const char* name) -> const char* { return std::getenv(name); }, settings));
  if (context.store_given) settings.store = context.store;
  if (context.threads != 0) settings.listener.workers = context.threads;
  if (!options.listen.empty()) PASSERELLE_TRY(http::set(settings, "listen", options.listen));
  for (const std::string& change : options.changes) {
    const std::size_t equals = change.find('=');
    if (equals == std::string::npos) return Problem(ProblemCode::kRequestInvalid, "--set", change + " (NAME=VALUE)");
    PASSERELLE_TRY(http::set(settings, change.substr(0, equals), change.substr(equals + 1)));
  }
  return settings;
}

Status serve(const Context& context, const ServeOptions& options) {
  if (options.routes) {
    fmt::print("{}", http::routes_as_markdown());
    return {};
  }
  if (options.settings) {
    for (const auto& [name, meaning] : http::setting_names()) fmt::print("{:<28} {}\n", name, meaning);
    return {};
  }
  const Result<http::Settings> read = settings_of(context, options);
  if (!read) return read.problem();
  const http::Settings& settings = *read;
  auto service = http::Service::open(settings);
  if (!service) return std::move(service).problem();
  auto listener = http::Listener::open(settings.listener, std::move(*service));
  if (!listener) return std::move(listener).problem();
  // Whoever started it on any free port learns which.
  const std::string address = fmt::format("{}://{}:{}", settings.listener.certificate.empty() ? "http" : "https", settings.listener.address, listener->port());
  if (context.json) fmt::print("{}\n", codec::object_json({{"listening", address}}));
  else fmt::print(fmt::runtime(context.say("à l'écoute sur {}\n", "listening on {}\n")), address);
  std::fflush(stdout);
  if (!listener->run()) return Problem(ProblemCode::kInterrupted);
  return {};
}

struct ReplayOptions {
  ServeOptions service;
  std::uint64_t entry = 0;
  std::string by;
  bool all = false;
};

// Entry by entry, what goes out now beside what went out then.
Status replay(const Context& context, const ReplayOptions& options) {
  const Result<http::Settings> settings = settings_of(context, options.service);
  if (!settings) return settings.problem();
  auto service = http::Service::open(*settings, true);
  if (!service) return std::move(service).problem();
  std::uint64_t same = 0, other = 0, not_replayed = 0;
  const auto one = [&](const audit::Entry& entry) -> Status {
    const auto replayed = (*service)->replay(entry, options.by);
    if (!replayed && options.all) {
      ++not_replayed;
      return {};
    }
    if (!replayed) return replayed.problem();
    ++(replayed->same ? same : other);
    if (!options.all) fmt::print("{}\n", replayed->body);
    if (!replayed->same)
      fmt::print(stderr, fmt::runtime(context.say("entrée {} : d'autres octets qu'alors (contenu {} alors, {} maintenant)\n", "entry {}: other bytes than then (content {} then, {} now)\n")),
                 entry.sequence, entry.decision.snapshot, replayed->snapshot);
    return {};
  };
  if (options.all) {
    PASSERELLE_TRY(audit::for_each_entry(settings->decision_log(), true, [&](const audit::Entry& entry) -> Status {
      return entry.decision.kind == audit::EntryKind::kRanking ? one(entry) : Status();
    }));
    if (context.json) fmt::print("{{\"same\":{},\"other\":{},\"not_replayed\":{}}}\n", same, other, not_replayed);
    else fmt::print(fmt::runtime(context.say("{} réponses identiques, {} différentes, {} qui ne peuvent être refaites.\n", "{} answers the same, {} other, {} that cannot be made again.\n")), same, other, not_replayed);
  } else {
    const auto entry = audit::find_entry(settings->decision_log(), options.entry);
    if (!entry) return entry.problem();
    PASSERELLE_TRY(one(*entry));
  }
  return other == 0 ? Status() : Status(Problem(ProblemCode::kVersionMismatch, context.say("d'autres octets", "other bytes")));
}

struct TokenOptions {
  std::string key = "dev-key.pem", keys = "dev-keys.json", issuer = "https://passerelle.invalid/dev", audience = "passerelle", subject = "dev", role;
  std::vector<std::string> employers, portfolio;
  std::int64_t seconds = 3'600;
};

Status write_new(const std::string& path, const std::string& content, unsigned mode) {
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  if (descriptor < 0) return Problem(ProblemCode::kFileUnreadable, "open").from(path);
  const bool written = ::write(descriptor, content.data(), content.size()) == static_cast<ssize_t>(content.size());
  return ::close(descriptor) == 0 && written ? Status() : Status(Problem(ProblemCode::kFileUnreadable, "write").from(path));
}

Status token(const Context& context, const TokenOptions& options) {
  std::error_code error;
  if (!std::filesystem::exists(options.key, error)) {
    Result<std::string> made = http::make_private_key();
    if (!made) return std::move(made).problem();
    PASSERELLE_TRY(write_new(options.key, *made, 0600));
  }
  Result<std::string> pem = read_all(options.key);
  if (!pem) return std::move(pem).problem().from(options.key);
  if (!std::filesystem::exists(options.keys, error)) {
    Result<std::string> set = http::key_set_of(*pem);
    if (!set) return std::move(set).problem().from(options.key);
    PASSERELLE_TRY(write_new(options.keys, *set + "\n", 0644));
  }
  if (options.role.empty()) return {};   // the key and its key set were all that was asked
  codec::TokenClaims claims;
  claims.issuer = options.issuer;
  claims.audience = {options.audience};
  claims.subject = options.subject;
  claims.role = options.role;
  claims.employers = options.employers;
  claims.portfolio = options.portfolio;
  claims.expires = static_cast<std::int64_t>(std::time(nullptr)) + options.seconds;
  Result<std::string> signed_token = http::sign_token(*pem, claims);
  if (!signed_token) return std::move(signed_token).problem().from(options.key);
  if (context.json) fmt::print("{}\n", codec::object_json({{"token", *signed_token}}));
  else fmt::print("{}\n", *signed_token);
  return {};
}

}  // namespace

void add_serve(CLI::App& app, Context& context, Action& action) {
  auto options = std::make_shared<ServeOptions>();
  CLI::App* command = app.add_subcommand("serve", context.say("le service HTTP, jusqu'à SIGTERM", "the HTTP service, until SIGTERM"));
  command->add_option("--config", options->config, context.say("fichier de configuration (TOML)", "configuration file (TOML)"));
  command->add_option("--listen", options->listen, context.say("ADRESSE:PORT (défaut : 127.0.0.1:8080)", "ADDRESS:PORT (default: 127.0.0.1:8080)"));
  command->add_option("--set", options->changes, context.say("NOM=VALEUR : un réglage, par-dessus le fichier et l'environnement", "NAME=VALUE: a setting, over the file and the environment"));
  command->add_flag("--routes", options->routes, context.say("affiche qui peut appeler quoi, et s'arrête", "prints who may call what, and ends"));
  command->add_flag("--settings", options->settings, context.say("affiche les réglages, et s'arrête", "prints the settings, and ends"));
  command->callback([&context, &action, options] { action = [&context, options] { return serve(context, *options); }; });

  auto again = std::make_shared<ReplayOptions>();
  CLI::App* replays = app.add_subcommand("replay", context.say("refait une réponse passée depuis le journal des décisions, et dit si ce sont les mêmes octets", "makes a past answer again from the decision log, and says whether it is the same bytes"));
  replays->add_option("ENTRY", again->entry, context.say("numéro de l'entrée", "number of the entry"));
  replays->add_flag("--all", again->all, context.say("toutes les réponses du journal", "all answers of the log"));
  replays->add_option("--by", again->by, context.say("qui le demande : les lectures de freins sont journalisées sous ce nom", "who asks: reading barriers is logged under that name"))->required();
  replays->add_option("--config", again->service.config, context.say("fichier de configuration du service (TOML)", "the service's configuration file (TOML)"));
  replays->add_option("--set", again->service.changes, context.say("NOM=VALEUR : un réglage", "NAME=VALUE: a setting"));
  replays->callback([&context, &action, again] {
    if ((again->entry != 0) == again->all) throw CLI::ValidationError("ENTRY", "ENTRY | --all");
    action = [&context, again] { return replay(context, *again); };
  });

  auto wanted = std::make_shared<TokenOptions>();
  CLI::App* tokens = app.add_subcommand("token", context.say("un jeton de développement, signé par une clé locale", "a development token, signed by a local key"));
  tokens->add_option("--key", wanted->key, context.say("clé privée, créée au besoin", "private key, made when it is not there"))->capture_default_str();
  tokens->add_option("--keys", wanted->keys, context.say("jeu de clés publiques (JWKS), créé au besoin", "public key set (JWKS), made when it is not there"))->capture_default_str();
  tokens->add_option("--issuer", wanted->issuer, context.say("émetteur", "issuer"))->capture_default_str();
  tokens->add_option("--audience", wanted->audience, context.say("destinataire", "audience"))->capture_default_str();
  tokens->add_option("--subject", wanted->subject, context.say("sujet", "subject"))->capture_default_str();
  tokens->add_option("--role", wanted->role, context.say("rôle ; sans rôle, seules les clés sont créées", "role; without one only the keys are made"))
      ->check(CLI::IsMember({"recruiter", "adviser", "operations", "territory", "operator"}));
  tokens->add_option("--siret", wanted->employers, context.say("employeurs d'un recruteur", "a recruiter's employers"));
  tokens->add_option("--portfolio", wanted->portfolio, context.say("personnes suivies par un conseiller", "persons an adviser accompanies"));
  tokens->add_option("--seconds", wanted->seconds, context.say("durée de validité", "how long it is valid"))->capture_default_str()->check(CLI::Range(-86'400, 31'536'000));
  tokens->callback([&context, &action, wanted] { action = [&context, wanted] { return token(context, *wanted); }; });
}

}  // namespace passerelle::cli
