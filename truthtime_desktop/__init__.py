"""The tray application: records, pauses, stops and tells the truth about time on one computer."""
