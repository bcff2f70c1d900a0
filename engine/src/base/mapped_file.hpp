// A whole file as read-only memory. The pages belong to the system: they are shared by all who map the file, and given up
// when memory is short.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace passerelle {

class MappedFile {
 public:
  /// Nothing when there is no such file, or it is empty or cannot be mapped. The mapping keeps the file's content as it was
  /// opened, whatever is put in its place; who cuts the file itself short breaks it.
  static std::shared_ptr<const MappedFile> open(const std::string& path);
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;
  ~MappedFile();
  std::string_view bytes() const noexcept { return {data_, size_}; }

 private:
  MappedFile(const char* data, std::size_t size) : data_(data), size_(size) {}
  const char* data_;
  std::size_t size_;
};

}  // namespace passerelle
