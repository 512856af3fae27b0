"""The data on this computer: one SQLite file, the only SQL of the program."""

from truthtime_desktop.store.adoption import Adopted
from truthtime_desktop.store.apart import upgrade_apart
from truthtime_desktop.store.copies import newest_intact as newest_intact_backup
from truthtime_desktop.store.faults import DamagedError, LockedError
from truthtime_desktop.store.network import network_folder
from truthtime_desktop.store.opening import open_store
from truthtime_desktop.store.restoring import replace_database
from truthtime_desktop.store.rollup import DayView
from truthtime_desktop.store.store import OpenTimer, Store

__all__ = [
    "Adopted",
    "DamagedError",
    "DayView",
    "LockedError",
    "OpenTimer",
    "Store",
    "network_folder",
    "newest_intact_backup",
    "open_store",
    "replace_database",
    "upgrade_apart",
]
