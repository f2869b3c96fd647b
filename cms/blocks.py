"""The parts of a script: what is spoken, what happens, what is heard."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class LineBlock(blocks.StructBlock):
    speaker = blocks.CharBlock(label=_("Speaker"), max_length=100)
    text = blocks.TextBlock(label=_("Spoken line"), rows=2)

    class Meta:
        icon = "openquote"
        label = _("Spoken line")
        template = "cms/blocks/line.html"


class ScriptBlock(blocks.StreamBlock):
    """A script as it is laid out for a read-through: lines, cues and sound notes in order."""

    line = LineBlock()
    cue = blocks.TextBlock(
        label=_("Cue"), rows=1, icon="arrow-right", template="cms/blocks/cue.html"
    )
    sound = blocks.TextBlock(
        label=_("Sound, music"), rows=1, icon="media", template="cms/blocks/sound.html"
    )

    class Meta:
        required = False
