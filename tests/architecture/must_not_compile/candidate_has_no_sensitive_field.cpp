// The record that scoring reads has no field for what is protected.
#include "records/candidate.hpp"

#ifdef PASSERELLE_WALL_DOWN
struct Person : passerelle::Candidate { int age = 0; bool rqth = false; };
#else
using Person = passerelle::Candidate;
#endif

int age_of(const Person& person) { return person.rqth ? 0 : person.age; }
