// Partners' feeds: mapping files by name, and what a mapping makes of a sample. No store is needed.
#pragma once

#include "intake/sources/source_catalogue.hpp"
#include "intake/sources/source_check.hpp"
#include "intake/sources/source_mapping.hpp"
