"""What a screen reader is told of a surface: a tree of roles and names, as text that can be compared and read."""

from collections.abc import Iterator

from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QWidget

DEEPEST = 12


def tree(widget: QWidget) -> list[str]:
    """One line for each object: its role, its name in quotes, and ``*`` when the keyboard reaches it."""
    root = QAccessible.queryAccessibleInterface(widget)
    return [_line(depth, each) for depth, each in _walk(root, 0)]


def nameless(widget: QWidget) -> list[str]:
    """Roles of objects the keyboard reaches and nobody could name."""
    root = QAccessible.queryAccessibleInterface(widget)
    return [
        _role(each)
        for depth, each in _walk(root, 0)
        if depth and each.state().focusable and not each.state().invisible and not _name(each)
    ]


def _walk(each: QAccessibleInterface | None, depth: int) -> Iterator[tuple[int, QAccessibleInterface]]:
    if each is None or not each.isValid() or depth > DEEPEST or (depth and each.state().invisible):
        return
    yield depth, each
    for number in range(each.childCount()):
        yield from _walk(each.child(number), depth + 1)


def _line(depth: int, each: QAccessibleInterface) -> str:
    mark = " *" if each.state().focusable else ""
    name = f' "{_name(each)}"' if _name(each) else ""
    return f"{'  ' * depth}{_role(each)}{name}{mark}"


def _name(each: QAccessibleInterface) -> str:
    return each.text(QAccessible.Text.Name)


def _role(each: QAccessibleInterface) -> str:
    return each.role().name
