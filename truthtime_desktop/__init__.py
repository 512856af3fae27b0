"""The tray application: records, pauses, stops and tells the truth about time on one computer."""

__version__ = "0.1.0"
