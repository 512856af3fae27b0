"""PySide keeps no source text of our modules. Imported once, by `app`, before everything else of ours.

For a switch that we do not use (``from __feature__ import ...``), PySide reads the whole source of every module that is
imported after it, and the standard library keeps those lines for ever: 4 MB and 10 ms of the launch. The function that
asks is private to PySide 6; in a version without it nothing changes.
"""

import linecache
import sys

import PySide6.QtCore  # noqa: F401 - loads the function that is replaced


def _uses_features(_module: object) -> bool:
    return False


_asking = sys.modules.get("shibokensupport.feature")
if hasattr(_asking, "_mod_uses_pyside"):
    setattr(_asking, "_mod_uses_pyside", _uses_features)  # noqa: B010 - mypy knows no such attribute

# What was read before there was anything to replace, 2,000 lines of the standard library.
linecache.clearcache()
