"""What the panel shows, from the state to the entries of today, in reading order. Its window is `panel`."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from truthtime_desktop.ui.actions import Actions
from truthtime_desktop.ui.controls import label
from truthtime_desktop.ui.panel.band import Band
from truthtime_desktop.ui.panel.column import Column
from truthtime_desktop.ui.panel.earlier import EarlierList
from truthtime_desktop.ui.panel.footer import Banner
from truthtime_desktop.ui.panel.hero import Header, Hero
from truthtime_desktop.ui.panel.legend import Legend
from truthtime_desktop.ui.panel.note_line import NoteLine, NoticeLine
from truthtime_desktop.ui.panel.question_card import QuestionCard
from truthtime_desktop.ui.panel.task_card import TaskCard
from truthtime_desktop.ui.theme import Theme
from truthtime_desktop.viewstate import ViewState


class Content(QWidget):
    """The parts, each drawing the same snapshot.

    Args:
        theme: colours.
        actions: what the buttons trigger.

    Attributes:
        column: tells when the parts want another height.
    """

    def __init__(self, theme: Theme, actions: Actions) -> None:
        super().__init__()
        self.setObjectName("sheet")
        self.column = Column(self)
        self.header = Header(theme, actions.settings)
        self.hero = Hero()
        self.band = Band(theme)
        self.legend = Legend(theme)
        self.banner = Banner(theme)
        self.question = QuestionCard(theme, actions)
        self.card = TaskCard(theme, actions)
        self.note = NoteLine(theme)
        self.notice = NoticeLine(theme)
        self.heading = label(self.tr("Earlier today"), "heading")
        self.earlier = EarlierList(theme)
        self._lay_out()

    def set_state(self, view: ViewState) -> None:
        """Draws the state."""
        self.header.set_state(view)
        self.hero.set_state(view)
        self.band.set_state(view)
        self.legend.set_state(view)
        self.banner.show_problem(view.problem)
        self.question.set_state(view)
        self.card.set_state(view)
        self.note.set_state(view)
        # With nothing open and answers at hand, the question is all there is to do (ui.md 2.1).
        asks = view.state == "stopped" and self.question.can_be_answered
        self.card.setVisible(not asks)
        self.note.setVisible(not asks and (view.state != "stopped" or view.today_elapsed_ms > 0))
        earlier = view.today.earlier if view.today else ()
        self.earlier.set_entries(earlier)
        for part in (self.earlier, self.heading):
            part.setVisible(bool(earlier))

    def is_typing(self) -> bool:
        """Whether closing would lose words."""
        lines = (self.note, self.card.field.line)
        return any(line.isVisible() and line.text().strip() for line in lines)

    def typed(self) -> tuple[str, str]:
        """What stands in the fields for a task and for a note."""
        return self.card.field.line.text(), self.note.text()

    def type_again(self, typed: tuple[str, str]) -> None:
        """Puts it back."""
        self.card.field.line.setText(typed[0])
        self.note.setText(typed[1])

    def first(self) -> QWidget:
        """Where the keyboard begins: the question in place of the card, the field, or the main button."""
        if self.card.isHidden():
            return next(iter(self.question.buttons()), self.band)
        if not self.card.field.isHidden():
            return self.card.field.line
        return next((button for button in self.card.buttons.by_key.values() if not button.isHidden()), self.band)

    def height_for(self, width: int) -> int:
        """The height of everything at a width, pixels; sentences that wrap need more of it when it is narrow."""
        layout = self.layout()
        if layout is None:
            return self.sizeHint().height()
        return layout.heightForWidth(width) if layout.hasHeightForWidth() else layout.sizeHint().height()

    def minimumSizeHint(self) -> QSize:
        """As wide as the widest part; how high, only `height_for` knows: sentences wrap."""
        return QSize(super().minimumSizeHint().width(), 0)

    def _lay_out(self) -> None:
        column = self.column
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.hero)
        column.addSpacing(12)
        column.addLayout(_inset(16, self.band))
        column.addSpacing(8)
        column.addWidget(self.legend)
        column.addSpacing(14)
        cards = QVBoxLayout()
        cards.setContentsMargins(12, 0, 12, 0)
        cards.setSpacing(8)
        for part in (self.banner, self.question, self.card, self.note, self.notice):
            cards.addWidget(part)
        column.addLayout(cards)
        column.addSpacing(10)
        column.addLayout(_inset(18, self.heading))
        column.addSpacing(2)
        column.addWidget(self.earlier)
        column.addStretch()


def _inset(side_px: int, part: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(side_px, 0, side_px, 0)
    row.addWidget(part)
    row.setAlignment(Qt.AlignmentFlag.AlignTop)
    return row
