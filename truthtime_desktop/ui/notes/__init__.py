"""The daily notes window (ui.md 2.8): one Markdown text per day beside the day's entries.

`window.NotesWindow` is the door. What it shows of a day's entries comes in as `facts.NoteEntry`; texts come from and go
to a `truthtime_desktop.notes.Notebook`, through `keeping.Keeper` only.
"""
