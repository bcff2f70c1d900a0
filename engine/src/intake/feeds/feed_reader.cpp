#include "intake/feeds/feed_reader.hpp"

#include <utility>
#include <variant>

#include "intake/feeds/byte_decoder.hpp"
#include "intake/feeds/csv_splitter.hpp"
#include "intake/feeds/json_tree.hpp"
#include "intake/feeds/xml_splitter.hpp"

namespace passerelle {
namespace {

/// "" among the paths: the document itself may be the array, or the record.
RecordArray array_of(const FeedShape& shape) {
  RecordArray array;
  array.paths.clear();
  array.required = !shape.records.empty();
  for (const std::string& path : shape.records) {
    if (const auto parsed = FieldPath::parse(path)) array.paths.push_back(parsed->steps());
    else array.required = false;
  }
  return array;
}

}  // namespace

std::string_view format_name(FeedFormat format) noexcept {
  switch (format) {
    case FeedFormat::kJson: return "json";
    case FeedFormat::kXml: return "xml";
    case FeedFormat::kCsv: return "csv";
  }
  return "";
}

struct FeedReader::Impl {
  ByteDecoder bytes;
  FeedFormat format;
  std::variant<JsonSplitter, XmlSplitter, CsvSplitter> splitter;

  Impl(ByteSource source, const FeedShape& shape, std::size_t limit)
      : bytes(std::move(source), shape.encoding, shape.format == FeedFormat::kXml),
        format(shape.format),
        splitter(make([this](char* buffer, std::size_t capacity) { return bytes.read(buffer, capacity); }, shape, limit)) {}

  static std::variant<JsonSplitter, XmlSplitter, CsvSplitter> make(ByteSource source, const FeedShape& shape, std::size_t limit) {
    if (shape.format == FeedFormat::kXml) return XmlSplitter(std::move(source), shape, limit);
    if (shape.format == FeedFormat::kCsv) return CsvSplitter(std::move(source), shape, limit);
    return JsonSplitter(std::move(source), limit, array_of(shape));
  }
};

FeedReader::FeedReader(ByteSource source, const FeedShape& shape, std::size_t limit)
    : impl_(std::make_unique<Impl>(std::move(source), shape, limit)) {}
FeedReader::FeedReader(FeedReader&&) noexcept = default;
FeedReader& FeedReader::operator=(FeedReader&&) noexcept = default;
FeedReader::~FeedReader() = default;
const std::string& FeedReader::encoding() const noexcept { return impl_->bytes.encoding(); }

Result<bool> FeedReader::next(RawRecord& record) {
  return std::visit([&](auto& splitter) { return splitter.next(record); }, impl_->splitter);
}

Result<FieldNode> FeedReader::parse(std::string_view bytes) const {
  if (impl_->format == FeedFormat::kXml) return parse_xml_record(bytes);
  if (impl_->format == FeedFormat::kCsv) return parse_csv_record(bytes, std::get<CsvSplitter>(impl_->splitter).header());
  return parse_json_record(bytes);
}

}  // namespace passerelle
