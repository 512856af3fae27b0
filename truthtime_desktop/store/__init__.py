"""The data on this computer: one SQLite file, the only SQL of the program."""

from truthtime_desktop.store.adoption import Adopted
from truthtime_desktop.store.opening import open_store
from truthtime_desktop.store.rollup import DayView
from truthtime_desktop.store.store import OpenTimer, Store

__all__ = ["Adopted", "DayView", "OpenTimer", "Store", "open_store"]
