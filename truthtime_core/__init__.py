"""The rules of TruthTime: pure functions over facts, used by the desktop and the server alike.

Standard library only. No input or output, no clock, no Qt, no SQL: import-linter checks it.
"""
