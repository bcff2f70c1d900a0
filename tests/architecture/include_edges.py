"""Checks which folder includes which: the table below is the architecture (engine/README.md explains it).

Usage: include_edges.py PROJECT_ROOT   |   include_edges.py --self-test
"""
import pathlib
import re
import sys

# folder -> folders it may include (itself always). One way only.
ALLOWED = {
    "base": set(),
    "records": {"base"},
    "sensitive": {"base", "records"},
    "reference": {"base", "records"},
    "intake": {"base", "records", "sensitive", "reference"},
    # sensitive/access.hpp alone: who asks. The records stay opaque texts there.
    "store": {"base", "records", "reference", "sensitive"},
    # One offer, many sources: what deduplicate/ decides, in the store.
    "merging": {"base", "records", "reference", "intake", "store"},
    "audit": {"base", "store"},
    "levers": {"base", "records"},
    "demands": {"base", "records", "levers"},
    "corpus": {"base", "records", "reference"},
    "scoring": {"base", "records", "reference", "corpus"},
    "ranking": {"base", "records", "reference", "corpus", "scoring"},
    # The corpus that changes: parts of it, asked one by one.
    "live": {"base", "records", "reference", "corpus", "scoring", "ranking"},
    "oracle": {"base", "records", "reference", "scoring", "ranking"},
    # The adviser's layer: the one place where barriers, levers and offers meet.
    "adviser": {"base", "records", "sensitive", "levers", "demands", "reference", "intake", "store", "corpus", "scoring", "ranking"},
    # Counts over everybody for a territory's lead: aggregates alone leave.
    "territory": {"base", "records", "sensitive", "levers", "demands", "reference", "store", "corpus", "scoring", "ranking", "adviser"},
    # Whom to invite to recruitment operations: of the restricted record the publics of a quota alone, behind the log.
    "operations": {"base", "records", "sensitive", "levers", "reference", "store", "corpus", "scoring", "ranking", "adviser"},
    # The night run: everybody's lists shared out. Nothing restricted: what is told by group is told of facts that lists rest on.
    "night": {"base", "records", "reference", "store", "corpus", "scoring", "ranking"},
    "evaluation": {"base", "records", "reference", "intake", "corpus", "scoring", "ranking", "oracle"},
    "facade": {"base", "records", "reference", "intake", "store", "merging", "corpus", "scoring", "ranking", "live", "evaluation", "adviser", "territory", "passerelle", "generate", "operations", "night"},
    # Headers of engine/include/passerelle: what the adaptors see.
    "passerelle": {"base", "records", "reference", "intake", "store", "merging", "audit", "scoring", "ranking", "evaluation", "adviser", "territory", "operations", "night"},
    "generate": {"base", "records", "sensitive", "reference"},
    # server/: the public headers, and the vocabulary of errors they speak.
    "codec": {"passerelle", "base"},
    "http": {"passerelle", "codec", "base"},
    "cli": {"passerelle", "codec", "http", "base"},
}
# The oracle may share data and integer rounding with scoring, nothing that finds, filters or sums.
ORACLE_MAY_NOT = {"corpus/build_corpus.hpp", "scoring/suits.hpp", "scoring/wanted.hpp", "scoring/competences.hpp"}
# Libraries that stay in a few folders, in sources and not in headers.
STORE_MAY_ONLY = "sensitive/access.hpp"
RAPIDJSON = {"audit", "records", "sensitive", "levers", "intake", "reference", "codec", "generate", "operations", "night"}
TBB = {"base/parallel.cpp"}
# The HTTP library costs a minute to compile, and starts the threads that answer.
BOOST = {"http/listener.cpp"}
THREADS = {"base/parallel.cpp", "base/background.cpp"}

INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]', re.M)


def folder_of(path, root):
    relative = path.relative_to(root)
    parts = relative.parts
    if parts[:2] == ("engine", "src"):
        return parts[2]
    if parts[:3] == ("engine", "include", "passerelle"):
        return "passerelle"
    if parts[0] == "server":
        return parts[1]
    if parts[:2] == ("datasets", "generate"):
        return "generate"
    return None


def check(files):
    """files: (folder, name within folder, is header, text) -> complaints"""
    complaints = []
    for folder, name, is_header, text in files:
        for include in INCLUDE.findall(text):
            where = f"{folder}/{name}"
            target = include.split("/")[0] if "/" in include else None
            if ".." in include:
                complaints.append(f"{where}: relative include {include}")
            if target in ALLOWED and target != folder and target not in ALLOWED.get(folder, set()):
                complaints.append(f"{where}: {folder} may not include {include}")
            if folder == "oracle" and include in ORACLE_MAY_NOT:
                complaints.append(f"{where}: the oracle may not share {include}")
            if folder == "store" and target == "sensitive" and include != STORE_MAY_ONLY:
                complaints.append(f"{where}: of sensitive/ the store may see {STORE_MAY_ONLY} alone")
            if include.startswith("rapidjson/") and (folder not in RAPIDJSON or is_header):
                complaints.append(f"{where}: RapidJSON is for sources of {', '.join(sorted(RAPIDJSON))}")
            if ("tbb/" in include) and where not in TBB:
                complaints.append(f"{where}: oneTBB is included by base/parallel.cpp alone")
            if include.startswith("boost/") and where not in BOOST:
                complaints.append(f"{where}: Boost is included by http/listener.cpp alone")
            if include in ("thread", "future") and where not in THREADS | BOOST:
                complaints.append(f"{where}: threads start in base/parallel.cpp and base/background.cpp alone")
    return complaints


def read(root):
    for pattern in ("engine/src", "engine/include", "server", "datasets/generate"):
        for path in sorted((root / pattern).rglob("*")):
            if path.suffix not in (".hpp", ".cpp"):
                continue
            folder = folder_of(path, root)
            yield folder, "/".join(path.relative_to(root).parts[-1:]), path.suffix == ".hpp", path.read_text(encoding="utf-8")


def self_test():
    bad = [
        ("scoring", "x.cpp", False, '#include "sensitive/restricted_record.hpp"\n'),
        ("base", "x.cpp", False, '#include "records/offer.hpp"\n'),
        ("codec", "x.cpp", False, '#include "scoring/policy.hpp"\n'),
        ("scoring", "x.cpp", False, "#include <rapidjson/document.h>\n"),
        ("intake", "x.hpp", True, "#include <rapidjson/document.h>\n"),
        ("ranking", "x.cpp", False, "#include <oneapi/tbb/parallel_for.h>\n"),
        ("oracle", "x.cpp", False, '#include "scoring/suits.hpp"\n'),
        ("store", "x.cpp", False, '#include "sensitive/restricted_record.hpp"\n'),
        ("ranking", "x.cpp", False, '#include "adviser/adviser_page.hpp"\n'),
        ("adviser", "x.cpp", False, '#include "territory/unlock_pass.hpp"\n'),
        ("http", "x.cpp", False, '#include "ranking/explain.hpp"\n'),
        ("http", "x.cpp", False, "#include <rapidjson/document.h>\n"),
        ("http", "service.cpp", False, "#include <boost/asio.hpp>\n"),
        ("codec", "x.cpp", False, '#include "http/service.hpp"\n'),
        ("ranking", "x.cpp", False, '#include "operations/seat_flow.hpp"\n'),
        ("store", "x.cpp", False, '#include "operations/operation.hpp"\n'),
        ("night", "x.cpp", False, '#include "sensitive/restricted_record.hpp"\n'),
        ("ranking", "x.cpp", False, '#include "../sensitive/restricted_record.hpp"\n'),
    ]
    for file in bad:
        assert check([file]), file
    good = [("scoring", "x.cpp", False, '#include "corpus/corpus.hpp"\n#include <vector>\n')]
    assert not check(good)


def main():
    if sys.argv[1:] == ["--self-test"]:
        self_test()
        return 0
    files = list(read(pathlib.Path(sys.argv[1])))
    assert len(files) > 50, "too few files were found: is the root right?"
    complaints = check(files)
    print("\n".join(complaints) or f"{len(files)} files, every include follows the table")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
