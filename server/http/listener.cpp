#include "http/listener.hpp"

#include <algorithm>
#include <atomic>
#include <csignal>
#include <ctime>
#include <optional>
#include <thread>
#include <unordered_set>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>

namespace passerelle::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace bhttp = boost::beast::http;
using tcp = asio::ip::tcp;
using Parser = bhttp::request_parser<bhttp::string_body>;
using PlainStream = beast::tcp_stream;
using TlsStream = beast::ssl_stream<beast::tcp_stream>;

constexpr std::size_t kReadAhead = 64 * 1024;

std::string http_date() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&now, &parts);
  char text[64];
  const std::size_t length = std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts);
  return {text, length};
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

Request head_of(const bhttp::request_header<bhttp::fields>& header, const std::string& peer) {
  Request request;
  request.method = std::string(header.method_string());
  request.target = std::string(header.target());
  for (const auto& field : header) request.headers.emplace_back(lower(std::string_view(field.name_string().data(), field.name_string().size())), std::string(field.value()));
  request.peer = peer;
  return request;
}

class Connection {
 public:
  virtual ~Connection() = default;
  virtual void drain() = 0;   ///< closes when idle; else after the answer under way
  virtual void close() = 0;
};

/// What connections share. Everything but `handler` and `workers` belongs to the one thread that runs `io`.
struct Shared {
  const ListenerSettings& settings;
  Handler& handler;
  asio::thread_pool& workers;
  std::unordered_set<Connection*> open;
  std::atomic<std::size_t> waiting{0};
  bool draining = false;
};

template <class Stream>
class Session final : public Connection, public std::enable_shared_from_this<Session<Stream>> {
 public:
  template <class... Arguments>
  Session(Shared& shared, std::string peer, tcp::socket socket, Arguments&... arguments)
      : shared_(shared), peer_(std::move(peer)), stream_(std::move(socket), arguments...), deadline_(stream_.get_executor()) {
    shared_.open.insert(this);
  }
  ~Session() override { shared_.open.erase(this); }

  void start(bool overloaded) {
    overloaded_ = overloaded;
    if constexpr (std::is_same_v<Stream, TlsStream>) {
      allow(shared_.settings.header_time);
      stream_.async_handshake(asio::ssl::stream_base::server, [self = this->shared_from_this()](beast::error_code error) {
        if (!error) self->begin();
        else self->finish();
      });
    } else {
      begin();
    }
  }

  void drain() override {
    closing_ = true;
    if (idle_) close();
  }
  void close() override {
    beast::error_code ignored;
    deadline_.cancel();
    lowest().socket().shutdown(tcp::socket::shutdown_both, ignored);
    lowest().close();
  }

 private:
  PlainStream& lowest() { return beast::get_lowest_layer(stream_); }

  // From now on, whatever is under way has so long. The stream's own timer is not used: it closes the socket, and the answer
  // that says so (408) could not be written any more.
  void allow(std::chrono::milliseconds time) {
    timed_out_ = false;
    deadline_.expires_after(time);
    deadline_.async_wait([weak = this->weak_from_this()](beast::error_code error) {
      const auto self = weak.lock();
      // A timer set anew while this call was already on its way has its expiry ahead.
      if (error || !self || self->deadline_.expiry() > std::chrono::steady_clock::now()) return;
      self->timed_out_ = true;
      self->lowest().cancel();
    });
  }

  void begin() {
    if (overloaded_) return refuse(Refusal::kOverloaded);
    wait_for_request(shared_.settings.header_time);
  }

  // The first bytes of a request may take as long as a connection may idle; from then on the headers have their own time.
  void wait_for_request(std::chrono::milliseconds patience) {
    head_ = {};
    head_.peer = peer_;
    parser_.emplace();
    parser_->header_limit(static_cast<std::uint32_t>(shared_.settings.header_bytes));
    parser_->body_limit(boost::none);  // set when the headers are known
    if (buffer_.size() != 0) return read_header();
    if (closing_) return finish();
    idle_ = true;
    allow(patience);
    stream_.async_read_some(buffer_.prepare(kReadAhead / 4), [self = this->shared_from_this()](beast::error_code error, std::size_t bytes) {
      self->idle_ = false;
      if (error) return self->finish();   // idle for too long, or gone: nobody waits for an answer
      self->buffer_.commit(bytes);
      self->read_header();
    });
  }

  void read_header() {
    allow(shared_.settings.header_time);
    bhttp::async_read_header(stream_, buffer_, *parser_, [self = this->shared_from_this()](beast::error_code error, std::size_t) {
      if (error) return self->failed(error);
      self->header_is_there();
    });
  }

  void header_is_there() {
    const auto& message = parser_->get();
    head_ = head_of(message.base(), peer_);
    head_only_ = message.method() == bhttp::verb::head;
    keep_ = message.keep_alive() && message.version() == 11;
    if (message.version() != 10 && message.version() != 11) return refuse(Refusal::kMalformed);
    if (parser_->is_done()) return work();
    std::variant<std::size_t, Response> admitted = shared_.handler.admit(head_);
    if (auto* response = std::get_if<Response>(&admitted)) {
      keep_ = false;  // its body stays unread
      return write(std::move(*response));
    }
    const std::size_t limit = std::get<std::size_t>(admitted);
    if (const auto length = parser_->content_length(); length && *length > limit) return refuse(Refusal::kBodyTooLarge);
    parser_->body_limit(limit);
    if (head_.header("expect") == "100-continue" && buffer_.size() == 0) return go_on();
    read_body();
  }

  void go_on() {
    static constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
    asio::async_write(stream_, asio::buffer(kContinue.data(), kContinue.size()), [self = this->shared_from_this()](beast::error_code error, std::size_t) {
      if (!error) self->read_body();
      else self->finish();
    });
  }

  void read_body() {
    allow(shared_.settings.body_time);
    bhttp::async_read(stream_, buffer_, *parser_, [self = this->shared_from_this()](beast::error_code error, std::size_t) {
      if (error) return self->failed(error);
      self->head_.body = std::move(self->parser_->get().body());
      self->work();
    });
  }

  void work() {
    deadline_.cancel();
    if (shared_.waiting.load() >= shared_.settings.waiting) return refuse(Refusal::kOverloaded);
    shared_.waiting.fetch_add(1);
    const auto since = std::chrono::steady_clock::now();
    asio::post(shared_.workers, [self = this->shared_from_this(), since]() mutable {
      Shared& shared = self->shared_;
      shared.waiting.fetch_sub(1);
      const bool late = std::chrono::steady_clock::now() - since > shared.settings.wait_time;
      Response response = late ? shared.handler.refuse(Refusal::kOverloaded, self->head_) : shared.handler.answer(self->head_);
      // The session is handed over whole: it must end on the thread of the connections.
      const auto executor = self->stream_.get_executor();
      asio::post(executor, [self = std::move(self), response = std::move(response)]() mutable { self->write(std::move(response)); });
    });
  }

  void failed(beast::error_code error) {
    if (timed_out_) return refuse(Refusal::kTimeout);
    if (error == bhttp::error::header_limit || error == bhttp::error::buffer_overflow) return refuse(Refusal::kHeadersTooLarge);
    if (error == bhttp::error::body_limit) return refuse(Refusal::kBodyTooLarge);
    // Cut off in the middle of a request: nobody is left to answer.
    if (error == bhttp::error::end_of_stream || error == bhttp::error::partial_message || error.category() != bhttp::make_error_code(bhttp::error::bad_method).category()) return finish();
    refuse(Refusal::kMalformed);
  }

  void refuse(Refusal why) {
    keep_ = false;
    write(shared_.handler.refuse(why, head_));
  }

  void write(Response response) {
    keep_ = keep_ && !closing_ && !shared_.draining;
    bhttp::response<bhttp::string_body> message;
    message.version(11);
    message.result(response.status);
    message.set(bhttp::field::date, http_date());
    for (const Header& header : response.headers) message.insert(header.first, header.second);
    const bool bodiless = response.status == 204 || response.status == 304;
    const std::size_t length = response.body.size();
    if (!head_only_ && !bodiless) message.body() = std::move(response.body);
    if (!bodiless) message.content_length(length);
    message.keep_alive(keep_);
    message_.emplace(std::move(message));
    serializer_.emplace(*message_);
    serializer_->split(head_only_ || bodiless);
    allow(shared_.settings.write_time);
    const auto written = [self = this->shared_from_this()](beast::error_code error, std::size_t) {
      self->serializer_.reset();
      self->message_.reset();
      if (error) return self->finish();
      if (self->keep_) return self->wait_for_request(self->shared_.settings.idle_time);
      self->linger();
    };
    if (head_only_ || bodiless) bhttp::async_write_header(stream_, *serializer_, written);
    else bhttp::async_write(stream_, *serializer_, written);
  }

  // What the other end still sends is read for a moment: closing at once would reset the connection under the answer.
  void linger() {
    allow(std::chrono::seconds(2));
    if constexpr (std::is_same_v<Stream, TlsStream>) {
      stream_.async_shutdown([self = this->shared_from_this()](beast::error_code) { self->finish(); });
      return;
    }
    beast::error_code ignored;
    lowest().socket().shutdown(tcp::socket::shutdown_send, ignored);
    read_on();
  }

  void read_on() {
    if (lingered_ > 16 * 1024 * 1024) return finish();
    buffer_.consume(buffer_.size());
    lowest().async_read_some(buffer_.prepare(kReadAhead / 4), [self = this->shared_from_this()](beast::error_code error, std::size_t bytes) {
      if (error) return self->finish();
      self->lingered_ += bytes;
      self->read_on();
    });
  }

  void finish() { close(); }

  Shared& shared_;
  std::string peer_;
  Stream stream_;
  asio::steady_timer deadline_;
  beast::flat_buffer buffer_{kReadAhead};
  std::optional<Parser> parser_;
  Request head_;
  std::optional<bhttp::response<bhttp::string_body>> message_;
  std::optional<bhttp::response_serializer<bhttp::string_body>> serializer_;
  std::size_t lingered_ = 0;
  bool head_only_ = false, keep_ = false, closing_ = false, idle_ = false, overloaded_ = false, timed_out_ = false;
};

unsigned workers_of(const ListenerSettings& settings) { return settings.workers != 0 ? settings.workers : std::max(1U, std::thread::hardware_concurrency()); }

}  // namespace

struct Listener::Impl {
  ListenerSettings settings;
  std::shared_ptr<Handler> handler;
  asio::thread_pool workers;
  Shared shared;
  std::optional<asio::ssl::context> tls;
  asio::io_context io{1};   // after what its sessions use
  tcp::acceptor acceptor{io};
  asio::signal_set signals{io};
  asio::steady_timer deadline{io}, pause{io};
  bool in_time = true;

  Impl(const ListenerSettings& s, std::shared_ptr<Handler> h)
      : settings(s), handler(std::move(h)), workers(workers_of(s)), shared{settings, *handler, workers, {}, {}, false} {}

  void accept() {
    acceptor.async_accept([this](beast::error_code error, tcp::socket socket) {
      if (!acceptor.is_open()) return;
      if (error) {
        // Out of file descriptors, most likely: a moment later some connection will have ended.
        pause.expires_after(std::chrono::milliseconds(50));
        pause.async_wait([this](beast::error_code) { if (acceptor.is_open()) accept(); });
        return;
      }
      welcome(std::move(socket));
      accept();
    });
  }

  void welcome(tcp::socket socket) {
    beast::error_code ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    const auto end = socket.remote_endpoint(ignored);
    std::string peer = ignored ? std::string() : end.address().to_string();
    const bool overloaded = shared.open.size() >= settings.connections;
    // Far beyond the limit not even the refusal is written.
    if (shared.open.size() >= settings.connections + 256) return;
    if (tls) std::make_shared<Session<TlsStream>>(shared, std::move(peer), std::move(socket), *tls)->start(overloaded);
    else std::make_shared<Session<PlainStream>>(shared, std::move(peer), std::move(socket))->start(overloaded);
  }

  void listen_to_signals() {
    signals.async_wait([this](beast::error_code error, int number) {
      if (error) return;
      if (number == SIGHUP) {
        asio::post(workers, [this] { handler->reload(); });
        return listen_to_signals();
      }
      drain();
    });
  }

  void drain() {
    if (shared.draining) return;
    shared.draining = true;
    beast::error_code ignored;
    acceptor.close(ignored);
    signals.cancel(ignored);
    pause.cancel(ignored);
    // Sessions leave the set as they end.
    const std::vector<Connection*> open(shared.open.begin(), shared.open.end());
    for (Connection* connection : open) connection->drain();
    deadline.expires_after(settings.drain_time);
    deadline.async_wait([this](beast::error_code error) {
      if (error) return;
      in_time = shared.open.empty();
      const std::vector<Connection*> late(shared.open.begin(), shared.open.end());
      for (Connection* connection : late) connection->close();
    });
    watch_the_end();
  }

  // The deadline keeps `io` alive; once the last connection has ended there is nothing to wait for.
  void watch_the_end() {
    if (shared.open.empty()) {
      deadline.cancel();
      return;
    }
    pause.expires_after(std::chrono::milliseconds(10));
    pause.async_wait([this](beast::error_code error) { if (!error) watch_the_end(); });
  }
};

Listener::Listener(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Listener::Listener(Listener&&) noexcept = default;
Listener::~Listener() {
  if (!impl_) return;
  impl_->workers.join();
}

Result<Listener> Listener::open(const ListenerSettings& settings, std::shared_ptr<Handler> handler) {
  auto impl = std::make_unique<Impl>(settings, std::move(handler));
  beast::error_code error;
  if (!settings.certificate.empty()) {
    impl->tls.emplace(asio::ssl::context::tls_server);
    impl->tls->set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_tlsv1 | asio::ssl::context::no_tlsv1_1 | asio::ssl::context::no_compression, error);
    if (!error) impl->tls->use_certificate_chain_file(settings.certificate, error);
    if (error) return Problem(ProblemCode::kFileUnreadable, error.message()).from(settings.certificate);
    impl->tls->use_private_key_file(settings.key, asio::ssl::context::pem, error);
    if (error) return Problem(ProblemCode::kFileUnreadable, error.message()).from(settings.key);
  }
  const auto address = asio::ip::make_address(settings.address, error);
  if (error) return Problem(ProblemCode::kRequestInvalid, "listen", settings.address);
  const tcp::endpoint endpoint(address, settings.port);
  impl->acceptor.open(endpoint.protocol(), error);
  if (!error) impl->acceptor.set_option(asio::socket_base::reuse_address(true), error);
  if (!error) impl->acceptor.bind(endpoint, error);
  if (!error) impl->acceptor.listen(1'024, error);
  if (error) return Problem(ProblemCode::kRequestInvalid, "listen", settings.address + ":" + std::to_string(settings.port) + ", " + error.message());
  for (const int number : {SIGTERM, SIGINT, SIGHUP}) impl->signals.add(number, error);
  return Listener(std::move(impl));
}

std::uint16_t Listener::port() const noexcept {
  beast::error_code ignored;
  return impl_->acceptor.local_endpoint(ignored).port();
}

bool Listener::run() {
  impl_->accept();
  impl_->listen_to_signals();
  impl_->io.run();
  impl_->workers.join();
  return impl_->in_time;
}

void Listener::drain() {
  asio::post(impl_->io, [this] { impl_->drain(); });
}

}  // namespace passerelle::http
