// A ranking that would open a person's restricted record itself.
#include "ranking/list_request.hpp"
#include "sensitive/access.hpp"

bool may_read(const passerelle::Access& access) { return access.covers("C1").ok(); }
