"""Started by test_migrating.py: many instances of a deployment migrate at the same moment, each in its own process.

The arguments are settings in JSON, one per instance. The exit code is how many of them failed.
"""

import os
import sys

from truthtime_core.errors import TruthTimeError
from truthtime_server.config import Settings
from truthtime_server.migrating import migrate


def main() -> int:
    """Fork an instance per argument, let all of them go at once, and count those that failed."""
    gate, opener = os.pipe()
    children = []
    for words in sys.argv[1:]:
        child = os.fork()
        if child == 0:
            os.close(opener)
            os.read(gate, 1)  # returns when the parent closes its end
            os._exit(_migrated(words))
        children.append(child)
    os.close(opener)
    return sum(os.waitpid(child, 0)[1] != 0 for child in children)


def _migrated(words: str) -> int:
    try:
        migrate(Settings.model_validate_json(words))
    except (TruthTimeError, Exception) as error:  # noqa: BLE001 - told to the test by the exit code
        print(repr(error), file=sys.stderr, flush=True)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
