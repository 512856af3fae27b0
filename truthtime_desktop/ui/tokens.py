"""Colours and measures of our own windows: light, dark, and both in high contrast.

The values and their contrast ratios are those of the design (ui.md 3); `tests/ui/test_theme.py` measures them again.
`sheet` makes palette and style sheet of them. Loaded with the first window, not with the tray icon.
"""

from typing import NamedTuple

from truthtime_desktop.viewstate import Scheme

RADIUS_CARD = 12
RADIUS_PANEL = 14
CONTROL_HEIGHT = 36
CONTROL_HEIGHT_COMPACT = 32
CONTROL_HEIGHT_LARGE = 44
"""At 150 % text; between 100 and 150 % controls grow in step with the text."""


class Tokens(NamedTuple):
    """Named colours of one scheme, each ``#RRGGBB``. A name says the role, never the hue.

    Attributes:
        scheme: light or dark, whatever the contrast.
        outline_px: width of borders around controls and cards.
        track: what lies under the segments of a band.
        worked_edge, claimed_fill, paused_fill, idle_fill, idle_hatch, away_dash, unanswered_fill, unanswered_edge: the
            parts of segments (`segments.paint`).
    """

    scheme: Scheme
    background: str
    sunken: str
    raised: str
    hover: str
    pressed: str
    border: str
    control_edge: str
    text: str
    text_second: str
    text_third: str
    primary: str
    primary_hover: str
    on_primary: str
    primary_text: str
    primary_tint: str
    primary_tint_text: str
    worked: str
    on_worked: str
    worked_edge: str
    worked_text: str
    worked_tint: str
    claimed_fill: str
    paused: str
    paused_fill: str
    paused_text: str
    paused_tint: str
    idle_fill: str
    idle_hatch: str
    away_dash: str
    unanswered_fill: str
    unanswered_edge: str
    question_edge: str
    track: str
    danger_text: str
    danger_tint: str
    outline_px: int = 1


LIGHT = Tokens(
    scheme="light",
    background="#FFFFFF",
    sunken="#F9FAFB",
    raised="#FFFFFF",
    hover="#F3F4F6",
    pressed="#E5E7EB",
    border="#E5E7EB",
    control_edge="#7C8798",
    text="#111827",
    text_second="#4B5563",
    text_third="#6B7280",
    primary="#4F46E5",
    primary_hover="#4338CA",
    on_primary="#FFFFFF",
    primary_text="#4F46E5",
    primary_tint="#EEF2FF",
    primary_tint_text="#4338CA",
    worked="#10B981",
    on_worked="#052E21",
    worked_edge="#047857",
    worked_text="#047857",
    worked_tint="#ECFDF5",
    claimed_fill="#D9F4EB",
    # A shade darker than the design's #D97706, which has 2.87 on the band's track.
    paused="#CC6F05",
    paused_fill="#F4D6B4",
    paused_text="#B45309",
    paused_tint="#FEF3C7",
    idle_fill="#E9ECEF",
    idle_hatch="#728095",
    away_dash="#768293",
    unanswered_fill="#FEF3C7",
    unanswered_edge="#B45309",
    question_edge="#FEF3C7",
    track="#F3F3F4",
    danger_text="#B91C1C",
    danger_tint="#FEF2F2",
)

DARK = Tokens(
    scheme="dark",
    background="#1F2937",
    sunken="#18212F",
    raised="#273344",
    hover="#2B3848",
    pressed="#374151",
    border="#374151",
    control_edge="#7C8798",
    text="#F9FAFB",
    text_second="#D1D5DB",
    text_third="#A3ADBB",
    primary="#5A52E8",
    primary_hover="#4F46E5",
    on_primary="#FFFFFF",
    primary_text="#A5B4FC",
    primary_tint="#2E3270",
    primary_tint_text="#C7D2FE",
    worked="#10B981",
    on_worked="#052E21",
    worked_edge="#10B981",
    worked_text="#34D399",
    worked_tint="#123B36",
    claimed_fill="#1D4043",
    paused="#F59E0B",
    paused_fill="#5F4C2A",
    paused_text="#FBBF24",
    paused_tint="#3F3320",
    idle_fill="#2F3A49",
    idle_hatch="#8190A3",
    away_dash="#828EA0",
    unanswered_fill="#3F3320",
    unanswered_edge="#FBBF24",
    question_edge="#3F3320",
    track="#2A3341",
    danger_text="#FCA5A5",
    danger_tint="#43262B",
)

HIGH_LIGHT = LIGHT._replace(
    sunken="#FFFFFF",
    hover="#E5E7EB",
    pressed="#D1D5DB",
    border="#000000",
    control_edge="#000000",
    text="#000000",
    text_second="#000000",
    text_third="#1F2937",
    primary="#312E81",
    primary_hover="#1E1B4B",
    primary_text="#312E81",
    primary_tint="#FFFFFF",
    primary_tint_text="#1E1B4B",
    worked="#047857",
    on_worked="#FFFFFF",
    worked_edge="#000000",
    worked_text="#064E3B",
    worked_tint="#FFFFFF",
    claimed_fill="#FFFFFF",
    paused="#7C2D12",
    paused_text="#7C2D12",
    paused_tint="#FFFFFF",
    idle_fill="#FFFFFF",
    idle_hatch="#1F2937",
    away_dash="#000000",
    unanswered_fill="#FFFFFF",
    unanswered_edge="#7C2D12",
    question_edge="#7C2D12",
    track="#FFFFFF",
    danger_text="#7F1D1D",
    danger_tint="#FFFFFF",
    outline_px=2,
)

HIGH_DARK = DARK._replace(
    background="#000000",
    sunken="#000000",
    raised="#000000",
    hover="#1F2937",
    pressed="#374151",
    border="#FFFFFF",
    control_edge="#FFFFFF",
    text="#FFFFFF",
    text_second="#FFFFFF",
    text_third="#E5E7EB",
    primary="#C7D2FE",
    primary_hover="#FFFFFF",
    on_primary="#000000",
    primary_text="#C7D2FE",
    primary_tint="#000000",
    primary_tint_text="#C7D2FE",
    worked="#34D399",
    on_worked="#000000",
    worked_edge="#FFFFFF",
    worked_text="#6EE7B7",
    worked_tint="#000000",
    claimed_fill="#000000",
    paused="#FBBF24",
    paused_text="#FCD34D",
    paused_tint="#000000",
    idle_fill="#000000",
    idle_hatch="#D1D5DB",
    away_dash="#FFFFFF",
    unanswered_fill="#000000",
    unanswered_edge="#FCD34D",
    question_edge="#FCD34D",
    track="#000000",
    danger_text="#FECACA",
    danger_tint="#000000",
    outline_px=2,
)


def tokens_of(scheme: Scheme, *, high_contrast: bool = False) -> Tokens:
    """The colours of a scheme."""
    if high_contrast:
        return HIGH_DARK if scheme == "dark" else HIGH_LIGHT
    return DARK if scheme == "dark" else LIGHT
