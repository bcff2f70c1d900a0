// The decision log as adaptors see it: what was answered to whom, appended before an answer goes out, verified, read, purged.
#pragma once

#include "audit/decision_log.hpp"
