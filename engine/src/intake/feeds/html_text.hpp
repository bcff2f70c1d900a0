// HTML fragments, as feeds carry them in their texts, as plain text.
#pragma once

#include <string>
#include <string_view>

namespace passerelle {

/// Entities are decoded; paragraphs, headings, line breaks and table rows begin a line, list items "- "; scripts, styles
/// and comments are left out; runs of white space are one blank, blank lines at most one. A text without any
/// such tags keeps its own line breaks. Built on libxml2's HTML
/// parser, which mends whatever is not closed. Total: any bytes give a text (what is not UTF-8 does not survive).
std::string html_text(std::string_view html);

/// Text that is none of HTML: line ends as "\n", blank lines at most one, no white space at the ends.
std::string plain_text(std::string_view text);

}  // namespace passerelle
