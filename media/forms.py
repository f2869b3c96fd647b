"""The upload form: one file, kept before anything else is asked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from media.actions.check_name import check_name
from media.actions.receive import receive
from media.actions.uploads import Busy, Unfinished, finish
from media.models import Asset, Upload
from media.moments import MomentField
from media.reasons import NotReceived, sentence

if TYPE_CHECKING:
    from uuid import UUID

    from media.actions.receive import Received

ACCEPT = "audio/*,video/*,.mp3,.m4a,.wav,.flac,.ogg,.opus,.wma,.aac,.amr,.mp4,.mov,.mkv,.3gp"

NOT_WHOLE = _("The file has not arrived whole: choose it again, it goes on where it stopped.")


class UploadForm(forms.Form):
    """Receives the file while it validates, so that a refusal is an error at the field."""

    file = forms.FileField(
        label=_("Audio or video file"),
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        help_text=_(
            "MP3, WAV, M4A, FLAC, OGG, WMA, AMR, MP4, MOV… Loudness and format are set for you."
        ),
        error_messages={"empty": _("The file is empty: choose the right one.")},
    )
    title = forms.CharField(
        label=_("Display name"),
        max_length=255,
        required=False,
        help_text=_("Empty: the name of the file."),
    )
    replaces = forms.ModelChoiceField(Asset.objects.all(), required=False, widget=forms.HiddenInput)

    received: Received

    def __init__(self, *args: Any, user: Any = None, **kwargs: Any) -> None:
        kwargs.pop("instance", None)
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        try:
            check_name(upload.name or "" if upload else "")
        except NotReceived as refused:
            raise ValidationError(str(refused)) from refused
        return upload

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        upload = cleaned.get("file")
        if isinstance(upload, TemporaryUploadedFile):
            try:
                self.received = receive(
                    source=Path(upload.temporary_file_path()),
                    name=upload.name or "",
                    by=self.user,
                    now=timezone.now(),
                    title=cleaned.get("title", ""),
                    replaces=cleaned.get("replaces"),
                )
            except NotReceived as refused:
                raise ValidationError({"file": str(refused)}) from refused
        return cleaned

    def save(self, commit: bool = True) -> Asset:  # noqa: FBT001, FBT002 - as a model form's
        del commit
        return self.received.asset


class UploadToChooseForm(UploadForm):
    """An upload that an item will carry: bytes that were refused before are an error here.

    The file is in the form, or has come before it in pieces: then `upload` names it.
    """

    upload = forms.UUIDField(required=False, widget=forms.HiddenInput)

    class Media:
        js = ("vendor/tus/tus.min.js", "loa/pieces.js", "loa/choose-upload.js")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # The page behind the window has a title of its own, which a label would lead to.
        super().__init__(*args, auto_id="chooser_%s", **kwargs)
        self.fields["file"].required = not (self.is_bound and self.data.get("upload"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("upload"):
            self._take(cleaned["upload"])
        if hasattr(self, "received") and self.received.asset.refused:
            asset = self.received.asset
            raise ValidationError({"file": sentence(asset.refused_code, asset.refused_facts)})
        return cleaned

    def _take(self, upload: UUID) -> None:
        try:
            row = Upload.objects.get(pk=upload, by=self.user)
            self.received = finish(upload=row, now=timezone.now())
        except NotReceived as refused:
            raise ValidationError({"file": str(refused)}) from refused
        except (Upload.DoesNotExist, Busy, Unfinished, FileNotFoundError) as missing:
            raise ValidationError({"file": NOT_WHOLE}) from missing


class PartForm(forms.Form):
    """Which part of a recording airs, in moments of its player."""

    begins = MomentField(label=_("Begins at"), required=False)
    ends = MomentField(label=_("Ends at"), required=False)


class RenameForm(forms.ModelForm):  # type: ignore[type-arg]  # generic only in the stubs
    """Writes the title alone: a worker may be writing what it found meanwhile."""

    class Meta:
        model = Asset
        fields = ["title"]

    def save(self, commit: bool = True) -> Asset:  # noqa: FBT001, FBT002 - as a model form's
        asset: Asset = self.instance
        if commit:
            asset.save(update_fields=["title"])
        return asset
