"""What requests about sessions say: their bodies, checked before a route sees them."""

from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from truthtime_core.timer import MAX_DESCRIPTION_BYTES, MAX_TAG_BYTES, MAX_TAGS
from truthtime_server.answers import Moment, NotNull, Strict, Text, Why, Zone

_SHORT = f"At most {MAX_TAG_BYTES} bytes of UTF-8."
Description = Annotated[
    Text,
    StringConstraints(max_length=MAX_DESCRIPTION_BYTES),
    Field(description=f"At most {MAX_DESCRIPTION_BYTES:,} bytes of UTF-8."),
]
Project = Annotated[
    Text, StringConstraints(max_length=MAX_TAG_BYTES), Field(description=f"Its name; made if there is none. {_SHORT}")
]
Tag = Annotated[Text, StringConstraints(min_length=1, max_length=MAX_TAG_BYTES)]
Tags = Annotated[tuple[Tag, ...], Field(strict=False, max_length=MAX_TAGS, description=f"Each: {_SHORT}")]


class Start(Strict):
    """What is about to be worked on."""

    description: Description = ""
    project: Project = ""
    tags: Tags = ()
    id: UUID | None = Field(default=None, strict=False, description="The new entry's id, when the client makes it.")
    zone: Zone = "UTC"


class Change(Strict):
    """Which entry; without an id the newest open one."""

    id: UUID | None = Field(default=None, strict=False)
    zone: Zone = "UTC"


class Amendment(Strict):
    """Other values for some fields. What is left out stays as it is."""

    reason: Why
    description: Annotated[Description | None, NotNull()] = None
    project: Annotated[Project | None, NotNull()] = None
    tags: Annotated[Tags | None, NotNull()] = None
    started_at: Annotated[Moment | None, NotNull()] = None
    ended_at: Annotated[Moment | None, NotNull()] = None
    zone: Zone = "UTC"


class Because(Strict):
    """The reason, which stays readable beside what it changed."""

    reason: Why
    zone: Zone = "UTC"
